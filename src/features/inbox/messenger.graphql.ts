import { Field, InputType } from '@nestjs/graphql';
import { Matches } from 'class-validator';
import { Transform } from 'class-transformer';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { spoken } from '../../platform/graphql/spoken.js';
import { MutationInput, Text } from '../../platform/validation/index.js';
import type { Words } from '../../platform/words/words.js';

/** A telephone number in E.164 form, or a name at a messenger. */
const ADDRESS = /^(?:\+[1-9]\d{6,14}|@[A-Za-z0-9._:-]{2,63})$/;

@InputType({ description: 'Where messages are to go, beside mail.' })
export class SetMessengerAddressInput extends MutationInput {
  @Field(() => String, {
    description:
      'A telephone number with its country code, such as `+52 55 1234 5678`, or a name at a messenger that begins with `@`. Which of them is reached depends on what the host has set up. It is kept encrypted.',
  })
  @Text({ max: 64 })
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && value.trim().startsWith('+') ? value.replaceAll(/[\s().-]/g, '') : value,
  )
  @Matches(ADDRESS, {
    message:
      'INVALID|Send a telephone number with its country code, such as +525512345678, or a name that begins with @.',
  })
  address: string;
}

@Payload('A code is on its way. Nothing goes there before it was given to `confirmMessengerAddress`.')
export class SetMessengerAddressPayload extends MutationPayload {
  @Field(() => String, { nullable: true, description: 'What to do next, for people.', middleware: [spoken] })
  nextStep?: Words | null;
}

@InputType({ description: 'The code from the message.' })
export class ConfirmMessengerAddressInput extends MutationInput {
  @Field(() => String, { description: 'The six digits, which are good for a quarter of an hour.' })
  @Text({ max: 20 })
  code: string;
}

@Payload('Messages go there from now on, at once unless `setNotificationChoices` says otherwise.')
export class ConfirmMessengerAddressPayload extends MutationPayload {
  @Field(() => String, { nullable: true, description: 'The confirmed address.' })
  messengerAddress?: string | null;
}

@InputType({ description: 'Takes the address for messages off your account.' })
export class RemoveMessengerAddressInput extends MutationInput {}

@Payload('Nothing goes there any more.')
export class RemoveMessengerAddressPayload extends MutationPayload {
  @Field(() => Boolean, { nullable: true, description: 'True when done.' })
  removed?: boolean | null;
}
