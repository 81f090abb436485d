import { setTimeout as sleep } from 'node:timers/promises';
import type { Person, TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import type { Campaign, Founded, World } from '../../support/world.js';

export interface Shown extends Founded {
  campaignId: string;
  campaignHandle: string;
  /** The one with asks first. */
  priorityIds: [string, string];
  cosigner: Person;
}

interface Texts {
  name?: string;
  summary?: string;
  language?: string;
  statements?: [string, string];
}

/** A launched campaign with two priorities that have a mandate each, to be looked at from outside. */
export async function shownCampaign(world: World, { statements, ...input }: Texts = {}): Promise<Shown> {
  const community = await world.community({ name: 'Tenants of Elm Street' });
  const cosigner = await world.affected(community);
  const campaign = await world.campaign(community, {
    name: 'Heat before winter',
    summary: 'Forty households have been without heating since October.',
    ...input,
  });
  const [first, second] = statements ?? ['Heat that works', 'No family is put out in winter'];
  const ids: [string, string] = [
    await mandated(world, campaign, community, cosigner, first),
    await mandated(world, campaign, community, cosigner, second),
  ];
  return { ...community, campaignId: campaign.id, campaignHandle: campaign.handle, priorityIds: ids, cosigner };
}

async function mandated(world: World, campaign: Campaign, { steward }: Founded, cosigner: Person, statement: string) {
  const { id } = await world.priority(campaign, { statement });
  await world.mandate({ id }, { steward, cosigner });
  return id;
}

/** An open ask under the first priority, or another. */
export function openAsk(world: World, of: Shown, input: Record<string, unknown> = {}): Promise<{ id: string }> {
  const { steward, campaignId, priorityIds } = of;
  return world.ask({ steward, campaignId, priorityId: priorityIds[0] }, input);
}

/** A pledge that was done, and confirmed by the community. */
export async function attested(world: World, of: Shown, ask: { id: string }, quantity = 1): Promise<void> {
  const by = await world.ally(of);
  const pledge = await world.reported({ pledge: await world.pledge({ ask, by, quantity }), quantity });
  await world.done(of.steward, 'attestFulfilment', { items: [{ occurrenceId: pledge.occurrenceId, quantity }] });
}

/** Many asks like one, as rows: through the API they would take minutes. */
export async function copies(on: TestApp, ask: { id: string }, count: number): Promise<void> {
  const query = sql(on.urls.owner);
  const [columns] = await query<{ names: string }>(
    `SELECT string_agg(quote_ident(column_name), ', ') AS names FROM information_schema.columns
      WHERE table_schema = 'public' AND table_name = 'ask' AND is_generated = 'NEVER'`,
  );
  await query(
    `INSERT INTO ask (${columns!.names})
     SELECT ${columns!.names} FROM (
       SELECT (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(), 'title', a.title || ' ' || n))).*
         FROM ask a, generate_series(1, $2::int) n WHERE a.id = $1) copied`,
    [ask.id, count],
  );
}

/** Until it is so: what was read within a second may be shown first. A test that waits in vain fails by its time limit. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(100);
}
