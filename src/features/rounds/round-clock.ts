import { Injectable, type OnModuleInit } from '@nestjs/common';
import { system } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { Clocks } from '../../platform/jobs/clocks.js';
import { EventHandlers } from '../../platform/jobs/event-handlers.js';
import { RoundCourse } from './round-course.js';

/** Lets rounds move when it is time, counts at once what was closed, and has people reminded of what closes soon. */
@Injectable()
export class RoundClock implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly course: RoundCourse,
    private readonly clocks: Clocks,
    private readonly events: EventHandlers,
  ) {}

  onModuleInit(): void {
    this.clocks.add({ name: 'advance-rounds', at: '* * * * *', work: () => this.course.advance() });
    this.clocks.add({ name: 'remind-of-rounds', at: '* * * * *', work: () => this.remind() });
    this.events.onEvent('round.closed', ({ subjectId }) => this.course.advanceOne(subjectId), { slow: true });
  }

  /** Everyone on the roll, whether or not they voted: a reminder to the others would tell who they are. */
  async remind(): Promise<void> {
    await this.database.write(system, null, (tx) => tx.rows('SELECT app.remind_of_rounds()'));
  }
}
