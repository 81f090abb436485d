import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import recount from '../../../src/commands/recount.js';
import { type As, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { downloaded, paths } from '../../support/recount-downloads.js';
import { withFile } from '../../support/recount-files.js';
import { type Round, Rounds } from '../../support/rounds.js';
import { type Campaign, type Founded, World } from '../../support/world.js';
import { joined } from '../coalitions/coalition.js';

const SCRIPT = fileURLToPath(new URL('../../../scripts/recount-by-hand.mjs', import.meta.url));

let on: TestApp;
let world: World;
let rounds: Rounds;
let community: Founded;
let campaign: Campaign;
let people: Person[];
let round: Round;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('recounting') });
  world = new World(on);
  rounds = new Rounds(on, world);
  community = await world.community();
  campaign = await world.campaign(community);
  people = await peopleOf(community, 6);
  round = await counted(campaign, ['AB', 'AB', 'B', 'C', 'C', '']);
}, 60_000);
afterAll(() => on.close());

const rows = (text: string, ...values: unknown[]) => sql(on.urls.owner)(text, values);

async function peopleOf(home: Founded, wanted: number): Promise<Person[]> {
  const all = [home.steward];
  while (all.length < wanted) all.push(await world.affected(home));
  return all;
}

/** A round with a choice of each person in turn, counted; in it A to D. */
async function counted(of: Campaign, choices: string[], input: Record<string, unknown> = {}): Promise<Round> {
  const made = await rounds.open(of, 'ABCD', { items: undefined, ...input });
  for (const [place, choice] of choices.entries()) await rounds.cast(made, people[place] as Person, choice);
  await rounds.close(made);
  return made;
}

const got = (as: As, path: string) => downloaded(on, as, path);

/** The list of the command and of the script, by the letters of the test; `-` before what has no rank. */
async function lists(of: Round, text: string): Promise<string[]> {
  const names = new Map(Object.entries(of.priorities).map(([name, id]) => [id, name]));
  const named = (lines: string[]) =>
    lines
      .flatMap((line) => {
        const [, rank, id = ''] = /^(\d+|-)\. .*\[(.*)\]$/.exec(line) ?? [];
        return rank === undefined ? [] : `${rank === '-' ? '-' : ''}${names.get(id)}`;
      })
      .join('');
  return withFile(text, async (file) => {
    const said: string[] = [];
    const quiet = { say: (line: string) => void said.push(line), complain: () => {}, isInteractive: false };
    expect(await recount([file], quiet)).toBe(0);
    const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, file]);
    return [named(said), named(stdout.split('\n'))];
  });
}

async function ranksOf(of: Round): Promise<string> {
  const found = await rows(
    'SELECT priority_id AS id, rank FROM round_item WHERE round_id = $1 ORDER BY rank, position',
    of.id,
  );
  const names = new Map(Object.entries(of.priorities).map(([name, id]) => [id, name]));
  return found.map(({ id, rank }) => `${rank === null ? '-' : ''}${names.get(id)}`).join('');
}

describe('a counted round', () => {
  it('is downloaded by someone affected and counted again with the same list, in both forms', async () => {
    for (const path of paths(round)) {
      const { status, headers, text } = await got(people[3] as Person, path);
      expect(status).toBe(200);
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'content-type': path.endsWith('json') ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8',
        'content-disposition': expect.stringMatching(
          /^attachment; filename="recount-\d{4}-\d\d-\d\d-[0-9a-f]{8}\.(json|pb)"$/,
        ),
      });
      const list = await ranksOf(round);
      expect(list).toMatch(/-D$/);
      expect(await lists(round, text)).toEqual([list, list]);
    }
  });

  it('is told with every receipt that a voter was given, and with nobody’s name', async () => {
    const again = await rounds.open(await world.campaign(community), 'AB', {});
    const receipts = [];
    for (const person of people) receipts.push(await rounds.cast(again, person, 'A'));
    await rounds.close(again);
    for (const path of paths(again)) {
      const { text } = await got(people[0] as Person, path);
      for (const receipt of receipts) expect(text).toContain(receipt);
      const known = await rows(
        `SELECT m.id::text AS one FROM membership m WHERE m.community_id = $1 UNION SELECT m.person_id::text FROM membership m WHERE m.community_id = $1
         UNION SELECT m.pseudonym FROM membership m WHERE m.community_id = $1 UNION SELECT b.id::text FROM round_ballot b WHERE b.round_id = $2`,
        community.id,
        again.id,
      );
      expect(known.length).toBeGreaterThan(people.length);
      for (const { one } of known) if (one !== null) expect(text).not.toContain(one);
    }
  });

  it.each([
    ['MAJORITY', ['A>B>C', 'A>B', 'BC>A', 'C', 'D>A', ''], {}],
    ['EQUAL_SHARES', ['AB', 'AB', 'C', 'CD', 'A', ''], { budgetHours: 9, completion: 'BY_SUPPORT' }],
  ] as const)('by %s is counted again with the same list', async (method, choices, input) => {
    const of = await world.campaign(community);
    const made = await rounds.scheduled(of, 'ABCD', { method, ...input });
    if (method === 'EQUAL_SHARES') {
      for (const [place, priorityId] of Object.values(made.priorities).entries()) {
        await world.done(community.steward, 'estimatePriority', { roundId: made.id, priorityId, hours: place + 2 });
      }
    }
    await world.done(of.steward, 'openPriorityRound', { roundId: made.id });
    for (const [place, choice] of choices.entries()) {
      const ranking = choice.split('>').map((names) => [...names].map((name) => made.priorities[name]));
      const input =
        method === 'MAJORITY' && choice !== '' ? { roundId: made.id, ranking } : rounds.ballot(made, choice);
      await world.done(people[place] as Person, 'castBallot', input, 'receipt');
    }
    await rounds.close(made);
    const list = await ranksOf(made);
    for (const path of paths(made)) {
      expect(await lists(made, (await got(people[1] as Person, path)).text)).toEqual([list, list]);
    }
  });

  it('is read page by page, and a large one is whole', async () => {
    const large = await counted(await world.campaign(community), ['A', 'A', 'B', 'C', 'AC', 'D']);
    await rows(
      `INSERT INTO round_ballot (community_id, round_id, id, campaign_id, part_number, receipt, marks)
       SELECT r.community_id, r.id, gen_random_uuid(), r.campaign_id, 0, lpad(n::text, 16, '0'), '\\x01010000' FROM priority_round r, generate_series(1, 500) n WHERE r.id = $1`,
      large.id,
    );
    await rows('UPDATE round_part SET roll_count = 506, ballot_count = 506 WHERE round_id = $1', large.id);
    const { text } = await got(people[0] as Person, `/rounds/${large.id}/recount.json`);
    const receipts = JSON.parse(text).ballots.map(({ receipt }: { receipt: string }) => receipt);
    expect([receipts.length, new Set(receipts).size]).toEqual([506, 506]);
  });
});

describe('a coalition', () => {
  it('gives the download to the people of every community that leads, and to nobody once it left', async () => {
    const lead = await world.community();
    const led = await world.campaign(community);
    await joined(world, led, lead);
    const theirs = await peopleOf(lead, 5);
    const made = await rounds.open(led, 'ABCD', { voice: 'PER_COMMUNITY' });
    for (const [place, choice] of ['AB', 'A', 'B', 'A', 'C', ''].entries()) {
      await rounds.cast(made, people[place] as Person, choice);
    }
    for (const [place, choice] of ['D', 'D', 'CD', 'C', ''].entries())
      await rounds.cast(made, theirs[place] as Person, choice);
    await rounds.close(made);
    const list = await ranksOf(made);
    for (const path of paths(made)) {
      const [host, guest] = [await got(people[0] as Person, path), await got(theirs[2] as Person, path)];
      expect([host.status, guest.status]).toEqual([200, 200]);
      expect(guest.text).toBe(host.text);
      expect(await lists(made, guest.text)).toEqual([list, list]);
      expect((await got(await world.ally(lead), path)).status).toBe(404);
    }
    await rows('UPDATE coalition_lead SET left_at = now() WHERE lead_id = $1', lead.id);
    for (const path of paths(made)) expect((await got(theirs[2] as Person, path)).status).toBe(404);
  });
});

describe('PriorityRound.recountUrls', () => {
  it('leads the people affected to both files, and nobody else', async () => {
    const base = `${on.config.publicUrl}/rounds/${round.id}/recount`;
    expect(await rounds.read(people[1] as Person, round, 'recountUrls { json pabulib }')).toEqual({
      recountUrls: { json: `${base}.json`, pabulib: `${base}.pb` },
    });
    const { data, errors } = await on.send(
      await world.allyOrganizer(community),
      'query ($id: ID!) { node(id: $id) { ... on PriorityRound { id recountUrls { json } } } }',
      { id: round.id },
    );
    expect(data.node).toEqual({ id: round.id, recountUrls: null });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
  });
});
