import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { inHours } from '../../support/rounds.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { joined } from '../coalitions/coalition.js';
import { PARTS, partOf, SharedRounds } from './shared-rounds.js';

let on: TestApp;
let world: World;
let rounds: SharedRounds;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('coalition_votes') });
  world = new World(on);
  rounds = new SharedRounds(on, world);
});
afterAll(() => on.close());

const rows = (text: string, ...values: unknown[]) => sql(on.urls.owner)(text, values);

describe('a round that several communities hold', () => {
  it('freezes a roll for each when it opens, and has none for whoever comes later', async () => {
    const { host, lead, campaign } = await rounds.pair(2, 3);
    const round = await rounds.open(campaign, 'AB');
    const [later, late] = [await rounds.peopled(1), await world.affected(lead)];
    await joined(world, campaign, later);
    const { parts } = await rounds.read(host.steward, round, PARTS);
    expect(parts.map((part: Answer) => [part.community.id, part.rollCount])).toEqual([
      [host.id, 2],
      [lead.id, 3],
    ]);
    const entries = await rows(
      `SELECT p.community_id AS home, count(*)::int AS people FROM round_part p JOIN roll_entry e ON e.community_id = p.community_id AND e.part_id = p.id
         JOIN membership m ON m.community_id = e.community_id AND m.id = e.membership_id WHERE p.round_id = $1 GROUP BY 1 ORDER BY 2`,
      round.id,
    );
    expect(entries).toEqual([
      { home: host.id, people: 2 },
      { home: lead.id, people: 3 },
    ]);
    await unchanged(on, async () => {
      expect(await rounds.told(later.steward, 'castBallot', rounds.ballot(round, 'A'))).toBe('FORBIDDEN');
      expect(await rounds.told(late, 'castBallot', rounds.ballot(round, 'A'))).toBe('FORBIDDEN');
    });
    await rounds.castAll(round, [...host.people, ...lead.people], 'A');
    await rounds.close(round);
    await rounds.ratify(round);
    const mandates = await rows(
      'SELECT lead_id FROM mandate WHERE round_id = $1 ORDER BY lead_id NULLS FIRST',
      round.id,
    );
    expect(mandates).toEqual([{ lead_id: null }, { lead_id: lead.id }]);
  });

  it('is inquorate when one of them falls short, however many of the others voted', async () => {
    const { host, lead, campaign } = await rounds.pair(3, 4);
    const round = await rounds.open(campaign, 'AB', { quorumPercent: 50 });
    await rounds.castAll(round, [...host.people, lead.steward], 'A');
    await rounds.close(round);
    expect([await rounds.state(round), await rounds.ranks(round)]).toEqual(['INQUORATE', '']);
    const read = await rounds.read(lead.steward, round, `state ${PARTS} ballots { totalCount }`);
    expect(partOf(read, host)).toMatchObject({ ballotCount: 3, isQuorate: true });
    expect(partOf(read, lead)).toMatchObject({ ballotCount: 1, isQuorate: false });
    expect(read.ballots.totalCount).toBe(0);
    expect(await rows('SELECT FROM mandate WHERE round_id = $1', round.id)).toEqual([]);
    expect(await rounds.kindsOf(lead)).toEqual([
      'round.opened SYSTEM',
      'round.closed SYSTEM',
      'round.inquorate SYSTEM',
    ]);
  });

  it('gives each community the same voice, or each person, as it was announced', async () => {
    const [host, lead] = [await rounds.peopled(6), await rounds.peopled(2)];
    const lists: Record<string, string> = {};
    for (const voice of ['PER_COMMUNITY', 'PER_PERSON']) {
      const round = await rounds.open(await rounds.campaign(host, lead), 'ABC', { voice, objectionHours: 0 });
      await rounds.castAll(round, host.people.slice(0, 4), 'A');
      await rounds.castAll(round, host.people.slice(4), 'B');
      await rounds.castAll(round, lead.people, 'C');
      await rounds.close(round);
      expect(await rounds.state(round)).toBe('RATIFIED');
      lists[voice] = await rounds.ranks(round);
    }
    // Of eight people four want A and two each B and C; of two communities C has one whole, A two thirds of the other.
    expect(lists['PER_COMMUNITY']).toBe('CAB');
    expect(lists['PER_PERSON']?.[0]).toBe('A');
  });

  it('lets someone affected in two of them vote in each, once they say for which, and says that this can be', async () => {
    const { host, lead, campaign } = await rounds.pair(5, 5);
    const { code } = await world.done(lead.steward, 'inviteToCommunity', { communityId: lead.id }, 'code');
    const both = host.people[1] as Person;
    await world.done(both, 'acceptInvitation', { link: code, declinesStewardship: true });
    const round = await rounds.open(campaign, 'AB');
    await unchanged(on, async () => {
      expect(await rounds.told(both, 'castBallot', rounds.ballot(round, 'A'))).toBe('LEAD_REQUIRED');
    });
    const receipts = [
      await rounds.cast(round, both, 'A', { communityId: host.id }),
      await rounds.cast(round, both, 'B', { communityId: lead.id }),
    ];
    expect(new Set(receipts).size).toBe(2);
    const own = await rounds.read(
      both,
      round,
      `viewerCanVote at: viewerBallot(communityId: "${host.id}") { levels } there: viewerBallot(communityId: "${lead.id}") { levels }`,
    );
    expect([own.at.levels, own.there.levels]).toEqual([[[round.priorities['A']]], [[round.priorities['B']]]]);
    await rounds.castAll(round, [...host.people.filter((person) => person !== both), ...lead.people], 'AB');
    await rounds.close(round);
    await rounds.ratify(round);
    const SAID =
      'Someone affected in two of these communities can vote in each, so one person may be behind two ballots.';
    const read = await rounds.read(null, round, 'state notice');
    expect([read.state, read.notice]).toEqual(['RATIFIED', expect.arrayContaining([SAID])]);
    const alone = await rounds.open(await world.campaign(host), 'AB');
    expect((await rounds.read(host.steward, alone, 'notice')).notice).not.toContain(SAID);
  });

  it('ends for all of them at the time that all were told, and is run by stewards of its host alone', async () => {
    const { host, lead, campaign } = await rounds.pair(2, 2);
    const round = await rounds.open(campaign, 'AB');
    const scheduled = await rounds.scheduled(campaign, 'CD');
    const of = { roundId: round.id };
    await unchanged(on, async () => {
      expect(await rounds.told(host.steward, 'closePriorityRound', of)).toBe('WRONG_STATE');
      for (const [field, input] of [
        ['openPriorityRound', { roundId: scheduled.id }],
        ['extendPriorityRound', { ...of, closesAt: inHours(90) }],
        ['closePriorityRound', of],
        ['cancelPriorityRound', { ...of, reason: 'We want none of it.' }],
        ['schedulePriorityRound', { campaignId: campaign.id, closesAt: inHours(90) }],
      ] as const) {
        expect([field, await rounds.told(lead.steward, field, input)]).toEqual([field, 'FORBIDDEN']);
      }
    });
    const seen = await rounds.read(lead.steward, round, 'state viewerCanRun viewerCanVote');
    expect(seen).toEqual({ state: 'OPEN', viewerCanRun: false, viewerCanVote: true });
  });

  it('is read by the affected people of every lead and not by their allies, turnout only after the closing', async () => {
    const { host, lead, campaign } = await rounds.pair(6, 6);
    const round = await rounds.open(campaign, 'AB');
    const later = await rounds.peopled(1);
    await joined(world, campaign, later);
    await rounds.castAll(round, [...host.people, ...lead.people.slice(1)], 'A');
    const RESULT = `state ${PARTS} objections { reason } ballots { totalCount } items { rank explanation numbers }`;
    for (const reader of [host.steward, lead.steward, later.steward]) {
      const { parts, ballots } = await rounds.read(reader, round, RESULT);
      expect(parts.map((part: Answer) => [part.rollCount, part.ballotCount, part.isQuorate])).toEqual([
        [6, null, null],
        [6, null, null],
      ]);
      expect(ballots.totalCount).toBe(0);
    }
    await rounds.close(round);
    await sql(on.urls.owner)('UPDATE priority_round SET objections_needed = 9 WHERE id = $1', [round.id]);
    await world.done(lead.steward, 'objectToResult', { roundId: round.id, reason: 'The list was too short.' });
    for (const reader of [host.steward, lead.steward, later.steward]) {
      const { parts, ballots, objections, items } = await rounds.read(reader, round, RESULT);
      expect(parts.map((part: Answer) => part.ballotCount)).toEqual([6, 5]);
      expect([ballots.totalCount, objections, items[0].explanation?.length]).toEqual([
        11,
        [{ reason: 'The list was too short.' }],
        2,
      ]);
    }
    await sql(on.urls.owner)('UPDATE community SET published = true WHERE id = $1', [lead.id]);
    for (const ally of [await world.ally(host), await world.ally(lead)]) {
      const { errors } = await on.send(ally, 'query ($id: ID!) { node(id: $id) { id } }', { id: round.id });
      expect(errors.map((error) => error.extensions.code)).toEqual(['NOT_FOUND']);
    }
    await rounds.ratify(round);
    const ofAlly = await on.send(
      await world.ally(lead),
      `query ($id: ID!) { node(id: $id) { ... on PriorityRound { ${RESULT} } } }`,
      { id: round.id },
    );
    expect(ofAlly.errors.map((error) => [error.path?.[1], error.extensions.code])).toEqual(
      ['parts', 'objections', 'ballots'].map((field) => [field, 'FORBIDDEN']),
    );
    expect(ofAlly.data.node).toMatchObject({ state: 'RATIFIED', parts: null, objections: null, ballots: null });
    expect(ofAlly.data.node.items).toEqual([{ rank: 1, explanation: null, numbers: null }]);
  });

  it('hides ballots, tally and who said none of these from all where fewer than five of one community voted', async () => {
    const { host, lead, campaign } = await rounds.pair(6, 4);
    const round = await rounds.open(campaign, 'AB');
    await rounds.castAll(round, [...host.people, ...lead.people.slice(1)], 'A');
    await rounds.cast(round, lead.steward, '');
    await rounds.close(round);
    await rounds.ratify(round);
    for (const reader of [host.steward, lead.steward]) {
      const read = await rounds.read(
        reader,
        round,
        `publishesBallots ${PARTS} ballots { totalCount } items { rank explanation numbers }`,
      );
      expect([read.publishesBallots, read.ballots.totalCount]).toEqual([false, 0]);
      expect(read.items[0]).toEqual({ rank: 1, explanation: null, numbers: null });
      expect(partOf(read, host)).toMatchObject({ ballotCount: 6, noneCount: 0 });
      expect(partOf(read, lead)).toMatchObject({ ballotCount: 4, noneCount: null });
    }
    expect(await rounds.ranks(round)).toBe('A');
  });
});
