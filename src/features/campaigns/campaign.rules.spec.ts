import { expect, it } from '@jest/globals';
import { dayIn, isOver, kept, movesTo, type State, takesMandates } from './campaign.rules.js';

const states: State[] = ['DRAFT', 'LAUNCHED', 'STOPPED', 'CONCLUDED'];

it('moves a campaign from draft to launched, to and fro between launched and stopped, and from both to concluded', () => {
  const moves = states.flatMap((from) => states.filter((to) => movesTo(from, to)).map((to) => `${from} ${to}`));
  expect(moves).toEqual([
    'DRAFT LAUNCHED',
    'LAUNCHED STOPPED',
    'LAUNCHED CONCLUDED',
    'STOPPED LAUNCHED',
    'STOPPED CONCLUDED',
  ]);
});

it('is over when it has concluded, and takes mandates while it is prepared and while it runs', () => {
  expect(states.filter(isOver)).toEqual(['CONCLUDED']);
  expect(states.filter(takesMandates)).toEqual(['DRAFT', 'LAUNCHED']);
});

it.each([
  ['UTC', '2026-03-01T00:00:00Z', '2026-03-01'],
  ['America/Mexico_City', '2026-03-01T05:59:59Z', '2026-02-28'],
  ['America/Mexico_City', '2026-03-01T06:00:00Z', '2026-03-01'],
  ['Pacific/Kiritimati', '2026-12-31T10:00:00Z', '2027-01-01'],
  ['Asia/Tehran', '2026-12-31T20:29:59Z', '2026-12-31'],
  ['Europe/Kyiv', '2026-10-25T21:59:59Z', '2026-10-25'],
])('in %s the instant %s falls on %s', (zone, instant, day) => {
  expect(dayIn(zone, new Date(instant))).toBe(day);
});

it('keeps what a revision leaves out and empties what it sends as null', () => {
  expect([kept('a', undefined), kept('a', null), kept('a', 'b')]).toEqual(['a', null, 'b']);
});
