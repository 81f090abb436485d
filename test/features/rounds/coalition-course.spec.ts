import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PartClosing } from '../../../src/features/rounds/part-closing.js';
import { type Answer, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { type Campaign, type Founded, World } from '../../support/world.js';
import { PARTS, partOf, SharedRounds } from './shared-rounds.js';

let on: TestApp;
let world: World;
let rounds: SharedRounds;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('coalition_course') });
  world = new World(on);
  rounds = new SharedRounds(on, world);
});
afterAll(() => on.close());

const rows = (text: string, ...values: unknown[]) => sql(on.urls.owner)(text, values);

const leave = (lead: Founded, campaign: Campaign) =>
  world.done(lead.steward, 'leaveCoalition', { campaignId: campaign.id, communityId: lead.id });

describe('what a host learns of the people of a lead', () => {
  it('is neither who is on their roll nor who objected: no record, event or row of its own names one of them', async () => {
    const { host, lead, campaign } = await rounds.pair(5, 5);
    const round = await rounds.open(campaign, 'AB');
    await rounds.castAll(round, [...host.people, ...lead.people], 'A');
    await rounds.close(round);
    const objector = lead.people[1] as Person;
    await world.done(objector, 'objectToResult', { roundId: round.id, reason: 'Nobody asked us about the list.' });
    expect([await rounds.state(round), await rounds.ranks(round)]).toEqual(['OBJECTED', '']);

    const theirs = await rows('SELECT id, person_id FROM membership WHERE community_id = $1', lead.id);
    const ids = theirs.flatMap((row) => [row['id'], row['person_id']]);
    const ofHost = await rows(
      `SELECT (SELECT string_agg(e::text, ' ') FROM record_entry e WHERE e.community_id = $1) || (SELECT string_agg(o::text, ' ') FROM outbox_event o WHERE o.community_id = $1)
         || (SELECT string_agg(b::text, ' ') FROM round_objection b WHERE b.community_id = $1) || (SELECT string_agg(b::text, ' ') FROM round_ballot b WHERE b.community_id = $1) AS said`,
      host.id,
    );
    expect(ids.filter((id) => ofHost[0]?.['said'].includes(id))).toEqual([]);
    const [atHost] = await rounds.recordOf(host, 'round.objected');
    expect(atHost).toMatchObject({ role: 'AFFECTED', actor: null, details: { leadId: lead.id } });
    const [mine] = await rows(
      `SELECT m.id FROM membership m JOIN vault.session s ON s.person_id = m.person_id WHERE m.community_id = $1 AND s.access_hash = sha256($2::text::bytea)`,
      lead.id,
      objector.accessToken,
    );
    const atLead = await rounds.recordOf(lead, 'round.objected');
    expect(atLead).toMatchObject([{ role: 'AFFECTED', actor: mine?.['id'], details: { hostId: host.id } }]);
    expect(
      await rows(
        `SELECT community_id AS home, membership_id AS member FROM lead_act WHERE host_id = $1 AND kind = 'round_objection'`,
        host.id,
      ),
    ).toEqual([{ home: lead.id, member: mine?.['id'] }]);
    const read = await on.query(
      host.steward,
      'query ($handle: String!) { community(handle: $handle) { record { nodes { kind text actor { pseudonym } } } } }',
      { handle: host.handle },
    );
    const said = read.community.record.nodes.find((entry: Answer) => entry.kind === 'ROUND_OBJECTED');
    expect(said).toEqual({
      kind: 'ROUND_OBJECTED',
      text: 'One of the people affected of a community that leads with this one objected to the result of a round.',
      actor: null,
    });
  });
});

describe('the record of each lead', () => {
  it('tells how the round went, and that the host called one off', async () => {
    const { host, lead, campaign } = await rounds.pair(2, 2);
    const round = await rounds.open(campaign, 'AB', { objectionHours: 0 });
    await rounds.castAll(round, [...host.people, ...lead.people], 'A');
    await rounds.close(round);
    const next = await rounds.open(campaign, 'CD');
    await world.done(host.steward, 'cancelPriorityRound', { roundId: next.id, reason: 'Too soon.' });
    expect(await rounds.kindsOf(lead)).toEqual([
      'round.opened SYSTEM',
      'round.closed SYSTEM',
      'round.counted SYSTEM',
      'round.ratified SYSTEM',
      'round.opened SYSTEM',
      'round.cancelled STEWARD',
    ]);
    const entries = await rounds.recordOf(lead);
    expect(
      entries.every(
        ({ actor, subject, details }) => actor === null && subject === 'RoundPart' && details.hostId === host.id,
      ),
    ).toBe(true);
    expect(entries.at(-1)?.['details']).toMatchObject({ roundId: next.id, leadId: host.id });
    expect(
      await rows(
        'SELECT state, ballot_count FROM round_part WHERE round_id = $1 AND community_id = $2',
        next.id,
        lead.id,
      ),
    ).toEqual([{ state: 'CANCELLED', ballot_count: null }]);
  });

  it('tells a third community that someone of another objected, once, and not who', async () => {
    const [host, lead, third] = [await rounds.peopled(2), await rounds.peopled(2), await rounds.peopled(2)];
    const round = await rounds.open(await rounds.campaign(host, lead, third), 'AB');
    await rounds.castAll(round, [...host.people, ...lead.people, ...third.people], 'A');
    await rounds.close(round);
    await world.done(lead.steward, 'objectToResult', { roundId: round.id, reason: 'No.' });
    const objected = async (community: Founded) =>
      (await rounds.recordOf(community, 'round.objected')).map(({ actor, details }) => [
        actor === null,
        details.leadId ?? null,
      ]);
    expect(await objected(third)).toEqual([[true, lead.id]]);
    expect(await objected(lead)).toEqual([[false, null]]);
    expect(await objected(host)).toEqual([[true, lead.id]]);
  });
});

describe('a ratified round of several', () => {
  it('gives each community a mandate of its own, and puts the asks of each under that', async () => {
    const { host, lead, campaign } = await rounds.pair(3, 3);
    const round = await rounds.scheduled(campaign, 'AB');
    const priorityId = round.priorities['A'] as string;
    const asks: Record<string, string> = {};
    for (const { id, people } of [host, lead]) {
      const [steward, cosigner] = people as [Person, Person];
      const mandate = await world.mandate({ id: priorityId }, { steward, cosigner }, { leadId: id });
      const of = { steward, campaignId: campaign.id, priorityId, mandateId: mandate.id };
      asks[id] = (await world.ask(of, { leadId: id })).id;
    }
    await world.done(campaign.steward, 'openPriorityRound', { roundId: round.id });
    await rounds.castAll(round, [...host.people, ...lead.people], 'A');
    await rounds.close(round);
    await rounds.ratify(round);
    const under = async (askId: string | undefined) =>
      rows(
        'SELECT m.kind, m.lead_id, m.round_id, a.state FROM ask a JOIN mandate m ON m.id = a.mandate_id WHERE a.id = $1',
        askId,
      );
    const ratified = { kind: 'RATIFIED', round_id: round.id, state: 'OPEN' };
    expect(await under(asks[host.id])).toEqual([{ ...ratified, lead_id: null }]);
    expect(await under(asks[lead.id])).toEqual([{ ...ratified, lead_id: lead.id }]);
  });
});

describe('a community that leaves while a round is open', () => {
  it('is heard with the ballots that were cast before, votes no more and gets no mandate', async () => {
    const { host, lead, campaign } = await rounds.pair(2, 4);
    const round = await rounds.open(campaign, 'AB', { quorumPercent: 50 });
    await rounds.castAll(round, host.people, 'A');
    await rounds.castAll(round, lead.people.slice(0, 3), 'B');
    await leave(lead, campaign);
    expect(await rounds.told(lead.people[3] as Person, 'castBallot', rounds.ballot(round, 'B'))).toBe('NOT_FOUND');
    await rounds.close(round);
    await rounds.ratify(round);
    expect([await rounds.state(round), (await rounds.ranks(round)).length]).toEqual(['RATIFIED', 2]);
    expect(await rows('SELECT DISTINCT lead_id FROM mandate WHERE round_id = $1', round.id)).toEqual([
      { lead_id: null },
    ]);
    const read = await rounds.read(host.steward, round, PARTS);
    expect(partOf(read, lead)).toMatchObject({ rollCount: 4, ballotCount: 3, isQuorate: true });
    expect(await rounds.kindsOf(lead)).toContain('round.ratified SYSTEM');
  });

  it('has no voice where too few of it voted, and does not hold the others up', async () => {
    const { host, lead, campaign } = await rounds.pair(2, 4);
    const round = await rounds.open(campaign, 'AB', { quorumPercent: 50 });
    await rounds.castAll(round, host.people, 'A');
    await rounds.cast(round, lead.steward, 'B');
    await leave(lead, campaign);
    await rounds.close(round);
    await rounds.ratify(round);
    expect([await rounds.state(round), await rounds.ranks(round)]).toEqual(['RATIFIED', 'A']);
    const read = await rounds.read(host.steward, round, PARTS);
    expect(partOf(read, lead)).toMatchObject({ rollCount: 4, ballotCount: 1, isQuorate: false });
    expect(await rows('SELECT part_number FROM round_ballot WHERE round_id = $1', round.id)).toEqual([
      { part_number: 0 },
      { part_number: 0 },
    ]);
  });
});

describe('the closing of the parts', () => {
  it('is a transaction for each, and goes on where it stopped between two', async () => {
    const { host, lead, campaign } = await rounds.pair(5, 5);
    const round = await rounds.open(campaign, 'AB', { objectionHours: 0 });
    await rounds.castAll(round, host.people, 'A');
    await rounds.castAll(round, lead.people, 'B');
    await rows(
      `UPDATE priority_round SET opens_at = now() - interval '2 hours', closes_at = now() - interval '1 second' WHERE id = $1`,
      round.id,
    );
    const closing = on.app.get(PartClosing, { strict: false });
    expect(await closing.closeNext({ communityId: host.id, roundId: round.id })).toBe(true);

    const parts = () =>
      rows(
        `SELECT p.state, p.ballot_count AS ballots, (SELECT count(*)::int FROM vault.sealed_ballot b WHERE b.part_id = p.id) AS sealed,
                (SELECT count(*)::int FROM vault.ballot_secret s WHERE s.part_id = p.id) AS salts FROM round_part p WHERE p.round_id = $1 ORDER BY p.number`,
        round.id,
      );
    expect(await parts()).toEqual([
      { state: 'CLOSED', ballots: 5, sealed: 0, salts: 0 },
      { state: 'OPEN', ballots: null, sealed: 5, salts: 1 },
    ]);
    expect(await rounds.state(round)).toBe('OPEN');
    const between = await rounds.read(lead.steward, round, 'state ballots { totalCount }');
    expect(between).toEqual({ state: 'CLOSED', ballots: { totalCount: 0 } });
    expect(await rounds.told(lead.steward, 'castBallot', rounds.ballot(round, 'A'))).toBe('WRONG_STATE');

    await rounds.advance();
    await rounds.advance();
    expect(await parts()).toEqual([5, 5].map((ballots) => ({ state: 'CLOSED', ballots, sealed: 0, salts: 0 })));
    expect(await rounds.state(round)).toBe('RATIFIED');
    const closings = await rows(
      `SELECT community_id AS home, count(*)::int AS times FROM record_entry WHERE kind = 'round.closed' AND (subject_id = $1 OR details->>'roundId' = $1::text) GROUP BY 1 ORDER BY 1`,
      round.id,
    );
    expect(closings).toEqual([host.id, lead.id].toSorted().map((home) => ({ home, times: 1 })));
  });
});
