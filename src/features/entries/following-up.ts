import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/tx.js';
import { AlliesService, type AnswerInput } from '../allies/index.js';
import { AskLinks } from '../asks/index.js';
import { ReportsService } from '../fulfilment/index.js';
import { type PledgePlanInput, PledgesService } from '../pledges/index.js';
import { NotFound } from '../../platform/graphql/errors.js';
import type { StoredEntry } from './entry.rows.js';

/** What was read since, where it is newer than what was taken down. */
export interface Newer {
  briefVersion?: number | null;
  termsVersion?: number | null;
  agreementVersion?: number | null;
  acceptedRiskTier?: number | null;
  plan?: PledgePlanInput | null;
  answers?: AnswerInput[] | null;
}

export interface Followed {
  pledgeId: string | null;
  /** What waits where the community looks at each ally first. */
  requestId: string | null;
}

/** Does, as the ally and in their transaction, what was taken down for them. */
@Injectable()
export class FollowingUp {
  constructor(
    private readonly allies: AlliesService,
    private readonly links: AskLinks,
    private readonly pledges: PledgesService,
    private readonly reports: ReportsService,
  ) {}

  async up(tx: Tx, was: StoredEntry, newer: Newer): Promise<Followed> {
    if (was.kind === 'PLEDGE') return this.pledge(tx, was, newer);
    const { pledgeId, quantity, note, enteredBy } = was;
    await this.reports.reportWithin(tx, { pledgeId, quantity, note }, enteredBy);
    return { pledgeId, requestId: null };
  }

  private async pledge(tx: Tx, was: StoredEntry, newer: Newer): Promise<Followed> {
    const agreementVersion = newer.agreementVersion ?? was.agreementVersion;
    const { inside, requestId } = await this.standing(tx, was, agreementVersion, newer.answers);
    if (requestId !== null) return { pledgeId: null, requestId };
    const { pledgeId } = await this.pledges.makeWithin(inside, {
      askId: was.askId,
      quantity: was.quantity,
      plan: newer.plan ?? { when: was.planWhen, where: was.planWhere, firstStep: was.planFirstStep },
      briefVersion: newer.briefVersion ?? was.briefVersion,
      termsVersion: newer.termsVersion ?? was.termsVersion,
      agreementVersion,
      acceptedRiskTier: newer.acceptedRiskTier ?? was.acceptedRiskTier,
    });
    return { pledgeId, requestId: null };
  }

  /** Who belongs to the community already, and has accepted its current agreement, keeps the standing they have. */
  private async standing(
    tx: Tx,
    was: StoredEntry,
    agreementVersion: number,
    newAnswers: AnswerInput[] | null | undefined,
  ): Promise<{ inside: Tx; requestId: string | null }> {
    const agreement = await this.links.agreement(tx, was.askId);
    if (!agreement) throw new NotFound();
    const own = await tx.row(
      `SELECT FROM membership WHERE community_id = $1 AND person_id = app.person_id() AND ended_at IS NULL
          AND (until IS NULL OR until > now()) AND (standing = 'AFFECTED' OR agreement_version = $2)`,
      [was.communityId, agreement.version],
    );
    if (own) return { inside: tx, requestId: null };
    const answers = newAnswers ?? Object.entries(was.answers).map(([questionId, text]) => ({ questionId, text }));
    const joined = await this.allies.accept(tx, agreement, { agreementVersion, answers, pseudonym: was.name });
    return { inside: joined.tx, requestId: joined.requestId };
  }
}
