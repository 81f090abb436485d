import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { MaxLength } from 'class-validator';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { CalendarDate, DateTime } from '../../platform/graphql/scalars.js';
import { MutationInput, Optional, Uuid } from '../../platform/validation/index.js';

@ObjectType('OwnSession', {
  description: 'Where you are signed in. It holds no network address and no browser: only what you called the device.',
})
@Access(visible)
export class OwnSessionType {
  @Field(() => ID, {
    description: 'To end it by, with `revokeSession`. It stays the same when the session is refreshed.',
  })
  id: string;

  @Field(() => String, { nullable: true, description: 'What you called the device on signing in.' })
  deviceName: string | null;

  @Field(() => DateTime, { description: 'When you signed in.' })
  startedAt: Date;

  @Field(() => CalendarDate, { description: 'The day, where you live, on which it was last refreshed.' })
  lastUsedOn: string;

  @Field(() => Boolean, { description: 'Whether it is the one that asks.' })
  isCurrent: boolean;

  @Field(() => Boolean, { description: 'Whether two different things were proved in it, so that no duty rests.' })
  hasSecondFactor: boolean;

  @Field(() => DateTime, { description: 'When it ends unless it is refreshed before.' })
  expiresAt: Date;
}

@InputType({ description: 'The session to end.' })
export class RevokeSessionInput extends MutationInput {
  @Field(() => ID, { description: 'Its id in `viewer.sessions`.' })
  @Uuid()
  sessionId: string;
}

@Payload('A session was ended. Its tokens work no more.')
export class RevokeSessionPayload extends MutationPayload {
  @Field(() => ID, { nullable: true, description: 'The id of the session that ended.' })
  sessionId?: string | null;
}

@InputType({ description: 'Something by which you prove once more that it is you. One is enough; send what you have.' })
export class StepUpInput extends MutationInput {
  @Field(() => String, { nullable: true, description: 'Your password.' })
  @Optional()
  @MaxLength(1000, { message: 'TOO_LONG|No password is that long.' })
  password?: string | null;

  @Field(() => String, { nullable: true, description: 'One of your recovery codes, which is used up.' })
  @Optional()
  @MaxLength(100, { message: 'TOO_LONG|No recovery code is that long.' })
  recoveryCode?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The six digits that your app shows. With it, or with two different proofs, your duties rest no more.',
  })
  @Optional()
  @MaxLength(20, { message: 'TOO_LONG|Send the six digits that your app shows.' })
  totpCode?: string | null;
}

@Payload('You have proved that it is you. What asked for that can be sent again.')
export class StepUpPayload extends MutationPayload {
  @Field(() => DateTime, { nullable: true, description: 'Until when this proof is enough: ten minutes from now.' })
  freshUntil?: Date | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether this session counts as one with a second factor now.' })
  hasSecondFactor?: boolean | null;
}
