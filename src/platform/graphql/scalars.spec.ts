import { describe, expect, it } from '@jest/globals';
import { Kind } from 'graphql';
import { CalendarDate, DateTime } from './scalars.js';

describe('DateTime', () => {
  it.each([
    ['2026-11-23T09:30:00Z', '2026-11-23T09:30:00.000Z'],
    ['2026-11-23T10:30:00+01:00', '2026-11-23T09:30:00.000Z'],
    ['2026-11-23T09:30Z', '2026-11-23T09:30:00.000Z'],
    ['2024-02-29T23:59:59.123456Z', '2024-02-29T23:59:59.123Z'],
    ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z'],
  ])('reads %s', (sent, answered) => {
    expect(DateTime.serialize(DateTime.parseValue(sent))).toBe(answered);
  });

  it.each([
    '2026-11-23T09:30:00',
    '2026-11-23',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-11-23T24:00:00Z',
    '2026-11-23T09:60:00Z',
    '2026-11-23T09:30:60Z',
    '2026-11-23T09:30:00+15:00',
    '1969-12-31T23:59:59Z',
    '2201-01-01T00:00:00Z',
    '1970-01-01T00:00:00+01:00',
    '+012026-01-01T00:00:00Z',
    'now',
    'Mon, 23 Nov 2026 09:30:00 GMT',
    '',
    '2026-11-23T09:30:00Z\u0000',
    `2026-11-23T09:30:00.${'0'.repeat(100_000)}Z`,
    1_795_000_000_000,
    null,
    {},
  ])('refuses %j', (sent) => {
    expect(() => DateTime.parseValue(sent)).toThrow();
  });

  it('reads text in a document and no other literal', () => {
    expect(DateTime.parseLiteral({ kind: Kind.STRING, value: '2026-11-23T09:30:00Z' })).toEqual(
      new Date(1795426200000),
    );
    expect(() => DateTime.parseLiteral({ kind: Kind.INT, value: '2026' })).toThrow();
  });

  it('never answers what is no instant', () => {
    expect(() => DateTime.serialize('soon')).toThrow();
    expect(() => DateTime.serialize(new Date(Number.NaN))).toThrow();
  });
});

describe('Date', () => {
  it.each(['2026-11-23', '2024-02-29', '1970-01-01', '2200-12-31'])('reads %s', (day) => {
    expect(CalendarDate.parseValue(day)).toBe(day);
  });

  it.each([
    '2026-02-29',
    '2026-00-10',
    '2026-01-00',
    '2026-1-1',
    '1969-12-31',
    '2201-01-01',
    '2026-11-23T00:00Z',
    20261123,
  ])('refuses %j', (day) => {
    expect(() => CalendarDate.parseValue(day)).toThrow();
  });
});
