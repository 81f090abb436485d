import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { member, settled, steward } from '../../support/standing.js';
import { World } from '../../support/world.js';
import { itemFor, whoFinds } from './waiting.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const owner = (text: string, values: unknown[] = []) => sql(on.urls.owner)(text, values);

describe('people who asked to be allies', () => {
  it('wait, folded by community, for stewards and organizers, until each is answered', async () => {
    const home = await world.community();
    await world.campaign(home);
    const people: Record<string, Person> = {
      steward: home.steward,
      affected: await world.affected(home),
      organizer: await world.allyOrganizer(home),
      ally: await world.ally(home),
    };
    await world.done(home.steward, 'changeAllyAdmission', { communityId: home.id, admission: 'REVIEWED' });
    const ask = async (by: Person, input = {}) => {
      const request = {
        communityHandle: home.handle,
        agreementVersion: 1,
        answers: [{ questionId: 'position', text: 'I rent.' }],
      };
      return (await world.done(by, 'joinAsAlly', { ...request, ...input }, 'request { id }')).request.id;
    };
    const kind = 'ALLIES_TO_ADMIT';
    expect(await whoFinds(on, kind, people)).toEqual([]);
    // Nobody admits an organization that they represent.
    const { organization } = await world.done(
      people['organizer']!,
      'createOrganization',
      { name: 'Bakers' },
      'organization { id }',
    );
    await ask(people['organizer']!, { organizationId: organization.id });
    expect(await whoFinds(on, kind, people)).toEqual(['steward']);
    const first = await ask(await world.person());
    expect(await whoFinds(on, kind, people)).toEqual(['steward', 'organizer']);
    expect(await itemFor(on, home.steward, kind)).toMatchObject({ count: 2, nextMutation: 'admitAlly' });
    expect(await itemFor(on, people['organizer']!, kind)).toMatchObject({
      count: 1,
      subject: { __typename: 'AllyRequest', id: first },
      campaign: null,
    });
    await world.done(people['organizer']!, 'admitAlly', { requestId: first });
    expect(await whoFinds(on, kind, people)).toEqual(['steward']);
    const left = await itemFor(on, home.steward, kind);
    await world.done(home.steward, 'declineAllies', { communityId: home.id, requestIds: [left?.subjectId] });
    expect(await whoFinds(on, kind, people)).toEqual([]);
  });
});

describe('someone who asks to be admitted', () => {
  it('waits for those who may vouch and do not yet', async () => {
    const home = await settled(world);
    const newcomer = await member(world, home);
    await owner(`UPDATE membership SET probation_until = now() + interval '9 days' WHERE id = $1`, [
      newcomer.membershipId,
    ]);
    const people = { founder: home.founder, second: home.second, newcomer };
    const kind = 'MEMBERS_TO_VOUCH';
    const asker = await world.person();
    const { request } = await world.done(
      asker,
      'requestMembership',
      { communityHandle: home.handle, pseudonym: 'Rowan', message: 'I live on the third floor.' },
      'request { id }',
    );
    expect(await whoFinds(on, kind, { ...people, asker })).toEqual(['founder', 'second']);
    expect(await itemFor(on, home.second, kind)).toMatchObject({
      text: 'Rowan asks to be admitted. Vouch for them if you know them.',
      subjectId: request.id,
      subject: null,
      nextMutation: 'vouchFor',
    });
    await world.done(home.second, 'vouchFor', { requestId: request.id });
    expect(await whoFinds(on, kind, people)).toEqual(['founder']);
    await owner(`UPDATE community SET admission_rule = 'INVITATION' WHERE id = $1`, [home.id]);
    expect(await whoFinds(on, kind, people)).toEqual([]);
  });

  it('does not wait for whoever vouches for as many as one may', async () => {
    const home = await settled(world);
    for (let asked = 0; asked < 4; asked += 1) {
      const input = { communityHandle: home.handle, pseudonym: `Rowan ${asked}`, message: 'Third floor.' };
      const { request } = await world.done(await world.person(), 'requestMembership', input, 'request { id }');
      if (asked < 3) await world.done(home.second, 'vouchFor', { requestId: request.id });
    }
    const found = await whoFinds(on, 'MEMBERS_TO_VOUCH', { founder: home.founder, second: home.second });
    expect(found).toEqual(['founder']);
  });
});

describe('a community with too few stewards', () => {
  it('waits for affected people past probation until they stand behind a new one, who is then asked', async () => {
    const home = await settled(world);
    const [third, fourth] = [await member(world, home), await member(world, home)];
    const people = { founder: home.founder, third, fourth, ally: null as Person | null };
    await owner('UPDATE membership SET is_steward = false WHERE id = $1', [home.second.membershipId]);
    await world.campaign(home);
    people.ally = await world.ally(home);
    const short = () => whoFinds(on, 'SHORT_OF_STEWARDS', people);
    expect(await short()).toEqual(['founder', 'third', 'fourth']);
    expect(await itemFor(on, third, 'SHORT_OF_STEWARDS')).toMatchObject({
      subject: { __typename: 'Community', id: home.id },
      nextMutation: 'confirmSteward',
    });
    await world.done(third, 'confirmSteward', { membershipId: fourth.membershipId });
    expect(await short()).toEqual(['founder']);
    // One of the two that it takes is missing.
    expect(await whoFinds(on, 'DUTY_OFFERED', people)).toEqual([]);
    await world.done(home.founder, 'confirmSteward', { membershipId: fourth.membershipId });
    expect(await short()).toEqual([]);
    expect(await whoFinds(on, 'DUTY_OFFERED', people)).toEqual(['fourth']);
    const offer = await itemFor(on, fourth, 'DUTY_OFFERED');
    expect(offer).toMatchObject({ nextMutation: 'acceptDuty', subject: null, community: { id: home.id } });
    await world.done(fourth, 'acceptDuty', { offerId: offer?.subjectId });
    expect([await short(), await whoFinds(on, 'DUTY_OFFERED', people)]).toEqual([[], []]);
  });
});

describe('the removal of a steward', () => {
  it('waits for a second steward, who neither proposed it nor is the one it is about', async () => {
    const home = await settled(world);
    const [accused, fourth] = [await steward(world, home), await steward(world, home)];
    const affected = await member(world, home);
    const people = { founder: home.founder, second: home.second, accused, fourth, affected };
    const kind = 'REMOVAL_TO_CONFIRM';
    const { removal } = await world.done(
      home.founder,
      'proposeStewardRemoval',
      { membershipId: accused.membershipId, reason: 'They told the landlord.' },
      'removal { id }',
    );
    expect(await whoFinds(on, kind, people)).toEqual(['second', 'fourth']);
    const item = await itemFor(on, fourth, kind);
    expect(item).toMatchObject({ subjectId: removal.id, nextMutation: 'confirmStewardRemoval' });
    expect(item?.text).not.toContain('landlord');
    await world.done(fourth, 'confirmStewardRemoval', { removalId: removal.id });
    expect(await whoFinds(on, kind, people)).toEqual([]);
  });
});

describe('the duty of an organizer', () => {
  it('waits for its owner within 14 days of its end, until it is delegated anew', async () => {
    const home = await world.community();
    await world.campaign(home);
    const [organizer, other] = [await world.allyOrganizer(home), await world.ally(home)];
    const people = { organizer, other, steward: home.steward };
    const kind = 'DELEGATION_ENDS';
    const until = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
    const delegate = (days: number) =>
      world.done(home.steward, 'delegateOrganizer', { membershipId: organizer.membershipId, until: until(days) });
    expect(await whoFinds(on, kind, people)).toEqual([]);
    await delegate(13);
    expect(await whoFinds(on, kind, people)).toEqual(['organizer']);
    expect(await itemFor(on, organizer, kind)).toMatchObject({
      nextMutation: null,
      subject: { __typename: 'Membership', id: organizer.membershipId },
    });
    await delegate(40);
    expect(await whoFinds(on, kind, people)).toEqual([]);
  });
});
