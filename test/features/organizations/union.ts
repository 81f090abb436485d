import type { Person } from '../../support/client.js';
import type { Scene } from '../../support/pledging.js';
import type { World } from '../../support/world.js';

export interface Union {
  organizationId: string;
  founder: Person;
  second: Person;
}

/** Another person comes to represent the organization. */
export async function represent(
  world: World,
  { organizationId, founder }: Pick<Union, 'organizationId' | 'founder'>,
  person?: Person,
) {
  const { code } = await world.done(founder, 'inviteRepresentative', { organizationId }, 'code');
  const who = person ?? (await world.person());
  await world.done(who, 'acceptRepresentation', { link: code });
  return who;
}

/** An organization with two representatives who are nothing else anywhere. */
export async function union(world: World, name = world.unique('Union')): Promise<Union> {
  const founder = await world.person();
  const { organization } = await world.done(founder, 'createOrganization', { name }, 'organization { id }');
  const organizationId = organization.id as string;
  return { organizationId, founder, second: await represent(world, { organizationId, founder }) };
}

export async function joins(
  world: World,
  { organizationId, founder }: Union,
  { community }: Pick<Scene, 'community'>,
): Promise<string> {
  const input = {
    communityHandle: community.handle,
    organizationId,
    agreementVersion: 1,
    answers: [{ questionId: 'position', text: 'Most of us rent.' }],
  };
  return (await world.done(founder, 'joinAsAlly', input, 'membership { id }')).membership.id;
}
