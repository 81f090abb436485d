import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseUrls } from '../../src/platform/database/urls.js';
import { freshDatabase, sql } from '../support/database.js';
import { draws } from '../support/draws.js';
import {
  CAST,
  choicesOf,
  type Electorate,
  electorate,
  endsIn,
  prepared,
  published,
  ringClocks,
} from '../support/electorate.js';
import { buildProgram, KillableNode, untilAnswered } from '../support/killable-node.js';
import type { Round } from '../support/rounds.js';
import { World } from '../support/world.js';

const PEOPLE = 100;
const EACH = 10;
const SEED = 20261126;
const LETTERS = 'ABCDE';
const SECRET = 'both processes open one box with this secret';

let urls: DatabaseUrls;
let there: Electorate;
let first: Round;
let second: Round;
let nodes: KillableNode[] = [];
const draw = draws(SEED);

beforeAll(async () => {
  await buildProgram();
  urls = await freshDatabase('ballots');
  await prepared(urls, SECRET, async (on, rounds) => {
    there = await electorate(on, PEOPLE);
    first = await rounds.open(there.campaign, LETTERS);
    second = await rounds.open(await new World(on).campaign(there.community), LETTERS);
  });
  const environment = { DATABASE_URL: urls.owner, ACCOMPANY_SECRET: SECRET };
  nodes = [new KillableNode(environment), new KillableNode(environment)];
  for (const node of nodes) await node.open();
}, 120_000);
afterAll(async () => {
  for (const node of nodes) await node.close();
});

interface Voter {
  token: string;
  choices: string[];
  receipts: Set<string>;
  /** The choice of which they were last told that it is cast. */
  told: string;
}

const voters = (): Voter[] =>
  there.people.map(({ accessToken }) => ({
    token: accessToken,
    choices: choicesOf(LETTERS, draw),
    receipts: new Set(),
    told: '',
  }));
const anyNode = () => nodes[draw(nodes.length)]?.url ?? '';
const rows = (text: string, ...values: unknown[]) => sql(urls.owner)(text, values);

/** Answers the code of a refusal, and nothing where the ballot was cast. */
async function cast(round: Round, voter: Voter, choice: string): Promise<string | undefined> {
  const input = { roundId: round.id, approvals: [...choice].map((letter) => round.priorities[letter]) };
  const { data } = await untilAnswered(anyNode, voter.token, CAST, { input });
  const { receipt, userErrors } = data.castBallot;
  if (userErrors.length > 0) return userErrors[0].code;
  voter.receipts.add(receipt);
  voter.told = choice;
  return undefined;
}

async function closed(round: Round): Promise<void> {
  const is = async () => (await rows('SELECT state FROM priority_round WHERE id = $1', round.id))[0]?.['state'];
  while ((await is()) === 'OPEN') {
    await ringClocks(urls, 2);
    await sleep(100);
  }
}

/** One box, opened once, with nothing left of what it was under lock with. */
async function expectClosedOnce(round: Round, ballots: number): Promise<void> {
  const [part] = await rows(
    `SELECT ballot_count AS ballots, roll_count AS roll, stray_count AS strays,
            (SELECT count(*)::int FROM vault.sealed_ballot b WHERE b.part_id = p.id) AS sealed,
            (SELECT count(*)::int FROM vault.ballot_secret s WHERE s.part_id = p.id) AS salts,
            (SELECT count(*)::int FROM round_ballot b WHERE b.round_id = p.round_id) AS published,
            (SELECT count(*)::int FROM record_entry e WHERE e.subject_id = p.round_id AND e.kind = 'round.closed' AND e.details->>'ballots' = $2) AS recorded
       FROM round_part p WHERE p.round_id = $1`,
    round.id,
    String(ballots),
  );
  expect(part).toEqual({ ballots, roll: PEOPLE, strays: 0, sealed: 0, salts: 0, published: ballots, recorded: 1 });
}

describe(`ballots cast through two processes at once, by the seed ${SEED},`, () => {
  it(`count once for each of ${PEOPLE} people who replace theirs ${EACH - 1} times`, async () => {
    const all = voters();
    await Promise.all(
      all.map(async (voter, place) => {
        const choices = voter.choices.slice(0, EACH);
        // Half of the people send theirs one after the other, the others all in one moment.
        if (place % 2 === 0) for (const choice of choices) expect(await cast(first, voter, choice)).toBeUndefined();
        else await Promise.all(choices.map(async (choice) => expect(await cast(first, voter, choice)).toBeUndefined()));
      }),
    );
    await endsIn(urls.owner, first, 0);
    await closed(first);

    await expectClosedOnce(first, PEOPLE);
    const found = await published(urls.owner, first);
    expect(new Set(all.flatMap(({ receipts }) => [...receipts]))).toEqual(new Set(found.keys()));
    for (const [place, voter] of all.entries()) {
      const [receipt, ...others] = voter.receipts;
      expect(others).toEqual([]);
      const counted = found.get(receipt ?? '');
      if (place % 2 === 0) expect(counted).toBe(voter.told);
      else expect(voter.choices.slice(0, EACH)).toContain(counted);
    }
  }, 120_000);

  it('are each counted or refused, never half, while the clocks of both close the round', async () => {
    const all = voters();
    let refused = 0;
    const voting = Promise.all(
      all.map(async (voter) => {
        for (let turn = 0; ; turn += 1) {
          const code = await cast(second, voter, voter.choices[turn % voter.choices.length] ?? '');
          if (code === undefined) continue;
          expect(code).toBe('WRONG_STATE');
          refused += 1;
          return;
        }
      }),
    );
    // Everyone has voted before, so that each has a ballot that must not be lost to a later one that came too late.
    while (all.some(({ told }) => told === '')) await sleep(20);
    await endsIn(urls.owner, second, 300);
    await closed(second);
    await voting;

    expect(refused).toBe(PEOPLE);
    await expectClosedOnce(second, PEOPLE);
    const found = await published(urls.owner, second);
    const counted = all.map(({ receipts }) => [...receipts].map((receipt) => found.get(receipt)));
    expect(counted).toEqual(all.map(({ told }) => [told]));
  }, 120_000);
});
