import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import type { DatabaseUrls } from '../../../src/platform/database/urls.js';
import { freshDatabase } from '../../support/database.js';
import type { StoredPerson } from '../../support/stored-world.js';
import {
  HiddenCell,
  type Look,
  partsOf,
  type Rules,
  rulesOf,
  type SplitRules,
  splitRules,
  ToldCell,
} from './solver.js';
import { crowd, type Deed, deedsOf, type Row, StoredDeeds, type StoredHome } from './stored-deeds.js';

/*
 * An adversary reads all that anyone may read after each change: public_figure and figure_split as the service's role
 * without a context, and figure_day, of which it is shown that it holds nothing that was not read before. Totals of
 * priorities and campaigns are sums of these rows, and are read from nothing else. Whoever watches knows all rules,
 * and that each change touches one pledge.
 *
 * No hidden cell is narrowed below k values. Known to all, and so no finding, is what product.md says is shown: zero;
 * that a figure is "fewer than k"; that one has come, when it stops being zero; whether a place is free; and that no
 * more people can be there than changes were seen. Of an exact whole, its parts are bounded by it and by the split
 * told last before, or first after: the baseline of each is worked out beside it, from that alone.
 */

const PEOPLE = 60;
const ORGANIZATIONS = 45;
const CHANGES = 1000;
/** So much that it is full in the end, and some wait. */
const WANTED = 150;
const PATIENCE = 400_000;
const KINDS = [
  { risk_tier: 0 },
  { risk_tier: 1 },
  { risk_tier: 2 },
  { risk_tier: 3 },
  { risk_tier: 0, kind: 'SPEAK' },
] as const;
const MEASURES = [
  'pledged',
  'waitlisted',
  'reported',
  'attested',
  'sent_back',
  'stepped_back',
  'cancelled',
  'never_started',
  'conditional',
  'lapsed',
  'no_show',
  'handed_over',
  'unconfirmed',
];
const SPLIT = ['PLEDGED', 'WAITLISTED', 'REPORTED', 'ATTESTED'];
const QUANTITIES = ['pledged', 'waitlisted', 'reported', 'attested', 'conditional'];

let urls: DatabaseUrls;
let owner: pg.Client;
let anyone: pg.Client;
let world: StoredHome;
let people: StoredPerson[];

beforeAll(async () => {
  urls = await freshDatabase('attack');
  owner = new pg.Client({ connectionString: urls.owner });
  anyone = new pg.Client({ connectionString: urls.runtime });
  await Promise.all([owner.connect(), anyone.connect()]);
  ({ world, people } = await crowd(urls, owner, PEOPLE, ORGANIZATIONS));
}, PATIENCE);
afterAll(() => Promise.all([owner.end(), anyone.end()]));

const rows = async (sql: string, values: unknown[] = [], client = owner): Promise<Row[]> =>
  (await client.query(sql, values)).rows;

interface Ask {
  id: string;
  k: number;
  isExact: boolean;
  deeds: StoredDeeds;
  pledged: number[];
  free: number[];
}

async function stage(kinds: readonly Row[]): Promise<Ask[]> {
  const asks: Ask[] = [];
  for (const changed of kinds) {
    const id = randomUUID();
    await copied('ask', 'id', { ...changed, id, risk_notes: 'Police may come.', quantity_wanted: WANTED });
    await copied('ask_terms', 'ask_id', { ask_id: id });
    const isExact = changed['risk_tier'] < 2 && !('kind' in changed);
    const free = people.map((_, index) => index);
    asks.push({
      id,
      k: 'kind' in changed ? 10 : 5,
      isExact,
      deeds: new StoredDeeds(owner, world, people, id),
      pledged: [],
      free,
    });
  }
  return asks;
}

async function copied(table: string, key: string, changed: Row): Promise<void> {
  const columns = await rows(
    "SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER'",
    [table],
  );
  const names = columns.map(({ name }) => name).join(', ');
  await rows(
    `INSERT INTO ${table} (${names}) SELECT ${names} FROM jsonb_populate_record(NULL::${table}, (SELECT to_jsonb(t) FROM ${table} t WHERE t.${key} = $1) || $2)`,
    [world.askId, changed],
  );
}

/** Each pledges once to an ask, so that whoever watches knows that as many people are there as pledges. */
async function change(ask: Ask, deed: Deed): Promise<void> {
  const comes = deed.do === 'pledge' || deed.do === 'wait';
  const among = comes ? ask.free : ask.pledged;
  const at = deed.who % Math.max(1, among.length);
  const who = among[at];
  if (who === undefined) return;
  await rows('BEGIN');
  await ask.deeds.act({ ...deed, who });
  await rows('COMMIT');
  if (comes) ask.pledged.push(...ask.free.splice(at, 1));
}

interface Seen {
  figures: Map<string, Row>;
  splits: Map<string, Row>;
}

async function look(ids: readonly string[]): Promise<Seen> {
  const columns = MEASURES.flatMap((name) =>
    QUANTITIES.includes(name) ? [`${name}_count`, `${name}_quantity`] : [`${name}_count`],
  );
  const figures = await rows(
    `SELECT ask_id, body, is_exact, ${columns.join(', ')} FROM public_figure WHERE ask_id = ANY ($1)`,
    [ids],
    anyone,
  );
  const splits = await rows(
    'SELECT ask_id, measure, people_count, organization_count FROM figure_split WHERE ask_id = ANY ($1)',
    [ids],
    anyone,
  );
  return {
    figures: new Map(figures.map((row) => [`${row['ask_id']} ${row['body']}`, row])),
    splits: new Map(splits.map((row) => [`${row['ask_id']} ${row['measure']}`, row])),
  };
}

class Adversary {
  private readonly hidden = new Map<string, { cell: HiddenCell; told: ToldCell; k: number }>();
  private readonly looks = new Map<string, Look[]>();
  private readonly read = new Set<string>();
  readonly broken: string[] = [];

  constructor(
    private readonly asks: Ask[],
    private readonly rules: (k: number) => Rules,
    private readonly split: SplitRules,
  ) {}

  see({ figures, splits }: Seen): void {
    for (const row of figures.values()) this.read.add(JSON.stringify(row));
    for (const { id, k, isExact } of this.asks) {
      if (isExact) this.seeWhole(id, figures.get(`${id} PEOPLE`) ?? {}, splits);
      else
        for (const body of ['PEOPLE', 'ORGANIZATIONS']) this.seeRow(`${id} ${body}`, k, figures.get(`${id} ${body}`));
    }
  }

  private seeRow(name: string, k: number, row: Row | undefined): void {
    for (const measure of MEASURES) {
      const shown: number | null = row ? row[`${measure}_count`] : 0;
      const key = `${name} ${measure}`;
      const found = this.hidden.get(key) ?? { cell: new HiddenCell(this.rules(k)), told: new ToldCell(k), k };
      this.hidden.set(key, found);
      found.cell.see(shown);
      found.told.see(shown);
      const possible = found.cell.possible().size;
      if (possible < Math.min(k, found.told.size()))
        this.broken.push(`${measure} ${shown} of k ${k}: ${possible} values`);
      const quantity: number | null | undefined = row?.[`${measure}_quantity`];
      // As many as the people at least, and as many as are left out by rounding at most.
      if (shown && quantity && (quantity % k !== 0 || quantity < shown))
        this.broken.push(`${measure} quantity ${quantity}`);
    }
  }

  private seeWhole(id: string, row: Row, splits: Seen['splits']): void {
    for (const measure of SPLIT) {
      const looks = this.looks.get(`${id} ${measure}`) ?? [];
      looks.push({
        whole: row[`${measure.toLowerCase()}_count`],
        part: splits.get(`${id} ${measure}`)?.['organization_count'] ?? null,
      });
      this.looks.set(`${id} ${measure}`, looks);
    }
  }

  /** Looks back on all that was seen. */
  concludes(): void {
    for (const [name, looks] of this.looks) {
      for (const [at, { possible, baseline }] of partsOf(looks, this.split).entries()) {
        if (possible < Math.min(5, baseline))
          this.broken.push(`${name.split(' ')[1]} part at ${at}: ${possible} of ${baseline}`);
      }
    }
  }

  hasRead(row: Row): boolean {
    return this.read.has(JSON.stringify(row));
  }

  possible(key: string): Set<number> {
    return this.hidden.get(key)?.cell.possible() ?? new Set();
  }

  /** How often parts were told. */
  get tellings(): number {
    return [...this.looks.values()].flatMap((looks) =>
      looks.filter(({ part }, at) => part !== null && part !== looks[at - 1]?.part),
    ).length;
  }
}

interface Attack {
  rules: (k: number) => Rules;
  split: SplitRules;
  kinds: readonly Row[];
}

async function attack(
  changes: number,
  { rules = rulesOf, split = splitRules, kinds = KINDS }: Partial<Attack> = {},
): Promise<Adversary> {
  const asks = await stage(kinds);
  const ids = asks.map(({ id }) => id);
  const adversary = new Adversary(asks, rules, split);
  const sequence = fc.sample(fc.tuple(fc.nat(KINDS.length - 1), deedsOf(PEOPLE + ORGANIZATIONS)), {
    numRuns: changes,
    seed: 20_261_126,
  });
  for (const [at, [ask, deed]] of sequence.entries()) {
    await change(asks[ask % asks.length] as Ask, deed);
    adversary.see(await look(ids));
    if (at % 100 === 99) {
      await provesSound(asks, adversary);
      await dayPasses();
    }
  }
  adversary.concludes();
  await provesDaysTellNothing(ids, adversary);
  return adversary;
}

/** What is true is among what is thought possible: else to think that many things are would prove nothing. */
async function provesSound(asks: Ask[], adversary: Adversary): Promise<void> {
  for (const { id, isExact } of asks) {
    if (isExact) continue;
    const [truth = {}] = await rows(
      'SELECT app.people_behind(community_id, id) AS people, (app.organizations_behind(community_id, id)).bodies AS organizations FROM ask WHERE id = $1',
      [id],
    );
    for (const [at, measure] of MEASURES.entries()) {
      for (const body of ['people', 'organizations']) {
        const possible = adversary.possible(`${id} ${body.toUpperCase()} ${measure}`);
        expect([measure, body, truth[body][at], [...possible]]).toEqual([
          measure,
          body,
          truth[body][at],
          expect.arrayContaining([truth[body][at]]),
        ]);
      }
    }
  }
}

async function dayPasses(): Promise<void> {
  for (const table of ['ask_tally', 'public_figure']) {
    await rows(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    await rows(`UPDATE ${table} SET day = day - 1, day_ends = day_ends - interval '1 day'`);
    await rows(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  }
}

async function provesDaysTellNothing(ids: readonly string[], adversary: Adversary): Promise<void> {
  const columns = MEASURES.flatMap((name) =>
    QUANTITIES.includes(name) ? [`${name}_count`, `${name}_quantity`] : [`${name}_count`],
  );
  const days = await rows(
    `SELECT ask_id, body, is_exact, ${columns.join(', ')} FROM figure_day WHERE ask_id = ANY ($1)`,
    [ids],
    anyone,
  );
  expect(days.length).toBeGreaterThan(0);
  for (const day of days) expect(adversary.hasRead(day)).toBe(true);
}

/** Another layer than there is, until the work is done. */
async function planted<T>(name: string, sql: string, work: () => Promise<T>): Promise<T> {
  const [kept] = await rows(
    `SELECT pg_get_functiondef(p.oid) AS text FROM pg_proc p WHERE p.oid::regprocedure::text LIKE $1 || '(%'`,
    [name],
  );
  if (!kept) throw new Error(`There is no ${name}.`);
  await rows(kept['text'].replace(/\$function\$[\s\S]*\$function\$/, `$function$ ${sql} $function$`));
  try {
    return await work();
  } finally {
    await rows(kept['text']);
  }
}

describe('whoever reads every public figure after each of a thousand changes', () => {
  it(
    'narrows no hidden cell below k values',
    async () => {
      const adversary = await attack(CHANGES);
      expect(adversary.broken).toEqual([]);
      expect(adversary.tellings).toBeGreaterThan(2);
    },
    PATIENCE,
  );
});

describe('the same adversary breaks a layer', () => {
  it(
    'that moves at the k-th person, as it once did',
    async () => {
      const rules = (k: number): Rules => ({ ...rulesOf(k), patience: 1 });
      const { broken } = await planted('app.patience', 'SELECT 0', () =>
        attack(200, { rules, kinds: [{ risk_tier: 2 }] }),
      );
      expect(broken).toContainEqual(expect.stringMatching(/of k 5: 1 values/));
    },
    PATIENCE,
  );

  it(
    'that does not round',
    async () => {
      const rules = (k: number): Rules => ({ ...rulesOf(k), shows: (people) => (people >= k ? people : null) });
      const { broken } = await planted('app.shown_figure', 'SELECT value', () =>
        attack(200, { rules, kinds: [{ risk_tier: 2 }] }),
      );
      expect(broken).toContainEqual(expect.stringMatching(/of k 5: 1 values/));
    },
    PATIENCE,
  );

  it(
    'that moves at each change',
    async () => {
      const rules = (k: number): Rules => ({ ...rulesOf(k), patience: 1, moves: (people, basis) => people !== basis });
      const { broken } = await planted('app.figure_moves', 'SELECT people <> basis', () =>
        attack(200, { rules, kinds: [{ risk_tier: 2 }] }),
      );
      expect(broken).toContainEqual(expect.stringMatching(/values/));
    },
    PATIENCE,
  );

  it(
    'that tells parts as soon as either has moved',
    async () => {
      const split = {
        ...splitRules,
        moves: (one: number, other: number) => Math.max(Math.abs(one), Math.abs(other)) >= 5,
      };
      const either =
        'SELECT greatest(abs(people - coalesce(last.people_behind, 0)), abs(organizations - coalesce(last.organizations_behind, 0))) >= k';
      const { broken } = await planted('app.split_moves', either, () =>
        attack(200, { split, kinds: [{ risk_tier: 1 }] }),
      );
      expect(broken).toContainEqual(expect.stringMatching(/part at/));
    },
    PATIENCE,
  );
});
