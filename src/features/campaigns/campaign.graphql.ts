import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { NodeType } from '../../platform/graphql/node.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { CalendarDate, DateTime } from '../../platform/graphql/scalars.js';

export enum CampaignState {
  DRAFT = 'DRAFT',
  LAUNCHED = 'LAUNCHED',
  STOPPED = 'STOPPED',
  CONCLUDED = 'CONCLUDED',
}
registerEnumType(CampaignState, {
  name: 'CampaignState',
  description: 'Where a campaign stands.',
  valuesMap: {
    DRAFT: { description: 'Being prepared; only the people affected see it.' },
    LAUNCHED: { description: 'Running: asks can open and allies can pledge.' },
    STOPPED: {
      description:
        'Standing still at the word of a steward, of its host or of a community that leads with it: no new pledges, and no clock runs.',
    },
    CONCLUDED: { description: 'Over. What was done can still be attested.' },
  },
});

export enum CampaignVisibility {
  PUBLIC = 'PUBLIC',
  UNLISTED = 'UNLISTED',
}
registerEnumType(CampaignVisibility, {
  name: 'CampaignVisibility',
  description: 'Who sees a campaign once it is launched.',
  valuesMap: {
    PUBLIC: { description: 'Everyone.' },
    UNLISTED: { description: 'Members of the community only: the people affected and their allies.' },
  },
});

@ObjectType('Campaign', {
  description:
    'A time-bound effort of one community, alone or in a coalition: what it wants, and what it asks of allies.',
  implements: () => [NodeType],
})
@Access(visible)
export class CampaignType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  communityId: string;

  @Field(() => String, { description: 'The name in addresses, the same for good.' })
  handle: string;

  @Field(() => String, { description: 'What it is called.' })
  name: string;

  @Field(() => String, { description: 'What it is about, for everyone. Empty if nothing is said.' })
  summary: string;

  @Field(() => String, { description: 'The main language, as a BCP 47 tag.' })
  language: string;

  @Field(() => String, { description: 'The IANA time zone by which its days end.' })
  timeZone: string;

  @Field(() => CampaignVisibility, { description: 'Who sees it once it is launched.' })
  visibility: CampaignVisibility;

  @Field(() => CampaignState, { description: 'Where it stands.' })
  state: CampaignState;

  @Field(() => CalendarDate, { nullable: true, description: 'The first day, in its time zone.' })
  startsOn: string | null;

  @Field(() => CalendarDate, { nullable: true, description: 'The last day that is planned, in its time zone.' })
  endsOn: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was launched; null for a draft.' })
  launchedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Since when it is stopped; null unless it is.' })
  stoppedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was concluded.' })
  concludedAt: Date | null;

  @Field(() => String, { nullable: true, description: 'What the community says came of it, once it is concluded.' })
  conclusion: string | null;

  @Field(() => Int, { description: 'Counts its revisions: send it back as `expectedVersion`.' })
  version: number;

  /** The current one; 0 while there is none. */
  briefVersion: number;

  /** The membership of whoever drafted it. */
  createdById: string;

  /** The communities that lead it beside its host, longest first. */
  leadIds: string[];
}

@ObjectType('Brief', {
  description: 'What allies read before they pledge. Every pledge names the version that was read.',
})
@Access(visible)
export class BriefType {
  campaignId: string;

  communityId: string;

  @Field(() => Int, { description: 'The version, which a pledge acknowledges.' })
  version: number;

  @Field(() => String, { description: 'The text.' })
  text: string;

  @Field(() => DateTime, { description: 'Since when this version is current.' })
  publishedAt: Date;
}

@Payload('A campaign was drafted.')
export class CreateCampaignPayload extends MutationPayload {
  @Field(() => CampaignType, { nullable: true, description: 'The draft.' })
  campaign?: CampaignType | null;
}

@Payload('A campaign was revised.')
export class ReviseCampaignPayload extends MutationPayload {
  @Field(() => CampaignType, { nullable: true, description: 'The campaign as it is now.' })
  campaign?: CampaignType | null;
}

@Payload('A new version of the brief is current.')
export class PublishBriefPayload extends MutationPayload {
  @Field(() => CampaignType, { nullable: true, description: 'The campaign.' })
  campaign?: CampaignType | null;
}

@Payload('A campaign was launched.')
export class LaunchCampaignPayload extends MutationPayload {
  @Field(() => CampaignType, { nullable: true, description: 'The campaign.' })
  campaign?: CampaignType | null;
}

@Payload('A campaign stands still.')
export class StopCampaignPayload extends MutationPayload {
  @Field(() => CampaignType, { nullable: true, description: 'The campaign.' })
  campaign?: CampaignType | null;
}

@Payload('A campaign goes on.')
export class ResumeCampaignPayload extends MutationPayload {
  @Field(() => CampaignType, { nullable: true, description: 'The campaign.' })
  campaign?: CampaignType | null;
}

@Payload('A campaign has concluded.')
export class ConcludeCampaignPayload extends MutationPayload {
  @Field(() => CampaignType, { nullable: true, description: 'The campaign.' })
  campaign?: CampaignType | null;
}
