import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventHandlers } from '../../platform/jobs/event-handlers.js';
import { Notices } from './notices.js';
import { exportedPeople, pledger, pledgersOfCampaign, stewards } from './recipients.js';

const OPERATOR_ACTS = [
  'operator.account_suspended',
  'operator.account_reinstated',
  'operator.page_taken_down',
  'operator.page_restored',
];

/** Tells people of pledges and what becomes of them, and of what concerns a whole community. */
@Injectable()
export class WorkNews implements OnModuleInit {
  constructor(
    private readonly handlers: EventHandlers,
    private readonly notices: Notices,
  ) {}

  onModuleInit(): void {
    const on = this.handlers.onEvent.bind(this.handlers);
    on('pledge.promoted', (event) => this.notices.atOnce(event, 'place-freed', pledger(event)));
    on('pledge.ended_with_standing', (event) => this.notices.hourly(event, 'waiting-over', pledger(event)));
    on('campaign.stopped', (event) => this.notices.atOnce(event, 'work-stopped', pledgersOfCampaign(event)));
    on('fulfilment.reported', (event) => this.notices.hourly(event, 'report-waits', stewards(event)));
    on('fulfilment.attested', (event) => this.notices.hourly(event, 'work-attested', pledger(event)));
    on('fulfilment.sent_back', (event) => this.notices.hourly(event, 'work-sent-back', pledger(event)));
    on('people_export.downloaded', (event) => this.notices.atOnce(event, 'people-exported', exportedPeople(event)));
    for (const act of OPERATOR_ACTS) on(act, (event) => this.notices.atOnce(event, 'operator-acted', stewards(event)));
  }
}
