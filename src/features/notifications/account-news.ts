import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventHandlers } from '../../platform/jobs/event-handlers.js';
import { Notices } from './notices.js';
import { person } from './recipients.js';

/** Whoever takes an account over cannot keep its owner from hearing of it. */
@Injectable()
export class AccountNews implements OnModuleInit {
  constructor(
    private readonly handlers: EventHandlers,
    private readonly notices: Notices,
  ) {}

  onModuleInit(): void {
    const on = this.handlers.onEvent.bind(this.handlers);
    on('person.email_restored', (event) => this.notices.atOnce(event, 'address-restored', person(event)));
    on('person.password_changed', (event) => this.notices.atOnce(event, 'password-changed', person(event)));
    on('person.second_factor_changed', (event) => this.notices.atOnce(event, 'second-factor-changed', person(event)));
    on('person.way_in_changed', (event) => this.notices.atOnce(event, 'way-in-changed', person(event)));
    on('person.recovery_codes_renewed', (event) => this.notices.atOnce(event, 'recovery-codes-renewed', person(event)));
    on('person.session_replayed', (event) => this.notices.atOnce(event, 'session-replayed', person(event)));
    on('person.second_proof_failed', (event) => this.notices.hourly(event, 'second-proof-failed', person(event)));
    on('person.messenger_changed', (event) => this.notices.atOnce(event, 'messenger-changed', person(event)));
  }
}
