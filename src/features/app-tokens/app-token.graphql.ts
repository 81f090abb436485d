import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { AppScope } from '../../platform/access/scope.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { CalendarDate, DateTime } from '../../platform/graphql/scalars.js';

registerEnumType(AppScope, {
  name: 'AppScope',
  description:
    'What an app may do in your name, as far as you may do it yourself at that moment. It never admits people, votes, signs, gives duties, makes keys or touches your account.',
  valuesMap: {
    READ: { description: '`read`: whatever you may read, your account apart.' },
    PLEDGE_WRITE: { description: '`pledge:write`: make pledges and step back from them.' },
    FULFILMENT_WRITE: { description: '`fulfilment:write`: report that a pledge was done.' },
    ATTESTATION_WRITE: { description: '`attestation:write`: attest, send back and correct reports.' },
    ASK_WRITE: { description: '`ask:write`: draft, import, revise, open, pause, close and cancel asks.' },
    CAMPAIGN_WRITE: { description: '`campaign:write`: draft and revise campaigns, their briefs and demands.' },
  },
});

export enum AppTokenRevocation {
  BY_OWNER = 'BY_OWNER',
  SIGNED_OUT_EVERYWHERE = 'SIGNED_OUT_EVERYWHERE',
  SEEN_IN_ADDRESS = 'SEEN_IN_ADDRESS',
}
registerEnumType(AppTokenRevocation, {
  name: 'AppTokenRevocation',
  description: 'Why an app token was withdrawn.',
  valuesMap: {
    BY_OWNER: { description: 'You withdrew it.' },
    SIGNED_OUT_EVERYWHERE: { description: 'You ended all your sessions, and it with them.' },
    SEEN_IN_ADDRESS: {
      description: 'The app sent it in an address, where logs keep it, so the server withdrew it at once.',
    },
  },
});

@ObjectType('AppToken', {
  description: 'Lets an app do some things in your name, with the standings that you have at that moment.',
})
@Access(visible)
export class AppTokenType {
  @Field(() => ID, { description: 'The id. It is not the token, which is shown once only.' })
  id: string;

  @Field(() => String, { description: 'What you call the app.' })
  name: string;

  @Field(() => [AppScope], { description: 'What the app may do.' })
  scopes: AppScope[];

  @Field(() => DateTime, { description: 'When you gave it.' })
  createdAt: Date;

  @Field(() => DateTime, { description: 'When it ends by itself.' })
  expiresAt: Date;

  @Field(() => CalendarDate, {
    nullable: true,
    description: 'The last day on which the app used it, by your own calendar; null if it never did.',
  })
  lastUsedOn: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was withdrawn; null unless it was.' })
  revokedAt: Date | null;

  @Field(() => AppTokenRevocation, { nullable: true, description: 'Why it was withdrawn; null unless it was.' })
  revokedBecause: AppTokenRevocation | null;
}

@Payload('An app token was made.')
export class CreateAppTokenPayload extends MutationPayload {
  @Field(() => String, {
    nullable: true,
    description:
      'The token. The app sends it as the header `Authorization: Bearer app_…`, never in an address. Shown now and never again.',
  })
  token?: string | null;

  @Field(() => AppTokenType, { nullable: true, description: 'What is known of it.' })
  appToken?: AppTokenType | null;
}

@Payload('An app token was withdrawn. It fails from the next request on.')
export class RevokeAppTokenPayload extends MutationPayload {
  @Field(() => AppTokenType, { nullable: true, description: 'The token.' })
  appToken?: AppTokenType | null;
}
