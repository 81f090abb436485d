import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { NodeType } from '../../platform/graphql/node.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { AccessFeature, AskKind, AskPause, AskState, AskVisibility } from './ask-enums.graphql.js';
import { Capacity, RiskBuffer } from './suiting.graphql.js';

@ObjectType('AskPosition', { description: 'A point on the map, in degrees (WGS 84).' })
@Access(visible)
export class AskPositionType {
  @Field(() => Float, { description: 'North of the equator; south is negative.' })
  latitude: number;

  @Field(() => Float, { description: 'East of Greenwich; west is negative.' })
  longitude: number;

  @Field(() => Boolean, {
    description:
      'Whether it is the place itself. False when you are not shown the place: then it is rounded to a tenth of a degree, some 11 kilometres.',
  })
  isExact: boolean;
}

@ObjectType('Ask', {
  description: 'A concrete request to allies, limited in capacity, made under a mandate of the community.',
  implements: () => [NodeType],
})
@Access(visible)
export class AskType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  communityId: string;
  campaignId: string;
  priorityId: string;
  mandateId: string | null;
  leadId: string | null;
  linkVersion: number;
  copiedFromId: string | null;

  @Field(() => String, { nullable: true, description: 'Your own key for it, such as the row of a spreadsheet.' })
  externalId: string | null;

  @Field(() => String, { description: 'What is asked, in one line.' })
  title: string;

  @Field(() => String, { description: 'What is asked, at length. May be empty.' })
  description: string;

  @Field(() => AskKind, { description: 'What sort of doing it is.' })
  kind: AskKind;

  @Field(() => String, { description: 'The language in which it is written and mostly done, as a BCP 47 tag.' })
  language: string;

  @Field(() => String, { description: 'In what its quantities are counted, such as `hours` or `people`.' })
  unit: string;

  @Field(() => Int, { description: 'How much is wanted in all, in its unit.' })
  quantityWanted: number;

  @Field(() => Int, { nullable: true, description: 'How many may pledge at once; null for as many as it takes.' })
  slots: number | null;

  @Field(() => DateTime, { nullable: true, description: 'When it begins; null for any time.' })
  startsAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it is over, and takes no more pledges; null for no end.',
  })
  endsAt: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'The time zone in which its times are meant; null for that of its campaign.',
  })
  timeZone: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'How it is repeated, as an RRULE of iCalendar without its start, which is `startsAt`; null for what is done once.',
  })
  cadence: string | null;

  @Field(() => Int, { description: 'After how many missed times in a row a repeated pledge lapses.' })
  missedLimit: number;

  @Field(() => Int, { description: 'How many hours after its time a pledge may still be reported before it lapses.' })
  graceHours: number;

  @Field(() => Int, {
    nullable: true,
    description: 'How much has to be pledged by `thresholdAt` before anything starts; null if it starts in any case.',
  })
  threshold: number | null;

  @Field(() => DateTime, { nullable: true, description: 'By when the threshold has to be met.' })
  thresholdAt: Date | null;

  @Field(() => Int, { nullable: true, description: 'How long one doing takes, in minutes, about.' })
  effortMinutes: number | null;

  @Field(() => Int, { description: 'Stepping back later than this many hours before is late, and needs a reason.' })
  noticeHours: number;

  @Field(() => String, {
    nullable: true,
    description:
      'Where, exactly; empty if there is no place. From risk tier 2 on null for all but those who run the work and those whose pledge to it is active: see `area`.',
  })
  place: string | null;

  @Field(() => String, { description: 'Where about, for everybody. May be empty.' })
  area: string;

  @Field(() => AskPositionType, { nullable: true, description: 'Where on the map; null if that was not said.' })
  position: AskPositionType | null;

  @Field(() => Boolean, { description: 'Whether it can be done from anywhere, online or by phone.' })
  isOnline: boolean;

  @Field(() => Int, { description: 'The risk to whoever does it: 0 none to speak of, 1 low, 2 considerable, 3 high.' })
  riskTier: number;

  @Field(() => String, { description: 'What the risk is. Not empty from tier 1 on.' })
  riskNotes: string;

  @Field(() => String, { description: 'What is done to make the risk smaller.' })
  mitigations: string;

  @Field(() => String, { description: 'What helps.' })
  dos: string;

  @Field(() => String, { description: 'What harms, however well it is meant.' })
  donts: string;

  @Field(() => String, { description: 'What one needs to have, know or have done first.' })
  prerequisites: string;

  @Field(() => String, { description: 'Whom it suits.' })
  suits: string;

  @Field(() => [Capacity], { description: 'What it takes, of what allies can bring.' })
  capacities: Capacity[];

  @Field(() => [RiskBuffer], { description: 'Who carries its risk more easily than others.' })
  helpfulBuffers: RiskBuffer[];

  @Field(() => [AccessFeature], { description: 'What is there so that more people can take part.' })
  accessFeatures: AccessFeature[];

  @Field(() => String, { description: 'Who can take part: steps, toilets, languages, childcare.' })
  access: string;

  @Field(() => AskVisibility, { description: 'Who may find it once it is open.' })
  visibility: AskVisibility;

  @Field(() => Int, { description: 'The version of its terms. A pledge names the version it accepts.' })
  termsVersion: number;

  @Field(() => AskState, { description: 'Where it stands, by the clock.' })
  state: AskState;

  @Field(() => AskPause, { nullable: true, description: 'Why it is paused; null when it is not.' })
  pausedBecause: AskPause | null;

  @Field(() => String, { nullable: true, description: 'Why it was called off; null when it was not.' })
  cancelledBecause: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was first opened.' })
  openedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was closed or cancelled.' })
  endedAt: Date | null;

  @Field(() => DateTime, { description: 'When it was first written down.' })
  createdAt: Date;

  @Field(() => Int, { description: 'Goes up with every change; send it back as `expectedVersion`.' })
  version: number;
}
