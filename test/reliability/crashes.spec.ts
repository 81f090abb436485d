import { beforeAll, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTestApp } from '../support/client.js';
import { freshDatabase, sql } from '../support/database.js';
import { buildProgram, KillableNode, pledgeUntilAnswered } from '../support/killable-node.js';
import { scene } from '../support/pledging.js';
import { pledgeTo, World } from '../support/world.js';

const ASKS = 40;
const ALLIES = 50;
const PLEDGES = ASKS * ALLIES;
const PLACES = 30;
const KILLS = 20;
const CLIENTS = 10;
const SEED = 20261123;

beforeAll(buildProgram);

interface Order {
  token: string;
  input: Record<string, unknown>;
}

/** The same numbers from the same seed (mulberry32, T. Ettinger 2017). */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Forty asks under one mandate of two signatures, and who is to pledge to each, in a seeded order. */
async function prepare(world: World, random: () => number): Promise<{ communityId: string; orders: Order[] }> {
  const there = await scene(world, { slots: PLACES, quantityWanted: 1000 });
  const second = await world.affected(there.community);
  await world.done(second, 'cosignMandate', { mandateId: there.mandateId });
  const asks = [there.ask];
  while (asks.length < ASKS) asks.push(await world.ask(there, { slots: PLACES, quantityWanted: 1000 }));
  const allies: string[] = [];
  while (allies.length < ALLIES) allies.push((await world.ally(there.community)).accessToken);
  const orders = asks.flatMap((ask, row) =>
    allies.map((token, column) => ({ token, input: pledgeTo(ask, { idempotencyKey: `crash-${row}-${column}` }) })),
  );
  const shuffled = orders.map((order) => ({ order, place: random() })).toSorted((a, b) => a.place - b.place);
  return { communityId: there.community.id, orders: shuffled.map(({ order }) => order) };
}

/** Kills one node after the other: half once their answer is due, half whenever; goes on when the progress allows. */
async function killInTurn(nodes: KillableNode[], random: () => number, progress: { done: number; kills: number }) {
  const restarts: Promise<void>[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    while (progress.done < (kill * PLEDGES) / (KILLS + 1)) await sleep(5);
    const node = nodes[kill % nodes.length];
    if (kill % 2 === 0) await node?.killUnheard();
    else await sleep(random() * 60).then(() => node?.kill());
    progress.kills += 1;
    // The others serve meanwhile; the next kill is one of theirs, and waits for that one to be up.
    if (node && kill < KILLS - nodes.length + 1) restarts.push(node.start());
  }
  await Promise.all(restarts);
}

it(`${KILLS} kills during ${PLEDGES} pledges lose and double none that was answered`, async () => {
  const began = Date.now();
  const random = numbersFrom(SEED);
  const urls = await freshDatabase('crashes');
  const on = await startTestApp({ urls });
  const { communityId, orders } = await prepare(new World(on), random);
  await on.close();
  const prepared = Date.now();

  const environment = { DATABASE_URL: urls.owner, ACCOMPANY_SECRET: 'every process of this test has this secret' };
  const nodes = Array.from({ length: 3 }, () => new KillableNode(environment));
  const progress = { done: 0, kills: 0 };
  const answered: string[] = [];
  let repeated = 0;
  const client = async () => {
    for (let order = orders.pop(); order; order = orders.pop()) {
      // Work waits for the kills, so that each falls into it.
      while (progress.done > ((progress.kills + 1) * PLEDGES) / KILLS) await sleep(5);
      const { payload, attempts } = await pledgeUntilAnswered(() => anyOf(nodes, random), order.token, order.input);
      expect(payload.userErrors).toEqual([]);
      answered.push(payload.pledge?.id ?? '');
      progress.done += 1;
      if (attempts > 1) repeated += 1;
    }
  };
  try {
    await Promise.all(nodes.map((node) => node.open()));
    const killing = killInTurn(nodes, random, progress).finally(() => {
      // Should a node not come up again, the clients need not wait for more kills.
      progress.kills = KILLS;
    });
    await Promise.all([killing, ...Array.from({ length: CLIENTS }, client)]);
  } finally {
    await Promise.all(nodes.map((node) => node.close()));
  }
  expect(progress).toEqual({ done: PLEDGES, kills: KILLS });
  await proveWhole(urls.owner, communityId, answered);
  const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1);
  process.stdout.write(
    `${PLEDGES} pledges, ${KILLS} kills, ${repeated} sent more than once; world ${seconds(began, prepared)} s, load ${seconds(prepared, Date.now())} s\n`,
  );
}, 300_000);

/** As a balancer sends them: to one that is up, unless none is. */
function anyOf(nodes: KillableNode[], random: () => number): string {
  const up = nodes.filter((node) => node.serves);
  const among = up.length > 0 ? up : nodes;
  return among[Math.floor(random() * among.length)]?.url ?? '';
}

async function proveWhole(owner: string, communityId: string, answered: string[]): Promise<void> {
  const rows = sql(owner);
  const pledges = await rows('SELECT id, ask_id, pledger_id, turn::int AS turn FROM pledge ORDER BY ask_id, turn');
  expect(answered.toSorted()).toEqual(pledges.map(({ id }) => String(id)).toSorted());
  expect(new Set(pledges.map(({ ask_id, pledger_id }) => `${ask_id} ${pledger_id}`)).size).toBe(PLEDGES);
  expect(pledges.map(({ turn }) => turn)).toEqual(pledges.map((_, index) => (index % ALLIES) + 1));

  const tallies = await rows(
    'SELECT places_taken, active_count, waitlisted_count, next_turn::int AS next_turn FROM ask_tally',
  );
  expect(tallies).toEqual(
    tallies.map(() => ({
      places_taken: PLACES,
      active_count: PLACES,
      waitlisted_count: ALLIES - PLACES,
      next_turn: ALLIES + 1,
    })),
  );
  const [written] = await rows(
    `SELECT (SELECT count(*)::int FROM record_entry WHERE kind = 'pledge.made') AS recorded,
            (SELECT count(*)::int FROM record_entry e JOIN outbox_event o ON o.id = e.id AND o.subject_id = e.subject_id JOIN pledge p ON p.id = e.subject_id
              WHERE e.kind = 'pledge.made' AND o.kind = e.kind) AS matched,
            (SELECT count(*)::int FROM outbox_event WHERE kind = 'pledge.made') AS announced,
            (SELECT count(*)::int FROM idempotency WHERE operation = 'makePledge' AND result IS NOT NULL) AS remembered,
            (SELECT count(*)::int FROM occurrence) AS occurrences`,
  );
  expect(written).toEqual({
    recorded: PLEDGES,
    matched: PLEDGES,
    announced: PLEDGES,
    remembered: PLEDGES,
    occurrences: ASKS * PLACES,
  });
  await rows(
    "SELECT app.enter('system', NULL, NULL), set_config('accompany.kind', 'system', false), app.seal_record(100000)",
  );
  const [proof] = await rows(
    'SELECT entries::int AS entries, unsealed::int AS unsealed, broken_at FROM app.verify_record($1)',
    [communityId],
  );
  expect(proof).toMatchObject({ unsealed: 0, broken_at: null });
  expect(Number(proof?.['entries'])).toBeGreaterThan(PLEDGES);
}
