import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type As, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { dashboardKey } from '../../support/keys.js';
import { counting } from '../../support/queries.js';
import { World } from '../../support/world.js';
import { type Launched, launched } from '../asks/launched.js';
import { FIGURES } from './days.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const RISKY = { riskTier: 2, riskNotes: 'Police have been at the door.' };

async function campaign(who: As, of: Launched, selection: string) {
  const query = `query ($h: String!) { campaign(handle: $h) { ${selection} } } ${selection.includes('...F') ? FIGURES : ''}`;
  return (await on.query(who, query, { h: of.campaignHandle })).campaign;
}

async function everyone(of: Launched): Promise<As[]> {
  const key = await dashboardKey(world, of);
  return [null, await world.person(), key.as, await world.ally(of), await world.affected(of), of.steward];
}

describe('progress by kind of ask', () => {
  const BY_KIND = 'progress { ...F byKind { kind ...F } }';

  it('is the sum of the asks of each, most wanted first, and all kinds together are the whole', async () => {
    const of = await launched(world);
    const meal = await world.ask(of, { kind: 'HOST', quantityWanted: 4 });
    await world.ask(of, { kind: 'SHOW_UP', quantityWanted: 5 });
    await world.ask(of, { kind: 'SHOW_UP', quantityWanted: 6 });
    await world.ask(of, { kind: 'TRANSLATE', quantityWanted: 90 }, false);
    await world.pledge({ ask: meal, by: await world.ally(of), quantity: 2 });
    for (const who of [null, of.steward]) {
      const { byKind, ...whole } = (await campaign(who, of, BY_KIND)).progress;
      const told = byKind.filter(({ wanted }: { wanted: number }) => wanted > 0);
      expect(told.map((one: any) => [one.kind, one.wanted, one.pledged.quantity.value])).toEqual([
        ['SHOW_UP', 11, 0],
        ['HOST', 4, 2],
      ]);
      expect(whole).toMatchObject({ wanted: 15, pledged: { quantity: { value: 2 } } });
      // That there is a draft is for insiders to know.
      expect(byKind).toHaveLength(who ? 3 : 2);
    }
  });

  it('tells no more of an ask with risk than that ask does', async () => {
    const of = await launched(world);
    const risky = await world.ask(of, { ...RISKY, kind: 'HOST', quantityWanted: 20 });
    const plain = await world.ask(of, { kind: 'SHOW_UP' });
    await world.pledge({ ask: plain, by: await world.ally(of) });
    for (let n = 0; n < 3; n += 1) await world.pledge({ ask: risky, by: await world.ally(of), acceptedRiskTier: 2 });
    const textsFor = async (who: As) =>
      (await campaign(who, of, BY_KIND)).progress.byKind.map((one: any) => [one.kind, one.pledged.count.text]);
    const [nobody, stranger, key, ally, affected, steward] = await everyone(of);
    for (const who of [nobody, stranger, key, ally]) {
      expect(await textsFor(who as As)).toEqual([
        ['HOST', 'fewer than 5'],
        ['SHOW_UP', '1'],
      ]);
    }
    for (const who of [affected, steward]) {
      expect(await textsFor(who as As)).toEqual([
        ['HOST', '3'],
        ['SHOW_UP', '1'],
      ]);
    }
  });
});

describe('progress by place', () => {
  const BY_AREA = 'progress { byArea { area isRest wanted pledged { count { text } } } }';

  it('takes places as one whatever their capitals and spaces, and asks without one under null', async () => {
    const of = await launched(world);
    const [first] = [
      await world.ask(of, { area: 'Elm  Street', quantityWanted: 3 }),
      await world.ask(of, { area: ' elm street', quantityWanted: 4 }),
      await world.ask(of, { area: 'Canal Street', quantityWanted: 5 }),
      await world.ask(of, { area: '', quantityWanted: 1 }),
    ];
    await world.pledge({ ask: first, by: await world.ally(of) });
    for (const who of await everyone(of)) {
      expect((await campaign(who, of, BY_AREA)).progress.byArea).toEqual([
        { area: 'Elm Street', isRest: false, wanted: 7, pledged: { count: { text: '1' } } },
        { area: 'Canal Street', isRest: false, wanted: 5, pledged: { count: { text: '0' } } },
        { area: null, isRest: false, wanted: 1, pledged: { count: { text: '0' } } },
      ]);
    }
  });

  it('names a hundred places at most, the last of them for all the rest', async () => {
    const of = await launched(world);
    const ask = await world.ask(of, { quantityWanted: 1, area: 'Elm Street' });
    const places = async (count: number) => {
      // As rows, because it is the reading of many that is tested.
      await sql(on.urls.owner)(
        `INSERT INTO ask (community_id, campaign_id, priority_id, id, title, description, kind, language, unit, quantity_wanted, area, mandate_id, state, opened_at, created_by)
         SELECT a.community_id, a.campaign_id, a.priority_id, gen_random_uuid(), a.title, a.description, a.kind, a.language, a.unit, 1000 - n, 'Street ' || n, a.mandate_id, 'OPEN', now(), a.created_by
           FROM ask a, generate_series(1, $2::integer) n WHERE a.id = $1`,
        [ask.id, count],
      );
      return (await campaign(null, of, BY_AREA)).progress.byArea;
    };
    const hundred = await places(99);
    expect(hundred).toHaveLength(100);
    expect(hundred.at(-1)).toMatchObject({ area: 'Elm Street', isRest: false, wanted: 1 });
    const more = await places(5);
    expect(more).toHaveLength(100);
    expect(more.some(({ isRest }: { isRest: boolean }) => isRest)).toBe(false);
    await sql(on.urls.owner)(
      `UPDATE ask SET area = area || ' west' WHERE campaign_id = $1 AND quantity_wanted > 995 AND ctid IN (SELECT ctid FROM ask WHERE campaign_id = $1 AND quantity_wanted > 995 ORDER BY id LIMIT 4)`,
      [of.campaignId],
    );
    const most = (await campaign(null, of, BY_AREA)).progress.byArea;
    expect(most).toHaveLength(100);
    expect(most.at(-1)).toMatchObject({ area: null, isRest: true });
  });
});

describe('progress by who pledges', () => {
  const BY_PLEDGER = 'progress { byPledger { pledgers pledged { value text isExact } attested { value text } } }';

  async function union(of: Launched): Promise<Person> {
    const ally = await world.ally(of);
    const { organization } = await world.done(
      ally,
      'registerOrganization',
      { name: world.unique('Union') },
      'organization { id }',
    );
    await world.done(ally, 'joinAsAlly', {
      communityId: of.id,
      organizationId: organization.id,
      agreementVersion: 1,
      answers: [],
    });
    return { ...ally, organizationId: organization.id } as Person;
  }

  it.each([
    ['of low risk', {}, 'not told', 'not told'],
    ['with risk', RISKY, 'fewer than 5', 'fewer than 5'],
  ])(
    'of an ask %s says exactly to those inside what is people’s and what organizations’, and to others nothing of a few',
    async (_, input, people, organizations) => {
      const of = await launched(world);
      const ask = await world.ask(of, { quantityWanted: 50, ...input });
      const accepted = { acceptedRiskTier: input === RISKY ? 2 : 0 };
      for (let n = 0; n < 3; n += 1) await world.pledge({ ask, by: await world.ally(of), ...accepted });
      const by = await union(of);
      await world.pledge({
        ask,
        by,
        organizationId: (by as unknown as { organizationId: string }).organizationId,
        ...accepted,
      });
      const [nobody, stranger, key, ally, affected, steward] = await everyone(of);
      const organizer = await world.allyOrganizer(of);
      for (const who of [affected, steward, organizer]) {
        expect((await campaign(who as As, of, BY_PLEDGER)).progress.byPledger).toEqual([
          { pledgers: 'PEOPLE', pledged: { value: 3, text: '3', isExact: true }, attested: { value: 0, text: '0' } },
          {
            pledgers: 'ORGANIZATIONS',
            pledged: { value: 1, text: '1', isExact: true },
            attested: { value: 0, text: '0' },
          },
        ]);
      }
      for (const who of [nobody, stranger, key, ally]) {
        expect((await campaign(who as As, of, BY_PLEDGER)).progress.byPledger).toEqual([
          {
            pledgers: 'PEOPLE',
            pledged: { value: null, text: people, isExact: false },
            attested: { value: 0, text: '0' },
          },
          {
            pledgers: 'ORGANIZATIONS',
            pledged: { value: null, text: organizations, isExact: false },
            attested: { value: 0, text: '0' },
          },
        ]);
      }
    },
  );

  it('says of an ask that is told exactly what was told of both at once, as of some time ago', async () => {
    const of = await launched(world);
    const ask = await world.ask(of, { quantityWanted: 50 });
    await world.pledge({ ask, by: await world.ally(of) });
    await sql(on.urls.owner)(
      `INSERT INTO figure_split (community_id, ask_id, measure, campaign_id, published, people_count, organization_count, people_behind, organizations_behind)
       VALUES ($1, $2, 'PLEDGED', $3, true, 7, 6, 7, 6)`,
      [of.id, ask.id, of.campaignId],
    );
    const told = (await campaign(null, of, BY_PLEDGER)).progress.byPledger;
    expect(told.map((one: any) => one.pledged)).toEqual([
      { value: 7, text: 'about 7', isExact: false },
      { value: 6, text: 'about 6', isExact: false },
    ]);
  });
});

describe('alignment', () => {
  it('is the share of what was attested that went to the priorities of the highest ranks', async () => {
    const of = await launched(world);
    const query = sql(on.urls.owner);
    const read = async (who: As, top = 3) =>
      (await campaign(who, of, `alignment(top: ${top}) { value band text }`)).alignment;
    expect(await read(null)).toEqual({ value: null, band: null, text: 'nothing is ranked yet' });
    const other = await world.priority({ ...of, id: of.campaignId, communityId: of.id, handle: of.campaignHandle });
    await world.mandate(other, of);
    const asks = [await world.ask(of), await world.ask({ ...of, priorityId: other.id })];
    for (const [index, ask] of asks.entries()) {
      const pledge = await world.pledge({ ask, by: await world.ally(of), quantity: 1 + 2 * index });
      await world.reported({ pledge, quantity: 1 + 2 * index });
      await world.done(of.steward, 'attestFulfilment', {
        items: [{ occurrenceId: pledge.occurrenceId, quantity: 1 + 2 * index }],
      });
    }
    await query('UPDATE priority SET rank = CASE WHEN id = $2 THEN 4 ELSE 1 END WHERE campaign_id = $1', [
      of.campaignId,
      other.id,
    ]);
    for (const who of await everyone(of)) {
      expect(await read(who)).toEqual({ value: 0.25, band: 'A_QUARTER_OR_MORE', text: '25 %' });
      expect(await read(who, 4)).toMatchObject({ value: 1, band: 'ALL' });
    }
  });

  it('is refused for no rank and for more than ten', async () => {
    const of = await launched(world);
    for (const top of [0, 11]) {
      const { data, errors } = await on.send(
        null,
        `query ($h: String!) { campaign(handle: $h) { alignment(top: ${top}) { text } } }`,
        { h: of.campaignHandle },
      );
      expect(data?.campaign ?? null).toBeNull();
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
    }
  });
});

describe('what came of the demands', () => {
  it('is told in numbers beside the progress', async () => {
    const of = await launched(world);
    const read = async () =>
      (await campaign(null, of, 'demandOutcomes { total unanswered answered won partlyWon refused dropped }'))
        .demandOutcomes;
    expect(await read()).toEqual({
      total: 0,
      unanswered: 0,
      answered: 0,
      won: 0,
      partlyWon: 0,
      refused: 0,
      dropped: 0,
    });
    for (const state of [null, null, 'WON', 'PARTLY_WON', 'REFUSED']) {
      const { demand } = await world.done(
        of.steward,
        'makeDemand',
        { campaignId: of.campaignId, title: world.unique(), decisionMaker: 'The mayor' },
        'demand { id version }',
      );
      if (state)
        await world.done(of.steward, 'answerDemand', {
          demandId: demand.id,
          answeredOn: '2026-11-01',
          text: 'A letter.',
          state,
        });
    }
    expect(await read()).toEqual({
      total: 5,
      unanswered: 2,
      answered: 0,
      won: 1,
      partlyWon: 1,
      refused: 1,
      dropped: 0,
    });
  });
});

describe('breakdowns of many asks', () => {
  it('take as many statements for fifty as for five, inside and outside', async () => {
    const of = await launched(world);
    const query = `query ($h: String!) { campaign(handle: $h) { alignment { text } demandOutcomes { total }
      asks(first: 100) { nodes { progress { byKind { wanted } byArea { wanted } byPledger { pledged { text } } } } } } }`;
    const read = (who: As) => counting(() => on.query(who, query, { h: of.campaignHandle }));
    for (let n = 0; n < 5; n += 1) await world.ask(of);
    const few = [await read(of.steward), await read(null)];
    for (let n = 5; n < 50; n += 1) await world.ask(of);
    const many = [await read(of.steward), await read(null)];
    expect(many.map(({ result }) => result.campaign.asks.nodes.length)).toEqual([50, 50]);
    expect(many.map(({ statements }) => statements.length)).toEqual(few.map(({ statements }) => statements.length));
    expect(many[1]?.statements.filter((text) => /BEGIN|ask_tally|FROM membership|JOIN pledge/.test(text))).toEqual([]);
  });
});
