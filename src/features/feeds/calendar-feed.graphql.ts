import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { DateTime } from '../../platform/graphql/scalars.js';

export enum CalendarDetail {
  BY_RISK = 'BY_RISK',
  DISCREET = 'DISCREET',
  FULL = 'FULL',
}
registerEnumType(CalendarDetail, {
  name: 'CalendarDetail',
  description: 'How much a calendar says: employers, families and whoever finds a phone read along.',
  valuesMap: {
    BY_RISK: { description: 'Titles and places of what is of little risk; of risk tier 2 and more the time alone.' },
    DISCREET: { description: 'The time alone, under words that give nothing away.' },
    FULL: {
      description:
        'Titles of everything. A place stands there for risk tiers 0 and 1 only, of a pledge that has its place.',
    },
  },
});

@ObjectType('CalendarFeed', {
  description:
    'An address from which calendar programs fetch (iCalendar): of a person, when they pledged to do what; of a campaign, when its asks are. It names nobody. Each fetch asks anew what may be seen.',
})
@Access(visible)
export class CalendarFeedType {
  @Field(() => ID, { description: 'The id. It is not the address, which is shown once only.' })
  id: string;

  campaignId: string | null;

  /** The membership of who keeps it, where that is told. */
  keeperId: string | null;

  @Field(() => CalendarDetail, { description: 'How much it says.' })
  detail: CalendarDetail;

  @Field(() => Boolean, { description: 'Whether it tells when rounds open and close. Only that of a campaign does.' })
  includesRounds: boolean;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it last got another address; null if it never did.' })
  rotatedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was withdrawn; null unless it was.' })
  revokedAt: Date | null;
}

const ADDRESS =
  'The address, for the calendar program. Whoever has it reads the calendar, so give it to nobody else. Shown now and never again.';

@Payload('A calendar of your own pledges was made.')
export class CreateCalendarFeedPayload extends MutationPayload {
  @Field(() => String, { nullable: true, description: ADDRESS })
  url?: string | null;

  @Field(() => CalendarFeedType, { nullable: true, description: 'What is known of it.' })
  calendarFeed?: CalendarFeedType | null;
}

@Payload('A calendar of a campaign was made.')
export class CreateCampaignCalendarFeedPayload extends MutationPayload {
  @Field(() => String, {
    nullable: true,
    description:
      'The address, for the calendar programs of those to whom the community gives it. Whoever has it reads of asks for allies as well. Shown now and never again.',
  })
  url?: string | null;

  @Field(() => CalendarFeedType, { nullable: true, description: 'What is known of it.' })
  calendarFeed?: CalendarFeedType | null;
}

@Payload('A calendar got another address. The one before leads nowhere from the next request on.')
export class RotateCalendarFeedPayload extends MutationPayload {
  @Field(() => String, { nullable: true, description: ADDRESS })
  url?: string | null;

  @Field(() => CalendarFeedType, { nullable: true, description: 'What is known of it.' })
  calendarFeed?: CalendarFeedType | null;
}

@Payload('A calendar was withdrawn. Its address leads nowhere from the next request on.')
export class RevokeCalendarFeedPayload extends MutationPayload {
  @Field(() => CalendarFeedType, { nullable: true, description: 'The calendar.' })
  calendarFeed?: CalendarFeedType | null;
}
