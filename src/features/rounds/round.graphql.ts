import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { NodeType } from '../../platform/graphql/node.js';
import { CalendarDate, DateTime } from '../../platform/graphql/scalars.js';
import type { Words } from '../../platform/words/words.js';
import type { Because, Completion, CountingMethod, Voice } from './counting/election.js';
import type { RoundState } from './round.rules.js';

export enum RoundStateEnum {
  SCHEDULED = 'SCHEDULED',
  OPEN = 'OPEN',
  CLOSED = 'CLOSED',
  COUNTED = 'COUNTED',
  RATIFIED = 'RATIFIED',
  INQUORATE = 'INQUORATE',
  OBJECTED = 'OBJECTED',
  CANCELLED = 'CANCELLED',
}
registerEnumType(RoundStateEnum, {
  name: 'PriorityRoundState',
  description: 'Where a round stands.',
  valuesMap: {
    SCHEDULED: { description: 'Announced. Its list can still change.' },
    OPEN: { description: 'Ballots are cast. List, roll and settings are frozen.' },
    CLOSED: { description: 'No ballot is taken any more; they are about to be counted.' },
    COUNTED: { description: 'The result is known. Those who could vote may object to it for a while.' },
    RATIFIED: { description: 'The result stands: priorities have their ranks, and asks their mandates.' },
    INQUORATE: { description: 'Too few voted. Ranks stay as they were.' },
    OBJECTED: { description: 'The result was objected to. Ranks stay as they were.' },
    CANCELLED: { description: 'Called off before it closed. Its ballots were destroyed unread.' },
  },
});

export enum CountingMethodEnum {
  PROPORTIONAL = 'PROPORTIONAL',
  MAJORITY = 'MAJORITY',
  EQUAL_SHARES = 'EQUAL_SHARES',
}
registerEnumType(CountingMethodEnum, {
  name: 'CountingMethod',
  description: 'How ballots become a list. All arithmetic is exact, and anyone with the ballots can repeat it.',
  valuesMap: {
    PROPORTIONAL: {
      description:
        'People mark what matters. Every beginning of the list speaks for the voters in proportion (sequential Phragmén).',
    },
    MAJORITY: {
      description: 'People rank, ties allowed. What a majority prefers to each other item comes first (Schulze).',
    },
    EQUAL_SHARES: {
      description:
        'People mark what matters; each item costs ally hours, and every voter has an equal share of the hours to spend (Method of Equal Shares).',
    },
  },
});

export enum VoiceEnum {
  PER_COMMUNITY = 'PER_COMMUNITY',
  PER_PERSON = 'PER_PERSON',
}
registerEnumType(VoiceEnum, {
  name: 'Voice',
  description: 'In a coalition, who has an equal voice.',
  valuesMap: {
    PER_COMMUNITY: { description: 'Each community, however many of it vote.' },
    PER_PERSON: { description: 'Each person who votes.' },
  },
});

export enum CompletionEnum {
  NONE = 'NONE',
  BY_SUPPORT = 'BY_SUPPORT',
}
registerEnumType(CompletionEnum, {
  name: 'Completion',
  description: 'With equal shares: what becomes of hours that are left when no item can be paid for by its supporters.',
  valuesMap: {
    NONE: { description: 'They stay unspent.' },
    BY_SUPPORT: { description: 'They go to the other items by support, as far as they reach.' },
  },
});

@ObjectType('PriorityRound', {
  description:
    'A time-boxed decision by ballot of the people affected, which ranks the priorities of a campaign. Insiders see it from the start, everyone who sees the campaign once its result stands.',
  implements: () => [NodeType],
})
@Access(visible)
export class PriorityRoundType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  communityId: string;

  campaignId: string;

  /** The communities that lead the campaign beside its host. */
  leadIds: string[];

  /** Whether others beside the host vote, or voted. */
  isShared: boolean;

  @Field(() => RoundStateEnum, { description: 'Where it stands.' })
  state: RoundState;

  @Field(() => CountingMethodEnum, { description: 'How the ballots are counted.' })
  method: CountingMethod;

  @Field(() => VoiceEnum, { description: 'Whose voices weigh alike, where several communities vote.' })
  voice: Voice;

  @Field(() => Int, {
    description:
      'How many of a hundred people on the roll of each community have to vote; else the round is inquorate.',
  })
  quorumPercent: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'The same for each constituency that a community declared, of five people or more on the roll; null without.',
  })
  constituencyQuorumPercent: number | null;

  @Field(() => String, { description: 'What the steward who scheduled it says of it. May be empty.' })
  note: string;

  @Field(() => DateTime, { nullable: true, description: 'When it opens; null for when a steward opens it.' })
  opensAt: Date | null;

  @Field(() => DateTime, { description: 'When it closes.' })
  closesAt: Date;

  @Field(() => Int, {
    description: 'For how many hours after the count the result can be objected to; 0 for not at all.',
  })
  objectionHours: number;

  @Field(() => CalendarDate, {
    description: 'Until when the mandates that it gives last, for priorities without a review date of their own.',
  })
  reviewOn: string;

  @Field(() => Int, { nullable: true, description: 'With equal shares: the ally hours to share.' })
  budgetHours: number | null;

  @Field(() => CompletionEnum, {
    nullable: true,
    description: 'With equal shares: what becomes of hours that are left.',
  })
  completion: Completion | null;

  @Field(() => Boolean, {
    description:
      'Whether asks of the ranked priorities, open or paused because their mandate ended, go on under the new one.',
  })
  adoptsAsks: boolean;

  @Field(() => DateTime, { nullable: true, description: 'When it opened.' })
  openedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When the last ballots were in.' })
  closedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was counted.' })
  countedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Until when the result can be objected to.' })
  objectionsUntil: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it came to its end, whichever.' })
  endedAt: Date | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The seed of the lots that break exact ties, in hexadecimal, drawn when the round opened: items in the order of SHA-256 over it and the 16 bytes of their id.',
  })
  lotSeed: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many objections send the result back. One; on a list to which a round before was objected, a quarter of the roll.',
  })
  objectionsNeeded: number | null;

  @Field(() => Boolean, {
    description:
      'Whether the ballots are published, without names: from the count on, if every community that voted did so with five ballots or more.',
  })
  publishesBallots: boolean;

  /** A steward's own words, or what the clock found. */
  cancelledBecause: Words | null;
  successorOfId: string | null;
  scheduledById: string;
}

@ObjectType('RoundItem', { description: 'A priority on the list of a round.' })
@Access(visible)
export class RoundItemType {
  communityId: string;
  roundId: string;
  priorityId: string;

  @Field(() => String, { description: 'What people voted on: its statement when the round opened.' })
  statement: string;

  @Field(() => Int, { nullable: true, description: 'With equal shares: its cost in ally hours; null until estimated.' })
  hours: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Its lot, 1 first; of items that are exactly tied the lower one goes first.',
  })
  lot: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The rank that the ballots give it, 1 first; null before the count, and for what they give none.',
  })
  rank: number | null;

  /** Null where it is not counted, or the viewer may not know. */
  because: Because | null;
  position: number | null;
}

@ObjectType('RoundPart', { description: 'What one community has of a round: its own roll and turnout.' })
@Access(visible)
export class RoundPartType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  communityId: string;

  @Field(() => Int, { description: 'How many people could vote.' })
  rollCount: number;

  @Field(() => Int, { nullable: true, description: 'How many did. Nobody knows before it is closed.' })
  ballotCount: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many of them said: none of these. Null for fewer than five ballots.',
  })
  noneCount: number | null;

  @Field(() => Int, { nullable: true, description: 'How many of them were taken on paper.' })
  paperCount: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Ballots that belonged to nobody on the roll and were set aside. More than 0 means that someone wrote into the database behind this service.',
  })
  strayCount: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Ballots entered for a meeting or a phone call that nobody had witnessed at the closing: not counted.',
  })
  unwitnessedCount: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether enough voted, of the community and of each of its constituencies. Where not, the round is inquorate; only where the community left before the closing it goes on, without these ballots.',
  })
  isQuorate: boolean | null;
}

@ObjectType('ConstituencyTurnout', {
  description: 'How many of a constituency voted. Only of those with ten people or more on the roll.',
})
@Access(visible)
export class ConstituencyTurnoutType {
  constituencyId: string;

  @Field(() => Int, { description: 'How many of it could vote: ten or more.' })
  rollCount: number;

  @Field(() => Int, { description: 'How many did.' })
  ballotCount: number;

  @Field(() => Boolean, {
    description: 'Whether enough did. Where the round asks nothing of constituencies, any number is enough.',
  })
  isQuorate: boolean;
}

@ObjectType('RoundBallot', { description: 'A ballot of a closed round. It names nobody and has no time.' })
@Access(visible)
export class RoundBallotType {
  @Field(() => String, { description: 'The receipt, which its voter alone was told.' })
  receipt: string;

  roundId: string;
  marks: Buffer;
}

@ObjectType('RoundObjection', { description: 'Why someone who could vote objects to a result.' })
@Access(visible)
export class RoundObjectionType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  @Field(() => String, { description: 'The reason.' })
  reason: string;

  @Field(() => DateTime, { description: 'When it was made.' })
  objectedAt: Date;
}

@ObjectType('OwnBallot', { description: 'Your ballot in an open round. Cast another to replace it.' })
@Access(visible)
export class OwnBallotType {
  @Field(() => String, { description: 'Your receipt: by it you find your ballot in the published list.' })
  receipt: string;

  @Field(() => [[ID]], { description: 'Ids of priorities, level by level. Empty for: none of these.' })
  levels: string[][];
}
