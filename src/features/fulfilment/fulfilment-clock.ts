import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { system } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { Clocks } from '../../platform/jobs/clocks.js';
import { EventHandlers } from '../../platform/jobs/event-handlers.js';
import { DAYS_AHEAD, timesAhead } from './recurrence.js';

/** So many in one transaction: whatever came due at once is taken in pieces. */
const AT_ONCE = 50;

const STEPS = ['flag_lapsing', 'lapse_pledges', 'remind_of_reports', 'unconfirm_reports', 'skip_debriefs'] as const;

/** What may have made a recurring pledge active: its times are laid out at once, not at the next round of the clock. */
const ACTIVATING = [
  'pledge.recurs',
  'pledge.promoted',
  'pledge.activated',
  'pledge.place_accepted',
  'pledge.reconfirmed',
];

interface ToPlan {
  communityId: string;
  pledgeId: string;
  cadence: string | null;
  zone: string;
  firstAt: Date;
  plannedThrough: Date;
  endsAt: Date | null;
  now: Date;
}

/** Lays out the times of recurring pledges, and writes down what time decides about work that was pledged or reported. */
@Injectable()
export class FulfilmentClock implements OnModuleInit {
  private readonly logger = new Logger('FulfilmentClock');

  constructor(
    private readonly database: Database,
    private readonly clocks: Clocks,
    private readonly events: EventHandlers,
  ) {}

  onModuleInit(): void {
    this.clocks.add({ name: 'plan-occurrences', at: '* * * * *', work: () => this.plan() });
    this.clocks.add({ name: 'keep-promises-in-time', at: '* * * * *', work: () => this.tick() });
    for (const kind of ACTIVATING) this.events.onEvent(kind, () => this.plan().then(() => undefined), { slow: true });
  }

  /** Answers how many things it moved. */
  async tick(): Promise<number> {
    let all = 0;
    for (const step of STEPS) all += await this.repeat(step);
    return all;
  }

  /** Answers how many occurrences are new. Run in several processes at once it makes each of them once. */
  async plan(): Promise<number> {
    let made = 0;
    for (;;) {
      const due = await this.database.write(system, null, (tx) =>
        tx.rows<ToPlan>(
          `SELECT community_id AS "communityId", pledge_id AS "pledgeId", cadence, zone, first_at AS "firstAt", planned_through AS "plannedThrough",
                  ends_at AS "endsAt", now() FROM app.pledges_to_plan($1, make_interval(days => $2))`,
          [AT_ONCE, DAYS_AHEAD - 1],
        ),
      );
      for (const one of due) made += await this.planOne(one);
      if (due.length < AT_ONCE) return made;
    }
  }

  private async planOne(pledge: ToPlan): Promise<number> {
    const { times, through, isWhole } = this.ahead(pledge);
    const row = await this.database.write(system, null, (tx) =>
      tx.row<{ number: number }>('SELECT app.plan_occurrences($1, $2, $3, $4, $5) AS number', [
        pledge.communityId,
        pledge.pledgeId,
        times,
        through,
        isWhole,
      ]),
    );
    return row?.number ?? 0;
  }

  private ahead({ pledgeId, cadence, zone, firstAt, plannedThrough, endsAt, now }: ToPlan) {
    const known = new Date(Math.max(plannedThrough.getTime(), firstAt.getTime()));
    try {
      // An ask that is done once by now: what was planned stays, and no more comes.
      if (cadence === null) return { times: [], through: known, isWhole: true };
      return timesAhead({ cadence, zone, first: firstAt }, known, now, endsAt);
    } catch {
      this.logger.warn({ pledgeId, message: 'Its cadence gives no times.' });
      return { times: [], through: new Date(now.getTime() + DAYS_AHEAD * 86_400_000), isWhole: false };
    }
  }

  private async repeat(step: (typeof STEPS)[number]): Promise<number> {
    let all = 0;
    for (;;) {
      const row = await this.database.write(system, null, (tx) =>
        tx.row<{ number: number }>(`SELECT app.${step}($1) AS number`, [AT_ONCE]),
      );
      const number = row?.number ?? 0;
      all += number;
      if (number < AT_ONCE) return all;
    }
  }
}
