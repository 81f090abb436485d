import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import ICAL from 'ical.js';
import type { CalendarEvent } from '../../../src/features/feeds/calendar.rules.js';
import { calendarText } from '../../../src/features/feeds/calendar-text.js';

const entry = (more: Partial<CalendarEvent> = {}): CalendarEvent => ({
  id: '5f3b2c10-1111-4222-8333-444455556666',
  startsAt: new Date('2026-03-29T00:30:00Z'),
  endsAt: new Date('2026-03-29T01:30:00Z'),
  status: 'CONFIRMED',
  sequence: 3,
  changedAt: new Date('2026-03-01T10:00:00Z'),
  title: 'Carry boxes',
  summary: 'Accompany: pledged time',
  campaignName: 'Heat before winter',
  notes: [],
  place: 'At the gate',
  ...more,
});

const written = (...events: CalendarEvent[]) => calendarText({ name: 'Accompany', language: 'en', events });
const parsed = (text: string) => new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent');
const one = (text: string) => {
  const [event, ...others] = parsed(text);
  expect(others).toEqual([]);
  return event!;
};

/** What no line of a calendar can hold: the rest comes back as it was. */
const asRead = (text: string) =>
  text
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(/[^\P{Cc}\n\t]|[\uFFFE\uFFFF]/gu, '');

const HOSTILE = [
  'Boxes\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Another',
  'a; b, c \\n d \\\\ e: "f"',
  '👩‍👩‍👧‍👦 flags 🏳️‍🌈 and 한국어',
  '\u2067مرحبا\u2069 \u202Egnp.exe\u202C',
  'x\u2028ATTENDEE:mailto:a@b.example\u2029y\u0085z',
  'ü'.repeat(8_000),
  '\uD83D',
  'ORGANIZER;CN=Someone:mailto:someone@people.example',
];

describe('an entry of a calendar', () => {
  it.each(HOSTILE)('reads back as it was written, whatever its title is made of (%#)', (title) => {
    const event = one(written(entry({ title, campaignName: title, place: title })));
    for (const property of ['summary', 'description', 'location']) {
      expect(event.getFirstPropertyValue(property)).toBe(asRead(title));
    }
    expect(event.getFirstPropertyValue('attendee')).toBeNull();
    expect(event.getFirstPropertyValue('organizer')).toBeNull();
  });

  it('adds no line and no entry by what anyone wrote in it', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.string({ unit: 'grapheme', maxLength: 400 }),
      fc
        .array(fc.constantFrom('\r', '\n', ':', ';', ',', '\\', 'END:VEVENT', ' ', '\t', 'é', '🏳️‍🌈'), {
          maxLength: 200,
        })
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, texts, texts, (summary, about, place) => {
        const text = written(
          entry({ title: `A${summary}`, campaignName: `B${about}`, place: `C${place}` }),
          entry({ id: 'b' }),
        );
        const events = parsed(text);
        expect(events).toHaveLength(2);
        expect(events[0]?.getFirstPropertyValue('summary')).toBe(asRead(`A${summary}`));
        expect(events[0]?.getFirstPropertyValue('description')).toBe(asRead(`B${about}`));
        expect(events[0]?.getFirstPropertyValue('location')).toBe(asRead(`C${place}`));
        const names = events[0]
          ?.getAllProperties()
          .map(({ name }) => name)
          .toSorted();
        expect(names).toEqual(
          events[1]
            ?.getAllProperties()
            .map(({ name }) => name)
            .toSorted(),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('keeps each line to 75 bytes and ends it as the standard says', () => {
    const text = written(entry({ title: `${'🏳️‍🌈ß'.repeat(300)} end` }));
    expect(text.endsWith('\r\n')).toBe(true);
    const lines = text.slice(0, -2).split('\r\n');
    for (const line of lines) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(line).not.toMatch(/[\r\n]/);
    }
  });

  it('says when by the clock of the world, which summer time does not move', () => {
    const event = one(written(entry()));
    expect(String(event.getFirstProperty('dtstart')?.toICALString())).toBe('DTSTART:20260329T003000Z');
    expect(String(event.getFirstProperty('dtend')?.toICALString())).toBe('DTEND:20260329T013000Z');
  });

  it('is private, and dated by when it last changed: equal data make equal bytes', () => {
    expect(written(entry())).toBe(written(entry()));
    const event = one(written(entry()));
    expect(event.getFirstPropertyValue('class')).toBe('PRIVATE');
    expect(String(event.getFirstPropertyValue('dtstamp'))).toBe('2026-03-01T10:00:00Z');
    expect(String(event.getFirstPropertyValue('last-modified'))).toBe('2026-03-01T10:00:00Z');
  });

  it('speaks the language of its feed around titles', () => {
    const text = calendarText({
      name: 'Accompany',
      language: 'es',
      events: [entry({ title: null, campaignName: null, place: null })],
    });
    expect(one(text).getFirstPropertyValue('summary')).toBe('Accompany: tiempo comprometido');
    expect(one(text).getFirstPropertyValue('location')).toBeNull();
    expect(one(text).getFirstPropertyValue('description')).toBeNull();
  });
});
