import { Field, InputType } from '@nestjs/graphql';
import { MaxLength } from 'class-validator';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { MutationInput } from '../../platform/validation/index.js';

@InputType({ description: 'Asks for new recovery codes.' })
export class RenewRecoveryCodesInput extends MutationInput {}

@Payload('New recovery codes. The old ones work no more, and every other session of yours has ended.')
export class RenewRecoveryCodesPayload extends MutationPayload {
  @Field(() => [String], {
    nullable: true,
    description: 'Ten codes, each of which works once. Shown now and never again: write them down.',
  })
  recoveryCodes?: string[] | null;
}

@InputType({ description: 'Sets up an app that shows codes, or another one in its place.' })
export class StartTotpInput extends MutationInput {}

@Payload('A secret for an app that shows codes. It counts once `confirmTotp` took a first code, within an hour.')
export class StartTotpPayload extends MutationPayload {
  @Field(() => String, { nullable: true, description: 'To type into the app. Shown now and never again.' })
  secret?: string | null;

  @Field(() => String, { nullable: true, description: 'The same as an `otpauth:` address, to open the app with.' })
  uri?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The same as a QR code to scan, as the text of an SVG picture. Draw it yourself: no other site is to see it.',
  })
  qrCode?: string | null;
}

@InputType({ description: 'The first code of the app.' })
export class ConfirmTotpInput extends MutationInput {
  @Field(() => String, { description: 'The six digits that the app shows now.' })
  @MaxLength(20, { message: 'TOO_LONG|Send the six digits that your app shows.' })
  code: string;
}

@Payload('The app is set up. From now on signing in takes two proofs; every other session of yours has ended.')
export class ConfirmTotpPayload extends MutationPayload {
  @Field(() => Boolean, { nullable: true, description: 'True when done.' })
  confirmed?: boolean | null;
}

@InputType({ description: 'Takes the app away as a second factor.' })
export class RemoveTotpInput extends MutationInput {}

@Payload('The app is no second factor any more, and every other session of yours has ended.')
export class RemoveTotpPayload extends MutationPayload {
  @Field(() => Boolean, { nullable: true, description: 'True when done.' })
  removed?: boolean | null;
}
