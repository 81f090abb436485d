import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventHandlers } from '../../platform/jobs/event-handlers.js';
import { Deliveries } from './deliveries.js';
import { Letters } from './letters.js';
import { DIGEST_DUE, NOTICE_DUE } from './notices.js';

/** Sends what goes to one person at one address. */
@Injectable()
export class Outgoing implements OnModuleInit {
  constructor(
    private readonly handlers: EventHandlers,
    private readonly deliveries: Deliveries,
    private readonly letters: Letters,
  ) {}

  onModuleInit(): void {
    const on = (kind: string, handler: Parameters<EventHandlers['onEvent']>[1]) =>
      this.handlers.onEvent(kind, handler, { slow: true });
    on(NOTICE_DUE, (event, signal) => this.deliveries.notice(event, signal));
    on(DIGEST_DUE, (event, signal) => this.deliveries.digest(event, signal));
    on('person.sign_up_requested', (event, signal) => this.letters.confirmation(event, signal));
    on('person.password_reset_requested', (event, signal) => this.letters.passwordCode(event, signal));
    on('person.email_changed', (event, signal) => this.letters.undoCode(event, signal));
    on('person.messenger_given', (event, signal) => this.letters.messengerCode(event, signal));
  }
}
