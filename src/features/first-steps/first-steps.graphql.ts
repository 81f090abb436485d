import { Field } from '@nestjs/graphql';
import { spoken } from '../../platform/graphql/spoken.js';
import type { Words } from '../../platform/words/words.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { AllyRequestType } from '../allies/index.js';
import { AskType } from '../asks/index.js';
import { CampaignType, DemandType } from '../campaigns/index.js';
import { CommunityType, MembershipType } from '../communities/index.js';
import { MandateType } from '../mandates/index.js';
import { SessionType } from '../people/index.js';
import { PledgeType } from '../pledges/index.js';
import { PriorityType } from '../priorities/index.js';

@Payload('A campaign is running, with its first ask open.')
export class StartCampaignPayload extends MutationPayload {
  @Field(() => CommunityType, { nullable: true, description: 'The community, of which you are a steward.' })
  community?: CommunityType | null;

  @Field(() => CampaignType, { nullable: true, description: 'The campaign, launched.' })
  campaign?: CampaignType | null;

  @Field(() => DemandType, { nullable: true, description: 'The first demand.' })
  demand?: DemandType | null;

  @Field(() => PriorityType, { nullable: true, description: 'The first priority.' })
  priority?: PriorityType | null;

  @Field(() => MandateType, {
    nullable: true,
    description: 'The founding mandate, with your signature: 30 days, at most five asks.',
  })
  mandate?: MandateType | null;

  @Field(() => AskType, { nullable: true, description: 'The first ask, open.' })
  ask?: AskType | null;

  @Field(() => String, {
    nullable: true,
    description: 'The link to share: whoever has it can read the ask, join and pledge.',
  })
  askLink?: string | null;
}

@Payload('An ally joined and pledged, or waits to be admitted.')
export class JoinAndPledgePayload extends MutationPayload {
  @Field(() => PledgeType, {
    nullable: true,
    description: 'The pledge: active, or on the waitlist when the ask is full. Null where the request waits first.',
  })
  pledge?: PledgeType | null;

  @Field(() => MembershipType, { nullable: true, description: 'The standing in the community; null while it waits.' })
  membership?: MembershipType | null;

  @Field(() => AllyRequestType, {
    nullable: true,
    description:
      'The request that waits, where the community looks at each ally first: the account is made, nothing is pledged yet.',
  })
  request?: AllyRequestType | null;

  @Field(() => String, { nullable: true, description: 'What to do next, for people.', middleware: [spoken] })
  nextStep?: Words | null;

  @Field(() => SessionType, {
    nullable: true,
    description: 'The session of a new account; null for who was signed in.',
  })
  session?: SessionType | null;

  @Field(() => String, { nullable: true, description: 'The sign-in name of a new account. Write it down.' })
  signInName?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Ten codes of a new account, each of which signs in once. Shown now and never again.',
  })
  recoveryCodes?: string[] | null;
}
