import { createHash } from 'node:crypto';
import type { DatabaseUrls } from '../../src/platform/database/urls.js';
import { type Person, startTestApp, type TestApp } from './client.js';
import { sql, superuserUrl } from './database.js';
import { draws } from './draws.js';
import { type Round, Rounds } from './rounds.js';
import { type Campaign, type Founded, World } from './world.js';

/** A community whose people can all vote, with a campaign: laid out by a server of the test's own, for others to run. */
export interface Electorate {
  community: Founded;
  campaign: Campaign;
  people: Person[];
}

export const CAST =
  'mutation ($input: CastBallotInput!) { castBallot(input: $input) { receipt userErrors { code message } } }';

export async function electorate(on: TestApp, size: number): Promise<Electorate> {
  const world = new World(on);
  const community = await world.community();
  const campaign = await world.campaign(community);
  const people = [community.steward];
  while (people.length < size) {
    const some = Math.min(5, size - people.length);
    people.push(...(await Promise.all(Array.from({ length: some }, () => world.affected(community)))));
  }
  await sql(on.urls.owner)('UPDATE membership SET probation_until = NULL WHERE community_id = $1', [community.id]);
  return { community, campaign, people };
}

/** As a process makes it of ACCOMPANY_SECRET. */
const secretOf = (phrase: string) => createHash('sha256').update(`accompany secret ${phrase}`).digest();

/** Runs `work` on a server of the test's own with the secret of the processes under test, and is gone before they start. */
export async function prepared<T>(
  urls: DatabaseUrls,
  phrase: string,
  work: (on: TestApp, rounds: Rounds) => Promise<T>,
): Promise<T> {
  const on = await startTestApp({ urls, config: { secret: secretOf(phrase) } });
  try {
    return await work(on, new Rounds(on, new World(on)));
  } finally {
    await on.close();
  }
}

/** Every choice of approvals over these letters but none, in an order drawn by the seed. */
export function choicesOf(letters: string, draw: ReturnType<typeof draws>): string[] {
  const choices = Array.from({ length: 2 ** letters.length - 1 }, (_, mask) =>
    [...letters].filter((_letter, place) => (mask + 1) & (1 << place)).join(''),
  );
  return shuffled(choices, draw);
}

export function shuffled<T>(values: readonly T[], draw: ReturnType<typeof draws>): T[] {
  const order = [...values];
  for (let place = order.length - 1; place > 0; place -= 1) {
    const other = draw(place + 1);
    [order[place], order[other]] = [order[other] as T, order[place] as T];
  }
  return order;
}

/** What lies in the box once it is open, by receipt: the choice in the letters of the test. */
export async function published(owner: string, round: Round): Promise<Map<string, string>> {
  const query = sql(owner);
  const items = await query<{ id: string }>(
    'SELECT priority_id AS id FROM round_item WHERE round_id = $1 ORDER BY position',
    [round.id],
  );
  const letterOf = new Map(Object.entries(round.priorities).map(([letter, id]) => [id, letter]));
  const ballots = await query<{ receipt: string; marks: Buffer }>(
    'SELECT receipt, marks FROM round_ballot WHERE round_id = $1',
    [round.id],
  );
  const read = (marks: Buffer) =>
    items
      .flatMap(({ id }, place) => (marks[place] ? [letterOf.get(id) ?? '?'] : []))
      .toSorted()
      .join('');
  return new Map(ballots.map(({ receipt, marks }) => [receipt, read(marks)]));
}

/** The clock of the rounds, so many times: whichever process is free takes one. */
export async function ringClocks(urls: DatabaseUrls, times: number): Promise<void> {
  // Processes with a secret of their own have given the roles other passwords.
  const server = new URL(superuserUrl());
  server.pathname = new URL(urls.owner).pathname;
  await sql(server.toString())(`SELECT graphile_worker.add_job('advance-rounds') FROM generate_series(1, $1)`, [times]);
}

/** Its time to close is over in the database's own time, as if it had been set so. */
export async function endsIn(owner: string, round: { id: string }, milliseconds: number): Promise<void> {
  await sql(owner)(
    `UPDATE priority_round SET opens_at = now() - interval '2 hours', closes_at = now() + make_interval(secs => $2) WHERE id = $1`,
    [round.id, milliseconds / 1000],
  );
}
