import { Field, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { Language, MutationInput, Optional, Text, TimeZone } from '../../platform/validation/index.js';
import { SessionType } from '../people/index.js';

/** What providers put behind the question mark; many allow themselves a long code. */
const LONGEST_ADDRESS = 8_000;

export const SingleSignOnPurpose = { SIGN_IN: 'SIGN_IN', LINK: 'LINK' } as const;
export type SingleSignOnPurpose = keyof typeof SingleSignOnPurpose;

registerEnumType(SingleSignOnPurpose, {
  name: 'SingleSignOnPurpose',
  description: 'For what someone goes to the provider.',
  valuesMap: {
    SIGN_IN: { description: 'To sign in, or to get an account the first time. Ends with `finishSingleSignOn`.' },
    LINK: {
      description:
        'To tie the account that you are signed in to, so that the provider opens it from then on. Ends with `linkSingleSignOn`.',
    },
  },
});

@ObjectType('SingleSignOn', {
  description: 'A provider at which people sign in with an account that they have there already.',
})
@Access(visible)
export class SingleSignOnType {
  @Field(() => String, { description: 'What people call it: for a button such as "Sign in at …".' })
  name: string;
}

@InputType({ description: 'Someone on their way to the provider.' })
export class StartSingleSignOnInput extends MutationInput {
  @Field(() => SingleSignOnPurpose, {
    nullable: true,
    description: 'For what. Default `SIGN_IN`; `LINK` needs you signed in, with a proof of the last ten minutes.',
  })
  @Optional()
  purpose?: SingleSignOnPurpose | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A start, invitation or ask link that someone new came with, or the code at its end. Used as `signUp` uses it, if this makes an account.',
  })
  @Optional()
  @Text({ max: 500 })
  link?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The language for messages to a new account, such as `en` or `es`. Default `en`.',
  })
  @Optional()
  @Language()
  language?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The time zone of a new account, such as `America/Mexico_City`. Default `UTC`.',
  })
  @Optional()
  @TimeZone()
  timeZone?: string | null;
}

@Payload('Where to send the browser, and what it must bring back.')
export class StartSingleSignOnPayload extends MutationPayload {
  @Field(() => String, {
    nullable: true,
    description: 'Send the browser here. The provider sends it back to the page that this server was set up with.',
  })
  authorizationUrl?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Keep it in this browser alone, in `sessionStorage`, and send it with the address that the browser came back to. It makes sure that nobody is signed in to a stranger’s account.',
  })
  secret?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Until when the person must be back: ten minutes.' })
  expiresAt?: Date | null;
}

@InputType({ description: 'Someone back from the provider.' })
export class FinishSingleSignOnInput extends MutationInput {
  @Field(() => String, { description: 'The whole address that the browser came back to: `location.href`.' })
  @Text({ max: LONGEST_ADDRESS })
  callbackUrl: string;

  @Field(() => String, { description: 'The secret that `startSingleSignOn` gave to this browser.' })
  @Text({ max: 200 })
  secret: string;
}

@Payload('Signed in.')
export class FinishSingleSignOnPayload extends MutationPayload {
  @Field(() => SessionType, { nullable: true, description: 'A session.' })
  session?: SessionType | null;

  @Field(() => String, {
    nullable: true,
    description: 'Of a new account only: the name to sign in with should the provider be gone. Write it down.',
  })
  signInName?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'Of a new account only: ten codes, each of which signs in once without the provider. Shown now and never again.',
  })
  recoveryCodes?: string[] | null;
}

@InputType({ description: 'Someone back from the provider, who is signed in here.' })
export class LinkSingleSignOnInput extends MutationInput {
  @Field(() => String, { description: 'The whole address that the browser came back to: `location.href`.' })
  @Text({ max: LONGEST_ADDRESS })
  callbackUrl: string;

  @Field(() => String, { description: 'The secret that `startSingleSignOn` gave to this browser.' })
  @Text({ max: 200 })
  secret: string;
}

@Payload('The provider opens your account from now on; your other sessions have ended.')
export class LinkSingleSignOnPayload extends MutationPayload {
  @Field(() => Boolean, { nullable: true, description: 'True when done.' })
  linked?: boolean | null;
}

@InputType({ description: 'Your link to the provider.' })
export class UnlinkSingleSignOnInput extends MutationInput {}

@Payload('The provider opens your account no more; your other sessions have ended.')
export class UnlinkSingleSignOnPayload extends MutationPayload {
  @Field(() => Boolean, { nullable: true, description: 'True when done.' })
  unlinked?: boolean | null;
}
