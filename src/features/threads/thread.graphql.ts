import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { NodeType } from '../../platform/graphql/node.js';
import { DateTime } from '../../platform/graphql/scalars.js';

export enum ThreadSide {
  COMMUNITY = 'COMMUNITY',
  PLEDGER = 'PLEDGER',
}
registerEnumType(ThreadSide, {
  name: 'ThreadSide',
  description: 'The two who write to each other about a pledge.',
  valuesMap: {
    COMMUNITY: { description: 'The community that leads the ask: whoever writes for it, it signs.' },
    PLEDGER: { description: 'Whoever made the pledge, or an organization by any of its representatives.' },
  },
});

export enum ThreadMessageKind {
  MESSAGE = 'MESSAGE',
  THANKS = 'THANKS',
  QUESTION = 'QUESTION',
  ANSWER = 'ANSWER',
}
registerEnumType(ThreadMessageKind, {
  name: 'ThreadMessageKind',
  description: 'What a message in a thread is.',
  valuesMap: {
    MESSAGE: { description: 'A plain message of either side.' },
    THANKS: { description: 'Thanks of the community.' },
    QUESTION: { description: 'A question of the community, to be answered by a time.' },
    ANSWER: { description: 'The answer of the pledger to a question.' },
  },
});

export enum ThreadMessageOrder {
  NEWEST = 'NEWEST',
  OLDEST = 'OLDEST',
}
registerEnumType(ThreadMessageOrder, {
  name: 'ThreadMessageOrder',
  description: 'The order of the messages of a thread.',
  valuesMap: { NEWEST: { description: 'Latest first.' }, OLDEST: { description: 'As they were written.' } },
});

@ObjectType('Thread', {
  description:
    'What the community and the pledger write to each other about one pledge. In it are the pledger, and whoever of the community may follow the pledge; other pledgers never.',
})
@Access(visible)
export class ThreadType {
  pledgeId: string;
  communityId: string;
  askId: string;
  pledgerStanding: string;
  state: string;
  /** The community beside the host that speaks with the pledger. */
  leadId: string | null;
  isOwn: boolean;
  openCount: number;

  @Field(() => Boolean, {
    description:
      'Whether the pledger takes no more messages and thanks of the community here. Questions still reach them while they owe anything under the pledge; stepping back ends those that are not overdue.',
  })
  isBlocked: boolean;

  @Field(() => Boolean, {
    description:
      'Whether the community takes no more messages of the pledger here. Answers to its questions and reports of work are always taken.',
  })
  isClosed: boolean;
}

@ObjectType('ThreadMessage', {
  description: 'Something written about a pledge, by its pledger or for the community.',
  implements: () => [NodeType],
})
@Access(visible)
export class ThreadMessageType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  communityId: string;
  pledgeId: string;
  leadId: string | null;
  questionId: string | null;

  @Field(() => ThreadMessageKind, { description: 'What it is.' })
  kind: ThreadMessageKind;

  @Field(() => ThreadSide, { description: 'Which side wrote it.' })
  side: ThreadSide;

  @Field(() => String, {
    nullable: true,
    description: 'The words. Null once they were taken back or hidden, or their author erased themselves.',
  })
  text: string | null;

  @Field(() => DateTime, { description: 'When it was written.' })
  writtenAt: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When whoever wrote it took it back; null if they did not.',
  })
  withdrawnAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When a steward hid it after a report; null if none did. Stewards find the words in the report.',
  })
  hiddenAt: Date | null;
}
