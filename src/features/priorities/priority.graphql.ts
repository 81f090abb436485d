import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { NodeType } from '../../platform/graphql/node.js';
import { CalendarDate, DateTime } from '../../platform/graphql/scalars.js';

export enum PriorityState {
  PROPOSED = 'PROPOSED',
  NAMED = 'NAMED',
  RANKED = 'RANKED',
  WITHDRAWN = 'WITHDRAWN',
  MERGED = 'MERGED',
}
registerEnumType(PriorityState, {
  name: 'PriorityState',
  description: 'Where a priority stands.',
  valuesMap: {
    PROPOSED: { description: 'Someone affected proposed it. Only insiders see it.' },
    NAMED: { description: 'The community stands behind it by a mandate, and has not ranked it.' },
    RANKED: { description: 'It has a place in the order that the community decided.' },
    WITHDRAWN: {
      description:
        'It was taken back: nothing new is done under it. A ranked one keeps its rank, so a gap stays in the order.',
    },
    MERGED: { description: 'Another priority says it as well, and goes on in its place.' },
  },
});

@ObjectType('Priority', {
  description: 'A need that the people affected name. Only they write or rank one.',
  implements: () => [NodeType],
})
@Access(visible)
export class PriorityType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  communityId: string;

  campaignId: string;

  @Field(() => String, { description: 'The need, in a sentence.' })
  statement: string;

  @Field(() => String, { description: 'More about it. Empty if the sentence says all.' })
  details: string;

  @Field(() => String, { description: 'The language in which it is written, as a BCP 47 tag.' })
  language: string;

  @Field(() => Int, { nullable: true, description: 'Its place, 1 first; null until the community has ranked it.' })
  rank: number | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the community first stood behind it, by a mandate or a rank; null while it is a proposal.',
  })
  namedAt: Date | null;

  @Field(() => Boolean, { description: 'Whether the community stands behind it. Until then only insiders see it.' })
  isNamed: boolean;

  @Field(() => CalendarDate, { nullable: true, description: 'When the community means to look at it again.' })
  reviewOn: string | null;

  @Field(() => Int, { description: 'Counts its revisions: send it back as `expectedVersion`.' })
  version: number;

  @Field(() => PriorityState, { description: 'Where it stands.' })
  state: PriorityState;

  @Field(() => DateTime, { nullable: true, description: 'When it was withdrawn; null while it is not.' })
  withdrawnAt: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why it was withdrawn. Null if it was not, or if its proposer gave no reason.',
  })
  withdrawnBecause: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was merged into another; null while it is not.' })
  mergedAt: Date | null;

  mergedIntoId: string | null;

  /** As whom it was withdrawn or merged: `PROPOSER` or `STEWARD`. */
  putAsideAs: string | null;

  /** The community beside the host whose member did. */
  putAsideForId: string | null;

  /** The community beside the host whose people proposed it. */
  leadId: string | null;

  /** The membership of whoever proposed it, in the community of `leadId` or else the host; null where that is not known. */
  proposedById: string | null;
}
