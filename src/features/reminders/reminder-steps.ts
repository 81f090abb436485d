import { Injectable } from '@nestjs/common';
import { type Actor, system } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { Failure, Refusal } from '../../platform/graphql/errors.js';
import { normaliseText, textFault } from '../../platform/validation/text.js';
import { WallClock } from '../notifications/index.js';
import { PledgesService } from '../pledges/index.js';
import { PlannedTimesService } from './planned-times.service.js';
import { ReminderLinks, type StepLink } from './reminder-links.js';
import { type Outcome, outcomeOf, type StepFacts } from './reminder.rules.js';

/** What the page of a link tells: of one time, and of nobody and nothing else. */
export interface StepView extends StepFacts {
  language: string;
  zone: string;
  aboutAt: Date;
  /** Inside the notice period of the ask: whoever steps back says why. */
  isLate: boolean;
  earliest: Date | null;
  latest: Date | null;
}

export interface StepAnswer {
  when?: string;
  reason?: string;
}

export type Fault = 'TIME_UNREADABLE' | 'TIME_OUTSIDE' | 'REASON_MISSING' | 'REASON_UNREADABLE';

export interface Shown {
  step: StepLink['step'];
  outcome: Exclude<Outcome, 'DEAD'>;
  view: StepView;
  fault?: Fault;
  now: Date;
}

const LOCAL_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;
/** As `stepBack` takes it. */
const REASON = { max: 2000, multiline: true };

/** What a link in a reminder leads to, and the one step that it takes: as its person, by the same rules as signed in. */
@Injectable()
export class ReminderSteps {
  constructor(
    private readonly db: Database,
    private readonly links: ReminderLinks,
    private readonly time: WallClock,
    private readonly pledges: PledgesService,
    private readonly times: PlannedTimesService,
  ) {}

  /** Null for a link that leads nowhere, for whatever reason. */
  async look(code: string): Promise<Shown | null> {
    const link = this.links.open(code, this.time.now());
    return link && this.shown(link);
  }

  /** As `look`, once it is done. Whoever comes again finds it done. */
  async take(code: string, answer: StepAnswer): Promise<Shown | null> {
    const link = this.links.open(code, this.time.now());
    const before = link && (await this.shown(link));
    if (!link || before?.outcome !== 'ASK') return before;
    try {
      const fault = await this.step(link, before, answer);
      if (fault) return { ...before, fault };
    } catch (error) {
      return this.afterRefusal(link, error);
    }
    const after = await this.shown(link);
    return after && { ...after, outcome: 'DONE' };
  }

  private async step(link: StepLink, { view }: Shown, { when, reason }: StepAnswer): Promise<Fault | null> {
    const actor = personOf(link);
    const occurrenceId = link.occurrenceId as string;
    switch (link.step) {
      case 'CONFIRM':
        await this.times.confirm(actor, { occurrenceId });
        return null;
      case 'RESCHEDULE': {
        const chosen = await this.instantOf(when, view.zone);
        if (chosen === null) return 'TIME_UNREADABLE';
        await this.times.reschedule(actor, { occurrenceId, when: chosen });
        return null;
      }
      case 'STEP_BACK': {
        const why = normaliseText(reason ?? '') as string;
        if (why !== '' && textFault(why, REASON)) return 'REASON_UNREADABLE';
        await this.pledges.stepBack(actor, { pledgeId: link.pledgeId, reason: why === '' ? null : why });
        return null;
      }
    }
  }

  /** What a person can put right is asked again; of the rest the page tells no more than that it is to be seen signed in. */
  private async afterRefusal(link: StepLink, error: unknown): Promise<Shown | null> {
    if (error instanceof Failure && ['FORBIDDEN', 'NOT_FOUND', 'UNAUTHENTICATED'].includes(error.code)) return null;
    if (!(error instanceof Refusal)) throw error;
    const now = await this.shown(link);
    const code = error.errors[0]?.code;
    if (now?.outcome !== 'ASK') return now;
    if (code === 'REASON_REQUIRED') return { ...now, view: { ...now.view, isLate: true }, fault: 'REASON_MISSING' };
    if (code === 'IN_THE_PAST' || code === 'OUT_OF_RANGE') return { ...now, fault: 'TIME_OUTSIDE' };
    return { ...now, outcome: 'SIGN_IN' };
  }

  private async shown({ step, personId, communityId, pledgeId, occurrenceId }: StepLink): Promise<Shown | null> {
    const [view] = await this.db.read(system, (reader) =>
      reader.rows<StepView>(
        `SELECT language, zone, about_at AS "aboutAt", pledge_state AS "pledgeState", occurrence_state AS "occurrenceState", is_confirmed AS "isConfirmed",
                is_late AS "isLate", earliest, latest FROM app.reminder_step($1, $2, $3, $4)`,
        [personId, communityId, pledgeId, occurrenceId],
      ),
    );
    if (!view) return null;
    const outcome = outcomeOf(step, view);
    return outcome === 'DEAD' ? null : { step, outcome, view, now: this.time.now() };
  }

  /** What a form sends, by the clock of the person; of an hour that comes twice in autumn the database chooses. */
  private async instantOf(local: string | undefined, zone: string): Promise<Date | null> {
    if (local === undefined || !LOCAL_TIME.test(local)) return null;
    const day = new Date(`${local}:00Z`);
    if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(local)) return null;
    const [row] = await this.db.read(system, (reader) =>
      reader.rows<{ at: Date }>('SELECT $1::timestamp AT TIME ZONE $2 AS at', [local, zone]),
    );
    return row?.at ?? null;
  }
}

/** Never freshly proved and without a second factor, as with an app: duties rest, one's own pledges do not. */
function personOf({ personId }: StepLink): Actor {
  return { kind: 'person', personId, sessionId: null, memberships: [], secondFactor: false, provedAt: null };
}
