import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventHandlers } from '../../platform/jobs/event-handlers.js';
import { Letters } from './letters.js';
import { NOTICE_DUE, Notices } from './notices.js';
import {
  affected,
  asker,
  candidate,
  otherStewards,
  pledger,
  pledgersOfCampaign,
  removed,
  stewards,
  vouchers,
} from './recipients.js';

/** Tells people by mail, as far as they gave an address, that there is something to look at. */
@Injectable()
export class Notifications implements OnModuleInit {
  constructor(
    private readonly handlers: EventHandlers,
    private readonly notices: Notices,
    private readonly letters: Letters,
  ) {}

  onModuleInit(): void {
    const on = this.handlers.onEvent.bind(this.handlers);
    on('pledge.promoted', (event) => this.notices.atOnce(event, 'place-freed', pledger(event)));
    on('campaign.stopped', (event) => this.notices.atOnce(event, 'work-stopped', pledgersOfCampaign(event)));
    on('fulfilment.reported', (event) => this.notices.hourly(event, 'report-waits', stewards(event)));
    on('fulfilment.attested', (event) => this.notices.hourly(event, 'work-attested', pledger(event)));
    on('fulfilment.sent_back', (event) => this.notices.hourly(event, 'work-sent-back', pledger(event)));
    on('membership.requested', (event) => this.notices.hourly(event, 'admission-waits', vouchers(event)));
    on('membership.admitted_by_vouches', (event) => this.notices.atOnce(event, 'admitted', asker(event)));
    on('membership.request_declined', (event) => this.notices.atOnce(event, 'request-declined', asker(event)));
    on('membership.removal_proposed', (event) => this.notices.atOnce(event, 'removal-waits', otherStewards(event)));
    on('membership.removal_confirmed', (event) => this.notices.atOnce(event, 'removal-proposed', affected(event)));
    on('membership.removal_executed', (event) => this.notices.atOnce(event, 'removed', removed(event)));
    on('membership.removed', (event) => this.notices.atOnce(event, 'removed', removed(event)));
    on('membership.duty_offered', (event) => this.notices.atOnce(event, 'duty-offered', candidate(event)));
    on('community.short_of_stewards', (event) => this.notices.atOnce(event, 'stewards-missing', affected(event)));
    on(NOTICE_DUE, (event, signal) => this.letters.notice(event, signal), { slow: true });
    on('person.sign_up_requested', (event, signal) => this.letters.confirmation(event, signal), { slow: true });
  }
}
