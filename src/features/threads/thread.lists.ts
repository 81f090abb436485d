import { ArgsType, Field } from '@nestjs/graphql';
import { IsBoolean, IsEnum } from 'class-validator';
import type { ListSpec } from '../../platform/graphql/list.js';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { Optional } from '../../platform/validation/index.js';
import { ThreadMessageOrder } from './thread.graphql.js';
import { isOpen, messageColumns, questionColumns, reportColumns } from './thread.loaders.js';

@ArgsType()
export class ThreadMessageListArgs extends PageArgs {
  @Field(() => ThreadMessageOrder, { defaultValue: ThreadMessageOrder.NEWEST, description: 'The order.' })
  @IsEnum(ThreadMessageOrder)
  orderBy?: ThreadMessageOrder = ThreadMessageOrder.NEWEST;
}

@ArgsType()
export class MessageReportListArgs extends PageArgs {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Only those that were settled, or only those that wait. Left out: all.',
  })
  @Optional()
  @IsBoolean()
  isSettled?: boolean | null;
}

export function messageList(scope: string, { orderBy }: ThreadMessageListArgs): ListSpec {
  const direction = orderBy === ThreadMessageOrder.OLDEST ? 'ASC' : 'DESC';
  return {
    scope,
    select: messageColumns,
    from: 'thread_message m',
    where: [],
    params: [],
    order: [
      { sql: 'm.written_at', type: 'timestamptz', direction },
      { sql: 'm.id', type: 'uuid', direction },
    ],
  };
}

/** Most urgent first. */
export function openQuestionList(scope: string): ListSpec {
  return {
    scope,
    select: questionColumns,
    from: 'thread_question q',
    where: [isOpen],
    params: [],
    order: [
      { sql: 'q.due_at', type: 'timestamptz' },
      { sql: 'q.id', type: 'uuid' },
    ],
  };
}

/** Latest first. Row-level security leaves those that the viewer settles. */
export function messageReportList(scope: string, { isSettled }: MessageReportListArgs): ListSpec {
  return {
    scope,
    select: reportColumns,
    from: 'message_report r',
    where: isSettled == null ? [] : [isSettled ? 'r.settled_at IS NOT NULL' : 'r.settled_at IS NULL'],
    params: [],
    order: [
      { sql: 'r.reported_at', type: 'timestamptz', direction: 'DESC' },
      { sql: 'r.id', type: 'uuid', direction: 'DESC' },
    ],
  };
}
