import { Field, ID, InputType } from '@nestjs/graphql';
import { MutationInput, Optional, Uuid } from '../../platform/validation/index.js';
import { CalendarDetail } from './calendar-feed.graphql.js';

@InputType({ description: 'A calendar of your own pledges, and those of organizations for which you act.' })
export class CreateCalendarFeedInput extends MutationInput {
  @Field(() => CalendarDetail, { nullable: true, description: 'How much it says; BY_RISK if left out.' })
  @Optional()
  detail?: CalendarDetail | null;
}

@InputType({ description: 'A calendar of the asks of a campaign.' })
export class CreateCampaignCalendarFeedInput extends MutationInput {
  @Field(() => ID, { description: 'The campaign.' })
  @Uuid()
  campaignId: string;

  @Field(() => CalendarDetail, { nullable: true, description: 'How much it says; BY_RISK if left out.' })
  @Optional()
  detail?: CalendarDetail | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether it also tells when rounds open and close; not if left out. Allies are not told of rounds that are under way, so leave it out of a calendar that you give to them.',
  })
  @Optional()
  includesRounds?: boolean | null;
}

@InputType({ description: 'Which calendar gets another address.' })
export class RotateCalendarFeedInput extends MutationInput {
  @Field(() => ID, { description: 'The id of the calendar, not its address.' })
  @Uuid()
  calendarFeedId: string;
}

@InputType({ description: 'Which calendar to withdraw.' })
export class RevokeCalendarFeedInput extends MutationInput {
  @Field(() => ID, { description: 'The id of the calendar, not its address.' })
  @Uuid()
  calendarFeedId: string;
}
