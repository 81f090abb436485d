import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { CalendarDate, DateTime } from '../../platform/graphql/scalars.js';
import { MutationInput, Optional, Text, Uuid } from '../../platform/validation/index.js';
import { SessionType } from '../people/index.js';

/** What the devices of today answer takes less than 3,000. */
const LONGEST_ANSWER = 20_000;

@ObjectType('Passkey', {
  description:
    'A key that lives on a device or in a password manager of yours and signs you in by your fingerprint, face or PIN. It counts as two factors.',
})
@Access(visible)
export class PasskeyType {
  @Field(() => ID, { description: 'Its id here.' })
  id: string;

  @Field(() => String, { nullable: true, description: 'What you call it, such as "My phone".' })
  name: string | null;

  @Field(() => DateTime, { description: 'When you registered it.' })
  createdAt: Date;

  @Field(() => CalendarDate, {
    nullable: true,
    description: 'The day on which it last signed you in or proved that it is you; null if it never did.',
  })
  lastUsedOn: string | null;
}

@InputType({
  description: 'Nothing but the key of the request, which is not needed: a repeat makes another challenge.',
})
export class StartPasskeyRegistrationInput extends MutationInput {}

@Payload('What to hand to the browser to make a passkey.')
export class StartPasskeyRegistrationPayload extends MutationPayload {
  @Field(() => String, {
    nullable: true,
    description:
      'JSON. In the browser: `navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(options)) })`, or `startRegistration({ optionsJSON: JSON.parse(options) })` of @simplewebauthn/browser. Works once within five minutes, in this session.',
  })
  options?: string | null;
}

@InputType({ description: 'What the browser answered when it made a passkey.' })
export class RegisterPasskeyInput extends MutationInput {
  @Field(() => String, {
    description: 'JSON: `JSON.stringify(credential)` of what `navigator.credentials.create` gave.',
  })
  @Text({ max: LONGEST_ANSWER, multiline: true })
  response: string;

  @Field(() => String, { nullable: true, description: 'What to call it, up to 60 characters, such as "My phone".' })
  @Optional()
  @Text({ max: 60 })
  name?: string | null;
}

@Payload('The passkey is registered; your other sessions have ended.')
export class RegisterPasskeyPayload extends MutationPayload {
  @Field(() => PasskeyType, { nullable: true, description: 'From now on it signs you in.' })
  passkey?: PasskeyType | null;
}

@InputType({
  description: 'Nothing but the key of the request, which is not needed: a repeat makes another challenge.',
})
export class StartPasskeySignInInput extends MutationInput {}

@Payload('What to hand to the browser to sign in.')
export class StartPasskeySignInPayload extends MutationPayload {
  @Field(() => String, {
    nullable: true,
    description:
      'JSON, the same for everyone but for its challenge: the device itself knows which passkeys it has. In the browser: `navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(options)) })`, or `startAuthentication({ optionsJSON: JSON.parse(options) })` of @simplewebauthn/browser. Works once within five minutes.',
  })
  options?: string | null;
}

@InputType({ description: 'What the browser answered when it asked for a passkey.' })
export class SignInWithPasskeyInput extends MutationInput {
  @Field(() => String, { description: 'JSON: `JSON.stringify(credential)` of what `navigator.credentials.get` gave.' })
  @Text({ max: LONGEST_ANSWER, multiline: true })
  response: string;
}

@Payload('A session, opened with two factors.')
export class SignInWithPasskeyPayload extends MutationPayload {
  @Field(() => SessionType, { nullable: true, description: 'Signed in.' })
  session?: SessionType | null;
}

@InputType({
  description: 'Nothing but the key of the request, which is not needed: a repeat makes another challenge.',
})
export class StartPasskeyStepUpInput extends MutationInput {}

@Payload('What to hand to the browser to prove once more that it is you.')
export class StartPasskeyStepUpPayload extends MutationPayload {
  @Field(() => String, {
    nullable: true,
    description:
      'JSON, for `navigator.credentials.get` as in `startPasskeySignIn`. It names your passkeys, and works once within five minutes, in this session.',
  })
  options?: string | null;
}

@InputType({ description: 'What the browser answered when it asked for one of your passkeys.' })
export class StepUpWithPasskeyInput extends MutationInput {
  @Field(() => String, { description: 'JSON: `JSON.stringify(credential)` of what `navigator.credentials.get` gave.' })
  @Text({ max: LONGEST_ANSWER, multiline: true })
  response: string;
}

@Payload('You proved that it is you.')
export class StepUpWithPasskeyPayload extends MutationPayload {
  @Field(() => Boolean, {
    nullable: true,
    description:
      'True when done: for ten minutes this session may do what is hard to undo, and from now on it counts as opened with two factors. Its tokens stay the same.',
  })
  steppedUp?: boolean | null;
}

@InputType({ description: 'Another name for a passkey of yours.' })
export class RenamePasskeyInput extends MutationInput {
  @Field(() => ID, { description: 'The id of the passkey.' })
  @Uuid()
  passkeyId: string;

  @Field(() => String, { description: 'What to call it from now on, up to 60 characters.' })
  @Text({ max: 60 })
  name: string;
}

@Payload('The passkey has another name.')
export class RenamePasskeyPayload extends MutationPayload {
  @Field(() => PasskeyType, { nullable: true, description: 'With its new name.' })
  passkey?: PasskeyType | null;
}

@InputType({ description: 'A passkey of yours that is to open nothing any more, such as that of a lost phone.' })
export class RemovePasskeyInput extends MutationInput {
  @Field(() => ID, { description: 'The id of the passkey.' })
  @Uuid()
  passkeyId: string;
}

@Payload('The passkey opens nothing any more; your other sessions have ended.')
export class RemovePasskeyPayload extends MutationPayload {
  @Field(() => Boolean, { nullable: true, description: 'True when done.' })
  removed?: boolean | null;
}
