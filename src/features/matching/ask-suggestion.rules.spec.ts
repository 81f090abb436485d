import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { english } from '../../platform/words/words.js';
import { AskKind, Capacity, RiskBuffer } from '../asks/index.js';
import { type AskFacts, cautionsFor, reasonsFor } from './ask-suggestion.rules.js';
import { AccessNeed } from './matching-profile.graphql.js';
import {
  changedBy,
  coarse,
  type MatchingProfile,
  NOTHING_SAID,
  readBack,
  saysNothing,
  written,
} from './matching-profile.rules.js';

const monday = new Date('2026-11-23T12:00:00Z');
const plain: AskFacts = {
  joinFirst: false,
  agreementChanged: false,
  capacities: [],
  helpfulBuffers: [],
  riskTier: 0,
  rank: null,
  fewPledged: false,
  kilometres: null,
  isFar: false,
  isOnline: false,
  language: 'en',
  accessFeatures: [],
  effortMinutes: null,
  startsAt: null,
  timeZone: 'UTC',
  readAt: monday,
};

const texts = (said: readonly { text: Parameters<typeof english>[0] }[]) => said.map(({ text }) => english(text));
const has = (...capacities: Capacity[]) => ({ capacities: capacities.map((capacity) => ({ capacity, detail: '' })) });

type Case = [what: string, ask: Partial<AskFacts>, profile: Partial<MatchingProfile>, said: string[]];

describe('reasons', () => {
  it.each<Case>([
    ['of nothing in particular', {}, {}, ['It is open, and there is room.']],
    [
      'of what one brings, in the order of the ask',
      { capacities: ['TIME', 'SPACE', 'SKILL'] },
      has(Capacity.SPACE, Capacity.TIME),
      ['It takes time above all, and you said that you have it.', 'Room is wanted, and you said that you have some.'],
    ],
    [
      'of risk first',
      { helpfulBuffers: ['JOB'], capacities: ['TIME'] },
      { ...has(Capacity.TIME), buffers: [RiskBuffer.JOB] },
      [
        'For whoever carries less risk: you said that your job is secure, and people here could lose theirs.',
        'It takes time above all, and you said that you have it.',
      ],
    ],
    ['of the first priority', { rank: 1 }, {}, ['It serves what the community put first.']],
    ['of the third', { rank: 3 }, {}, ['It serves one of the three things that the community put first.']],
    ['not of the fourth', { rank: 4 }, {}, ['It is open, and there is room.']],
    ['of few', { fewPledged: true }, {}, ['Few have pledged so far.']],
    [
      'of few, soon',
      { fewPledged: true, startsAt: new Date('2026-11-27T08:00:00Z') },
      {},
      ['Few have pledged, and it starts on Friday.'],
    ],
    ['of a start today', { startsAt: new Date('2026-11-23T13:00:00Z') }, {}, ['It starts today.']],
    [
      'of a start tomorrow, by the clock of the ask',
      {
        startsAt: new Date('2026-11-23T13:00:00Z'),
        timeZone: 'Pacific/Auckland',
        readAt: new Date('2026-11-23T10:30:00Z'),
      },
      {},
      ['It starts tomorrow.'],
    ],
    ['of a start in six days', { startsAt: new Date('2026-11-29T08:00:00Z') }, {}, ['It starts on Sunday.']],
    [
      'not of one in a week, which is the same weekday',
      { startsAt: new Date('2026-11-30T13:00:00Z') },
      {},
      ['It is open, and there is room.'],
    ],
    ['not of one that began', { startsAt: new Date('2026-11-23T11:00:00Z') }, {}, ['It is open, and there is room.']],
    ['of nearness, no finer than is known', { kilometres: 0.2 }, {}, ['It is near: within about 10 km.']],
    ['of nearness, up', { kilometres: 10.1 }, {}, ['It is near: within about 25 km.']],
    ['not of what nobody calls near', { kilometres: 101 }, {}, ['It is open, and there is room.']],
    ['of online', { isOnline: true }, {}, ['It is done online, from wherever you are.']],
    [
      'of a form of one’s language',
      { language: 'pt-BR' },
      { languages: ['pt'] },
      ['It is in a language that you speak.'],
    ],
    ['of time', { effortMinutes: 45 }, { hoursPerWeek: 1 }, ['It fits your time: about 45 minutes.']],
    ['of one minute', { effortMinutes: 1 }, { hoursPerWeek: 1 }, ['It fits your time: about a minute.']],
    ['of hours', { effortMinutes: 170 }, { hoursPerWeek: 3 }, ['It fits your time: about 3 hours.']],
  ])('%s', (_what, ask, profile, said) => {
    expect(texts(reasonsFor({ ...plain, ...ask }, { ...NOTHING_SAID, ...profile }))).toEqual(said);
  });
});

describe('cautions', () => {
  it.each<Case>([
    ['none', {}, {}, []],
    [
      'of joining',
      { joinFirst: true },
      {},
      ['You are not in this community yet. Join it with joinAsAlly, then pledge.'],
    ],
    [
      'of a risk that nothing makes smaller',
      { riskTier: 2, helpfulBuffers: ['JOB'] },
      { buffers: [RiskBuffer.HEALTH] },
      ['Risk tier 2, and you named no buffer that helps with it. Read the risk notes.'],
    ],
    [
      'of a low one too, where something would',
      { riskTier: 1, helpfulBuffers: ['JOB'] },
      {},
      ['Risk tier 1, and you named no buffer that helps with it. Read the risk notes.'],
    ],
    [
      'of a high one, where nothing is said to help',
      { riskTier: 3 },
      { buffers: [RiskBuffer.JOB] },
      ['Risk tier 3. Read the risk notes before you pledge.'],
    ],
    ['not of a low one', { riskTier: 1 }, {}, []],
    [
      'not of a risk that is smaller for one',
      { riskTier: 3, helpfulBuffers: ['JOB', 'HEALTH'] },
      { buffers: [RiskBuffer.HEALTH] },
      [],
    ],
    [
      'of what one did not name',
      { capacities: ['SPACE'] },
      has(Capacity.TIME),
      ['Room is wanted, and you named none.'],
    ],
    ['not where one named nothing', { capacities: ['SPACE'] }, {}, []],
    ['not where one brings some of it', { capacities: ['SPACE', 'TIME'] }, has(Capacity.TIME), []],
    ['of distance', { isFar: true }, { distanceKm: 5 }, ['It is further away than the 5 km that you go.']],
    [
      'of another language',
      { language: 'fr' },
      { languages: ['es', 'en'] },
      ['It is in a language that you did not name.'],
    ],
    ['of time', { effortMinutes: 240 }, { hoursPerWeek: 3 }, ['It takes about 4 hours, more than you have in a week.']],
    [
      'of each need that is not met',
      { accessFeatures: ['CHILDCARE'] },
      { accessNeeds: [AccessNeed.CHILDCARE, AccessNeed.STEP_FREE] },
      ['It does not say that there is a way without steps. Ask before you pledge.'],
    ],
    [
      'not of steps to what is online',
      { isOnline: true },
      { accessNeeds: [AccessNeed.STEP_FREE, AccessNeed.CHILDCARE] },
      [],
    ],
  ])('%s', (_what, ask, profile, said) => {
    expect(texts(cautionsFor({ ...plain, ...ask }, { ...NOTHING_SAID, ...profile }))).toEqual(said);
  });
});

const capacities = fc.subarray(Object.values(Capacity));
const buffers = fc.subarray(Object.values(RiskBuffer));
const profiles: fc.Arbitrary<MatchingProfile> = fc.record({
  capacities: capacities.map((some) => some.map((capacity) => ({ capacity, detail: '' }))),
  languages: fc.subarray(['en', 'es', 'pt-BR', 'fr']),
  hoursPerWeek: fc.option(fc.integer({ min: 1, max: 80 })),
  distanceKm: fc.option(fc.integer({ min: 1, max: 500 })),
  position: fc.option(
    fc.record({
      latitude: fc.integer({ min: -900, max: 900 }).map((n) => n / 10 + 0),
      longitude: fc.integer({ min: -1800, max: 1800 }).map((n) => n / 10 + 0),
    }),
  ),
  isOnlineOnly: fc.boolean(),
  kindsNotDone: fc.subarray(Object.values(AskKind)),
  accessNeeds: fc.subarray(Object.values(AccessNeed)),
  buffers,
});
const facts: fc.Arbitrary<AskFacts> = fc.record({
  joinFirst: fc.boolean(),
  agreementChanged: fc.boolean(),
  capacities,
  helpfulBuffers: buffers,
  riskTier: fc.integer({ min: 0, max: 3 }),
  rank: fc.option(fc.integer({ min: 1, max: 9 })),
  fewPledged: fc.boolean(),
  kilometres: fc.option(fc.double({ min: 0, max: 20_000, noNaN: true })),
  isFar: fc.boolean(),
  isOnline: fc.boolean(),
  language: fc.constantFrom('en', 'es-MX', 'fr'),
  accessFeatures: fc.subarray(Object.values(AccessNeed)),
  effortMinutes: fc.option(fc.integer({ min: 1, max: 10_080 })),
  startsAt: fc.option(fc.date({ min: new Date('2026-11-01'), max: new Date('2026-12-31'), noInvalidDate: true })),
  timeZone: fc.constantFrom('UTC', 'America/Mexico_City', 'Asia/Kolkata'),
  readAt: fc.constant(monday),
});

describe('whatever is asked, of whomever', () => {
  it('there is a reason, and nothing that is said has a gap in it', () => {
    fc.assert(
      fc.property(facts, profiles, (ask, profile) => {
        expect(reasonsFor(ask, profile)).not.toEqual([]);
        const said = texts([...reasonsFor(ask, profile), ...cautionsFor(ask, profile)]);
        expect(said.filter((text) => /\{\d\}|undefined|null|NaN/.test(text) || !text.endsWith('.'))).toEqual([]);
      }),
    );
  });

  it('a buffer or a capacity more takes no reason away, and changes what is said exactly where it is wanted', () => {
    fc.assert(
      fc.property(facts, profiles, fc.constantFrom(...Object.values(RiskBuffer)), (ask, profile, buffer) => {
        const without = { ...profile, buffers: profile.buffers.filter((one) => one !== buffer) };
        const withIt = { ...without, buffers: [...without.buffers, buffer] };
        const [before, after] = [texts(reasonsFor(ask, without)), texts(reasonsFor(ask, withIt))];
        expect(after).toEqual(expect.arrayContaining(before.filter((text) => !text.startsWith('It is open'))));
        expect(JSON.stringify(after) !== JSON.stringify(before)).toBe(ask.helpfulBuffers.includes(buffer));
      }),
    );
    fc.assert(
      fc.property(facts, profiles, fc.constantFrom(...Object.values(Capacity)), (ask, profile, capacity) => {
        const without = { ...profile, capacities: profile.capacities.filter((one) => one.capacity !== capacity) };
        const withIt = { ...without, capacities: [...without.capacities, { capacity, detail: '' }] };
        const [before, after] = [texts(reasonsFor(ask, without)), texts(reasonsFor(ask, withIt))];
        expect(after).toEqual(expect.arrayContaining(before.filter((text) => !text.startsWith('It is open'))));
        expect(JSON.stringify(after) !== JSON.stringify(before)).toBe(ask.capacities.includes(capacity));
      }),
    );
  });
});

describe('what is kept of a person', () => {
  it('is read back as it was written, and what there is of buffers is always equally long', () => {
    fc.assert(
      fc.property(profiles, (profile) => {
        const kept = written(profile);
        expect(readBack(kept.capacities, kept.buffers)).toEqual(profile);
        expect(Buffer.byteLength(kept.buffers)).toBe(128);
      }),
    );
  });

  it('changes in what was sent alone, and is nothing when all of it was cleared', () => {
    fc.assert(
      fc.property(
        profiles,
        profiles,
        fc.subarray(Object.keys(NOTHING_SAID).filter((field) => field !== 'buffers')),
        (before, other, fields) => {
          const sent = Object.fromEntries(fields.map((field) => [field, other[field as keyof MatchingProfile]]));
          expect({ ...changedBy(sent, before), buffers: before.buffers }).toEqual({ ...before, ...sent });
          const cleared = Object.fromEntries(Object.keys(NOTHING_SAID).map((field) => [field, null]));
          expect(saysNothing({ ...changedBy(cleared, before), buffers: [] })).toBe(true);
        },
      ),
    );
  });

  it('of where they are is one place for all within a tenth of a degree', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -90, max: 90, noNaN: true }),
        fc.double({ min: -180, max: 180, noNaN: true }),
        (latitude, longitude) => {
          const kept = coarse({ latitude, longitude });
          expect(coarse(kept)).toEqual(kept);
          expect(Math.abs(kept.latitude - latitude)).toBeLessThanOrEqual(0.0501);
          expect(Number.isInteger(Number((kept.longitude * 10).toFixed(6)))).toBe(true);
        },
      ),
    );
  });
});
