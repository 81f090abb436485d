import { Field, ID, InputType } from '@nestjs/graphql';
import { IsBoolean } from 'class-validator';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { MutationInput, Optional, Text, Uuid } from '../../platform/validation/index.js';
import { CommunityType, MembershipType } from '../communities/index.js';

@InputType({ description: 'How you appear in one community. What is left out stays.' })
export class ChangeMyMembershipInput extends MutationInput {
  @Field(() => ID, { description: 'The community.' })
  @Uuid()
  communityId: string;

  @Field(() => String, { nullable: true, description: 'What you want to be called here, and only here.' })
  @Optional()
  @Text({ max: 60 })
  pseudonym?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether other people affected see you in the roster. Stewards always do.',
  })
  @Optional()
  @IsBoolean()
  isListed?: boolean | null;
}

@Payload('How you appear was changed.')
export class ChangeMyMembershipPayload extends MutationPayload {
  @Field(() => MembershipType, { nullable: true, description: 'Your membership.' })
  membership?: MembershipType | null;
}

@InputType({ description: 'The community that you leave.' })
export class LeaveCommunityInput extends MutationInput {
  @Field(() => ID, { description: 'The community.' })
  @Uuid()
  communityId: string;
}

@Payload('You are no member any more.')
export class LeaveCommunityPayload extends MutationPayload {
  @Field(() => CommunityType, {
    nullable: true,
    description: 'The community as others see it; null if they see nothing of it.',
  })
  community?: CommunityType | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether you left.' })
  hasLeft?: boolean | null;
}

@InputType({ description: 'Nothing is asked of someone who has to disappear.' })
export class DisappearInput extends MutationInput {}

@Payload('You are gone.')
export class DisappearPayload extends MutationPayload {
  @Field(() => Boolean, { nullable: true, description: 'Whether it is done. Every session of yours has ended.' })
  isHidden?: boolean | null;
}
