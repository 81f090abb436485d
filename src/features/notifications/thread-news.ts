import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Tx } from '../../platform/database/tx.js';
import { EventHandlers, type OutboxEvent } from '../../platform/jobs/event-handlers.js';
import { Notices, type Recipient } from './notices.js';

type Finder = 'question' | 'written_to' | 'working_with' | 'report';

/** Tells those in a thread of what was written there; questions and their clock at once, talk folded by the hour. */
@Injectable()
export class ThreadNews implements OnModuleInit {
  constructor(
    private readonly handlers: EventHandlers,
    private readonly notices: Notices,
  ) {}

  onModuleInit(): void {
    const on = this.handlers.onEvent.bind(this.handlers);
    on('question.asked', (event) => this.notices.atOnce(event, 'question-asked', found('question', event)));
    on('question.due_soon', (event) => this.notices.atOnce(event, 'question-due-soon', found('question', event)));
    on('question.overdue', (event) => this.notices.atOnce(event, 'question-overdue', found('question', event)));
    on('question.overdue', (event) => this.notices.hourly(event, 'answer-overdue', found('working_with', event)));
    on('question.answered', (event) => this.notices.hourly(event, 'question-answered', found('working_with', event)));
    on('thread.community_wrote', (event) => this.notices.hourly(event, 'message-waits', found('written_to', event)));
    on('thread.pledger_wrote', (event) => this.notices.hourly(event, 'message-waits', found('working_with', event)));
    on('message.reported', (event) => this.notices.atOnce(event, 'message-reported', found('report', event)));
  }
}

/** Of all who were asked in one action, where the event is about more than one question. */
function found(name: Finder, { communityId, subjectId, data }: OutboxEvent): (tx: Tx) => Promise<Recipient[]> {
  return (tx) =>
    tx.rows<Recipient>(`SELECT person_id, language FROM app.mail_recipients_${name}($1, $2)`, [
      communityId,
      data['batchId'] ?? subjectId,
    ]);
}
