import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { NodeType } from '../../platform/graphql/node.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { CalendarDate, DateTime } from '../../platform/graphql/scalars.js';

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

  /** The community beside the host whose people proposed it. */
  leadId: string | null;

  /** The membership of whoever proposed it, in the community of `leadId` or else the host; null where that is not known. */
  proposedById: string | null;
}

@Payload('A priority was proposed.')
export class ProposePriorityPayload extends MutationPayload {
  @Field(() => PriorityType, { nullable: true, description: 'The proposal.' })
  priority?: PriorityType | null;
}

@Payload('A priority was revised.')
export class RevisePriorityPayload extends MutationPayload {
  @Field(() => PriorityType, { nullable: true, description: 'The proposal as it is now.' })
  priority?: PriorityType | null;
}
