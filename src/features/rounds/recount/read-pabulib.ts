import { CsvError, type Info, parse } from 'csv-parse';
import { Readable } from 'node:stream';
import { CheckedBallots, checkedHead } from './check-file.js';
import { FileFault, Found } from './file-fault.js';
import { FORMAT, type RecountHead } from './recount.document.js';
import { NONE, unguarded } from './recount-pabulib.js';

interface Row {
  record: string[];
  info: Info;
}

type Cells = Record<string, string>;

/** Says in which line of the file a fault is. */
export class LineFault extends Error {
  override readonly name = 'LineFault';

  constructor(
    readonly line: number,
    message: string,
  ) {
    super(message);
  }
}

const LONGEST_ROW = 100_000;
const SECTIONS = ['META', 'PROJECTS', 'VOTES'];

/** Reads a .pb file row by row; its settings and list are put into the form of the JSON file and checked as that is. */
export async function readPabulib(
  text: AsyncIterable<string>,
): Promise<{ head: RecountHead; ballots: CheckedBallots }> {
  const source = Readable.from(text);
  const parser = source.pipe(
    parse({
      bom: true,
      delimiter: ';',
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: LONGEST_ROW,
      info: true,
    }),
  );
  source.on('error', (error) => parser.destroy(error));
  const reading = new PabulibReading();
  try {
    for await (const { record, info } of parser as AsyncIterable<Row>) reading.take(record, info.lines);
    return reading.finish();
  } catch (error) {
    if (error instanceof CsvError)
      throw new LineFault(Number(error['lines'] ?? reading.line), 'a cell is not well-formed');
    throw error;
  } finally {
    source.destroy();
  }
}

class PabulibReading {
  line = 1;
  private section = '';
  private columns: string[] | null = null;
  private readonly meta = new Map<string, string>();
  private readonly projects: { cells: Cells; line: number }[] = [];
  private readonly lines = new Map<string, number>();
  private read: { head: RecountHead; file: Found; ballots: CheckedBallots } | null = null;

  take(record: string[], line: number): void {
    this.line = line;
    const [first = ''] = record;
    if (record.length === 1 && SECTIONS.includes(first)) {
      if (SECTIONS.indexOf(first) !== SECTIONS.indexOf(this.section) + 1)
        throw this.fault(`${first} does not belong here`);
      this.section = first;
      this.columns = null;
    } else if (this.section === '') throw this.fault('a .pb file begins with META');
    else if (this.columns === null) this.columns = record;
    else if (this.section === 'META') this.setting(record);
    else if (this.section === 'PROJECTS') this.projects.push({ cells: this.cellsOf(record), line });
    else this.vote(this.cellsOf(record));
  }

  finish(): { head: RecountHead; ballots: CheckedBallots } {
    if (this.section !== 'VOTES') throw this.fault('there is no VOTES section: the file may be cut off');
    const { head, file, ballots } = this.opened();
    this.placed(() => ballots.complete(file));
    return { head, ballots };
  }

  private setting([key = '', value = '']: string[]): void {
    if (this.meta.has(key)) throw this.fault('this key stands there twice');
    this.meta.set(key, value);
    this.lines.set(key, this.line);
  }

  private cellsOf(record: string[]): Cells {
    const columns = this.columns ?? [];
    if (record.length !== columns.length)
      throw this.fault(`there should be ${columns.length} cells, not ${record.length}`);
    return Object.fromEntries(columns.map((column, place) => [column, record[place] ?? '']));
  }

  private vote({ voter_id: receipt, part = '', vote = '', points }: Cells): void {
    const { head, ballots } = this.opened();
    const ranks = head.round.method === 'MAJORITY';
    const items = vote.split(',').map(wholeOr);
    const scores = ranks ? (points ?? '').split(',').map(wholeOr) : items.map(() => head.items.length);
    if (scores.length !== items.length) throw this.fault('there should be as many points as projects');
    const levels = vote === NONE ? [] : levelsBy(items, scores);
    try {
      ballots.add(new Found({ receipt, part: wholeOr(part), levels }));
    } catch (error) {
      throw error instanceof FileFault ? this.fault(error.message) : error;
    }
  }

  /** With the first vote, settings and list are complete. */
  private opened(): { head: RecountHead; file: Found; ballots: CheckedBallots } {
    if (this.read) return this.read;
    return this.placed(() => {
      const file = new Found(this.asJson());
      const head = checkedHead(file);
      this.read = { head, file, ballots: new CheckedBallots(head) };
      return this.read;
    });
  }

  private asJson(): unknown {
    const { meta } = this;
    const text = (key: string) => meta.get(key) ?? null;
    const orNull = (key: string) => (meta.get(key) === '' ? null : text(key));
    const number = (key: string) => (orNull(key) === null ? null : wholeOr(text(key) ?? ''));
    const lists = Object.fromEntries(
      ['communities', 'rolls', 'ballots', 'none_of_these', 'weights'].map((key) => [key, (text(key) ?? '').split(',')]),
    );
    const each = (key: string, place: number) => wholeOr(lists[key]?.[place] ?? '');
    return {
      format: text('accompany_recount') === null ? null : FORMAT,
      version: number('accompany_recount'),
      round: {
        id: text('round'),
        method: text('method'),
        voice: text('voice'),
        quorumPercent: number('quorum_percent'),
        constituencyQuorumPercent: number('constituency_quorum_percent'),
        budgetHours: number('budget_hours'),
        completion: orNull('completion'),
        lotSeed: text('lot_seed'),
        openedAt: text('opened_at'),
        closedAt: text('closed_at'),
      },
      parts: lists['communities']?.map((communityId, place) => ({
        communityId,
        roll: each('rolls', place),
        ballots: each('ballots', place),
        none: each('none_of_these', place),
        weight: lists['weights']?.[place],
      })),
      items: this.items(),
    };
  }

  private items(): unknown[] {
    const shares = this.meta.get('method') === 'EQUAL_SHARES';
    const listed = this.projects.filter(({ cells }) => cells['project_id'] !== NONE);
    return listed.map(({ cells, line }, place) => {
      this.lines.set(`items.${place}`, line);
      if (cells['project_id'] !== String(place + 1)) throw new LineFault(line, `there should be project ${place + 1}`);
      return {
        id: cells['priority_id'],
        statement: unguarded(cells['name'] ?? ''),
        hours: shares ? wholeOr(cells['cost'] ?? '') : null,
        lot: wholeOr(cells['lot'] ?? ''),
        rank: cells['rank'] === '' ? null : wholeOr(cells['rank'] ?? ''),
      };
    });
  }

  private placed<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof FileFault)
        throw new LineFault(this.lineOf(error), `${error.path.join('.')}: ${error.message}`);
      throw error;
    }
  }

  private lineOf({ path: [what, key, last] }: FileFault): number {
    const setting = SETTINGS[String(what === 'round' ? key : (last ?? what))] ?? 'accompany_recount';
    return this.lines.get(what === 'items' ? `items.${String(key)}` : setting) ?? this.lines.get('round') ?? this.line;
  }

  private fault(message: string): LineFault {
    return new LineFault(this.line, message);
  }
}

/** Under which key of META something of the JSON file stands. */
const SETTINGS: Record<string, string> = {
  id: 'round',
  method: 'method',
  voice: 'voice',
  quorumPercent: 'quorum_percent',
  constituencyQuorumPercent: 'constituency_quorum_percent',
  budgetHours: 'budget_hours',
  completion: 'completion',
  lotSeed: 'lot_seed',
  openedAt: 'opened_at',
  closedAt: 'closed_at',
  communityId: 'communities',
  roll: 'rolls',
  ballots: 'ballots',
  none: 'none_of_these',
  weight: 'weights',
  parts: 'communities',
};

/** Anything but a plain whole number stays as it is, for the check to name it. */
function wholeOr(text: string): number | string {
  return /^(?:0|[1-9]\d{0,8})$/.test(text) ? Number(text) : text;
}

/** The most points first; in the file they are in this order already, but another program may have written it. */
function levelsBy(items: readonly (number | string)[], scores: readonly (number | string)[]): (number | string)[][] {
  const levels = new Map<number | string, (number | string)[]>();
  for (const [place, item] of items.entries()) {
    const score = scores[place] ?? '';
    if (typeof score !== 'number') return [[score]];
    const level = levels.get(score);
    if (level) level.push(item);
    else levels.set(score, [item]);
  }
  return [...levels.entries()].sort(([one], [other]) => Number(other) - Number(one)).map(([, level]) => level);
}
