import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { NodeType } from '../../platform/graphql/node.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { type RecordKind, recordKinds } from '../record/index.js';
import { deedOf } from './record-entry.sentences.js';

const nameOf = (kind: RecordKind): string => kind.toUpperCase().replace('.', '_');

/** GraphQL's names, such as `CAMPAIGN_LAUNCHED`, to the kinds as they are stored. */
export const RecordKindEnum: Readonly<Record<string, RecordKind>> = Object.fromEntries(
  recordKinds.map((kind) => [nameOf(kind), kind]),
);
registerEnumType(RecordKindEnum, {
  name: 'RecordKind',
  description: 'What was decided or done.',
  valuesMap: Object.fromEntries(recordKinds.map((kind) => [nameOf(kind), { description: `Someone ${deedOf(kind)}.` }])),
});

export enum RecordRole {
  STEWARD = 'STEWARD',
  AFFECTED = 'AFFECTED',
  ALLY = 'ALLY',
  SYSTEM = 'SYSTEM',
  OPERATOR = 'OPERATOR',
  OUTSIDER = 'OUTSIDER',
}
registerEnumType(RecordRole, {
  name: 'RecordRole',
  description: 'In which standing something was done.',
  valuesMap: {
    STEWARD: { description: 'As a steward.' },
    AFFECTED: { description: 'As one of the people affected.' },
    ALLY: { description: 'As an ally.' },
    SYSTEM: { description: 'By the clock: it was due.' },
    OPERATOR: { description: 'By whoever operates the server.' },
    OUTSIDER: { description: 'By someone who has no standing here (yet).' },
  },
});

@ObjectType('RecordEntry', {
  description: 'What was decided or done in a community, in which standing and when. Never changed, never removed.',
  implements: () => [NodeType],
})
@Access(visible)
export class RecordEntryType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  communityId: string;
  actorId: string | null;

  @Field(() => RecordKindEnum, { description: 'What was done, for programs.' })
  kind: RecordKind;

  @Field(() => RecordRole, { description: 'In which standing.' })
  actorRole: RecordRole;

  @Field(() => DateTime, { description: 'When.' })
  recordedAt: Date;

  @Field(() => String, { description: 'The type of what it was done to, such as `Ask`.' })
  subjectType: string;

  @Field(() => ID, { description: 'The id of what it was done to.' })
  subjectId: string;

  @Field(() => ID, { nullable: true, description: 'The campaign it belongs to, if any.' })
  campaignId: string | null;

  details: Record<string, unknown>;

  @Field(() => Boolean, { description: 'Whether it is in the chain, as it is within seconds.' })
  isSealed: boolean;

  @Field(() => Int, { nullable: true, description: 'Its place in the chain; null until sealed.' })
  seq: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'SHA-256 over the hash before it, its place and itself, in hexadecimal; null until sealed.',
  })
  hash: string | null;
}
