import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { DateTime } from '../../platform/graphql/scalars.js';

export enum AssemblyBatchStateEnum {
  WAITING = 'WAITING',
  WITNESSED = 'WITNESSED',
  REJECTED = 'REJECTED',
  WITHDRAWN = 'WITHDRAWN',
  UNWITNESSED = 'UNWITNESSED',
}
registerEnumType(AssemblyBatchStateEnum, {
  name: 'AssemblyBatchState',
  description: 'Where a batch of ballots that were taken in a meeting or by phone stands.',
  valuesMap: {
    WAITING: { description: 'Entered. It counts once someone else witnesses it, before the round closes.' },
    WITNESSED: { description: 'Two people stand for it: its ballots count with all others.' },
    REJECTED: { description: 'Someone else said that it is not right. Its ballots are destroyed.' },
    WITHDRAWN: { description: 'Who entered it took it back. Its ballots are destroyed.' },
    UNWITNESSED: { description: 'Nobody witnessed it before the round was over. Its ballots were not counted.' },
  },
});

@ObjectType('AssemblyBatch', {
  description:
    'Votes that were taken in a meeting or by phone: how many, who entered and who witnessed them. It never tells which ballot is whose, and once it is settled not even who voted this way.',
})
@Access(visible)
export class AssemblyBatchType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  communityId: string;
  partId: string;
  hostId: string;
  roundId: string;
  campaignId: string;
  enteredById: string;
  settledById: string | null;

  @Field(() => AssemblyBatchStateEnum, { description: 'Where it stands.' })
  state: `${AssemblyBatchStateEnum}`;

  @Field(() => Int, { description: 'How many ballots it holds.' })
  ballotCount: number;

  @Field(() => String, {
    description: 'Where and how the votes were taken, as the person who entered them says. May be empty.',
  })
  note: string;

  @Field(() => DateTime, { description: 'When it was entered.' })
  enteredAt: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was witnessed, rejected, withdrawn or passed over; null while it waits.',
  })
  settledAt: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it was rejected; null unless it was.' })
  rejectedBecause: string | null;
}

@ObjectType('RollPlace', { description: 'The place of one person on the roll of a round.' })
@Access(visible)
export class RollPlaceType {
  membershipId: string;

  @Field(() => Boolean, {
    description:
      'Whether their vote was taken on paper, in a meeting or by phone. Whether someone voted online is told to nobody.',
  })
  usesPaper: boolean;
}
