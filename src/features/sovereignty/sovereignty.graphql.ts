import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { MandateKind } from '../mandates/index.js';
import type { RecordKind } from '../record/index.js';
import { RecordKindEnum, RecordRole } from '../record-reading/index.js';
import { faultMeanings, type SovereigntyFaultKind } from './sovereignty.words.js';

export enum SovereigntyStatus {
  HOLDS = 'HOLDS',
  BROKEN = 'BROKEN',
}
registerEnumType(SovereigntyStatus, {
  name: 'SovereigntyStatus',
  description: 'Whether record and tables agree that the people affected alone decided their priorities.',
  valuesMap: {
    HOLDS: { description: 'They agree.' },
    BROKEN: { description: 'They do not: something was written past the record, or by someone who may not.' },
  },
});

/** GraphQL's names to the kinds as the database says them: the same. */
export const SovereigntyFaultKindEnum = Object.fromEntries(
  Object.keys(faultMeanings).map((kind) => [kind, kind]),
) as Readonly<Record<SovereigntyFaultKind, SovereigntyFaultKind>>;
registerEnumType(SovereigntyFaultKindEnum, {
  name: 'SovereigntyFaultKind',
  description: 'What does not agree.',
  valuesMap: Object.fromEntries(Object.entries(faultMeanings).map(([kind, description]) => [kind, { description }])),
});

@ObjectType('SovereigntyFault', { description: 'A row of the database that is not as the record has it.' })
@Access(visible)
export class SovereigntyFaultType {
  @Field(() => SovereigntyFaultKindEnum, {
    nullable: true,
    description: 'What does not agree; null in the short version, for whoever is not affected.',
  })
  kind: SovereigntyFaultKind | null;

  @Field(() => String, { description: 'The table of the row, such as `priority`.' })
  table: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'The id of the row; of a row of `round_item` that of its priority. Null in the short version where you may not see the row.',
  })
  rowId: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The id of the round or mandate that the row belongs to, where it has no place of its own.',
  })
  withinId: string | null;
}

@ObjectType('SovereigntyWrites', {
  description: 'How often something was done that reached a priority, a round or a mandate, in one standing.',
})
@Access(visible)
export class SovereigntyWritesType {
  @Field(() => RecordRole, { description: 'In which standing.' })
  standing: RecordRole;

  @Field(() => RecordKindEnum, {
    nullable: true,
    description: 'What was done; null in the short version, which counts all of a standing together.',
  })
  what: RecordKind | null;

  @Field(() => Int, { description: 'How often.' })
  count: number;
}

@ObjectType('OpenAsksByMandate', { description: 'How many asks are open under one kind of mandate.' })
@Access(visible)
export class OpenAsksByMandateType {
  @Field(() => MandateKind, {
    nullable: true,
    description: 'The kind of mandate; null for those under none that you may see.',
  })
  kind: MandateKind | null;

  @Field(() => Int, { description: 'How many of those that you may see.' })
  count: number;
}

@ObjectType('SovereigntyReport', {
  description:
    'Whose the priorities of a campaign are, proved from its record and its tables: who wrote what reached them, under which mandates asks are open, and what does not agree. Made anew each time. Concerns are not part of it yet.',
})
@Access(visible)
export class SovereigntyReportType {
  communityId: string;
  campaignId: string;

  @Field(() => SovereigntyStatus, { description: 'Whether record and tables agree.' })
  status: SovereigntyStatus;

  @Field(() => DateTime, { description: 'When it was made.' })
  madeAt: Date;

  @Field(() => Boolean, {
    description:
      'True for the people affected. False for everyone else: theirs is the short version that the community publishes, without what was done in each standing and without rows that they may not see.',
  })
  isWhole: boolean;

  @Field(() => Int, { description: 'How many rows do not agree.' })
  faultCount: number;

  @Field(() => [SovereigntyFaultType], { description: 'The first 100 of them.' })
  faults: SovereigntyFaultType[];

  @Field(() => [SovereigntyWritesType], {
    description:
      'All that was done that reached a priority, a round or a mandate, as the record has it. Ballots are not among it: they leave no trace there.',
  })
  writes: SovereigntyWritesType[];
}
