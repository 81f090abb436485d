import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { NodeType } from '../../platform/graphql/node.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { ThreadSide } from './thread.graphql.js';

export enum MessageReportOutcome {
  HIDDEN = 'HIDDEN',
  KEPT = 'KEPT',
}
registerEnumType(MessageReportOutcome, {
  name: 'MessageReportOutcome',
  description: 'What came of the report of a message.',
  valuesMap: {
    HIDDEN: { description: 'The message is hidden from everyone in the thread; a question is withdrawn with it.' },
    KEPT: { description: 'The message stays as it is.' },
  },
});

@ObjectType('MessageReport', {
  description:
    'A message that someone found harmful, for the stewards of the host without its author. Who reported it is told to nobody.',
  implements: () => [NodeType],
})
@Access(visible)
export class MessageReportType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  communityId: string;
  messageId: string;

  @Field(() => ThreadSide, { description: 'On which side whoever reported it stands.' })
  side: ThreadSide;

  @Field(() => String, { nullable: true, description: 'Why; null once whoever reported it erased themselves.' })
  reason: string | null;

  @Field(() => DateTime, { description: 'When it was reported.' })
  reportedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was settled; null while it waits.' })
  settledAt: Date | null;

  @Field(() => MessageReportOutcome, { nullable: true, description: 'What came of it; null while it waits.' })
  outcome: MessageReportOutcome | null;

  @Field(() => String, { nullable: true, description: 'What was noted when it was settled.' })
  note: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What the message said, once it was hidden: kept for those who may look at the decision again.',
  })
  hiddenText: string | null;
}
