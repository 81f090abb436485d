import { Injectable } from '@nestjs/common';
import { type Actor, anonymous } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newTimelessId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import { languageOf } from '../../platform/words/index.js';
import { canRunAsks } from '../asks/index.js';
import { refuseIfLeft } from '../campaigns/index.js';
import { record } from '../record/index.js';
import type { PrintSignUpSheetInput } from './sign-up-sheet.graphql.js';
import type { Sheet } from './sheet-page.js';

/** For a table at a meeting: what fits on one side of paper with a short ask. */
const ROWS = 10;

export interface PrintedSheet {
  sheetId: string;
  rows: number;
  briefVersion: number;
  termsVersion: number;
  agreementVersion: number;
  expiresAt: Date;
}

interface AskToPrint {
  id: string;
  communityId: string;
  campaignId: string;
  leadId: string | null;
  leadIds: string[];
  state: string;
  campaignState: string;
  language: string;
  termsVersion: number;
  briefVersion: number;
  agreementVersion: number;
}

/** Makes sheets of paper on which people sign up for an ask. */
@Injectable()
export class SignUpSheetsService {
  constructor(private readonly database: Database) {}

  async print(actor: Actor, input: PrintSignUpSheetInput): Promise<PrintedSheet> {
    const { sheetId } = await this.database.write(actor, { name: 'printSignUpSheet', input }, async (tx) => {
      const ask = await askToPrint(tx, input.askId);
      authorize(tx.actor, canRunAsks, ask);
      refuseIfLeft(ask, ask.leadId);
      refuseUnlessOpen(ask);
      const id = newTimelessId();
      await insert(tx, ask, { id, rows: input.rows ?? ROWS, paper: input.paper ?? 'A4' });
      const { communityId, campaignId, leadId } = ask;
      await record(tx, {
        communityId,
        campaignId,
        leadId,
        kind: 'ask.sheet_printed',
        subjectType: 'Ask',
        subjectId: ask.id,
        details: { sheetId: id, termsVersion: ask.termsVersion },
      });
      return { sheetId: id };
    });
    const [sheet] = await this.database.read(actor, (reader) =>
      reader.rows<PrintedSheet>(
        `SELECT s.id AS "sheetId", s.rows, s.brief_version AS "briefVersion", s.terms_version AS "termsVersion",
                s.agreement_version AS "agreementVersion", s.printed_at + interval '1 hour' AS "expiresAt" FROM sign_up_sheet s WHERE s.id = $1`,
        [sheetId],
      ),
    );
    // Their duty may have ended since they first sent this.
    if (!sheet) throw new NotFound();
    return sheet;
  }

  /** What is to be printed; null once it is over, or would say something else than its versions name. */
  async inPrint(sheetId: string): Promise<Sheet | null> {
    const [sheet] = await this.database.read(anonymous, (reader) =>
      reader.rows<Sheet>(
        `SELECT s.id, s.rows, s.paper, s.sheet_language AS "sheetLanguage", s.brief_version AS "briefVersion", s.terms_version AS "termsVersion",
                s.agreement_version AS "agreementVersion", s.ask_id AS "askId", s.link_version AS "linkVersion", s.title, s.description, s.language, s.unit,
                s.quantity_wanted AS "quantityWanted", s.starts_at AS "startsAt", s.ends_at AS "endsAt", s.place, s.risk_tier AS "riskTier",
                s.risk_notes AS "riskNotes", s.dos, s.donts, s.access, s.campaign_name AS "campaignName", s.time_zone AS "timeZone",
                s.community_name AS "communityName", s.brief, s.agreement, s.questions FROM app.sheet_in_print($1) s`,
        [sheetId],
      ),
    );
    return sheet ?? null;
  }
}

async function askToPrint(tx: Tx, askId: string): Promise<AskToPrint> {
  const ask = await tx.row<AskToPrint>(
    `SELECT a.id, a.community_id AS "communityId", a.campaign_id AS "campaignId", a.lead_id AS "leadId", a.state, g.state AS "campaignState", a.language,
            a.terms_version AS "termsVersion", g.brief_version AS "briefVersion", c.agreement_version AS "agreementVersion",
            ARRAY(SELECT l.lead_id FROM coalition_lead l WHERE l.community_id = g.community_id AND l.campaign_id = g.id AND l.left_at IS NULL) AS "leadIds"
       FROM ask a JOIN campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id JOIN community c ON c.id = a.community_id
      WHERE a.id = $1`,
    [askId],
  );
  if (!ask) throw new NotFound();
  return ask;
}

function refuseUnlessOpen({ state, campaignState }: AskToPrint): void {
  if (['OPEN', 'PAUSED'].includes(state) && campaignState === 'LAUNCHED') return;
  throw refuse(
    'ASK_NOT_OPEN',
    'People sign up for an ask that is open, or paused, in a campaign that is under way. Open it first, then print.',
    'askId',
  );
}

async function insert(tx: Tx, ask: AskToPrint, sheet: { id: string; rows: number; paper: string }): Promise<void> {
  const written = {
    community_id: ask.communityId,
    id: sheet.id,
    campaign_id: ask.campaignId,
    ask_id: ask.id,
    printed_by: ask.leadId === null ? tx.membershipIn(ask.communityId).membershipId : null,
    lead_id: ask.leadId,
    brief_version: ask.briefVersion,
    terms_version: ask.termsVersion,
    agreement_version: ask.agreementVersion,
    rows: sheet.rows,
    paper: sheet.paper,
    language: languageOf(ask.language),
  };
  const columns = Object.keys(written);
  await tx.rows(
    `INSERT INTO sign_up_sheet (${columns.join(', ')}) VALUES (${columns.map((_, index) => `$${index + 1}`).join(', ')})`,
    Object.values(written),
  );
}
