import { Field } from '@nestjs/graphql';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { CampaignType } from '../campaigns/index.js';

@Payload('An invitation to lead a campaign together. Hand the link to a steward of one other community.')
export class InviteToCoalitionPayload extends MutationPayload {
  @Field(() => String, {
    nullable: true,
    description: 'The link, good once. It names neither campaign nor community. Shown now and never again.',
  })
  link?: string | null;

  @Field(() => String, { nullable: true, description: 'The code at its end, to print or to read out.' })
  code?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it ends: seven days from now.' })
  expiresAt?: Date | null;
}

@Payload('A community leads a campaign together with its host.')
export class JoinCoalitionPayload extends MutationPayload {
  @Field(() => CampaignType, { nullable: true, description: 'The campaign.' })
  campaign?: CampaignType | null;
}

@Payload('A community no longer leads a campaign.')
export class LeaveCoalitionPayload extends MutationPayload {
  @Field(() => CampaignType, { nullable: true, description: 'The campaign; null if it is no longer yours to see.' })
  campaign?: CampaignType | null;
}
