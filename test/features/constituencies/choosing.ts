import type { Answer, Person } from '../../support/client.js';
import { sql } from '../../support/database.js';
import type { Founded, World } from '../../support/world.js';

export interface Constituency {
  id: string;
  name: string;
}

export async function declared(world: World, home: Founded, name = world.unique('Carers')): Promise<Constituency> {
  const input = { communityId: home.id, name, about: 'Who cares for someone.' };
  const { constituency } = await world.done(home.steward, 'declareConstituency', input, 'constituency { id name }');
  return constituency;
}

/** Says of someone that they belong to these, and to no others. */
export async function chosen(world: World, home: Founded, by: Person, ...ones: Constituency[]): Promise<void> {
  await world.done(by, 'chooseConstituencies', {
    communityId: home.id,
    constituencyIds: ones.map(({ id }) => id),
  });
}

export async function listed(world: World, as: Person, home: Founded): Promise<Answer[]> {
  const { community } = await world.on.query(
    as,
    'query ($handle: String!) { community(handle: $handle) { constituencies { id name about peopleCount viewerBelongs retiredAt } } }',
    { handle: home.handle },
  );
  return community.constituencies;
}

/** Of how many each constituency is in fact, which nobody is shown below ten. */
export async function stored(world: World, home: Founded): Promise<Record<string, number>> {
  const rows = await sql(world.on.urls.owner)(
    'SELECT constituency_id AS id, count(*)::int AS people FROM constituency_member WHERE community_id = $1 GROUP BY 1',
    [home.id],
  );
  return Object.fromEntries(rows.map(({ id, people }) => [id, people]));
}

/** One more steward, who is affected as well: a single one removes nobody. */
export async function sharesStewardship(world: World, home: Founded): Promise<Person> {
  const { code } = await world.done(home.steward, 'inviteToCommunity', { communityId: home.id }, 'code');
  const person = await world.person();
  await world.done(person, 'acceptInvitation', { link: code });
  await sql(world.on.urls.owner)(
    `UPDATE membership SET is_steward = true WHERE community_id = $1 AND person_id = (SELECT person_id FROM vault.session WHERE access_hash = sha256($2::text::bytea))`,
    [home.id, person.accessToken],
  );
  return person;
}
