import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventHandlers } from '../../platform/jobs/event-handlers.js';
import { Notices } from './notices.js';
import { affected, ally, asker, candidate, otherStewards, removed, stewards, vouchers } from './recipients.js';

/** Tells people where they stand, and those who decide on it that someone waits. */
@Injectable()
export class StandingNews implements OnModuleInit {
  constructor(
    private readonly handlers: EventHandlers,
    private readonly notices: Notices,
  ) {}

  onModuleInit(): void {
    const on = this.handlers.onEvent.bind(this.handlers);
    on('membership.ally_requested', (event) => this.notices.hourly(event, 'request-waits', stewards(event)));
    for (const kind of ['membership.ally_admitted', 'membership.ally_declined']) {
      on(kind, (event) => this.notices.atOnce(event, 'request-answered', ally(event)));
    }
    for (const change of ['paused', 'resumed', 'renewed', 'ended']) {
      on(`membership.ally_${change}`, (event) => this.notices.atOnce(event, 'standing-changed', ally(event)));
    }
    on('membership.requested', (event) => this.notices.hourly(event, 'admission-waits', vouchers(event)));
    on('membership.admitted_by_vouches', (event) => this.notices.atOnce(event, 'admitted', asker(event)));
    on('membership.request_declined', (event) => this.notices.atOnce(event, 'request-declined', asker(event)));
    on('membership.removal_proposed', (event) => this.notices.atOnce(event, 'removal-waits', otherStewards(event)));
    on('membership.removal_confirmed', (event) => this.notices.atOnce(event, 'removal-proposed', affected(event)));
    on('membership.removal_executed', (event) => this.notices.atOnce(event, 'removed', removed(event)));
    on('membership.removed', (event) => this.notices.atOnce(event, 'removed', removed(event)));
    on('membership.duty_offered', (event) => this.notices.atOnce(event, 'duty-offered', candidate(event)));
    on('community.short_of_stewards', (event) => this.notices.atOnce(event, 'stewards-missing', affected(event)));
  }
}
