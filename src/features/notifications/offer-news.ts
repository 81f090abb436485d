import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventHandlers } from '../../platform/jobs/event-handlers.js';
import { Notices } from './notices.js';
import { offerer, offerReaders } from './recipients.js';

/** Tells stewards and organizers that offers of allies wait, and allies what came of theirs. */
@Injectable()
export class OfferNews implements OnModuleInit {
  constructor(
    private readonly handlers: EventHandlers,
    private readonly notices: Notices,
  ) {}

  onModuleInit(): void {
    const on = this.handlers.onEvent.bind(this.handlers);
    on('offer.made', (event) => this.notices.hourly(event, 'offer-waits', offerReaders(event)));
    for (const kind of ['offer.adopted', 'offer.declined', 'offer.reopened']) {
      on(kind, (event) => this.notices.atOnce(event, 'offer-answered', offerer(event)));
    }
    on('offer.expired', (event) => this.notices.atOnce(event, 'offer-expired', offerer(event)));
  }
}
