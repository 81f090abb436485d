import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventHandlers } from '../../platform/jobs/event-handlers.js';
import { Notices } from './notices.js';
import { pledger, stewards } from './recipients.js';

/** Tells of what was due and not done, and of what both sides say of it. */
@Injectable()
export class PromiseNews implements OnModuleInit {
  constructor(
    private readonly handlers: EventHandlers,
    private readonly notices: Notices,
  ) {}

  onModuleInit(): void {
    const on = this.handlers.onEvent.bind(this.handlers);
    on('pledge.lapsing', (event) => this.notices.atOnce(event, 'pledge-lapsing', pledger(event)));
    on('pledge.lapsed', (event) => this.notices.atOnce(event, 'pledge-lapsed', pledger(event)));
    on('fulfilment.no_show_recorded', (event) => this.notices.atOnce(event, 'no-show-recorded', pledger(event)));
    on('fulfilment.no_show_contested', (event) => this.notices.hourly(event, 'no-show-contested', stewards(event)));
    for (const kind of ['fulfilment.contest_accepted', 'fulfilment.contest_refused']) {
      on(kind, (event) => this.notices.atOnce(event, 'contest-answered', pledger(event)));
    }
    on('fulfilment.skip_requested', (event) => this.notices.hourly(event, 'skip-requested', stewards(event)));
    on('fulfilment.skip_agreed', (event) => this.notices.hourly(event, 'skip-agreed', pledger(event)));
    on('fulfilment.answer_overdue', (event) => this.notices.hourly(event, 'report-unanswered', stewards(event)));
  }
}
