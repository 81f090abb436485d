import { Injectable, type OnModuleInit } from '@nestjs/common';
import { system } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { Clocks } from '../../platform/jobs/clocks.js';

const AT_ONCE = 200;

/** Writes down which questions are overdue, and has people told. That they are follows from their time, noted or not. */
@Injectable()
export class QuestionClock implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clocks: Clocks,
  ) {}

  onModuleInit(): void {
    this.clocks.add({ name: 'note-due-questions', at: '* * * * *', work: () => this.note() });
  }

  async note(): Promise<void> {
    for (;;) {
      const { done } = await this.database.write(system, null, (tx) =>
        tx.only<{ done: number }>('SELECT app.note_due_questions($1) AS done', [AT_ONCE]),
      );
      if (done < AT_ONCE) return;
    }
  }
}
