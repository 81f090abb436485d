import type { DraftedAsk } from './asking.js';
import type { Person } from './cast.js';
import type { Outcome, PlannedPledge } from './plan.js';
import type { DemoServices } from './services.js';
import type { Watcher } from './watcher.js';

/** Who is who, by their place in the texts. */
export interface Cast {
  affected: readonly Person[];
  allies: readonly Person[];
}

interface Placed {
  pledge: PlannedPledge;
  by: Person;
  pledgeId: string;
  occurrenceId: string;
}

const HOUR = 3_600_000;
const BRIEF = 2;
const AGREEMENT = 2;

/** Pledges and what comes of them: the pledger's word, then the community's. */
export class FollowingThrough {
  constructor(
    private readonly services: DemoServices,
    private readonly cast: Cast,
    private readonly watcher: Watcher,
  ) {}

  async run(ask: DraftedAsk): Promise<void> {
    const attester = this.cast.affected[ask.attester];
    if (!attester) throw new Error(`Nobody answers for “${ask.text.title}”.`);
    const placed = await this.pledge(ask, attester);
    const those = (...outcomes: Outcome[]) => placed.filter(({ pledge }) => outcomes.includes(pledge.outcome));

    await this.report(those('fulfilled', 'partly', 'corrected', 'awaiting', 'sentBack', 'reportedAgain'));
    await this.sendBack(those('sentBack', 'reportedAgain'), attester);
    await this.report(those('reportedAgain'), true);
    await this.attest(those('fulfilled', 'partly', 'corrected', 'reportedAgain'), attester);
    await this.correct(those('corrected'), attester);
    for (const { by, pledgeId, pledge } of those('left', 'leftLate')) {
      const reason = pledge.outcome === 'leftLate' ? pledge.because : null;
      await this.services.pledges.stepBack(by.actor, { pledgeId, reason });
    }
  }

  /** Answers those that got a place: who waits has nothing to do yet. */
  private async pledge(ask: DraftedAsk, reader: Person): Promise<Placed[]> {
    const made = new Map<string, { pledge: PlannedPledge; by: Person }>();
    for (const pledge of ask.pledges) {
      const by = (pledge.by.standing === 'ALLY' ? this.cast.allies : this.cast.affected)[pledge.by.index];
      if (!by) throw new Error('Somebody unknown pledges.');
      const when = ask.startsAt ?? new Date(Date.now() + pledge.hoursAhead * HOUR);
      const { pledgeId } = await this.services.pledges.make(by.actor, {
        askId: ask.askId,
        quantity: pledge.quantity,
        plan: { when, where: ask.text.place ?? '', firstStep: pledge.firstStep },
        briefVersion: BRIEF,
        termsVersion: 1,
        agreementVersion: pledge.by.standing === 'ALLY' ? AGREEMENT : null,
        acceptedRiskTier: ask.text.riskTier ?? 0,
      });
      made.set(pledgeId, { pledge, by });
      this.watcher.step();
    }
    const occurrences = await this.services.database.read(reader.actor, (rows) =>
      rows.rows<{ id: string; pledgeId: string }>(
        'SELECT id, pledge_id AS "pledgeId" FROM occurrence WHERE ask_id = $1',
        [ask.askId],
      ),
    );
    const due = new Map(occurrences.map(({ id, pledgeId }) => [pledgeId, id]));
    return [...made].flatMap(([pledgeId, one]) => {
      const occurrenceId = due.get(pledgeId);
      return occurrenceId === undefined ? [] : [{ ...one, pledgeId, occurrenceId }];
    });
  }

  private async report(placed: readonly Placed[], again = false): Promise<void> {
    for (const { by, pledgeId, pledge } of placed) {
      const note = again ? pledge.secondNote : pledge.note;
      await this.services.reports.report(by.actor, { pledgeId, quantity: pledge.quantity, note });
    }
  }

  private async sendBack(placed: readonly Placed[], attester: Person): Promise<void> {
    for (const { occurrenceId, pledge } of placed) {
      await this.services.attestations.sendBack(attester.actor, { occurrenceId, feedback: pledge.because });
    }
  }

  /** All of an ask at once, as a community does it. What is corrected afterwards is first taken at the pledger's word. */
  private async attest(placed: readonly Placed[], attester: Person): Promise<void> {
    if (placed.length === 0) return;
    const items = placed.map(({ occurrenceId, pledge: { outcome, quantity, confirmed } }) => ({
      occurrenceId,
      quantity: outcome === 'corrected' ? quantity : confirmed,
    }));
    const { results } = await this.services.attestations.attest(attester.actor, { items });
    const refused = results.find(({ fault }) => fault !== null);
    if (refused) throw new Error(`A report is not attested: ${refused.fault}`);
  }

  private async correct(placed: readonly Placed[], attester: Person): Promise<void> {
    for (const { occurrenceId, pledge } of placed) {
      const [latest] = await this.services.database.read(attester.actor, (rows) =>
        rows.rows<{ id: string }>('SELECT attestation_id AS id FROM occurrence WHERE id = $1', [occurrenceId]),
      );
      await this.services.attestations.correct(attester.actor, {
        attestationId: latest?.id ?? '',
        quantity: pledge.confirmed,
        reason: pledge.because,
      });
    }
  }
}
