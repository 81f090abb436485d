import type { Person, TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import type { Campaign, Founded, World } from '../../support/world.js';

export interface Staged {
  community: Founded;
  campaign: Campaign;
  steward: Person;
  second: Person;
}

/** A community of two with a launched campaign. */
export async function staged(world: World): Promise<Staged> {
  const community = await world.community();
  const campaign = await world.campaign(community);
  return { community, campaign, steward: community.steward, second: await world.affected(community) };
}

/** A proposal of that person's. */
export function proposedBy(world: World, campaign: Campaign, by: Person, input: Record<string, unknown> = {}) {
  return world.priority({ ...campaign, steward: by }, input);
}

export interface Named {
  priority: { id: string };
  mandate: { id: string };
  ask: { id: string };
}

/** A priority that the community stands behind by a live mandate, with an open ask. */
export async function named(world: World, { campaign, steward, second }: Staged): Promise<Named> {
  const priority = await proposedBy(world, campaign, second);
  const mandate = await world.mandate(priority, { steward, cosigner: second });
  const ask = await world.ask({ steward, campaignId: campaign.id, priorityId: priority.id });
  return { priority, mandate, ask };
}

export type Outsiders = Readonly<Record<string, [Person | null, string]>>;

/** Those who write nothing that reaches a priority, and what each is answered about a proposal. */
export async function outsiders(world: World, { community }: Staged): Promise<Outsiders> {
  return {
    anonymous: [null, 'UNAUTHENTICATED'],
    stranger: [await world.person(), 'FORBIDDEN'],
    ally: [await world.ally(community), 'FORBIDDEN'],
    allyOrganizer: [await world.allyOrganizer(community), 'FORBIDDEN'],
    foreignSteward: [(await world.community()).steward, 'NOT_FOUND'],
  };
}

/** Whoever is affected and has no duty is on probation from now on. */
export async function onProbation(world: World, person: Person, community: Founded): Promise<void> {
  const { viewer } = await world.on.query(person, '{ viewer { memberships { id community { id } } } }');
  const own = viewer.memberships.find((one: { community: { id: string } }) => one.community.id === community.id);
  await sql(world.on.urls.owner)("UPDATE membership SET probation_until = now() + interval '9 days' WHERE id = $1", [
    own.id,
  ]);
}

/** What is on a community's record about a priority, in order. */
export function recordOf(on: TestApp, priorityId: string, communityId?: string): Promise<Record<string, any>[]> {
  return sql(on.urls.owner)(
    `SELECT kind, actor_role AS role, details FROM record_entry
      WHERE subject_id = $1 AND community_id = coalesce($2, (SELECT community_id FROM priority WHERE id = $1)) ORDER BY recorded_at, id`,
    [priorityId, communityId ?? null],
  );
}

/** The last digest that the record has of a priority, and that of its row: they tell whether anyone wrote past the record. */
export async function digests(on: TestApp, priorityId: string): Promise<{ recorded: string; stored: string }> {
  const recorded = (await recordOf(on, priorityId)).findLast(({ details }) => details.digest !== undefined);
  const [row] = await sql(on.urls.owner)(
    'SELECT app.priority_digest(p.community_id, p.id) AS digest FROM priority p WHERE p.id = $1',
    [priorityId],
  );
  return { recorded: recorded?.['details'].digest, stored: row?.['digest'] };
}

export async function rowOf(on: TestApp, priorityId: string): Promise<Record<string, any>> {
  const [row] = await sql(on.urls.owner)('SELECT * FROM priority WHERE id = $1', [priorityId]);
  return row ?? {};
}

/** As if ranks had been decided: in the order given, from 1. */
export async function ranked(on: TestApp, ...priorityIds: string[]): Promise<void> {
  await sql(on.urls.owner)(
    'UPDATE priority p SET rank = r.place, named_at = coalesce(p.named_at, now()) FROM unnest($1::uuid[]) WITH ORDINALITY AS r (id, place) WHERE p.id = r.id',
    [priorityIds],
  );
}

/** Moves what was withdrawn or merged into the past. */
export async function aged(on: TestApp, priorityId: string, days: number): Promise<void> {
  await sql(on.urls.owner)(
    'UPDATE priority SET withdrawn_at = withdrawn_at - make_interval(days => $2), merged_at = merged_at - make_interval(days => $2) WHERE id = $1',
    [priorityId, days],
  );
}

export const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
