import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { CampaignType } from '../campaigns/index.js';
import { AgreementType, CommunityType } from '../communities/index.js';
import { AskType } from './ask.graphql.js';
import { AskShiftType } from './ask-shift.graphql.js';
import { AskTranslationType } from './ask-translation.graphql.js';

@ObjectType('InvitationBrief', { description: 'What the campaign wants its allies to know before they pledge.' })
@Access(visible)
export class InvitationBriefType {
  @Field(() => Int, { description: 'The version to send back when pledging.' })
  version: number;

  @Field(() => String, { description: 'The text.' })
  text: string;
}

@ObjectType('AskInvitation', {
  description: 'What the holder of an ask’s link reads, and accepts by version, before joining and pledging.',
})
@Access(visible)
export class AskInvitationType {
  @Field(() => AskType, { description: 'The ask.' })
  ask: AskType;

  @Field(() => [AskTranslationType], { description: 'The ask in further languages, by language from A to Z.' })
  translations: AskTranslationType[];

  @Field(() => [AskShiftType], {
    description: 'The times among which the pledge has to choose, soonest first; none if it is pledged to as a whole.',
  })
  shifts: AskShiftType[];

  @Field(() => CommunityType, { description: 'The community that asks.' })
  community: CommunityType;

  @Field(() => CampaignType, { description: 'The campaign.' })
  campaign: CampaignType;

  @Field(() => AgreementType, { description: 'What the community asks of every ally.' })
  agreement: AgreementType;

  @Field(() => InvitationBriefType, { description: 'The current brief of the campaign.' })
  brief: InvitationBriefType;

  @Field(() => Int, { description: 'The version of the ask’s terms to send back when pledging.' })
  termsVersion: number;

  @Field(() => Int, { description: 'The risk tier to accept knowingly, as `acceptedRiskTier`.' })
  riskTier: number;
}
