import icalendar, { ICalCalendarMethod, ICalEventClass, ICalEventStatus } from 'ical-generator';
import { type Language, translate } from '../../platform/words/index.js';
import type { CalendarEvent } from './calendar.rules.js';

export interface Calendar {
  name: string;
  language: Language;
  events: readonly CalendarEvent[];
}

const MAKER = { company: 'Accompany', product: 'Calendar' } as const;
/** How often a calendar is asked to look again, in seconds; many look when they like. */
const LOOK_AGAIN = 3600;

/** Everything that some reader or other takes for the end of a line, and what no text should have. */
const LINE_ENDS = /\r\n?|[\v\f\u0085\u2028\u2029]/g;
const CONTROLS = /[^\P{Cc}\n\t]|[\uFFFE\uFFFF]/gu;
const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * A calendar as RFC 5545 has it. Equal data make equal bytes: every time in it is of a row. Times are instants in UTC and
 * need no table of a zone, which each calendar shows in the zone of its own reader.
 */
export function calendarText({ name, language, events }: Calendar): string {
  const calendar = icalendar({
    name: plain(name),
    prodId: { ...MAKER, language: language.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
    ttl: LOOK_AGAIN,
  });
  for (const event of events) {
    calendar.createEvent({
      id: `${event.id}@accompany`,
      sequence: event.sequence,
      stamp: event.changedAt,
      lastModified: event.changedAt,
      start: event.startsAt,
      end: event.endsAt,
      status: ICalEventStatus[event.status],
      class: ICalEventClass.PRIVATE,
      summary: plain(event.title ?? translate(event.summary, language)),
      description: description(event, language),
      location: event.place === null ? null : plain(event.place),
    });
  }
  return ended(calendar.toString());
}

function description({ campaignName, notes }: CalendarEvent, language: Language): string | null {
  const lines = [...(campaignName === null ? [] : [campaignName]), ...notes.map((note) => translate(note, language))];
  return lines.length === 0 ? null : lines.map(plain).join('\n');
}

function plain(text: string): string {
  return text.replace(LONE_SURROGATE, '\uFFFD').replace(LINE_ENDS, '\n').replace(CONTROLS, '');
}

function ended(text: string): string {
  return text.endsWith('\r\n') ? text : `${text}\r\n`;
}
