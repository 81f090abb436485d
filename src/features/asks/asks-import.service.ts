import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { grouped } from '../../platform/graphql/loader.js';
import { Conflict } from '../../platform/graphql/errors.js';
import { say } from '../../platform/words/words.js';
import { priorityIsLive } from '../priorities/index.js';
import { record } from '../record/index.js';
import {
  contentOf,
  findByExternalId,
  insertAsks,
  type NewAsk,
  type Place,
  rewriteAsks,
  type StoredAsk,
} from './ask-rows.js';
import './ask.constraints.js';
import { type AskContent, differences } from './ask-content.rules.js';
import { askFault } from './ask-faults.js';
import { stateOfAsk } from './ask.rules.js';
import { type ImportFile, type ImportProblem, type ImportRow, readAsksCsv } from './asks-csv.js';
import type { ImportAsksInput, ImportReportType } from './asks-import.graphql.js';
import { type Home, homeOf } from './asks.service.js';

const MOST_SHOWN = 200;
/**
 * Small enough for the statement timeout of two seconds even at the end of the longest file on a fresh server: until
 * Postgres has first analysed the table, it looks rows up by community alone, and each batch takes longer than the last.
 */
const BATCH = 100;

export type ImportRequest = Omit<ImportAsksInput, 'csv'>;

interface Plan {
  created: NewAsk[];
  updated: NewAsk[];
  unchanged: number;
  problems: ImportProblem[];
}

/** Ends the transaction of an import that is not to be kept: a dry run, or a file with problems. */
class NotKept extends Error {
  constructor(readonly report: ImportReportType) {
    super('not kept');
  }
}

/** Brings asks from a spreadsheet in as drafts. */
@Injectable()
export class AsksImportService {
  constructor(private readonly database: Database) {}

  /** For those who know its handle. */
  async campaignId(actor: Actor, handle: string): Promise<string | null> {
    const [campaign] = await this.database.read(actor, (reader) =>
      reader.rows<{ id: string }>('SELECT id FROM campaign WHERE handle = $1', [handle]),
    );
    return campaign?.id ?? null;
  }

  async import(actor: Actor, input: ImportAsksInput): Promise<ImportReportType> {
    return this.importFile(actor, input, readAsksCsv(input.csv));
  }

  /** `step` hears how many rows were written, for a progress bar. */
  async importFile(
    actor: Actor,
    request: ImportRequest,
    file: ImportFile,
    step: (rows: number) => void = () => undefined,
  ): Promise<ImportReportType> {
    try {
      return await this.database.write(actor, { name: 'importAsks', input: request }, async (tx) => {
        const { campaignId } = request;
        const home = await homeOf(tx, campaignId, request.leadId);
        // One import at a time for a campaign: the same file sent twice at once finds its rows the second time.
        await tx.rows(`SELECT pg_advisory_xact_lock(hashtextextended('accompany.import.' || $1, 0))`, [campaignId]);
        const plan = await planFor(tx, home, file);
        const report = reportOf(request, file, plan);
        if (plan.problems.length > 0) throw new NotKept(report);
        await write(tx, home, plan, step);
        if (report.dryRun) throw new NotKept(report);
        return report;
      });
    } catch (error) {
      if (error instanceof NotKept) return error.report;
      throw error;
    }
  }
}

async function planFor(tx: Tx, home: Home, { rows, problems }: ImportFile): Promise<Plan> {
  const plan: Plan = { created: [], updated: [], unchanged: 0, problems: [...problems] };
  const priorities = await prioritiesOf(tx, home.campaignId);
  const externalIds = rows.map((row) => row.content.externalId);
  const stored = await findByExternalId(tx, home.communityId, home.campaignId, externalIds);
  const known = new Map(stored.map((ask) => [ask.externalId, ask]));
  for (const row of rows) {
    const before = known.get(row.content.externalId);
    const priority = chosen(priorities.get(row.priority.toLowerCase()) ?? [], before?.priorityId);
    if (typeof priority === 'string') {
      const content: AskContent = { ...row.content, priorityId: priority, language: row.language ?? home.language };
      place(plan, row, content, before, home);
    } else plan.problems.push({ ...priority, line: row.line, column: 'priority' });
  }
  plan.problems.sort((a, b) => a.line - b.line);
  return plan;
}

function place(plan: Plan, { line }: ImportRow, content: AskContent, before: StoredAsk | undefined, home: Home): void {
  const changed = before ? differences(contentOf(before), content) : (Object.keys(content) as (keyof AskContent)[]);
  if (before && before.leadId !== home.leadId) {
    const message = 'Another community that leads this campaign has an ask with this external_id. Choose another.';
    plan.problems.push({ line, column: 'external_id', code: 'EXTERNAL_ID_TAKEN', message });
    return;
  }
  if (changed.length === 0) {
    plan.unchanged += 1;
    return;
  }
  if (before && before.state !== 'DRAFT') {
    const state = stateOfAsk(before.state);
    const message = say`This ask is ${state} and differs from the row. Change it by reviseAsk, or give the row an external_id of its own.`;
    plan.problems.push({ line, column: 'external_id', code: 'WRONG_STATE', message });
    return;
  }
  const fault = askFault(content, changed, home);
  if (fault) plan.problems.push({ line, column: columnOf(fault.path[0]), code: fault.code, message: fault.message });
  else if (before) plan.updated.push({ ...content, id: before.id });
  else plan.created.push({ ...content, id: newId() });
}

async function write(tx: Tx, home: Place, plan: Plan, step: (rows: number) => void): Promise<void> {
  const { communityId, campaignId, leadId } = home;
  for (const some of inBatches(plan.created)) {
    await insertAsks(tx, home, some);
    step(some.length);
  }
  for (const some of inBatches(plan.updated)) {
    await lockDrafts(tx, communityId, some);
    await rewriteAsks(tx, communityId, some);
    step(some.length);
  }
  const [created, updated] = [plan.created.length, plan.updated.length];
  if (created + updated === 0) return;
  await record(tx, {
    communityId,
    campaignId,
    leadId,
    kind: 'ask.imported',
    subjectType: 'Campaign',
    subjectId: campaignId,
    details: { created, updated },
  });
}

/** A draft that opened since it was read has terms that people may have accepted: it is not rewritten. */
async function lockDrafts(tx: Tx, communityId: string, asks: readonly NewAsk[]): Promise<void> {
  const ids = asks.map((ask) => ask.id);
  const drafts = await tx.rows<{ id: string }>(
    `SELECT a.id FROM ask a WHERE a.community_id = $1 AND a.id = ANY ($2) AND a.state = 'DRAFT' ORDER BY a.id FOR NO KEY UPDATE`,
    [communityId, ids],
  );
  if (drafts.length < ids.length)
    throw new Conflict('Someone opened one of these asks just now. Import the file again.');
}

interface Choice {
  id: string;
  isLive: boolean;
}

/**
 * The priority of a row: that which its ask has already, be it put aside since, so that a file can be imported again;
 * else the live one. What is wrong, if there is none.
 */
function chosen(
  choices: readonly Choice[],
  kept: string | undefined,
): string | Pick<ImportProblem, 'code' | 'message'> {
  const found = choices.find(({ id }) => id === kept) ?? choices.find(({ isLive }) => isLive);
  if (found) return found.id;
  return choices.length > 0
    ? {
        code: 'PRIORITY_PUT_ASIDE',
        message: 'The priority was withdrawn or merged into another one. Name one that is live.',
      }
    : {
        code: 'UNKNOWN_PRIORITY',
        message: 'The campaign has no priority with this statement or id. Propose it first, or correct it.',
      };
}

/** By statement, whatever its capitals, and by id. Words that were put aside may have been used again. */
async function prioritiesOf(tx: Tx, campaignId: string): Promise<Map<string, Choice[]>> {
  const rows = await tx.rows<Choice & { statement: string }>(
    `SELECT p.id, p.statement, ${priorityIsLive} AS "isLive" FROM priority p WHERE p.campaign_id = $1`,
    [campaignId],
  );
  const keyed = rows.flatMap((row) => [row.statement.toLowerCase(), row.id].map((key) => ({ key, choice: row })));
  return new Map([...grouped(keyed, ({ key }) => key)].map(([key, of]) => [key, of.map(({ choice }) => choice)]));
}

function reportOf(
  { dryRun }: ImportRequest,
  { total }: ImportFile,
  { created, updated, unchanged, problems }: Plan,
): ImportReportType {
  const none = problems.length > 0;
  return {
    dryRun: dryRun ?? false,
    rows: total,
    created: none ? 0 : created.length,
    updated: none ? 0 : updated.length,
    unchanged: none ? 0 : unchanged,
    problemCount: problems.length,
    problems: problems.slice(0, MOST_SHOWN),
  };
}

const COLUMNS_BY_FIELD: Readonly<Record<string, string>> = {
  startsAt: 'starts_at',
  endsAt: 'ends_at',
  riskNotes: 'risk_notes',
  position: 'latitude',
  threshold: 'threshold',
  thresholdAt: 'threshold_at',
  cadence: 'cadence',
};

function columnOf(field: string | undefined): string | null {
  return COLUMNS_BY_FIELD[field ?? ''] ?? null;
}

function inBatches<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / BATCH) }, (_, index) =>
    items.slice(index * BATCH, (index + 1) * BATCH),
  );
}
