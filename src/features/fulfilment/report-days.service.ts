import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, Refusal, refuse } from '../../platform/graphql/errors.js';
import { actingFor, visibleCampaign } from '../campaigns/index.js';
import { locked, type Said, sayAll } from './community-word.js';
import './fulfilment.constraints.js';
import { canAttest } from './fulfilment.policy.js';
import { type Attesting, attestationFault, type AttestationFault, strangerLeftOut } from './fulfilment.rules.js';
import type { AttestReportsInput } from './occurrence.inputs.js';

/** So many at once: what is left over is told, and attested by sending the same again with a new key. */
const MOST = 500;

interface Waiting {
  id: string;
  isOwnWork: boolean;
}

export interface DayResult {
  attestedIds: string[];
  leftOut: { occurrenceId: string; fault: AttestationFault }[];
  remaining: number;
}

interface Place extends Attesting {
  column: 'o.ask_id' | 'p.campaign_id';
  id: string;
}

/** A day's reports in one action, as they were reported. */
@Injectable()
export class ReportDaysService {
  constructor(private readonly database: Database) {}

  attest(actor: Actor, input: AttestReportsInput): Promise<DayResult> {
    return this.database.write(actor, { name: 'attestReports', input }, async (tx) => {
      const place = await placeOf(tx, input);
      authorize(tx.actor, canAttest, place);
      await refuseStrangers(tx, place, input.exceptOccurrenceIds ?? []);
      const waiting = await waitingAt(tx, place, input);
      const own = waiting.filter((one) => one.isOwnWork).slice(0, MOST);
      const others = waiting.filter((one) => !one.isOwnWork);
      const chosen = others.slice(0, MOST).map(({ id }) => id);
      const found = await locked(tx, place, chosen);
      const leftOut = own.map(({ id }) => ({ occurrenceId: id, fault: 'OWN_WORK' as AttestationFault }));
      const said: Said[] = [];
      for (const id of chosen) {
        const work = found.get(id);
        // Someone may have answered it while this waited for the lock.
        const fault = attestationFault(work, place, null, false);
        if (fault !== null) leftOut.push({ occurrenceId: id, fault });
        else if (work) said.push({ work, kind: 'ATTESTED', quantity: work.reportedQuantity });
      }
      await sayAll(tx, place, said);
      return { attestedIds: said.map(({ work }) => work.id), leftOut, remaining: others.length - chosen.length };
    });
  }
}

async function placeOf(tx: Tx, { askId, campaignId, leadId }: AttestReportsInput): Promise<Place> {
  if ((askId == null) === (campaignId == null)) {
    throw refuse('INVALID', 'Send either the ask or the campaign whose reports you attest.', 'askId');
  }
  if (askId != null) {
    const ask = await tx.row<Attesting>(
      'SELECT community_id AS "communityId", lead_id AS "leadId" FROM ask WHERE id = $1',
      [askId],
    );
    if (!ask || (leadId != null && leadId !== ask.leadId)) throw new NotFound();
    return { ...ask, column: 'o.ask_id', id: askId };
  }
  const campaign = await visibleCampaign(tx, campaignId ?? '');
  const acting = actingFor(tx.actor, canAttest, campaign, leadId);
  return { communityId: campaign.communityId, leadId: acting, column: 'p.campaign_id', id: campaign.id };
}

/** What is left out must be of here: a slip would else attest the very report that was meant to wait. */
async function refuseStrangers(tx: Tx, { communityId, column, id }: Place, except: readonly string[]): Promise<void> {
  if (except.length === 0) return;
  const known = await tx.rows(
    `SELECT FROM occurrence o JOIN pledge p ON p.community_id = o.community_id AND p.id = o.pledge_id
      WHERE o.community_id = $1 AND ${column} = $2 AND o.id = ANY ($3)`,
    [communityId, id, except],
  );
  if (known.length < new Set(except).size) throw new Refusal(strangerLeftOut);
}

/** Longest waiting first. */
function waitingAt(tx: Tx, { communityId, leadId, column, id }: Place, input: AttestReportsInput): Promise<Waiting[]> {
  return tx.rows<Waiting>(
    `SELECT o.id, app.stands_behind(o.community_id, o.pledger_id, app.person_id()) AS "isOwnWork"
       FROM occurrence o JOIN pledge p ON p.community_id = o.community_id AND p.id = o.pledge_id
       JOIN ask a ON a.community_id = o.community_id AND a.id = o.ask_id
      WHERE o.community_id = $1 AND ${column} = $2 AND a.lead_id IS NOT DISTINCT FROM $3 AND o.state = 'REPORTED'
        AND o.reported_at <= coalesce($4, now()) AND NOT o.id = ANY ($5) ORDER BY o.reported_at, o.id`,
    [communityId, id, leadId, input.reportedUntil ?? null, input.exceptOccurrenceIds ?? []],
  );
}
