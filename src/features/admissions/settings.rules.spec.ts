import { expect, it } from '@jest/globals';
import { changesOf, type Settings, shownOnRecord } from './settings.rules.js';

const before: Settings = {
  name: 'Elm Street',
  about: '',
  language: 'en',
  timeZone: 'UTC',
  admissionRule: 'INVITATION',
  probationDays: 14,
  showsExactFigures: true,
  publishesSovereigntyReport: false,
};

it.each<[string, object, object]>([
  ['nothing', {}, {}],
  ['the same', { name: 'Elm Street', probationDays: 14, showsExactFigures: true }, {}],
  ['nulls', { name: null, about: null, admissionRule: null }, {}],
  [
    'zero and false and empty',
    { probationDays: 0, showsExactFigures: false },
    { probationDays: 0, showsExactFigures: false },
  ],
  ['what it does not know', { handle: 'other' }, {}],
])('takes from %s what differs', (_, sent, changes) => {
  expect(changesOf(before, sent)).toEqual(changes);
});

it('shows values on the record, never what someone wrote', () => {
  const changes = changesOf(before, { name: 'Oak Street', about: 'We rent.', probationDays: 7, admissionRule: 'BOTH' });
  expect(shownOnRecord(before, changes)).toEqual({
    name: true,
    about: true,
    probationDays: { from: 14, to: 7 },
    admissionRule: { from: 'INVITATION', to: 'BOTH' },
  });
});
