import { Field, InputType } from '@nestjs/graphql';
import { spoken } from '../../platform/graphql/spoken.js';
import type { Words } from '../../platform/words/words.js';
import { IsEmail, MaxLength } from 'class-validator';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { DeviceInput } from './device.inputs.js';
import { MutationInput, Optional, Text } from '../../platform/validation/index.js';
import { SessionType } from './people.graphql.js';

@InputType({ description: 'A new password, and what shows that it is yours to choose.' })
export class ChangePasswordInput extends MutationInput {
  @Field(() => String, {
    nullable: true,
    description: 'Your present password. An account without one asks for `stepUp` within the last ten minutes instead.',
  })
  @Optional()
  @MaxLength(1000, { message: 'TOO_LONG|No password is that long.' })
  currentPassword?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'For who forgot the present password: one of your recovery codes, which is used up.',
  })
  @Optional()
  @MaxLength(100, { message: 'TOO_LONG|No recovery code is that long.' })
  recoveryCode?: string | null;

  @Field(() => String, { description: 'The new password: at least 8 characters, none of the commonest.' })
  @MaxLength(1000, { message: 'TOO_LONG|Choose a password of at most 200 characters.' })
  newPassword: string;
}

@Payload('The password was changed, and every other session of yours has ended.')
export class ChangePasswordPayload extends MutationPayload {
  @Field(() => Boolean, { nullable: true, description: 'True when done.' })
  changed?: boolean | null;
}

@InputType({ description: 'Whose password was lost.' })
export class RequestPasswordResetInput extends MutationInput {
  @Field(() => String, { description: 'The e-mail address of the account.' })
  @Text({ max: 254 })
  @IsEmail({}, { message: 'INVALID|This does not look like an e-mail address. Check it for slips.' })
  email: string;
}

@Payload('If there is an account with that address, a mail is on its way. The answer is the same if there is none.')
export class RequestPasswordResetPayload extends MutationPayload {
  @Field(() => String, { nullable: true, description: 'What to do next, for people.', middleware: [spoken] })
  nextStep?: Words | null;
}

@InputType({ description: 'The code from the mail, and a new password.' })
export class ResetPasswordInput extends DeviceInput {
  @Field(() => String, { description: 'The code in the mail, which works once within an hour.' })
  @Text({ max: 200 })
  code: string;

  @Field(() => String, { description: 'The new password: at least 8 characters, none of the commonest.' })
  @MaxLength(1000, { message: 'TOO_LONG|Choose a password of at most 200 characters.' })
  password: string;
}

@Payload('The password was changed, and every session of the account has ended.')
export class ResetPasswordPayload extends MutationPayload {
  @Field(() => SessionType, {
    nullable: true,
    description: 'Signed in; null for an account with a second factor, which signs in with both.',
  })
  session?: SessionType | null;

  @Field(() => String, { nullable: true, description: 'What to do next, for people.', middleware: [spoken] })
  nextStep?: Words | null;
}
