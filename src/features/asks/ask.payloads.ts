import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { MutationPayload, Payload, UserErrorType } from '../../platform/graphql/payload.js';
import { AskType } from './ask.graphql.js';

@Payload('An ask was drafted.')
export class DraftAskPayload extends MutationPayload {
  @Field(() => AskType, { nullable: true, description: 'The draft.' })
  ask?: AskType | null;
}

@Payload('An ask was posted: written down and opened.')
export class PostAskPayload extends MutationPayload {
  @Field(() => AskType, { nullable: true, description: 'The open ask.' })
  ask?: AskType | null;
}

@Payload('A draft was made of another ask.')
export class DuplicateAskPayload extends MutationPayload {
  @Field(() => AskType, { nullable: true, description: 'The draft; `copiedFrom` is the ask of which it was made.' })
  ask?: AskType | null;
}

@Payload('An ask was revised.')
export class ReviseAskPayload extends MutationPayload {
  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether it changed its terms, that is what those who pledged have taken on: then `termsVersion` went up. False for a draft.',
  })
  isMaterial?: boolean | null;

  @Field(() => AskType, { nullable: true, description: 'The ask as it is now.' })
  ask?: AskType | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many pledges are asked to confirm again, since what they accepted has changed. They keep their places meanwhile.',
  })
  pledgesAsked?: number | null;
}

@Payload('An ask was opened.')
export class OpenAskPayload extends MutationPayload {
  @Field(() => AskType, { nullable: true, description: 'The open ask.' })
  ask?: AskType | null;
}

@ObjectType('OpenAsksResult', { description: 'What came of opening one ask of several.' })
@Access(visible)
export class OpenAsksResultType {
  @Field(() => ID, { description: 'The ask, as it was sent.' })
  askId: string;

  @Field(() => AskType, { nullable: true, description: 'The ask; null if it was not opened.' })
  ask: AskType | null;

  @Field(() => [UserErrorType], { description: 'Why it was not opened; empty if it was.' })
  userErrors: UserErrorType[];
}

@Payload('Asks were opened, each on its own.')
export class OpenAsksPayload extends MutationPayload {
  @Field(() => [OpenAsksResultType], {
    nullable: true,
    description: 'One result for each ask, in the order in which they were sent.',
  })
  results?: OpenAsksResultType[] | null;
}

@Payload('An ask was paused.')
export class PauseAskPayload extends MutationPayload {
  @Field(() => AskType, { nullable: true, description: 'The paused ask.' })
  ask?: AskType | null;
}

@Payload('An ask was closed.')
export class CloseAskPayload extends MutationPayload {
  @Field(() => AskType, { nullable: true, description: 'The closed ask.' })
  ask?: AskType | null;
}

@Payload('An ask was called off.')
export class CancelAskPayload extends MutationPayload {
  @Field(() => AskType, { nullable: true, description: 'The cancelled ask.' })
  ask?: AskType | null;
}

@Payload('The link of an ask was replaced. The old one works no more.')
export class RotateAskLinkPayload extends MutationPayload {
  @Field(() => AskType, { nullable: true, description: 'The ask with its new link.' })
  ask?: AskType | null;
}
