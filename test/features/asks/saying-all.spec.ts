import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { type Launched, launched } from './launched.js';

let on: TestApp;
let world: World;
let of: Launched;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  of = await launched(world);
});
afterAll(() => on.close());

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const draft = (more: object = {}) => ({
  campaignId: of.campaignId,
  priorityId: of.priorityId,
  title: 'Carry boxes',
  kind: 'SHOW_UP',
  unit: 'people',
  quantityWanted: 10,
  ...more,
});
const FIELDS = `ask { kind area position { latitude longitude isExact } isOnline timeZone cadence missedLimit graceHours threshold thresholdAt effortMinutes
  mitigations prerequisites capacities helpfulBuffers accessFeatures version }`;

describe('an ask', () => {
  it('says where about, how often, from how many on, what it takes and who can take part', async () => {
    const [startsAt, thresholdAt] = [inDays(3), inDays(2)];
    const said = {
      kind: 'LISTEN_AND_LEARN',
      area: 'North of the river',
      isOnline: true,
      timeZone: 'America/Mexico_City',
      missedLimit: 3,
      graceHours: 0,
      threshold: 10,
      thresholdAt,
      effortMinutes: 90,
      mitigations: 'Two of us stay with you.',
      prerequisites: 'Have read the brief.',
      capacities: ['LANGUAGE', 'TIME'],
      helpfulBuffers: ['CITIZENSHIP', 'JOB'],
      accessFeatures: ['CHILDCARE', 'STEP_FREE'],
    };
    const sent = {
      ...said,
      startsAt,
      cadence: 'rrule:byday=tu,th;freq=weekly;interval=2',
      position: { latitude: 19.432607, longitude: -99.133208 },
      timeZone: 'america/mexico_city',
      accessFeatures: ['STEP_FREE', 'CHILDCARE', 'STEP_FREE'],
    };
    const { ask } = await world.done(of.steward, 'draftAsk', draft(sent), FIELDS);
    expect(ask).toEqual({
      ...said,
      cadence: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH',
      position: { latitude: 19.43261, longitude: -99.13321, isExact: true },
      version: 1,
    });
  });

  it('says nothing of these when nothing is sent, and takes them away with null', async () => {
    const bare = {
      area: '',
      position: null,
      isOnline: false,
      timeZone: null,
      cadence: null,
      missedLimit: 2,
      graceHours: 72,
      threshold: null,
      thresholdAt: null,
      effortMinutes: null,
      mitigations: '',
      prerequisites: '',
      capacities: [],
      helpfulBuffers: [],
      accessFeatures: [],
    };
    const { ask } = await world.done(
      of.steward,
      'draftAsk',
      draft(),
      `ask { id }${FIELDS.replace('ask', ' more: ask')}`,
    );
    const askId = ask.id;
    const full = {
      area: 'Here',
      position: { latitude: 1, longitude: 2 },
      startsAt: inDays(3),
      cadence: 'FREQ=DAILY',
      threshold: 2,
      thresholdAt: inDays(1),
      effortMinutes: 5,
      capacities: ['TIME'],
      mitigations: 'We stay.',
    };
    await world.done(of.steward, 'reviseAsk', { askId, expectedVersion: 1, ...full });
    const nothing = Object.fromEntries(Object.keys(full).map((field) => [field, null]));
    const { ask: after } = await world.done(of.steward, 'reviseAsk', { askId, expectedVersion: 2, ...nothing }, FIELDS);
    expect(after).toEqual({ ...bare, kind: 'SHOW_UP', version: 3 });
  });

  it.each<[string, () => object, string, string]>([
    ['a cadence without a first time', () => ({ cadence: 'FREQ=DAILY' }), 'INVALID', 'startsAt'],
    ['a cadence by the second', () => ({ cadence: 'FREQ=SECONDLY', startsAt: inDays(1) }), 'INVALID', 'cadence'],
    ['a cadence in words', () => ({ cadence: 'every day', startsAt: inDays(1) }), 'INVALID', 'cadence'],
    [
      'a cadence that is over',
      () => ({ cadence: 'FREQ=DAILY;UNTIL=20200101T000000Z', startsAt: inDays(1) }),
      'OUT_OF_RANGE',
      'cadence',
    ],
    ['a threshold without its time', () => ({ threshold: 5 }), 'INVALID', 'thresholdAt'],
    ['the time of a threshold alone', () => ({ thresholdAt: inDays(1) }), 'INVALID', 'threshold'],
    ['a threshold above all', () => ({ threshold: 11, thresholdAt: inDays(1) }), 'OUT_OF_RANGE', 'threshold'],
    ['a threshold in the past', () => ({ threshold: 5, thresholdAt: inDays(-1) }), 'IN_THE_PAST', 'thresholdAt'],
    [
      'a threshold known after the start',
      () => ({ threshold: 5, thresholdAt: inDays(2), startsAt: inDays(1) }),
      'OUT_OF_RANGE',
      'thresholdAt',
    ],
    ['a zone that there is not', () => ({ timeZone: 'Mars/Olympus' }), 'INVALID', 'timeZone'],
    ['a point off the map', () => ({ position: { latitude: 91, longitude: 0 } }), 'OUT_OF_RANGE', 'position'],
    ['effort without end', () => ({ effortMinutes: 10_081 }), 'OUT_OF_RANGE', 'effortMinutes'],
    ['a limit of nothing', () => ({ missedLimit: 0 }), 'OUT_OF_RANGE', 'missedLimit'],
    ['an area as long as a letter', () => ({ area: 'x'.repeat(121) }), 'TOO_LONG', 'area'],
  ])('is not written down with %s', async (_, more, code, field) => {
    const { userErrors } = await unchanged(on, () => on.mutate(of.steward, 'draftAsk', draft(more())));
    expect(userErrors[0]).toMatchObject({ code, path: expect.arrayContaining(['input', field]) });
  });

  it('does not want less than its threshold', async () => {
    const { ask } = await world.done(
      of.steward,
      'draftAsk',
      draft({ threshold: 8, thresholdAt: inDays(1) }),
      'ask { id }',
    );
    const { userErrors } = await unchanged(on, () =>
      on.mutate(of.steward, 'reviseAsk', { askId: ask.id, expectedVersion: 1, quantityWanted: 7 }),
    );
    expect(userErrors).toMatchObject([{ code: 'OUT_OF_RANGE', path: ['input', 'threshold'] }]);
  });
});

describe('a spreadsheet', () => {
  it('fills all of it in', async () => {
    const header =
      'external_id,priority,title,kind,unit,quantity,starts_at,time_zone,cadence,missed_limit,grace_hours,threshold,threshold_at,effort_minutes,area,latitude,longitude,is_online,mitigations,prerequisites,access_features,capacities,helpful_buffers';
    const row = `all-1,Heat that works,Sit in,change practice,people,9,${inDays(5)},Europe/Berlin,"FREQ=WEEKLY;BYDAY=MO",4,12,3,${inDays(4)},45,Neukölln,52.48121,13.4359,yes,We stay,A bike,"step-free, childcare",TIME;SPACE,job`;
    const csv = `${header}\n${row}`;
    const { report } = await world.done(
      of.steward,
      'importAsks',
      { campaignId: of.campaignId, csv },
      'report { created problemCount problems { column message } }',
    );
    expect(report).toEqual({ created: 1, problemCount: 0, problems: [] });
    const { asks } = await on.query(
      of.steward,
      `query ($handle: String!) { asks(filter: { campaignHandle: $handle, text: "neukolln" }) { nodes ${FIELDS.replace('ask ', '')} } }`,
      { handle: of.campaignHandle },
    );
    expect(asks.nodes).toMatchObject([
      {
        kind: 'CHANGE_PRACTICE',
        area: 'Neukölln',
        position: { latitude: 52.48121, longitude: 13.4359 },
        isOnline: true,
        timeZone: 'Europe/Berlin',
        cadence: 'FREQ=WEEKLY;BYDAY=MO',
        missedLimit: 4,
        graceHours: 12,
        threshold: 3,
        effortMinutes: 45,
        capacities: ['SPACE', 'TIME'],
        helpfulBuffers: ['JOB'],
        accessFeatures: ['CHILDCARE', 'STEP_FREE'],
      },
    ]);
    const again = await world.done(
      of.steward,
      'importAsks',
      { campaignId: of.campaignId, csv },
      'report { unchanged updated created }',
    );
    expect(again.report).toEqual({ unchanged: 1, updated: 0, created: 0 });
  });

  it('is told by column what does not hold', async () => {
    const csv = [
      'external_id,priority,title,kind,unit,quantity,latitude,cadence,is_online,access_features',
      'bad-1,Heat that works,Sit in,SHOW_UP,people,9,91,,,',
      'bad-2,Heat that works,Sit in,SHOW_UP,people,9,9,,,',
      'bad-3,Heat that works,Sit in,SHOW_UP,people,9,,FREQ=HOURLY,,',
      'bad-4,Heat that works,Sit in,SHOW_UP,people,9,,FREQ=DAILY,,',
      'bad-5,Heat that works,Sit in,SHOW_UP,people,9,,,maybe,',
      'bad-6,Heat that works,Sit in,SHOW_UP,people,9,,,,ramp',
    ].join('\n');
    const { report } = await unchanged(on, () =>
      on.mutate(
        of.steward,
        'importAsks',
        { campaignId: of.campaignId, csv },
        'report { problems { line column code } }',
      ),
    );
    expect(report.problems).toEqual([
      { line: 2, column: 'latitude', code: 'OUT_OF_RANGE' },
      { line: 3, column: 'latitude', code: 'INVALID' },
      { line: 4, column: 'cadence', code: 'INVALID' },
      { line: 5, column: 'starts_at', code: 'INVALID' },
      { line: 6, column: 'is_online', code: 'INVALID' },
      { line: 7, column: 'access_features', code: 'INVALID' },
    ]);
  });
});
