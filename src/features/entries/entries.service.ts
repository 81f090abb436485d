import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { hashToken, Keys } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import { inSavepoint } from '../../platform/database/savepoint.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, Refusal, refuse, type UserError } from '../../platform/graphql/errors.js';
import { say } from '../../platform/words/words.js';
import { newPaperCode } from '../people/index.js';
import { record } from '../record/index.js';
import './entry.constraints.js';
import type { EnterPledgeInput, EnterReportInput, EnterSignUpsInput, WithdrawEntryInput } from './entry.inputs.js';
import { canEnter, canWithdrawEntry } from './entry.policy.js';
import {
  type AskFacts,
  askFacts,
  entryDeed,
  insertEntry,
  type NewEntry,
  storedColumns,
  type StoredEntry,
} from './entry.rows.js';
import { whyNotEnter } from './entry.rules.js';
import { pathsOfRow } from './row-paths.js';

export interface Entered {
  entryId: string;
  /** Null where an ally confirms it signed in. */
  code: string | null;
}

export interface EnteredRow {
  row: number;
  entered: Entered | null;
  userErrors: UserError[];
}

type Taken = { taken: string } & Pick<
  EnterPledgeInput,
  'name' | 'reach' | 'quantity' | 'plan' | 'answers' | 'membershipId'
> &
  Pick<EnterPledgeInput, 'briefVersion' | 'termsVersion' | 'agreementVersion' | 'acceptedRiskTier'> &
  Pick<NewEntry, 'sheetId' | 'sheetRow'>;

/** Takes down what people say by phone or on paper. Nothing of it counts before it is confirmed. */
@Injectable()
export class EntriesService {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
  ) {}

  enterPledge(actor: Actor, input: EnterPledgeInput): Promise<Entered> {
    return this.database.write(actor, { name: 'enterPledge', input, issuesSecrets: true }, async (tx) => {
      const ask = await askFacts(tx, input.askId);
      authorize(tx.actor, canEnter, ask);
      return this.take(tx, ask, input);
    });
  }

  /** Each row on its own: what can be taken down is, and the others say why not. */
  enterSignUps(actor: Actor, input: EnterSignUpsInput): Promise<EnteredRow[]> {
    return this.database.write(actor, { name: 'enterSignUps', input, issuesSecrets: true }, async (tx) => {
      const { askId, rows, ...read } = await printedSheet(tx, input.sheetId);
      // What was printed may have changed since: it is taken down as it was read, and confirmed as it is then.
      const ask = { ...(await askFacts(tx, askId)), ...read, riskTier: read.acceptedRiskTier };
      authorize(tx.actor, canEnter, ask);
      const results: EnteredRow[] = [];
      for (const [place, row] of input.rows.entries()) {
        if (row.row > rows) {
          throw refuse('OUT_OF_RANGE', say`The sheet has ${rows} rows.`, 'rows', String(place), 'row');
        }
        const { row: sheetRow, name, reach, quantity, plan, answers } = row;
        const said = { sheetRow, name, reach, quantity, plan, answers };
        const taken = { ...read, ...said, sheetId: input.sheetId, taken: 'PAPER' };
        const outcome = await inSavepoint(tx, () => this.take(tx, ask, taken));
        if (outcome instanceof NotFound) throw outcome;
        const userErrors = outcome instanceof Refusal ? pathsOfRow(outcome.errors, place) : [];
        results.push({ row: row.row, entered: outcome instanceof Refusal ? null : outcome, userErrors });
      }
      return results;
    });
  }

  enterReport(actor: Actor, input: EnterReportInput): Promise<{ entryId: string }> {
    return this.database.write(actor, { name: 'enterReport', input }, async (tx) => {
      const pledge = await tx.row<{ askId: string; pledgerId: string; isOrganization: boolean | null; state: string }>(
        `SELECT p.ask_id AS "askId", p.pledger_id AS "pledgerId", p.state, m.organization_id IS NOT NULL AS "isOrganization"
           FROM pledge p LEFT JOIN membership m ON m.community_id = p.community_id AND m.id = p.pledger_id WHERE p.id = $1`,
        [input.pledgeId],
      );
      if (!pledge) throw new NotFound();
      const ask = await askFacts(tx, pledge.askId);
      authorize(tx.actor, canEnter, ask);
      if (pledge.isOrganization === true) {
        throw refuse('INVALID', 'Pledges of organizations are reported by the people who represent them.', 'pledgeId');
      }
      if (pledge.state !== 'ACTIVE') throw refuse('NOT_DUE', 'Nothing is due under this pledge.', 'pledgeId');
      const { taken, quantity, note } = input;
      const said = {
        kind: 'REPORT',
        taken,
        quantity,
        note: note ?? '',
        membershipId: pledge.pledgerId,
        pledgeId: input.pledgeId,
      } as const;
      const entryId = await insertEntry(tx, ask, tx.membershipIn(ask.communityId), said);
      await record(tx, entryDeed({ ...ask, id: entryId }, 'entry.taken_down', { kind: 'REPORT', taken }));
      return { entryId };
    });
  }

  withdraw(actor: Actor, input: WithdrawEntryInput): Promise<{ entryId: string }> {
    return this.database.write(actor, { name: 'withdrawEntry', input }, async (tx) => {
      const entry = await waiting(tx, input.entryId);
      authorize(tx.actor, canWithdrawEntry, entry);
      await tx.rows('SELECT app.settle_entry($1, $2, NULL, $3)', [entry.communityId, entry.id, 'WITHDRAWN']);
      await record(tx, entryDeed(entry, 'entry.withdrawn'));
      return { entryId: entry.id };
    });
  }

  private async take(tx: Tx, ask: AskFacts, { reach, ...said }: Taken): Promise<Entered> {
    const against = whyNotEnter(ask, said);
    if (against) throw new Refusal(against);
    if (said.membershipId != null) await refuseUnlessAlly(tx, ask.communityId, said.membershipId);
    const entry = { ...said, kind: 'PLEDGE' as const, quantity: said.quantity ?? 1 };
    const entryId = await insertEntry(tx, ask, tx.membershipIn(ask.communityId), entry);
    const code = said.membershipId == null ? newPaperCode() : null;
    // The code of an ally who signs in is one that nobody knows: kept so that how to reach them has its place.
    const digest = hashToken(code ?? newPaperCode());
    await tx.rows('SELECT vault.keep_entry($1, $2, $3, $4)', [
      ask.communityId,
      entryId,
      digest,
      reach == null ? null : this.keys.encrypt(reach),
    ]);
    const { taken } = said;
    await record(tx, entryDeed({ ...ask, id: entryId }, 'entry.taken_down', { kind: 'PLEDGE', taken }));
    return { entryId, code };
  }
}

export type WaitingEntry = StoredEntry & { isOwnEntry: boolean; isOwnWord: boolean };

/** An entry that the actor may see. */
export async function waiting(tx: Tx, entryId: string): Promise<WaitingEntry> {
  const entry = await tx.row<WaitingEntry>(
    `SELECT ${storedColumns}, app.stands_behind(e.community_id, e.entered_by, app.person_id()) AS "isOwnEntry",
            coalesce(e.membership_id = ANY (app.my_memberships()), false) AS "isOwnWord" FROM assisted_entry e WHERE e.id = $1`,
    [entryId],
  );
  if (!entry) throw new NotFound();
  return entry;
}

interface Sheet {
  askId: string;
  rows: number;
  briefVersion: number;
  termsVersion: number;
  agreementVersion: number;
  acceptedRiskTier: number;
}

/** A sheet as it was printed: which ask it is for, and what whoever signed it had read. */
async function printedSheet(tx: Tx, sheetId: string): Promise<Sheet> {
  const sheet = await tx.row<Sheet>(
    `SELECT s.ask_id AS "askId", s.rows, s.brief_version AS "briefVersion", s.terms_version AS "termsVersion", s.agreement_version AS "agreementVersion",
            (t.terms ->> 'riskTier')::integer AS "acceptedRiskTier"
       FROM sign_up_sheet s JOIN ask_terms t ON t.community_id = s.community_id AND t.ask_id = s.ask_id AND t.version = s.terms_version WHERE s.id = $1`,
    [sheetId],
  );
  if (!sheet) throw new NotFound();
  return sheet;
}

async function refuseUnlessAlly(tx: Tx, communityId: string, membershipId: string): Promise<void> {
  const ally = await tx.row<{ isOrganization: boolean }>(
    `SELECT organization_id IS NOT NULL AS "isOrganization" FROM membership
      WHERE community_id = $1 AND id = $2 AND standing = 'ALLY' AND ended_at IS NULL`,
    [communityId, membershipId],
  );
  if (!ally) throw new NotFound();
  if (ally.isOrganization) {
    throw refuse('INVALID', 'Organizations pledge through the people who represent them.', 'membershipId');
  }
}
