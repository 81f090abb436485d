import type { As, Person, TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { type Scene, scene } from '../../support/pledging.js';
import type { World } from '../../support/world.js';

export const answers = [{ questionId: 'position', text: 'I rent, with a secure lease.' }];

/** A community with an open ask that takes allies in the way named. */
export async function taking(world: World, admission: string, ask: Record<string, unknown> = {}): Promise<Scene> {
  const of = await scene(world, ask);
  await world.done(of.steward, 'changeAllyAdmission', { communityId: of.community.id, admission });
  return of;
}

export const acceptance = ({ community }: Scene, input: Record<string, unknown> = {}) => ({
  communityHandle: community.handle,
  agreementVersion: 1,
  answers,
  ...input,
});

/** Someone who asked to be an ally and waits. */
export async function asking(world: World, of: Scene, input: Record<string, unknown> = {}) {
  const person = await world.person();
  const { request } = await world.done(person, 'joinAsAlly', acceptance(of, input), 'request { id state }');
  return { ...person, requestId: request.id as string };
}

export async function personOf(on: TestApp, membershipId: string): Promise<string> {
  const [row] = await sql(on.urls.owner)('SELECT person_id FROM membership WHERE id = $1', [membershipId]);
  return row?.['person_id'];
}

/** The kinds of what left for this subject, in order. */
export async function sent(on: TestApp, subjectId: string): Promise<string[]> {
  const rows = await sql(on.urls.owner)('SELECT kind FROM outbox_event WHERE subject_id = $1 ORDER BY created_at, id', [
    subjectId,
  ]);
  return rows.map(({ kind }) => String(kind));
}

export const waitingIn = (on: TestApp, as: As, of: Scene, fields = 'id') =>
  on
    .query(as, `query ($h: String!) { community(handle: $h) { alliesWaiting { totalCount nodes { ${fields} } } } }`, {
      h: of.community.handle,
    })
    .then((data) => data.community.alliesWaiting);

export const ownRequests = (on: TestApp, who: Person) =>
  on
    .query(who, '{ viewer { memberships { id } allyRequests { id state answers { text } isYours } } }')
    .then((data) => data.viewer);
