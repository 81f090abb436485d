import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clocks } from '../../platform/jobs/clocks.js';
import { EventHandlers } from '../../platform/jobs/event-handlers.js';
import { RoundCourse } from './round-course.js';

/** Lets rounds move when it is time, and counts at once what was closed. */
@Injectable()
export class RoundClock implements OnModuleInit {
  constructor(
    private readonly course: RoundCourse,
    private readonly clocks: Clocks,
    private readonly events: EventHandlers,
  ) {}

  onModuleInit(): void {
    this.clocks.add({ name: 'advance-rounds', at: '* * * * *', work: () => this.course.advance() });
    this.events.onEvent('round.closed', ({ subjectId }) => this.course.advanceOne(subjectId), { slow: true });
  }
}
