import { expect, it } from '@jest/globals';
import {
  canonicalLanguage,
  canonicalTimeZone,
  isHandle,
  isHttpsLink,
  isIdempotencyKey,
  isReserved,
  isUuid,
} from './formats.js';

it.each(['elm', 'tenants-of-elm', 'a1b', '123', 'x'.repeat(40)])('takes the handle %s', (value) => {
  expect(isHandle(value)).toBe(true);
});

it.each([
  'el',
  'x'.repeat(41),
  '-elm',
  'elm-',
  'el--m',
  'Elm',
  'el_m',
  'el m',
  'élm',
  'elm\n',
  'еlm',
  '',
  '../etc',
  7,
  null,
])('refuses the handle %j', (value) => {
  expect(isHandle(value)).toBe(false);
});

it('keeps the names of the service for the service', () => {
  expect(['graphql', 'admin', 'sign-in', 'steward', 'null'].every(isReserved)).toBe(true);
  expect(isReserved('tenants-of-elm')).toBe(false);
});

it.each([
  ['0b5e3c1a-7d0f-4b7c-9a51-6a0f5b1c2d3e', true],
  ['0B5E3C1A-7D0F-7B7C-9A51-6A0F5B1C2D3E', true],
  ['0b5e3c1a7d0f4b7c9a516a0f5b1c2d3e', false],
  ['{0b5e3c1a-7d0f-4b7c-9a51-6a0f5b1c2d3e}', false],
  ['0b5e3c1a-7d0f-4b7c-9a51-6a0f5b1c2d3e\n', false],
  ["' OR 1=1 --", false],
  ['', false],
])('%j is an id: %s', (value, expected) => {
  expect(isUuid(value)).toBe(expected);
});

it.each([
  ['America/Mexico_City', 'America/Mexico_City'],
  ['america/mexico_city', 'America/Mexico_City'],
  ['UTC', 'UTC'],
  ['Europe/Kyiv', 'Europe/Kyiv'],
  ['europe/kyiv', 'Europe/Kyiv'],
  ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
  ['+01:00', null],
  ['Mars/Olympus', null],
  ['../../etc/passwd', null],
  ['', null],
  ["UTC'; --", null],
  [7, null],
])('%j is the time zone %j', (value, expected) => {
  expect(canonicalTimeZone(value)).toBe(expected);
});

it.each([
  ['es', 'es'],
  ['ES-mx', 'es-MX'],
  ['zh-hant-tw', 'zh-Hant-TW'],
  ['nah', 'nah'],
  ['en-u-ca-buddhist', null],
  ['x-secret', null],
  ['en_US', null],
  ['english language', null],
  ['', null],
  [`en${'-abcdefgh'.repeat(50)}`, null],
])('%j is the language %j', (value, expected) => {
  expect(canonicalLanguage(value)).toBe(expected);
});

it.each([
  ['0b5e3c1a-7d0f-4b7c-9a51-6a0f5b1c2d3e', true],
  ['x'.repeat(100), true],
  ['x'.repeat(101), false],
  ['seven77', false],
  ['with space', false],
  ['with\ttab!', false],
  ['ümlautkey', false],
])('%j is a key: %s', (value, expected) => {
  expect(isIdempotencyKey(value)).toBe(expected);
});

it.each([
  ['https://photos.example/1?album=elm#2', true],
  ['https://bücher.example/größe', true],
  ['http://photos.example/1', false],
  ['javascript:alert(1)', false],
  ['data:text/html,x', false],
  ['https://', false],
  ['https:photos.example', false],
  ['https://name:secret@photos.example', false],
  ['https://photos.example/a b', false],
  ['https://photos.example/\u202Egnp', false],
  ['https://photos.example/\u0000', false],
  ['https://photos.example/"><script>', false],
  [`https://photos.example/${'x'.repeat(480)}`, false],
  [7, false],
])('%j is a link to a page: %s', (value, expected) => {
  expect(isHttpsLink(value)).toBe(expected);
});
