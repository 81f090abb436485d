import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MandateClock } from '../../../src/features/mandates/index.js';
import { RoundClock } from '../../../src/features/rounds/index.js';
import { anonymous } from '../../../src/platform/access/actor.js';
import type { Database } from '../../../src/platform/database/database.js';
import { Mailbox } from '../../../src/platform/mail/mailbox.js';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { plant } from '../../support/canaries.mjs';
import { sql } from '../../support/database.js';
import { inHours, type Round, Rounds } from '../../support/rounds.js';
import { membershipId, personOf } from '../../support/standing.js';
import { connectDatabase, testKeys } from '../../support/stored-world.js';
import { type Campaign, type Founded, World } from '../../support/world.js';
import { joined } from '../coalitions/coalition.js';
import { relayTo } from './relay-to.js';

let on: TestApp;
let db: Database;
let world: World;
let rounds: Rounds;
let mailbox: Mailbox;

beforeAll(async () => {
  on = await startTestApp();
  db = await connectDatabase(on.urls, 4);
  world = new World(on);
  rounds = new Rounds(on, world);
});
afterAll(async () => {
  await db.onApplicationShutdown();
  await on.close();
});
beforeEach(async () => {
  mailbox = new Mailbox();
  await rows('DELETE FROM outbox_event');
});

const rows = (text: string, ...values: unknown[]) => sql(on.urls.owner)(text, values);

type Reached = Person & { email: string; personId: string };

/** The same person with an address to write to. */
async function reached(person: Person, community: Founded, language = 'en'): Promise<Reached> {
  const personId = await personOf(on, await membershipId(on, person, community.id));
  const email = `${randomUUID()}@people.example`;
  plant(email);
  await rows(
    'UPDATE vault.account SET email_lookup = $2, email_cipher = $3 WHERE person_id = $1',
    personId,
    testKeys.digest('lookup', email),
    testKeys.encrypt(email),
  );
  await rows('UPDATE person SET language = $2 WHERE id = $1', personId, language);
  return { ...person, email, personId };
}

interface Scene {
  community: Founded;
  campaign: Campaign;
  steward: Reached;
  voter: Reached;
  other: Reached;
}

async function scene(): Promise<Scene> {
  const community = await world.community();
  const campaign = await world.campaign(community);
  const steward = await reached(community.steward, community);
  const voter = await reached(await world.affected(community), community);
  const other = await reached(await world.affected(community), community, 'es');
  await reached(await world.ally(community), community);
  return { community, campaign, steward, voter, other };
}

/** Whom the mails since the last look went to, and what they say: the first sentences, by address. */
async function mailed(): Promise<Record<string, string>> {
  await relayTo(db, mailbox).drain();
  const list = mailbox.list();
  const told = Object.fromEntries(list.map((mail) => [mail.to, mail.text]));
  if (list.length !== Object.keys(told).length) throw new Error(`Someone was told twice: ${JSON.stringify(told)}`);
  mailbox = new Mailbox();
  return told;
}

/** As the relay finds it that died before it noted what it had done. */
async function repeated(): Promise<Record<string, string>> {
  await rows(`UPDATE outbox_event SET delivered_at = NULL, next_attempt_at = now() WHERE kind <> 'notice.due'`);
  return mailed();
}

const addresses = (...people: Reached[]) => people.map(({ email }) => email).toSorted();
const told = async () => Object.keys(await mailed()).toSorted();

describe('mails about a round', () => {
  it('tell everyone on the roll that it is open and until when, in their language, each once', async () => {
    const { campaign, steward, voter, other } = await scene();
    await rounds.open(campaign, 'AB', { closesAt: '2027-01-15T18:00:00Z' });
    const mails = await mailed();
    expect(Object.keys(mails).toSorted()).toEqual(addresses(steward, voter, other));
    expect(mails[voter.email]).toMatch(/A vote has opened.* until January 15, 2027.* 18:00:00/);
    expect(mails[other.email]).toMatch(/Se abrió una votación.* hasta el 15 de enero de 2027.* 18:00:00/);
    expect(await repeated()).toEqual({});
  });

  it('remind everyone on the roll once, a day before it closes, whoever has voted', async () => {
    const { community, campaign, steward, voter, other } = await scene();
    const round = await rounds.open(campaign, 'AB', { closesAt: inHours(72) });
    await rounds.cast(round, voter, 'A');
    await reached(await world.affected(community), community);
    await mailed();
    const clock = on.app.get(RoundClock, { strict: false });
    await clock.remind();
    expect(await told()).toEqual([]);
    await rows(
      `UPDATE priority_round SET opened_at = now() - interval '49 hours', closes_at = now() + interval '23 hours' WHERE id = $1`,
      round.id,
    );
    await Promise.all([clock.remind(), clock.remind()]);
    const mails = await mailed();
    expect(Object.keys(mails).toSorted()).toEqual(addresses(steward, voter, other));
    // The link that ends such mails is each reader's own.
    const texts = [steward, voter].map(({ email }) => mails[email]?.replace(/unsubscribe\/.*/, ''));
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]).toContain('closes soon');
    await world.done(steward, 'extendPriorityRound', { roundId: round.id, closesAt: inHours(24) });
    await clock.remind();
    expect(await told()).toEqual([]);
  });

  it('leave a reminder out where a round is so short that its opening is news still', async () => {
    const { campaign } = await scene();
    await rounds.open(campaign, 'A', { closesAt: inHours(20) });
    await mailed();
    await on.app.get(RoundClock, { strict: false }).remind();
    expect(await told()).toEqual([]);
  });

  it('tell who could vote that it is counted and until when to object, and everyone affected that it is in force', async () => {
    const { community, campaign, steward, voter, other } = await scene();
    const round = await rounds.open(campaign, 'A');
    const later = await reached(await world.affected(community), community);
    await mailed();
    await rounds.cast(round, voter, 'A');
    await rounds.close(round);
    const mails = await mailed();
    expect(Object.keys(mails).toSorted()).toEqual(addresses(steward, voter, other));
    expect(mails[voter.email]).toMatch(/has been counted.* until /);
    expect(JSON.stringify(mails)).not.toMatch(/ballot|voto[s ]|quorum/);
    expect(await repeated()).toEqual({});
    await rounds.ratify(round);
    expect(await told()).toEqual(addresses(steward, voter, other, later));
    expect(await repeated()).toEqual({});
  });

  it('tell of the result alone where nobody may object', async () => {
    const { campaign, voter } = await scene();
    const round = await rounds.open(campaign, 'A', { objectionHours: 0 });
    await mailed();
    await rounds.cast(round, voter, 'A');
    await rounds.close(round);
    const mails = await mailed();
    expect(mails[voter.email]).toContain('The result of a vote is in force');
  });

  const without: Record<string, (here: Scene, round: Round) => Promise<void>> = {
    INQUORATE: async (_here, round) => rounds.close(round),
    CANCELLED: async ({ steward }, round) => {
      await world.done(steward, 'cancelPriorityRound', { roundId: round.id, reason: 'The list was wrong.' });
    },
    OBJECTED: async ({ voter }, round) => {
      await rounds.cast(round, voter, 'A');
      await rounds.close(round);
      await mailed();
      await world.done(voter, 'objectToResult', { roundId: round.id, reason: 'Half of us were away.' });
    },
  };
  it.each(Object.keys(without))('tell who could vote, once, that it ended %s', async (state) => {
    const here = await scene();
    const round = await rounds.open(here.campaign, 'A', { quorumPercent: state === 'INQUORATE' ? 100 : 0 });
    await mailed();
    await (without[state] as (here: Scene, round: Round) => Promise<void>)(here, round);
    expect(await rounds.state(round)).toBe(state);
    const mails = await mailed();
    expect(Object.keys(mails).toSorted()).toEqual(addresses(here.steward, here.voter, here.other));
    expect(mails[here.voter.email]).toContain('ended without a result');
    expect(await repeated()).toEqual({});
  });

  it('tell nothing of an objection that does not send the result back', async () => {
    const { campaign, voter } = await scene();
    const round = await rounds.open(campaign, 'A');
    await rounds.cast(round, voter, 'A');
    await rounds.close(round);
    await mailed();
    await rows('UPDATE priority_round SET objections_needed = 2 WHERE id = $1', round.id);
    await world.done(voter, 'objectToResult', { roundId: round.id, reason: 'Half of us were away.' });
    expect(await told()).toEqual([]);
  });

  it('tell the stewards alone where it is called off before anyone could vote', async () => {
    const { campaign, steward } = await scene();
    const round = await rounds.scheduled(campaign, 'A');
    await mailed();
    await world.done(steward, 'cancelPriorityRound', { roundId: round.id, reason: 'Not now.' });
    expect(await told()).toEqual(addresses(steward));
  });

  it('reach the people of each community that leads, by events of its own', async () => {
    const { campaign, steward, voter, other } = await scene();
    const lead = await world.community();
    await joined(world, campaign, lead);
    const theirs = await reached(lead.steward, lead);
    const all = addresses(steward, voter, other, theirs);
    const round = await rounds.open(campaign, 'A', { closesAt: inHours(72) });
    expect(await told()).toEqual(all);
    await rows(
      `UPDATE priority_round SET opened_at = now() - interval '49 hours', closes_at = now() + interval '23 hours' WHERE id = $1`,
      round.id,
    );
    await on.app.get(RoundClock, { strict: false }).remind();
    expect(await told()).toEqual(all);
    await rounds.cast(round, voter, 'A');
    await rounds.cast(round, theirs, 'A');
    await rounds.close(round);
    expect(await told()).toEqual(all);
    expect(await repeated()).toEqual({});
    await rounds.ratify(round);
    expect(await told()).toEqual(all);
    const [event] = await rows(`SELECT community_id FROM outbox_event WHERE kind = 'round_part.ended'`);
    expect(event?.['community_id']).toBe(lead.id);
  });

  it('go to nobody who has left since', async () => {
    const { campaign, steward, voter, other, community } = await scene();
    const round = await rounds.open(campaign, 'A');
    await mailed();
    await world.done(other, 'leaveCommunity', { communityId: community.id });
    await rounds.cast(round, voter, 'A');
    await mailed();
    await rounds.close(round);
    expect(await told()).toEqual(addresses(steward, voter));
  });
});

describe('mails about an ask that stands still', () => {
  async function pledged() {
    const here = await scene();
    const round = await rounds.open(here.campaign, 'A', { objectionHours: 0 });
    await rounds.cast(round, here.voter, 'A');
    await rounds.close(round);
    const work = { steward: here.steward, campaignId: here.campaign.id, priorityId: round.priorities['A'] as string };
    const ask = await world.ask(work, { slots: 1 });
    const ally = async () => reached(await world.ally(here.community), here.community);
    const [active, waiting, gone] = [await ally(), await ally(), await ally()];
    await world.pledge({ ask, by: active });
    expect((await world.pledge({ ask, by: waiting })).state).toBe('WAITLISTED');
    const left = await world.pledge({ ask, by: gone });
    await world.done(gone, 'stepBack', { pledgeId: left.id });
    await mailed();
    return { ...here, round, ask, active, waiting };
  }

  async function endMandate(ask: { id: string }): Promise<void> {
    await rows(
      `UPDATE mandate SET until = now() - interval '1 second' WHERE id = (SELECT mandate_id FROM ask WHERE id = $1)`,
      ask.id,
    );
    await on.app.get(MandateClock, { strict: false }).endMandates();
  }

  it('tell those who pledged why, when its mandate ends, and that it goes on under the next', async () => {
    const { ask, active, waiting, steward, voter, other, campaign, round } = await pledged();
    await endMandate(ask);
    const mails = await mailed();
    expect(Object.keys(mails).toSorted()).toEqual(addresses(active, waiting));
    expect(mails[active.email]).toMatch(/stands still, because the time .* is over.*kept.*report.*step back/);
    expect(await repeated()).toEqual({});
    const { round: next } = await world.done(
      steward,
      'schedulePriorityRound',
      { campaignId: campaign.id, closesAt: inHours(48), quorumPercent: 0, objectionHours: 0 },
      'round { id }',
    );
    await world.done(steward, 'openPriorityRound', { roundId: next.id });
    await mailed();
    await rounds.cast({ ...round, id: next.id }, voter, 'A');
    await rounds.close({ ...round, id: next.id });
    const again = await mailed();
    expect(Object.keys(again).toSorted()).toEqual(addresses(active, waiting, steward, voter, other));
    expect(again[active.email]).toContain('that stood still goes on');
    expect(await repeated()).toEqual({});
  });

  it('tell them when someone opens it again, and nothing where an organizer paused it', async () => {
    const { ask, active, waiting, steward, round } = await pledged();
    await world.done(steward, 'pauseAsk', { askId: ask.id });
    await world.done(steward, 'openAsk', { askId: ask.id });
    expect(await told()).toEqual([]);
    await endMandate(ask);
    expect(await told()).toEqual(addresses(active, waiting));
    await rows(`UPDATE mandate SET state = 'LIVE', until = now() + interval '9 days' WHERE round_id = $1`, round.id);
    await world.done(steward, 'openAsk', { askId: ask.id });
    const mails = await mailed();
    expect(mails[waiting.email]).toContain('goes on');
  });

  it('tell them when the community that led it leaves', async () => {
    const { campaign, community } = await scene();
    const lead = await world.community();
    const second = await world.affected(lead);
    await joined(world, campaign, lead);
    const priority = await world.priority({ ...campaign, steward: lead.steward });
    await world.mandate(priority, { steward: lead.steward, cosigner: second });
    const ask = await world.ask({ steward: lead.steward, campaignId: campaign.id, priorityId: priority.id });
    const ally = await reached(await world.ally(community), community);
    await world.pledge({ ask, by: ally });
    await mailed();
    await world.done(lead.steward, 'leaveCoalition', { campaignId: campaign.id, communityId: lead.id });
    const mails = await mailed();
    expect(Object.keys(mails)).toEqual([ally.email]);
    expect(mails[ally.email]).toMatch(/stands still, because those who led it do not take part.*step back/);
  });
});

describe('whom to write to', () => {
  it('is told to nobody but the clock', async () => {
    const { campaign, steward } = await scene();
    const as = { ...anonymous, kind: 'person' as const, personId: steward.personId };
    for (const call of [
      'mail_recipients_ask',
      'mail_recipients_roll',
      'mail_recipients_round_end',
      'round_times',
      'parts_beside_host',
    ]) {
      const asking = db.write(as, null, (tx) =>
        tx.rows(`SELECT * FROM app.${call}($1, $2)`, [campaign.communityId, campaign.id]),
      );
      await expect(asking).rejects.toMatchObject({ constraint: 'mail_recipients_by_clock_only_ck' });
    }
    const reminding = db.write(as, null, (tx) => tx.rows('SELECT app.remind_of_rounds()'));
    await expect(reminding).rejects.toMatchObject({ constraint: 'round_by_the_clock_ck' });
  });
});
