import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const fields = 'demand { id title details decisionMaker state madeOn version responses { answeredOn text state } }';

async function launched() {
  const community = await world.community();
  const campaign = await world.campaign(community);
  const make = (input: Record<string, unknown> = {}) => ({
    campaignId: campaign.id,
    title: 'Repair the boilers',
    decisionMaker: 'The housing office',
    madeOn: day(-20),
    ...input,
  });
  const demand = async (input = {}) => (await world.done(community.steward, 'makeDemand', make(input), fields)).demand;
  return { community, campaign, make, demand, steward: community.steward };
}

describe('a demand', () => {
  it('is made of a decision-maker, answered day by day, and ends as what the community holds it to be', async () => {
    const { steward, campaign, demand } = await launched();
    const made = await demand();
    expect(made).toEqual({
      id: expect.any(String),
      title: 'Repair the boilers',
      details: '',
      decisionMaker: 'The housing office',
      state: 'MADE',
      madeOn: day(-20),
      version: 1,
      responses: [],
    });
    const answer = (answeredOn: string, text: string, state: string) =>
      world.done(steward, 'answerDemand', { demandId: made.id, answeredOn, text, state }, fields);
    await answer(day(-3), 'They want time.', 'ANSWERED');
    await answer(day(-9), 'They say no.', 'REFUSED');
    const won = await answer(day(0), 'They repair two of three.', 'PARTLY_WON');
    expect(won.demand).toMatchObject({ state: 'PARTLY_WON', version: 4 });
    expect(won.demand.responses.map((one: { text: string }) => one.text)).toEqual([
      'They say no.',
      'They want time.',
      'They repair two of three.',
    ]);
    const entries = await sql(on.urls.owner)(
      "SELECT kind, details FROM record_entry WHERE campaign_id = $1 AND subject_type = 'Demand' ORDER BY recorded_at",
      [campaign.id],
    );
    expect(entries.map((entry) => entry['kind'])).toEqual(['demand.made', ...Array(3).fill('demand.answered')]);
    expect(entries.at(-1)?.['details']).toEqual({ state: 'PARTLY_WON' });
    const seen = await on.query(
      null,
      'query ($handle: String!) { campaign(handle: $handle) { demands { totalCount nodes { title state responses { text } campaign { handle } } } } }',
      { handle: campaign.handle },
    );
    expect(seen.campaign.demands).toMatchObject({
      totalCount: 1,
      nodes: [{ state: 'PARTLY_WON', campaign: { handle: campaign.handle } }],
    });
  });

  it('can still be answered after the campaign has concluded', async () => {
    const { steward, campaign, demand } = await launched();
    const { id } = await demand({ madeOn: null });
    await world.done(steward, 'concludeCampaign', { campaignId: campaign.id, conclusion: 'We go on elsewhere.' });
    const late = { demandId: id, answeredOn: day(0), text: 'At last.', state: 'WON' };
    expect((await world.done(steward, 'answerDemand', late, fields)).demand.state).toBe('WON');
    const revised = await unchanged(on, () =>
      on.mutate(steward, 'reviseDemand', { demandId: id, expectedVersion: 2, title: 'Other' }, fields),
    );
    expect(revised.userErrors).toMatchObject([{ code: 'WRONG_STATE', path: ['input', 'demandId'] }]);
  });

  it('is revised by one of many who read the same version', async () => {
    const { steward, demand } = await launched();
    const { id } = await demand();
    const all = await Promise.all(
      ['One', 'Two', 'Three', 'Four', 'Five'].map((title) =>
        on.mutate(steward, 'reviseDemand', { demandId: id, expectedVersion: 1, title, madeOn: null }, fields),
      ),
    );
    expect(all.filter((one) => one.demand?.version === 2 && one.demand.madeOn === null)).toHaveLength(1);
    expect(all.filter((one) => one.userErrors[0]?.code === 'STALE_VERSION')).toHaveLength(4);
  });

  it('keeps every answer when several are noted at once', async () => {
    const { steward, demand } = await launched();
    const { id } = await demand();
    await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        world.done(steward, 'answerDemand', {
          demandId: id,
          answeredOn: day(-1),
          text: `Call ${index}`,
          state: 'ANSWERED',
        }),
      ),
    );
    const [row] = await sql(on.urls.owner)(
      'SELECT version, (SELECT count(*)::int FROM demand_response WHERE demand_id = $1) AS answers FROM demand WHERE id = $1',
      [id],
    );
    expect(row).toEqual({ version: 9, answers: 8 });
  });

  it('is noted once for one key', async () => {
    const { steward, demand, make } = await launched();
    const { id } = await demand();
    const key = world.unique('key');
    const input = { demandId: id, answeredOn: day(0), text: 'No.', state: 'REFUSED', idempotencyKey: key };
    const answers = await Promise.all([1, 2, 3].map(() => on.mutate(steward, 'answerDemand', input, fields)));
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(answers[0].demand.responses).toHaveLength(1);
    expect(await on.refusal(steward, 'makeDemand', { ...make(), idempotencyKey: key })).toBe('CONFLICT');
  });

  it('refuses days to come, answers before it was made, and hostile texts, and changes nothing', async () => {
    const { steward, make, demand } = await launched();
    const { id } = await demand();
    const answer = { demandId: id, answeredOn: day(-1), text: 'No.', state: 'REFUSED' };
    const revise = { demandId: id, expectedVersion: 1 };
    const cases: [string, Record<string, unknown>, string, string][] = [
      ['makeDemand', make({ title: '' }), 'TOO_SHORT', 'title'],
      ['makeDemand', make({ title: 'x'.repeat(201) }), 'TOO_LONG', 'title'],
      ['makeDemand', make({ details: 'x'.repeat(4001) }), 'TOO_LONG', 'details'],
      ['makeDemand', make({ decisionMaker: 'a\u202Eb' }), 'INVALID', 'decisionMaker'],
      ['makeDemand', make({ madeOn: day(3) }), 'OUT_OF_RANGE', 'madeOn'],
      ['reviseDemand', { ...revise, madeOn: day(3) }, 'OUT_OF_RANGE', 'madeOn'],
      ['reviseDemand', { ...revise, expectedVersion: 2 }, 'STALE_VERSION', 'expectedVersion'],
      ['reviseDemand', { ...revise, expectedVersion: 0 }, 'OUT_OF_RANGE', 'expectedVersion'],
      ['answerDemand', { ...answer, answeredOn: day(3) }, 'OUT_OF_RANGE', 'answeredOn'],
      ['answerDemand', { ...answer, answeredOn: day(-21) }, 'OUT_OF_RANGE', 'answeredOn'],
      ['answerDemand', { ...answer, text: '' }, 'TOO_SHORT', 'text'],
      ['answerDemand', { ...answer, text: 'a\u0000b' }, 'INVALID', 'text'],
    ];
    for (const [field, input, code, at] of cases) {
      const payload = await unchanged(on, () => on.mutate(steward, field, input, 'demand { id }'));
      expect(payload).toMatchObject({ demand: null, userErrors: [{ code, path: ['input', at] }] });
    }
    const back = await on.send(
      steward,
      'mutation ($i: AnswerDemandInput!) { answerDemand(input: $i) { userErrors { code } } }',
      { i: { ...answer, state: 'MADE' } },
    );
    expect(back.errors[0]?.extensions.code).toBe('BAD_REQUEST');
  });

  it('is the word of stewards alone', async () => {
    const { community, make, demand } = await launched();
    const { id } = await demand();
    const other = await launched();
    const people: Record<string, [Person | null, string]> = {
      anonymous: [null, 'UNAUTHENTICATED'],
      stranger: [await world.person(), 'FORBIDDEN'],
      ally: [await world.ally(community), 'FORBIDDEN'],
      allyOrganizer: [await world.allyOrganizer(community), 'FORBIDDEN'],
      affected: [await world.affected(community), 'FORBIDDEN'],
      foreignSteward: [other.steward, 'FORBIDDEN'],
    };
    const answer = { demandId: id, answeredOn: day(-1), text: 'No.', state: 'REFUSED' };
    await unchanged(on, async () => {
      for (const [role, [person, expected]] of Object.entries(people)) {
        const codes = [
          await on.refusal(person, 'makeDemand', make()),
          await on.refusal(person, 'reviseDemand', { demandId: id, expectedVersion: 1, title: 'Ours' }),
          await on.refusal(person, 'answerDemand', answer),
        ];
        expect([role, codes]).toEqual([role, [expected, expected, expected]]);
      }
    });
    const hidden = await (await launched()).demand();
    await sql(on.urls.owner)(
      "UPDATE campaign SET visibility = 'UNLISTED' WHERE id = (SELECT campaign_id FROM demand WHERE id = $1)",
      [hidden.id],
    );
    for (const demandId of [hidden.id, '00000000-0000-4000-8000-000000000000', 'no-id']) {
      expect(await on.refusal(community.steward, 'answerDemand', { ...answer, demandId })).toBe('NOT_FOUND');
    }
  });
});
