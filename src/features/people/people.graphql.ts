import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsBoolean, IsEmail, MaxLength } from 'class-validator';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { ownSession, Scope } from '../../platform/access/scope.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { spoken } from '../../platform/graphql/spoken.js';
import { Language, MutationInput, Optional, Text, TimeZone } from '../../platform/validation/index.js';
import type { Words } from '../../platform/words/words.js';
import { DeviceInput } from './device.inputs.js';

@ObjectType('Session', { description: 'What a signed-in person sends with every request. Shown once; keep it secret.' })
@Access(visible)
export class SessionType {
  @Field(() => String, { description: 'Send it as the header `Authorization: Bearer …`.' })
  accessToken: string;

  @Field(() => DateTime, { description: 'When the access token ends: 30 minutes after it was issued.' })
  accessExpiresAt: Date;

  @Field(() => String, {
    description: 'Trade it with `refreshSession` for a new pair. Works once; a second use ends the whole session.',
  })
  refreshToken: string;

  @Field(() => DateTime, { description: 'When the refresh token ends: 30 days after it was issued.' })
  refreshExpiresAt: Date;
}

/** Closed to apps, which act for the person and have no business with the account; what they may see says so itself. */
@ObjectType('Viewer', { description: 'The person who is asking, as only they see themselves.' })
@Access(visible)
@Scope(ownSession)
export class ViewerType {
  @Field(() => String, { description: 'The name to sign in with besides an e-mail address.' })
  signInName: string;

  @Field(() => String, { nullable: true, description: 'The confirmed e-mail address, if there is one.' })
  email: string | null;

  @Field(() => Boolean, { description: 'Whether the account has a password; without one, recovery codes sign in.' })
  hasPassword: boolean;

  @Field(() => Int, { description: 'How many recovery codes are unused. Each works once.' })
  recoveryCodesLeft: number;

  @Field(() => Boolean, { description: 'Whether an app that shows codes is set up as a second factor.' })
  hasTotp: boolean;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When you last proved in this session that it is you: by signing in, or by `stepUp`.',
  })
  provedAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Until when that proof is enough for what is hard to undo; null when `stepUp` is needed first.',
  })
  freshUntil: Date | null;

  @Field(() => String, { description: 'The language for messages, as a BCP 47 tag.' })
  language: string;

  @Field(() => String, { description: 'The IANA time zone.' })
  timeZone: string;
}

@InputType({ description: 'An account: by a link with a session at once, or by e-mail with a mail to confirm.' })
export class SignUpInput extends DeviceInput {
  @Field(() => String, {
    nullable: true,
    description: 'A start, invitation or ask link, or the code at its end. With it no e-mail is needed.',
  })
  @Optional()
  @Text({ max: 500 })
  link?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Your e-mail address. Needed without a link. It is kept encrypted.',
  })
  @Optional()
  @Text({ max: 254 })
  @IsEmail({}, { message: 'INVALID|This does not look like an e-mail address. Check it for slips.' })
  email?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'At least 8 characters, none of the commonest. Only with a link; by e-mail it is chosen in confirmEmail.',
  })
  @Optional()
  @MaxLength(1000, { message: 'TOO_LONG|Choose a password of at most 200 characters.' })
  password?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The language for messages and mail, such as `en` or `es`. Default: what your browser asks for.',
  })
  @Optional()
  @Language()
  language?: string | null;

  @Field(() => String, { nullable: true, description: 'Your time zone, such as `America/Mexico_City`. Default `UTC`.' })
  @Optional()
  @TimeZone()
  timeZone?: string | null;
}

@Payload('A new account, or word that a mail is on its way.')
export class SignUpPayload extends MutationPayload {
  @Field(() => SessionType, {
    nullable: true,
    description: 'Signed in at once; null when an address must be confirmed first.',
  })
  session?: SessionType | null;

  @Field(() => String, { nullable: true, description: 'The name to sign in with. Write it down.' })
  signInName?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Ten codes, each of which signs in once without a password. Shown now and never again.',
  })
  recoveryCodes?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'What to do next, for people, in the language of the new account.',
    middleware: [spoken],
  })
  nextStep?: Words | null;
}

@InputType({ description: 'The code from a mail.' })
export class ConfirmEmailInput extends DeviceInput {
  @Field(() => String, { description: 'The code in the mail, which works once within 24 hours.' })
  @Text({ max: 200 })
  code: string;

  @Field(() => String, {
    nullable: true,
    description: 'The password of a new account: at least 8 characters. Not needed to add an address to an account.',
  })
  @Optional()
  @MaxLength(1000, { message: 'TOO_LONG|Choose a password of at most 200 characters.' })
  password?: string | null;
}

@Payload('An address is confirmed; the owner of a new account is signed in.')
export class ConfirmEmailPayload extends MutationPayload {
  @Field(() => SessionType, {
    nullable: true,
    description: 'The session of a new account; null for who was signed in.',
  })
  session?: SessionType | null;

  @Field(() => String, {
    nullable: true,
    description: 'The name of a new account to sign in with besides the address. Write it down.',
  })
  signInName?: string | null;

  @Field(() => [String], { nullable: true, description: 'Recovery codes of a new account. Shown now and never again.' })
  recoveryCodes?: string[] | null;
}

@InputType({ description: 'Who signs in, and by what.' })
export class SignInInput extends DeviceInput {
  @Field(() => String, { description: 'Your e-mail address or sign-in name.' })
  @Text({ max: 254 })
  signIn: string;

  @Field(() => String, { nullable: true, description: 'Your password.' })
  @Optional()
  @MaxLength(1000, { message: 'TOO_LONG|No password is that long.' })
  password?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Instead of the password, or as a second proof besides it: one of your recovery codes.',
  })
  @Optional()
  @MaxLength(100, { message: 'TOO_LONG|No recovery code is that long.' })
  recoveryCode?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The six digits that your app shows, where one is set up: the second proof besides password or recovery code. Each works once.',
  })
  @Optional()
  @MaxLength(20, { message: 'TOO_LONG|Send the six digits that your app shows.' })
  totpCode?: string | null;
}

@Payload('A session.')
export class SignInPayload extends MutationPayload {
  @Field(() => SessionType, { nullable: true, description: 'Signed in.' })
  session?: SessionType | null;
}

@InputType({ description: 'The refresh token of the present session.' })
export class RefreshSessionInput extends MutationInput {
  @Field(() => String, { description: 'The refresh token. It works once.' })
  @Text({ max: 200 })
  refreshToken: string;
}

@Payload('A new pair of tokens; the old pair has ended.')
export class RefreshSessionPayload extends MutationPayload {
  @Field(() => SessionType, { nullable: true, description: 'The session goes on with these.' })
  session?: SessionType | null;
}

@InputType({ description: 'Which sessions to end.' })
export class SignOutInput extends MutationInput {
  @Field(() => Boolean, {
    nullable: true,
    description: 'True ends every session of yours, on every device. Default false: this one.',
  })
  @Optional()
  @IsBoolean()
  everywhere?: boolean | null;
}

@Payload('Signed out.')
export class SignOutPayload extends MutationPayload {
  @Field(() => Boolean, { nullable: true, description: 'True when done.' })
  signedOut?: boolean | null;
}
