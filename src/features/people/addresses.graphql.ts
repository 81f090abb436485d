import { Field, InputType } from '@nestjs/graphql';
import { spoken } from '../../platform/graphql/spoken.js';
import type { Words } from '../../platform/words/words.js';
import { IsEmail } from 'class-validator';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { MutationInput, Text } from '../../platform/validation/index.js';

@InputType({ description: 'An address for your account, in place of the present one if there is one.' })
export class ChangeEmailInput extends MutationInput {
  @Field(() => String, { description: 'The new e-mail address. It is kept encrypted.' })
  @Text({ max: 254 })
  @IsEmail({}, { message: 'INVALID|This does not look like an e-mail address. Check it for slips.' })
  email: string;
}

@Payload('A mail to the new address is on its way. Nothing changes before its code was given to `confirmEmail`.')
export class ChangeEmailPayload extends MutationPayload {
  @Field(() => String, { nullable: true, description: 'What to do next, for people.', middleware: [spoken] })
  nextStep?: Words | null;
}

@InputType({ description: 'Takes the address off your account.' })
export class RemoveEmailInput extends MutationInput {}

@Payload('The account has no address any more. Sign in with your sign-in name; no mail can bring a lost password back.')
export class RemoveEmailPayload extends MutationPayload {
  @Field(() => Boolean, { nullable: true, description: 'True when done.' })
  removed?: boolean | null;
}

@InputType({ description: 'The code from the mail that told the former address of a change.' })
export class UndoEmailChangeInput extends MutationInput {
  @Field(() => String, { description: 'The code in the mail, which works once within seven days.' })
  @Text({ max: 200 })
  code: string;
}

@Payload('The former address is back. The password and every session have ended: choose a new password by mail.')
export class UndoEmailChangePayload extends MutationPayload {
  @Field(() => String, { nullable: true, description: 'What to do next, for people.', middleware: [spoken] })
  nextStep?: Words | null;
}
