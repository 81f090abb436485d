import { expect } from '@jest/globals';
import type { TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import type { World } from '../../support/world.js';
import { type Launched, launched } from '../asks/launched.js';
import { ANSWER, fieldsIn, post, READ_ALL } from './forms.js';

export interface Linked {
  of: Launched;
  ask: { id: string };
  link: string;
}

/** An open ask and its link. */
export async function linked(world: World, input: Record<string, unknown> = {}, of?: Launched): Promise<Linked> {
  const home = of ?? (await launched(world));
  const ask = await world.ask(home, input);
  const shown = await world.on.query(home.steward, 'query ($id: ID!) { ask(id: $id) { link } }', { id: ask.id });
  return { of: home, ask, link: shown.ask.link };
}

/** The first step: the form, and what a browser would send back once everything is accepted and answered. */
export async function begun(
  on: TestApp,
  link: string,
  more: Record<string, string> = {},
): Promise<Record<string, string>> {
  const { status, text } = await post(on, '/join', { link });
  expect(status).toBe(200);
  return { ...fieldsIn(text), ...READ_ALL, ...ANSWER, ...more };
}

/** All that a pledge by a newcomer would leave behind. */
export async function traces(on: TestApp): Promise<unknown> {
  const [counts] = await sql(on.urls.owner)(
    `SELECT (SELECT count(*) FROM person) AS people, (SELECT count(*) FROM membership) AS members, (SELECT count(*) FROM pledge) AS pledges,
            (SELECT count(*) FROM outbox_event) AS events, (SELECT count(*) FROM record_entry) AS entries, (SELECT count(*) FROM idempotency) AS keys`,
  );
  return counts;
}

/** Sends the form, which is refused and leaves nothing behind; answers the page. */
export async function refusedWithoutTrace(on: TestApp, fields: Record<string, string>, status = 422): Promise<string> {
  const before = await traces(on);
  const response = await post(on, '/join/pledge', fields);
  expect(response.status).toBe(status);
  expect(await traces(on)).toEqual(before);
  return response.text;
}
