import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventHandlers } from '../../platform/jobs/event-handlers.js';
import { Notices } from './notices.js';
import { leading, pledger } from './recipients.js';

/** What follows for a pledge by itself is told to whoever made it. */
@Injectable()
export class PledgeNews implements OnModuleInit {
  constructor(
    private readonly handlers: EventHandlers,
    private readonly notices: Notices,
  ) {}

  onModuleInit(): void {
    const on = this.handlers.onEvent.bind(this.handlers);
    on('pledge.activated', async (event) => {
      // Its own condition may be met while the ask still waits for its threshold: then nothing has started.
      if (event.data['state'] === 'CONDITIONAL') return;
      await this.notices.atOnce(event, 'pledge-started', pledger(event));
    });
    on('pledge.place_offered', (event) => this.notices.atOnce(event, 'place-offered', pledger(event)));
    on('pledge.offer_lapsed', (event) => this.notices.atOnce(event, 'offer-over', pledger(event)));
    on('pledge.reconfirmation_asked', (event) => {
      const notice = event.data['because'] === 'STOP' ? 'plan-again' : 'confirm-again';
      return this.notices.atOnce(event, notice, pledger(event));
    });
    on('pledge.never_started', (event) => this.notices.atOnce(event, 'never-started', pledger(event)));
    on('pledge.handed_over', (event) => this.notices.atOnce(event, 'handed-over', pledger(event)));
    on('ask.threshold_met', (event) => this.notices.atOnce(event, 'enough-pledged', leading(event)));
  }
}
