import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BallotBox } from '../../src/features/rounds/ballot-box.js';
import { Keys } from '../../src/platform/crypto/keys.js';
import { attack, beyondChance, type Evidence, type Truth } from '../support/attacker.js';
import { sql, testSecret } from '../support/database.js';
import { draws } from '../support/draws.js';
import { evidenceOf } from '../support/evidence.js';
import { type Row, seizeRows, touched } from '../support/seizure.js';
import { type Voter, VOTERS, WatchedRounds } from '../support/watched-rounds.js';

const SEED = 20261128;
const BATCHES = 20;
const CAMPAIGNS = 10;

let watched: WatchedRounds;
const seized: [Evidence, Truth][] = [];
const leaks: string[] = [];
/** Salts as they lay in the rows of open rounds, and are in the log of writes for good. */
const salted: { partId: string; salt: Buffer; truth: Truth }[] = [];

beforeAll(async () => {
  watched = await WatchedRounds.start(draws(SEED), CAMPAIGNS);
  for (let count = 0; count < BATCHES; count += 1) {
    const batch = await watched.batch();
    seized.push(...evidenceOf(batch));
    const open = batch.open.map(({ text }) => text).join('\n');
    for (const { partId, truth } of batch.watched) salted.push({ partId, salt: saltOf(batch.open, partId), truth });
    const receipts = batch.watched.flatMap(({ truth }) => [...truth.values()]);
    leaks.push(...receipts.filter((receipt) => batch.openWal.includes(receipt) || open.includes(receipt)));
  }
}, 300_000);
afterAll(() => watched.stop());

function saltOf(rows: readonly Row[], partId: string): Buffer {
  const row = rows.find(({ table, text }) => table === 'vault.ballot_secret' && text.includes(partId));
  return Buffer.from(row?.text.match(/x([0-9a-f]{64})/)?.[1] ?? '', 'hex');
}

describe(`${BATCHES * CAMPAIGNS} rounds by the seed ${SEED}`, () => {
  it('give up no voter of any ballot, whatever is put in order against whatever', () => {
    expect(seized).toHaveLength(BATCHES * CAMPAIGNS);
    for (const [{ voters, ballots }, truth] of seized) {
      expect([voters.length, new Set(ballots.map(({ signs }) => signs['marks'])).size]).toEqual([VOTERS, VOTERS]);
      expect(new Set(ballots.map(({ id }) => id))).toEqual(new Set(truth.values()));
      const places = ballots.map(({ signs }) => signs['first in the log']);
      expect(places).not.toContain(-1);
    }
    const findings = attack(seized);
    process.stdout.write(`${findings.length} strategies\n`);
    expect(beyondChance(findings)).toEqual([]);
  });

  it('have no receipt in any row nor in the log of writes before they are closed', () => {
    expect(leaks).toEqual([]);
  });

  it('keep their receipts from whoever has the salts and not the secret outside', () => {
    const receiptsBy = (secret: (salt: Buffer) => Buffer) =>
      salted.flatMap(({ partId, salt, truth }) => {
        const box = new BallotBox(new Keys(secret(salt)), partId, salt);
        return [...truth].filter(([membershipId, receipt]) => box.receiptOf(membershipId) === receipt);
      });
    const guesses = [() => Buffer.alloc(0), () => Buffer.alloc(32), (salt: Buffer) => salt];
    for (const guess of guesses) expect(receiptsBy(guess)).toEqual([]);
    expect(receiptsBy(() => testSecret)).toHaveLength(BATCHES * CAMPAIGNS * VOTERS);
  });

  it('are logged without anyone and anything of them', () => {
    expect(watched.logged.length).toBeGreaterThan(BATCHES * CAMPAIGNS * VOTERS);
    const log = watched.logged.join('');
    const named = watched.people.flatMap(({ membershipId, personId }) => [membershipId, personId]);
    const receipts = seized.flatMap(([, truth]) => [...truth.values()]);
    expect([...named, ...receipts].filter((text) => log.includes(text))).toEqual([]);
  });
});

describe('a ballot', () => {
  const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWX';

  it('is nowhere in the clear until the round is closed', async () => {
    const begin = await watched.position();
    const round = await watched.alone(LETTERS);
    const choices = watched.people.map((_, turn) =>
      LETTERS.split('').filter((__, place) => (place * 7 + turn * turn) % 5 < 2),
    );
    for (const [turn, { person }] of watched.people.entries())
      await watched.rounds.cast(round, person, choices[turn]?.join('') ?? '');
    const marks = choices.map((choice) =>
      Buffer.from(LETTERS.split('').map((letter) => (choice.includes(letter) ? 1 : 0))),
    );
    const inTheClear = async () => {
      const wal = await watched.walSince(begin);
      const rows = (await seizeRows(watched.superuser)).map(({ text }) => text).join('\n');
      return marks.map((one) => [wal.includes(one), rows.includes(one.toString('hex'))]);
    };
    expect(await inTheClear()).toEqual(marks.map(() => [false, false]));
    await watched.close();
    expect(await inTheClear()).toEqual(marks.map(() => [true, true]));
  }, 60_000);

  it('leaves its own row behind and nothing of who cast it, not even a lock on their standing', async () => {
    const round = await watched.alone('ABC');
    const [voter, other] = watched.people as [Voter, Voter];
    const trace = async (by: Voter, choice: string) => {
      const before = await seizeRows(watched.superuser);
      await watched.rounds.cast(round, by.person, choice);
      return touched(before, await seizeRows(watched.superuser));
    };
    const footprint = { 'vault.sealed_ballot': 1 };
    expect(await trace(voter, 'A')).toEqual(footprint);
    expect(await trace(voter, 'B')).toEqual(footprint);

    const owner = sql(watched.on.urls.owner);
    await owner(`CREATE FUNCTION lock_voter() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM FROM membership m WHERE m.id = ANY (app.my_memberships()) FOR SHARE; RETURN NEW; END $$`);
    await owner(
      'CREATE TRIGGER locks_voter AFTER INSERT ON vault.sealed_ballot FOR EACH ROW EXECUTE FUNCTION lock_voter()',
    );
    try {
      expect(await trace(other, 'A')).toEqual({ ...footprint, 'public.membership': 1 });
    } finally {
      await owner('DROP FUNCTION lock_voter CASCADE');
    }
  });

  it('of another length than the others is refused by the database itself', async () => {
    const round = await watched.alone('ABC');
    const owner = sql(watched.on.urls.owner);
    const [part] = await owner('SELECT id FROM round_part WHERE round_id = $1', [round.id]);
    const sealed = (length: number) =>
      owner(
        `SELECT app.enter('person', $1, NULL), set_config('accompany.kind', 'person', false), set_config('accompany.person', $1::text, false), app.cast_ballot($2, $3, $4)`,
        [watched.people[0]?.personId, part?.['id'], createHash('sha256').digest(), Buffer.alloc(length)],
      );
    await expect(sealed(46)).rejects.toMatchObject({ constraint: 'ballot_length_ck' });
    await sealed(47);
  });
});
