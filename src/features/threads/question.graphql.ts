import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { NodeType } from '../../platform/graphql/node.js';
import { DateTime } from '../../platform/graphql/scalars.js';

export enum PledgeQuestionState {
  OPEN = 'OPEN',
  OVERDUE = 'OVERDUE',
  ANSWERED = 'ANSWERED',
  WITHDRAWN = 'WITHDRAWN',
  ENDED = 'ENDED',
}
registerEnumType(PledgeQuestionState, {
  name: 'PledgeQuestionState',
  description: 'Where a question stands.',
  valuesMap: {
    OPEN: { description: 'It waits for an answer, and its time is not over.' },
    OVERDUE: {
      description:
        'It waits for an answer, and its time is over: until there is one, the pledger pledges nothing new to this community.',
    },
    ANSWERED: { description: 'It was answered.' },
    WITHDRAWN: { description: 'The community took it back.' },
    ENDED: { description: 'It ended with the pledge, and needs no answer any more.' },
  },
});

@ObjectType('PledgeQuestion', {
  description: 'A question of the community about a pledge, to be answered by a time.',
  implements: () => [NodeType],
})
@Access(visible)
export class PledgeQuestionType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  communityId: string;
  messageId: string;
  pledgeId: string;
  askId: string;

  @Field(() => PledgeQuestionState, { description: 'Where it stands, by the clock of the server.' })
  state: PledgeQuestionState;

  @Field(() => DateTime, {
    description: 'By when it is to be answered. Moves on by as long as the clock was held, once it goes on.',
  })
  dueAt: Date;

  @Field(() => Boolean, {
    description: 'Whether a stop of the campaign or a pause of the ask holds its clock: meanwhile nothing comes due.',
  })
  clockIsHeld: boolean;

  @Field(() => DateTime, { nullable: true, description: 'When it was answered; null if it was not.' })
  answeredAt: Date | null;
}
