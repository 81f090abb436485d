import ICAL from 'ical.js';
import request from 'supertest';
import { plant } from '../../support/canaries.mjs';
import type { Person, TestApp } from '../../support/client.js';
import type { World } from '../../support/world.js';

export interface Feed {
  id: string;
  url: string;
}

export interface Entry {
  uid: string;
  sequence: number;
  status: string;
  summary: string;
  location: string | null;
  description: string | null;
  startsAt: Date;
  endsAt: Date;
  modifiedAt: Date;
}

/** What stands in the address is looked for in every log and table when the suite is over. */
export function feedAt(id: string, url: string): Feed {
  plant(/([^/]+)\.ics$/.exec(url)?.[1] ?? '');
  return { id, url };
}

export async function ownFeed(world: World, by: Person, input: Record<string, unknown> = {}): Promise<Feed> {
  const { url, calendarFeed } = await world.done(by, 'createCalendarFeed', input, 'url calendarFeed { id }');
  return feedAt(calendarFeed.id, url);
}

export async function campaignFeed(
  world: World,
  by: Person,
  campaignId: string,
  input: Record<string, unknown> = {},
): Promise<Feed> {
  const fields = 'url calendarFeed { id }';
  const { url, calendarFeed } = await world.done(by, 'createCampaignCalendarFeed', { campaignId, ...input }, fields);
  return feedAt(calendarFeed.id, url);
}

export const pathOf = ({ url }: Feed): string => new URL(url).pathname;

export function fetched(on: TestApp, feed: Feed | string): request.Test {
  return request(on.app.getHttpServer()).get(typeof feed === 'string' ? feed : pathOf(feed));
}

/** What stands in it, by a parser that others wrote; in order of time. */
export function entriesIn(text: string): Entry[] {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents('vevent').map((event) => {
    const text = (name: string) => event.getFirstPropertyValue(name) as string | null;
    const time = (name: string) => (event.getFirstPropertyValue(name) as ICAL.Time).toJSDate();
    return {
      uid: String(text('uid')),
      sequence: Number(text('sequence')),
      status: String(text('status')),
      summary: String(text('summary')),
      location: text('location'),
      description: text('description'),
      startsAt: time('dtstart'),
      endsAt: time('dtend'),
      modifiedAt: time('last-modified'),
    };
  });
}

export async function entries(on: TestApp, feed: Feed): Promise<Entry[]> {
  const { status, text } = await fetched(on, feed);
  if (status !== 200) throw new Error(`${status} for ${pathOf(feed)}`);
  return entriesIn(text);
}

export async function only(on: TestApp, feed: Feed): Promise<Entry> {
  const [entry, ...others] = await entries(on, feed);
  if (!entry || others.length > 0) throw new Error(`Expected one entry, got ${entry ? others.length + 1 : 0}.`);
  return entry;
}
