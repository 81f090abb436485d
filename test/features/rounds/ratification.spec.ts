import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MandateClock } from '../../../src/features/mandates/index.js';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql, testPool } from '../../support/database.js';
import { inHours, type Round, Rounds } from '../../support/rounds.js';
import { membershipId, tryAs } from '../../support/standing.js';
import { type Campaign, type Founded, World } from '../../support/world.js';
import { joined } from '../coalitions/coalition.js';

let on: TestApp;
let world: World;
let rounds: Rounds;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  rounds = new Rounds(on, world);
});
afterAll(() => on.close());

const rows = (text: string, ...values: unknown[]) => sql(on.urls.owner)(text, values);
const clock = () => on.app.get(MandateClock, { strict: false });

interface Scene {
  community: Founded & { second: Person };
  campaign: Campaign;
}

async function scene(input: Record<string, unknown> = {}, launched = true): Promise<Scene> {
  const community = await world.community();
  const second = await world.affected(community);
  return { community: { ...community, second }, campaign: await world.campaign(community, input, launched) };
}

/** A round in force, by which the letters of `choice` have their ranks; anew on what `before` listed. */
async function ratified(
  { campaign }: Scene,
  choice: string,
  input: Record<string, unknown> = {},
  before?: Round,
): Promise<Round> {
  const round = await scheduled(campaign, choice, input, before);
  await world.done(campaign.steward, 'openPriorityRound', { roundId: round.id });
  const ranking = [...choice].map((name) => [round.priorities[name]]);
  await world.done(campaign.steward, 'castBallot', { roundId: round.id, ranking });
  await rounds.close(round);
  return round;
}

async function scheduled(
  campaign: Campaign,
  names: string,
  input: Record<string, unknown>,
  before?: Round,
): Promise<Round> {
  const settings = { method: 'MAJORITY', objectionHours: 0, ...input };
  if (!before) return rounds.scheduled(campaign, names, settings);
  const { round } = await world.done(
    campaign.steward,
    'schedulePriorityRound',
    { campaignId: campaign.id, closesAt: inHours(48), quorumPercent: 0, ...settings },
    'round { id }',
  );
  return { ...before, id: round.id };
}

/** Of every priority of the round, in the order of its letters. */
async function stand({ priorities }: Round) {
  const found = await rows(
    `SELECT p.id, p.rank, ARRAY(SELECT m.state FROM mandate m WHERE m.priority_id = p.id AND m.kind = 'RATIFIED' ORDER BY m.created_at) AS mandates
       FROM priority p WHERE p.id = ANY ($1)`,
    Object.values(priorities),
  );
  return Object.fromEntries(
    Object.entries(priorities).map(([name, id]) => {
      const row = found.find((one) => one['id'] === id);
      return [name, `${row?.['rank'] ?? '-'} ${row?.['mandates'].join(' ')}`.trim()];
    }),
  );
}

const askFor = (
  { campaign }: Scene,
  priorityId: string | undefined,
  input: Record<string, unknown> = {},
  open = true,
) => world.ask({ steward: campaign.steward, campaignId: campaign.id, priorityId: priorityId as string }, input, open);

async function askState({ id }: { id: string }) {
  const [row] = await rows(
    `SELECT a.state, a.paused_because AS because, m.kind, m.round_id AS round FROM ask a LEFT JOIN mandate m ON m.id = a.mandate_id WHERE a.id = $1`,
    id,
  );
  return row;
}

/** Its mandate is over, and the clock has seen it. */
async function overtake({ id }: { id: string }): Promise<void> {
  await rows(
    `UPDATE mandate SET until = now() - interval '1 second' WHERE id = (SELECT mandate_id FROM ask WHERE id = $1)`,
    id,
  );
  await clock().endMandates();
}

async function told(subjectId: string): Promise<{ kind: string; details: Record<string, unknown> }[]> {
  return (await rows(
    'SELECT kind, details FROM record_entry WHERE subject_id = $1 ORDER BY recorded_at, id',
    subjectId,
  )) as never;
}

describe('a result in force', () => {
  it('replaces all ranks, and takes rank and mandate from what it does not list or nobody supports', async () => {
    const here = await scene();
    const first = await ratified(here, 'ABC');
    expect(await stand(first)).toEqual({ A: '1 LIVE', B: '2 LIVE', C: '3 LIVE' });
    const ask = await askFor(here, first.priorities['C']);
    const second = await ratified(here, 'BA', {}, first);
    expect(await stand(second)).toEqual({ A: '2 ENDED LIVE', B: '1 ENDED LIVE', C: '- ENDED' });
    expect(await askState(ask)).toEqual({
      state: 'PAUSED',
      because: 'MANDATE_ENDED',
      kind: 'RATIFIED',
      round: first.id,
    });
    expect((await told(ask.id)).at(-1)).toMatchObject({ kind: 'ask.paused', details: { because: 'MANDATE_ENDED' } });
    expect((await told(first.priorities['C'] as string)).at(-1)).toMatchObject({ kind: 'priority.unranked' });
    expect((await told(first.priorities['B'] as string)).at(-1)).toMatchObject({
      kind: 'priority.ranked',
      details: { rank: 1 },
    });
  });

  it('gives mandates until the end of the review day where the campaign is: of the priority, else of the round', async () => {
    const here = await scene({ timeZone: 'Pacific/Auckland' });
    const [own, past] = ['2027-09-01', '2027-03-15'];
    const { priority } = await world.done(
      here.campaign.steward,
      'proposePriority',
      { campaignId: here.campaign.id, statement: `Own day ${world.unique()}`, reviewOn: own },
      'priority { id }',
    );
    const round = await rounds.scheduled(here.campaign, 'A', { objectionHours: 0, reviewOn: past });
    await world.done(here.campaign.steward, 'cancelPriorityRound', { roundId: round.id, reason: 'One is missing.' });
    const both = await scheduled(
      here.campaign,
      'AD',
      { method: 'PROPORTIONAL', reviewOn: past },
      {
        ...round,
        priorities: { ...round.priorities, D: priority.id },
      },
    );
    await world.done(here.campaign.steward, 'openPriorityRound', { roundId: both.id });
    await rounds.cast(both, here.campaign.steward, 'AD');
    await rounds.close(both);
    const until = await rows(
      `SELECT p.id, p.review_on::text AS day, (m.until AT TIME ZONE 'Pacific/Auckland')::text AS until FROM mandate m JOIN priority p ON p.id = m.priority_id WHERE m.round_id = $1 ORDER BY p.review_on`,
      both.id,
    );
    expect(until).toEqual([
      { id: round.priorities['A'], day: past, until: '2027-03-16 00:00:00' },
      { id: priority.id, day: own, until: '2027-09-02 00:00:00' },
    ]);
  });

  it('is all or nothing: where one row cannot change, none has', async () => {
    const here = await scene();
    const round = await rounds.open(here.campaign, 'AB');
    await rounds.cast(round, here.campaign.steward, 'AB');
    await rounds.close(round);
    await rows(
      `CREATE FUNCTION public.breaks() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$`,
    );
    await rows(
      `CREATE TRIGGER breaks BEFORE UPDATE ON priority_round FOR EACH ROW WHEN (NEW.state = 'RATIFIED' AND NEW.id = '${round.id}') EXECUTE FUNCTION public.breaks()`,
    );
    await rounds.ratify(round);
    expect(await rounds.state(round)).toBe('COUNTED');
    expect(await stand(round)).toEqual({ A: '-', B: '-' });
    await rows('DROP TRIGGER breaks ON priority_round');
    await rows('DROP FUNCTION public.breaks()');
    await rounds.advance();
    expect(Object.values(await stand(round)).toSorted()).toEqual(['1 LIVE', '2 LIVE']);
  });
});

describe('asks and a result', () => {
  it('go on under it: those open, and those that an ended mandate paused, with places for who waits', async () => {
    const here = await scene();
    const priority = await world.priority(here.campaign);
    await world.mandate(priority, { steward: here.campaign.steward, cosigner: here.community.second });
    const open = await askFor(here, priority.id);
    const paused = await askFor(here, priority.id, { slots: 1 });
    const [first, second] = [await world.ally(here.community), await world.ally(here.community)];
    const going = await world.pledge({ ask: paused, by: first });
    const waiting = await world.pledge({ ask: paused, by: second });
    expect(waiting.state).toBe('WAITLISTED');
    await rows(`UPDATE mandate SET until = now() - interval '1 second' WHERE priority_id = $1`, priority.id);
    await clock().endMandates();
    await world.done(first, 'stepBack', { pledgeId: going.id });
    const round = await ratified(here, 'A', {}, { id: '', campaign: here.campaign, priorities: { A: priority.id } });
    const adopted = { state: 'OPEN', because: null, kind: 'RATIFIED', round: round.id };
    expect(await askState(open)).toEqual(adopted);
    expect(await askState(paused)).toEqual(adopted);
    expect((await told(paused.id)).at(-1)).toMatchObject({ kind: 'ask.adopted', details: { resumed: true } });
    expect(await rows('SELECT state FROM pledge WHERE id = $1', waiting.id)).toEqual([{ state: 'ACTIVE' }]);
    expect((await told(waiting.id)).at(-1)).toMatchObject({ kind: 'pledge.promoted', details: { askId: paused.id } });
    const third = await world.pledge({ ask: open, by: second });
    expect(third.state).toBe('ACTIVE');
    const held = await rows(
      'SELECT mandate_id = (SELECT mandate_id FROM ask WHERE id = $2) AS same FROM pledge WHERE id = $1',
      third.id,
      open.id,
    );
    expect(held).toEqual([{ same: true }]);
  });

  it('that are open change their mandate and say no more; what an organizer paused, a draft and what is over stay', async () => {
    const here = await scene();
    const priority = await world.priority(here.campaign);
    await world.mandate(priority, { steward: here.campaign.steward, cosigner: here.community.second });
    const open = await askFor(here, priority.id);
    const byHand = await askFor(here, priority.id);
    await world.done(here.campaign.steward, 'pauseAsk', { askId: byHand.id });
    const draft = await askFor(here, priority.id, {}, false);
    const closed = await askFor(here, priority.id);
    await world.done(here.campaign.steward, 'closeAsk', { askId: closed.id });
    const before = await Promise.all([byHand, draft, closed].map(askState));
    await ratified(here, 'A', {}, { id: '', campaign: here.campaign, priorities: { A: priority.id } });
    expect(await Promise.all([byHand, draft, closed].map(askState))).toEqual(before);
    const entry = (await told(open.id)).at(-1);
    expect(entry?.kind).toBe('ask.adopted');
    expect(entry?.details).not.toHaveProperty('resumed');
  });

  it('stay paused where their own time is over', async () => {
    const here = await scene();
    const round = await ratified(here, 'A');
    const ask = await askFor(here, round.priorities['A'], { endsAt: inHours(1) });
    await overtake(ask);
    await rows(`UPDATE ask SET ends_at = now() - interval '1 second', starts_at = NULL WHERE id = $1`, ask.id);
    await ratified(here, 'A', {}, round);
    expect(await askState(ask)).toMatchObject({ state: 'PAUSED', because: 'MANDATE_ENDED' });
  });

  it('are not adopted where a round says so: those of the round before stand still', async () => {
    const here = await scene();
    const first = await ratified(here, 'A');
    const ask = await askFor(here, first.priorities['A']);
    await ratified(here, 'A', { adoptsAsks: false }, first);
    expect(await askState(ask)).toEqual({
      state: 'PAUSED',
      because: 'MANDATE_ENDED',
      kind: 'RATIFIED',
      round: first.id,
    });
    const { ask: opened } = await world.done(here.campaign.steward, 'openAsk', { askId: ask.id }, 'ask { state }');
    expect(opened.state).toBe('OPEN');
  });

  it('pause at the review date by the clock, and the next result lets them go on', async () => {
    const here = await scene();
    const first = await ratified(here, 'A');
    const ask = await askFor(here, first.priorities['A']);
    await overtake(ask);
    expect(await askState(ask)).toMatchObject({ state: 'PAUSED', because: 'MANDATE_ENDED' });
    const second = await ratified(here, 'A', {}, first);
    expect(await askState(ask)).toEqual({ state: 'OPEN', because: null, kind: 'RATIFIED', round: second.id });
  });

  it('of each community of a coalition go on under the mandate that it gives', async () => {
    const here = await scene();
    const lead = await world.community();
    await joined(world, here.campaign, lead);
    const round = await rounds.open(here.campaign, 'A', { objectionHours: 0 });
    await rounds.cast(round, here.campaign.steward, 'A');
    await rounds.cast(round, lead.steward, 'A');
    await rounds.close(round);
    const given = await rows('SELECT lead_id FROM mandate WHERE round_id = $1 ORDER BY lead_id NULLS FIRST', round.id);
    expect(given).toEqual([{ lead_id: null }, { lead_id: lead.id }]);
    const ask = await world.ask({
      steward: lead.steward,
      campaignId: here.campaign.id,
      priorityId: round.priorities['A'] as string,
    });
    await overtake(ask);
    const second = await scheduled(here.campaign, 'A', { method: 'PROPORTIONAL' }, round);
    await world.done(here.campaign.steward, 'openPriorityRound', { roundId: second.id });
    await rounds.cast(second, here.campaign.steward, 'A');
    await rounds.cast(second, lead.steward, 'A');
    await rounds.close(second);
    const [now] = await rows(
      'SELECT a.state, m.lead_id, m.round_id FROM ask a JOIN mandate m ON m.id = a.mandate_id WHERE a.id = $1',
      ask.id,
    );
    expect(now).toEqual({ state: 'OPEN', lead_id: lead.id, round_id: second.id });
  });
});

describe('the state of the campaign', () => {
  it('stopped: the result waits until it is resumed', async () => {
    const here = await scene();
    const round = await rounds.open(here.campaign, 'A');
    await rounds.cast(round, here.campaign.steward, 'A');
    await rounds.close(round);
    await world.done(here.campaign.steward, 'stopCampaign', {
      campaignId: here.campaign.id,
      reason: 'Someone was followed.',
    });
    await rounds.ratify(round);
    expect(await rounds.state(round)).toBe('COUNTED');
    expect(await stand(round)).toEqual({ A: '-' });
    await world.done(here.campaign.steward, 'resumeCampaign', { campaignId: here.campaign.id });
    await rounds.advance();
    expect(await rounds.state(round)).toBe('RATIFIED');
    expect(await stand(round)).toEqual({ A: '1 LIVE' });
  });

  it('concluded: ranks, and no mandates', async () => {
    const here = await scene();
    const round = await rounds.open(here.campaign, 'A');
    await rounds.cast(round, here.campaign.steward, 'A');
    await rounds.close(round);
    await world.done(here.campaign.steward, 'concludeCampaign', {
      campaignId: here.campaign.id,
      conclusion: 'We won.',
    });
    await rounds.ratify(round);
    expect(await stand(round)).toEqual({ A: '1' });
  });

  it('a draft: it has ranks and mandates before it is launched', async () => {
    const here = await scene({}, false);
    const round = await ratified(here, 'A');
    expect(await stand(round)).toEqual({ A: '1 LIVE' });
  });
});

describe('other mandates', () => {
  it('a second emergency mandate for a priority waits for a round that lists it, scheduled or running', async () => {
    const here = await scene();
    const { steward } = here.campaign;
    const priority = await world.priority(here.campaign);
    const by = { steward, cosigner: here.community.second };
    await world.mandate(priority, by);
    const propose = async () => {
      const { mandate } = await world.done(
        steward,
        'proposeMandate',
        { priorityId: priority.id, kind: 'EMERGENCY', until: inHours(240), reason: 'It goes on.' },
        'mandate { id }',
      );
      return mandate.id as string;
    };
    const cosign = (mandateId: string) => on.mutate(by.cosigner, 'cosignMandate', { mandateId }, 'mandate { state }');
    const second = await propose();
    expect((await cosign(second)).userErrors).toHaveLength(1);
    const list = async (priorityId: string): Promise<string> => {
      const input = { campaignId: here.campaign.id, closesAt: inHours(48), quorumPercent: 0, items: [{ priorityId }] };
      return (await world.done(steward, 'schedulePriorityRound', input, 'round { id }')).round.id;
    };
    await list((await world.priority(here.campaign)).id);
    expect((await cosign(second)).userErrors).toHaveLength(1);
    const roundId = await list(priority.id);
    expect((await cosign(second)).mandate.state).toBe('LIVE');
    await world.done(steward, 'openPriorityRound', { roundId });
    expect((await cosign(await propose())).mandate.state).toBe('LIVE');
    await world.done(steward, 'cancelPriorityRound', { roundId, reason: 'It is over.' });
    expect((await cosign(await propose())).userErrors).toHaveLength(1);
  });

  it('leaves the limits of a founding mandate as they were', async () => {
    const community = await world.community();
    const campaign = await world.campaign(community);
    const here = { community: { ...community, second: community.steward }, campaign };
    const priority = await world.priority(campaign);
    const mandate = await world.mandate(priority, { steward: campaign.steward });
    await ratified(here, 'A');
    const work = { steward: campaign.steward, campaignId: campaign.id, priorityId: priority.id, mandateId: mandate.id };
    const risky = await world.ask(work, { riskTier: 1, riskNotes: 'Police may come.' }, false);
    const { userErrors } = await on.mutate(campaign.steward, 'openAsk', { askId: risky.id, mandateId: mandate.id });
    expect(userErrors).toHaveLength(1);
    for (let count = 0; count < 5; count += 1) await world.ask(work);
    const sixth = await world.ask(work, {}, false);
    const refused = await on.mutate(campaign.steward, 'openAsk', { askId: sixth.id, mandateId: mandate.id });
    expect(refused.userErrors).toHaveLength(1);
  });
});

describe('a rank', () => {
  it('is moved by nobody else: no member, no steward, no key, no operator and no clock, in SQL as the role that serves', async () => {
    const here = await scene();
    const round = await ratified(here, 'AB');
    const pool = testPool(on.urls.runtime);
    const people: [string, Person][] = [
      ['steward', here.campaign.steward],
      ['affected', here.community.second],
      ['ally', await world.ally(here.community)],
      ['organizer', await world.allyOrganizer(here.community)],
    ];
    const ids = await Promise.all(
      people.map(async ([, person]) => {
        const id = await membershipId(on, person, here.community.id);
        const [row] = await rows('SELECT person_id FROM membership WHERE id = $1', id);
        return row?.['person_id'] as string;
      }),
    );
    const contexts: [string | null, string][] = [
      ...ids.map((id): [string, string] => [id, 'person']),
      [null, 'anonymous'],
      [null, 'system'],
      [null, 'key'],
      [ids[0] as string, 'operator'],
    ];
    const attempts = [
      `UPDATE priority SET rank = 7 WHERE id = $1`,
      `UPDATE priority SET rank = NULL WHERE id = $1`,
      `UPDATE round_item SET rank = 7 WHERE priority_id = $1`,
      `INSERT INTO priority (community_id, id, campaign_id, statement, rank) SELECT community_id, gen_random_uuid(), campaign_id, 'Mine', 9 FROM priority WHERE id = $1`,
      `UPDATE priority_round SET state = 'COUNTED' WHERE id IN (SELECT round_id FROM round_item WHERE priority_id = $1)`,
    ];
    try {
      for (const [person, kind] of contexts) {
        for (const text of attempts) {
          const outcome = await tryAs(pool, person, kind)(text, [round.priorities['A']]);
          expect(`${kind}: ${outcome}`).toMatch(/: (?:0|42501|permission.*)$/);
        }
        const again = await tryAs(
          pool,
          person,
          kind,
        )('SELECT * FROM app.ratify_round($1, $2)', [here.community.id, round.id]);
        expect(`${kind}: ${again}`).toMatch(kind === 'system' ? /: 0$/ : /round_by_the_clock_ck|42501|permission/);
      }
    } finally {
      await pool.end();
    }
    expect(await stand(round)).toEqual({ A: '1 LIVE', B: '2 LIVE' });
  });
});
