import type { Person, TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import type { Campaign, Founded, Pledged, World } from '../../support/world.js';

export interface Talking {
  community: Founded;
  campaign: Campaign;
  steward: Person;
  second: Person;
  ally: Person & { membershipId: string };
  priority: { id: string };
  ask: { id: string };
  pledge: Pledged;
}

/** An ally who pledged to an ask of a community of two. */
export async function talking(world: World): Promise<Talking> {
  const community = await world.community();
  const { steward } = community;
  const campaign = await world.campaign(community);
  const second = await world.affected(community, { pseudonym: 'Segunda' });
  const ally = await world.ally(community);
  const priority = await world.priority(campaign);
  await world.mandate(priority, { steward, cosigner: second });
  const ask = await world.ask({ steward, campaignId: campaign.id, priorityId: priority.id });
  const pledge = await world.pledge({ ask, by: ally });
  return { community, campaign, steward, second, ally, priority, ask, pledge };
}

/** One more open ask of the same campaign. */
export function anotherAsk(world: World, { steward, campaign, priority }: Talking): Promise<{ id: string }> {
  return world.ask({ steward, campaignId: campaign.id, priorityId: priority.id });
}

export async function wrote(world: World, by: Person, pledgeId: string, text = 'Bring gloves.'): Promise<string> {
  return (await world.done(by, 'sendMessage', { pledgeId, text }, 'message { id }')).message.id;
}

export async function asked(
  world: World,
  by: Person,
  pledgeId: string,
  input: Record<string, unknown> = {},
): Promise<string> {
  const sent = { pledgeId, text: 'How many of you come?', ...input };
  return (await world.done(by, 'askQuestion', sent, 'question { id }')).question.id;
}

export const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

/** Lets the time of a question be over since a minute, whenever it was set. */
export async function overdue(on: TestApp, questionId: string): Promise<void> {
  await sql(on.urls.owner)(
    `UPDATE thread_question SET due_at = now() - interval '1 minute', due_set_at = now() - interval '8 days' WHERE id = $1`,
    [questionId],
  );
}

export async function questionRow(on: TestApp, questionId: string): Promise<Record<string, any>> {
  const [row] = await sql(on.urls.owner)('SELECT * FROM thread_question WHERE id = $1', [questionId]);
  return row ?? {};
}

/** What is on the record of a community of these kinds, in order. */
export function recorded(on: TestApp, communityId: string, kinds: string): Promise<Record<string, any>[]> {
  return sql(on.urls.owner)(
    `SELECT kind, actor_role AS role, actor_id AS "actorId", subject_type AS "subjectType", subject_id AS "subjectId", details
       FROM record_entry WHERE community_id = $1 AND kind LIKE $2 ORDER BY recorded_at, id`,
    [communityId, kinds],
  );
}

/** The events that wait of these kinds, by kind and subject. */
export function announced(on: TestApp, communityId: string, kinds: string): Promise<Record<string, any>[]> {
  return sql(on.urls.owner)(
    'SELECT kind, subject_id AS "subjectId" FROM outbox_event WHERE community_id = $1 AND kind LIKE $2 ORDER BY created_at, id',
    [communityId, kinds],
  );
}

export type Outsiders = Readonly<Record<string, [Person | { authorization: string } | null, string]>>;

/** Whoever has no part in a pledge, and what each is answered about it. */
export async function outsiders(world: World, { community }: Talking): Promise<Outsiders> {
  const former = await world.affected(community);
  await world.done(former, 'leaveCommunity', { communityId: community.id });
  return {
    anonymous: [null, 'UNAUTHENTICATED'],
    stranger: [await world.person(), 'FORBIDDEN'],
    anotherAlly: [await world.ally(community), 'NOT_FOUND'],
    former: [former, 'FORBIDDEN'],
    foreignSteward: [(await world.community()).steward, 'NOT_FOUND'],
    operator: [await operator(world), 'FORBIDDEN'],
  };
}

async function operator(world: World): Promise<Person> {
  const person = await world.person();
  await sql(world.on.urls.owner)(
    `UPDATE person SET is_operator = true WHERE id = (SELECT person_id FROM vault.session WHERE access_hash = sha256($1::text::bytea))`,
    [person.accessToken],
  );
  return person;
}
