import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventHandlers } from '../../platform/jobs/event-handlers.js';
import { Letters } from './letters.js';
import { NOTICE_DUE, Notices } from './notices.js';
import {
  affected,
  ally,
  asker,
  candidate,
  exportedPeople,
  otherStewards,
  person,
  pledger,
  pledgersOfCampaign,
  removed,
  stewards,
  vouchers,
} from './recipients.js';

const OPERATOR_ACTS = [
  'operator.account_suspended',
  'operator.account_reinstated',
  'operator.page_taken_down',
  'operator.page_restored',
];

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
    on('people_export.downloaded', (event) => this.notices.atOnce(event, 'people-exported', exportedPeople(event)));
    for (const act of OPERATOR_ACTS) on(act, (event) => this.notices.atOnce(event, 'operator-acted', stewards(event)));
    on('pledge.ended_with_standing', (event) => this.notices.hourly(event, 'waiting-over', pledger(event)));
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
    on(NOTICE_DUE, (event, signal) => this.letters.notice(event, signal), { slow: true });
    on('person.sign_up_requested', (event, signal) => this.letters.confirmation(event, signal), { slow: true });
    this.tellOfAccounts();
    this.tellOfPromises();
  }

  /** Whoever takes an account over cannot keep its owner from hearing of it. */
  private tellOfAccounts(): void {
    const on = this.handlers.onEvent.bind(this.handlers);
    on('person.password_reset_requested', (event, signal) => this.letters.passwordCode(event, signal), { slow: true });
    on('person.email_changed', (event, signal) => this.letters.undoCode(event, signal), { slow: true });
    on('person.email_restored', (event) => this.notices.atOnce(event, 'address-restored', person(event)));
    on('person.password_changed', (event) => this.notices.atOnce(event, 'password-changed', person(event)));
    on('person.second_factor_changed', (event) => this.notices.atOnce(event, 'second-factor-changed', person(event)));
    on('person.way_in_changed', (event) => this.notices.atOnce(event, 'way-in-changed', person(event)));
    on('person.recovery_codes_renewed', (event) => this.notices.atOnce(event, 'recovery-codes-renewed', person(event)));
    on('person.session_replayed', (event) => this.notices.atOnce(event, 'session-replayed', person(event)));
    on('person.second_proof_failed', (event) => this.notices.hourly(event, 'second-proof-failed', person(event)));
  }

  /** What was due and not done, and what both sides say of it. */
  private tellOfPromises(): void {
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
    on('fulfilment.answer_overdue', (event) => this.notices.hourly(event, 'answer-overdue', stewards(event)));
  }
}
