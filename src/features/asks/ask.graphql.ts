import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { NodeType } from '../../platform/graphql/node.js';
import { DateTime } from '../../platform/graphql/scalars.js';

export enum AskKind {
  SHOW_UP = 'SHOW_UP',
  TRANSPORT = 'TRANSPORT',
  TRANSLATE = 'TRANSLATE',
  HOST = 'HOST',
  SKILL = 'SKILL',
  CONTACT_DECISION_MAKER = 'CONTACT_DECISION_MAKER',
  SPREAD = 'SPREAD',
  SUPPLY = 'SUPPLY',
  CHALLENGE_OWN_CIRCLE = 'CHALLENGE_OWN_CIRCLE',
  SPEAK = 'SPEAK',
  OTHER = 'OTHER',
}
registerEnumType(AskKind, {
  name: 'AskKind',
  description: 'What sort of doing is asked for.',
  valuesMap: {
    SHOW_UP: { description: 'Be there: a vigil, a hearing, a picket.' },
    TRANSPORT: { description: 'Drive people or things.' },
    TRANSLATE: { description: 'Translate or interpret.' },
    HOST: { description: 'Lend a room, a bed, a kitchen.' },
    SKILL: { description: 'Do something that takes a trade: legal advice, repairs, childcare.' },
    CONTACT_DECISION_MAKER: { description: 'Write to, call or visit a decision-maker.' },
    SPREAD: { description: 'Pass the word on.' },
    SUPPLY: { description: 'Give or lend things.' },
    CHALLENGE_OWN_CIRCLE: { description: 'Speak up among the people one belongs to.' },
    SPEAK: { description: 'Speak for the community: for affected people only.' },
    OTHER: { description: 'Something else, as described.' },
  },
});

export enum AskState {
  DRAFT = 'DRAFT',
  OPEN = 'OPEN',
  PAUSED = 'PAUSED',
  CLOSED = 'CLOSED',
  CANCELLED = 'CANCELLED',
}
registerEnumType(AskState, {
  name: 'AskState',
  description: 'Where an ask stands.',
  valuesMap: {
    DRAFT: { description: 'Being written. Only those who do the community’s work see it.' },
    OPEN: { description: 'Opened under a mandate.' },
    PAUSED: { description: 'Takes no pledges for now; those made are kept. See `pausedBecause`.' },
    CLOSED: { description: 'Takes no more pledges; those made run to their end.' },
    CANCELLED: { description: 'Called off, and its pledges with it, without fault of anyone.' },
  },
});

export enum AskPause {
  ORGANIZER = 'ORGANIZER',
  MANDATE_ENDED = 'MANDATE_ENDED',
  LEAD_LEFT = 'LEAD_LEFT',
}
registerEnumType(AskPause, {
  name: 'AskPause',
  description: 'Why an ask is paused.',
  valuesMap: {
    ORGANIZER: { description: 'Someone who organizes paused it.' },
    MANDATE_ENDED: { description: 'The mandate under which it was open has ended.' },
    LEAD_LEFT: { description: 'The community that led it has left the coalition. It still attests what was reported.' },
  },
});

export enum AskVisibility {
  PUBLIC = 'PUBLIC',
  ALLIES = 'ALLIES',
}
registerEnumType(AskVisibility, {
  name: 'AskVisibility',
  description: 'Who may find an ask once it is open.',
  valuesMap: {
    PUBLIC: { description: 'Anyone, if the campaign is public.' },
    ALLIES: { description: 'The community and its allies, and whoever is given the link.' },
  },
});

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

  @Field(() => Int, { description: 'Stepping back later than this many hours before is late, and needs a reason.' })
  noticeHours: number;

  @Field(() => String, {
    nullable: true,
    description: 'Where. Null for outsiders when the risk tier is 2 or more; empty if there is no place.',
  })
  place: string | null;

  @Field(() => Int, { description: 'The risk to whoever does it: 0 none to speak of, 1 low, 2 considerable, 3 high.' })
  riskTier: number;

  @Field(() => String, { description: 'What the risk is. Not empty from tier 1 on.' })
  riskNotes: string;

  @Field(() => String, { description: 'What helps.' })
  dos: string;

  @Field(() => String, { description: 'What harms, however well it is meant.' })
  donts: string;

  @Field(() => String, { description: 'Whom it suits.' })
  suits: string;

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

@ObjectType('AskTerms', { description: 'What an ask said at one version: what a pledge to that version accepted.' })
@Access(visible)
export class AskTermsType {
  askId: string;

  @Field(() => Int, { description: 'The version.' })
  version: number;

  @Field(() => DateTime, { description: 'Since when.' })
  changedAt: Date;

  @Field(() => String, { description: 'What was asked, in one line.' })
  title: string;

  @Field(() => String, { description: 'What was asked, at length.' })
  description: string;

  @Field(() => AskKind, { description: 'What sort of doing it was.' })
  kind: AskKind;

  @Field(() => String, { description: 'Its language.' })
  language: string;

  @Field(() => String, { description: 'In what it was counted.' })
  unit: string;

  @Field(() => DateTime, { nullable: true, description: 'When it was to begin.' })
  startsAt: Date | null;

  @Field(() => Int, { description: 'The notice for stepping back, in hours.' })
  noticeHours: number;

  @Field(() => String, { description: 'Where.' })
  place: string;

  @Field(() => Int, { description: 'The risk tier, 0 to 3.' })
  riskTier: number;

  @Field(() => String, { description: 'What the risk was said to be.' })
  riskNotes: string;

  @Field(() => String, { description: 'What helps.' })
  dos: string;

  @Field(() => String, { description: 'What harms.' })
  donts: string;

  @Field(() => String, { description: 'Whom it suited.' })
  suits: string;

  @Field(() => String, { description: 'Who could take part.' })
  access: string;
}
