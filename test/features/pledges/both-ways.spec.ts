import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PledgesTogether } from '../../../src/features/pledges/pledges-together.js';
import { type As, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { counting } from '../../support/queries.js';
import { unchanged } from '../../support/unchanged.js';
import { pledgeTo, World } from '../../support/world.js';
import { type Launched, launched } from '../asks/launched.js';

let on: TestApp;
let world: World;
let owner: ReturnType<typeof sql>;
let there: Launched;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  owner = sql(on.urls.owner);
  there = await launched(world);
});
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(() => on.close());

const ALL = `pledge { id state turn quantity waitingFor offeredUntil reconfirmBy shownAs leftBecause acceptedBriefVersion acceptedTermsVersion
  acceptedAgreementVersion acceptedRiskTier pledgerStanding termsAreCurrent waitlistPosition viewerCanStepBack plan { when where firstStep }
  pledger { id } organization { id } handedTo { id } onlyIf { others } ask { id title progress { wanted pledged { count { value } quantity { value } } } } }
  userErrors { code message path }`;
const DOCUMENT = `mutation ($input: MakePledgeInput!) { makePledge(input: $input) { ${ALL} } }`;

const make = (as: As, input: Record<string, unknown>) => on.send(as, DOCUMENT, { input });
const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
const alone = () => jest.spyOn(on.app.get(PledgesTogether, { strict: false }), 'make').mockResolvedValue(null);

/** What each pledge of an ask left behind, without what no two of them share. */
async function left(askId: string): Promise<unknown[]> {
  return owner(
    `SELECT to_jsonb(p) - 'id' - 'pledger_id' - 'ask_id' - 'created_at' - 'state_changed_at' - 'calendar_changed_at' AS pledge,
            e.kind, e.actor_role, e.subject_type, e.actor_id = p.pledger_id AS "byPledger", e.campaign_id = p.campaign_id AS "inCampaign",
            e.details - 'askId' AS details, o.kind AS told, o.data = e.details AS "sameData", i.operation, i.result->>'pledgeId' = p.id::text AS replays,
            (SELECT count(*)::int FROM occurrence x WHERE x.pledge_id = p.id AND x.due_at = p.plan_when AND x.state = 'DUE') AS occurrences
       FROM pledge p JOIN record_entry e ON e.subject_id = p.id JOIN outbox_event o ON o.id = e.id
       LEFT JOIN idempotency i ON i.result->>'pledgeId' = p.id::text WHERE p.ask_id = $1 ORDER BY p.turn`,
    [askId],
  );
}

const withoutIds = (answer: unknown) => JSON.stringify(answer).replaceAll(/"id":"[^"]+"/g, '"id":""');

describe('a pledge that is made with others, and one that is made alone,', () => {
  it.each([
    ['an ally', (): Promise<Person> => world.ally(there)],
    ['someone affected', (): Promise<Person> => world.affected(there)],
    ['a steward', async (): Promise<Person> => there.steward],
  ])('of %s are answered in the same words, and leave the same behind', async (_, someone) => {
    const asks = [await world.ask(there, { slots: 1 }), await world.ask(there, { slots: 1 })];
    const plan = { when: hours(60), where: 'At the gate', firstStep: 'Call' };
    const [by, second] = [await someone(), await world.ally(there)];
    const answers: string[] = [];
    for (const [index, ask] of asks.entries()) {
      if (index === 1) alone();
      for (const [turn, who] of [by, second].entries()) {
        const input = pledgeTo(ask, { plan, shownAs: 'J.', idempotencyKey: `both-ways-${index}-${turn}-${ask.id}` });
        answers.push(withoutIds(await make(who, input)));
        answers.push(withoutIds(await make(who, input)));
      }
    }
    expect(answers.slice(0, 4)).toEqual(answers.slice(4));
    expect(answers[0]).toContain('"state":"ACTIVE"');
    expect(answers[2]).toContain('"state":"WAITLISTED"');
    expect(await left(asks[0]?.id ?? '')).toEqual(await left(asks[1]?.id ?? ''));
  });

  it('take one statement and no transaction of their own where they are made with others', async () => {
    const ask = await world.ask(there, {});
    const people = [await world.ally(there), await world.ally(there), await world.ally(there)];
    const { statements, result } = await counting(() =>
      Promise.all(
        people.map((by) => on.mutate(by, 'makePledge', pledgeTo(ask), 'pledge { id state } userErrors { code }')),
      ),
    );
    expect(result.map(({ pledge }) => pledge.state)).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE']);
    expect(statements.filter((text) => text.includes('app.make_pledges')).length).toBeLessThanOrEqual(people.length);
    expect(statements.filter((text) => /BEGIN|START TRANSACTION|INSERT INTO/.test(text))).toEqual([]);
  });
});

describe('what is refused is refused in the same bytes, and changes nothing, with others and alone:', () => {
  const spoilt = (set: string) => async (askId: string) =>
    void (await owner(`UPDATE ask SET ${set} WHERE id = $1`, [askId]));
  const nothing = async () => undefined;
  const cases: [string, (askId: string) => Promise<void>, Record<string, unknown>, string][] = [
    ['a stale agreement', nothing, { agreementVersion: 7 }, 'AGREEMENT_STALE'],
    ['no agreement', nothing, { agreementVersion: null }, 'AGREEMENT_STALE'],
    ['a stale brief', nothing, { briefVersion: 7 }, 'BRIEF_STALE'],
    ['stale terms', nothing, { termsVersion: 7 }, 'TERMS_STALE'],
    ['a risk not accepted', nothing, { acceptedRiskTier: 1 }, 'RISK_NOT_ACCEPTED'],
    ['more than is wanted', nothing, { quantity: 1_000_000 }, 'MORE_THAN_WANTED'],
    ['a plan in the past', nothing, { plan: { when: hours(-1), firstStep: 'x' } }, 'IN_THE_PAST'],
    ['a plan outside the window', spoilt("starts_at = now() + interval '9 days'"), {}, 'OUT_OF_RANGE'],
    ['a paused ask', spoilt("state = 'PAUSED', paused_because = 'ORGANIZER'"), {}, 'ASK_NOT_OPEN'],
    ['a closed ask', spoilt("state = 'CLOSED'"), {}, 'ASK_NOT_OPEN'],
    ['an ask that is over', spoilt("ends_at = now() - interval '1 second'"), {}, 'ASK_NOT_OPEN'],
    ['a missed threshold', spoilt("threshold = 2, threshold_at = now() - interval '1 second'"), {}, 'ASK_NOT_OPEN'],
    ['an ask where people speak for themselves', spoilt("kind = 'SPEAK'"), {}, 'NOT_FOR_YOUR_STANDING'],
    ['an ask that nobody knows', nothing, { askId: '00000000-0000-4000-8000-000000000000' }, 'NOT_FOUND'],
  ];

  it.each(cases)('%s', async (_, spoil, put, code) => {
    const ask = await world.ask(there, {});
    const ally = await world.ally(there);
    await spoil(ask.id);
    const input = pledgeTo(ask, { idempotencyKey: `refused-${ask.id}`, ...put });
    const together = await unchanged(on, () => make(ally, input));
    alone();
    const single = await unchanged(on, () => make(ally, input));
    expect(JSON.stringify(together)).toBe(JSON.stringify(single));
    expect(JSON.stringify(together)).toContain(`"${code}"`);
  });

  it('a second live pledge, a key that was used for another request, no standing, a paused one, and nobody at all', async () => {
    const ask = await world.ask(there, {});
    const [pledged, paused] = [await world.ally(there), await world.ally(there)];
    const before = pledgeTo(ask, { idempotencyKey: `first-${ask.id}` });
    await make(pledged, before);
    await owner('UPDATE membership SET paused_at = now() WHERE id = $1', [paused.membershipId]);
    const sent: [As, Record<string, unknown>, string][] = [
      [pledged, { ...before, idempotencyKey: `second-${ask.id}` }, 'ALREADY_PLEDGED'],
      [pledged, { ...before, quantity: 2 }, 'CONFLICT'],
      [await world.person(), { ...before, idempotencyKey: `third-${ask.id}` }, 'FORBIDDEN'],
      [paused, { ...before, idempotencyKey: `fourth-${ask.id}` }, 'FORBIDDEN'],
      [null, { ...before, idempotencyKey: `fifth-${ask.id}` }, 'UNAUTHENTICATED'],
    ];
    const answers: string[][] = [[], []];
    for (const [index, told] of answers.entries()) {
      if (index === 1) alone();
      for (const [by, input] of sent) told.push(JSON.stringify(await unchanged(on, () => make(by, input))));
    }
    expect(answers[0]).toEqual(answers[1]);
    for (const [index, [, , code]] of sent.entries()) expect(answers[0]?.[index]).toContain(`"${code}"`);
  });
});
