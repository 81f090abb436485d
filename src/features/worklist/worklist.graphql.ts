import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { arms } from './all-arms.js';

export const WorklistKind: Readonly<Record<string, string>> = Object.fromEntries(arms.map(({ kind }) => [kind, kind]));
registerEnumType(WorklistKind, {
  name: 'WorklistKind',
  description: 'What sort of thing waits for you.',
  valuesMap: Object.fromEntries(arms.map(({ kind, description }) => [kind, { description }])),
});

@ObjectType('WorklistItem', {
  description:
    'Something that waits for you, and that you could settle now. It is gone from the list once that is done.',
})
@Access(visible)
export class WorklistItemType {
  communityId: string;
  campaignId: string | null;
  title: string;
  amount: number;
  unit: string;

  @Field(() => WorklistKind, { description: 'What sort of thing it is.' })
  kind: string;

  @Field(() => ID, { description: 'The id of what it is about: what `nextMutation` is to be done to.' })
  subjectId: string;

  @Field(() => DateTime, { nullable: true, description: 'By when; null where nothing runs out.' })
  dueAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Since when it waits: of several, the first.' })
  since: Date | null;

  @Field(() => Int, { description: 'How many things are folded into it, such as reports on one ask.' })
  count: number;

  @Field(() => String, {
    nullable: true,
    description:
      'The name of the mutation that settles it, such as `attestFulfilment`; null where someone else has to.',
  })
  nextMutation: string | null;
}

@ObjectType('WorklistCount', { description: 'How much of one kind waits for you.' })
@Access(visible)
export class WorklistCountType {
  @Field(() => WorklistKind, { description: 'The kind.' })
  kind: string;

  @Field(() => Int, { description: 'How many items of it are in your worklist.' })
  items: number;

  @Field(() => Int, { description: 'How many things are folded into them.' })
  count: number;
}
