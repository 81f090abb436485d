import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '../../../src/platform/database/database.js';
import { system } from '../../../src/platform/access/actor.js';
import { type As, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { footprint, type Scene, scene } from '../../support/pledging.js';
import { persist } from '../../support/persist.js';
import { unchanged } from '../../support/unchanged.js';
import { pledgeTo, World } from '../../support/world.js';
import { joins, represent, union } from './union.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp({ config: { poolSize: 10 } });
  world = new World(on);
});
afterAll(() => on.close());

const PLEDGE =
  'query ($id: ID!) { pledge(id: $id) { state organization { name } pledger { organization { name } } viewerCanAttest viewerCanStepBack occurrences { viewerCanAttest viewerCanReport } } }';
const pledge = (as: As, id: string) => on.query(as, PLEDGE, { id }).then((data) => data.pledge);

const actorOf = async (id: string, kind: string) => {
  const [row] = await sql(on.urls.owner)(
    'SELECT actor_id, actor_role FROM record_entry WHERE subject_id = $1 AND kind = $2',
    [id, kind],
  );
  return row;
};

const answering = {
  attestFulfilment: ({ occurrenceId }: { occurrenceId: string }) => ({ items: [{ occurrenceId }] }),
  sendBackFulfilment: ({ occurrenceId }: { occurrenceId: string }) => ({ occurrenceId, feedback: 'Which door?' }),
};

/** What comes of one of the people affected answering a report. */
async function answer(as: Person, field: keyof typeof answering, of: { occurrenceId: string }): Promise<string> {
  const more = field === 'attestFulfilment' ? 'results { userErrors { code } }' : '';
  const payload = await on.mutate(as, field, answering[field](of), more);
  return (
    [...payload.userErrors, ...(payload.results ?? []).flatMap((one: { userErrors: object[] }) => one.userErrors)][0]
      ?.code ?? 'DONE'
  );
}

describe('a pledge of an organization', () => {
  let of: Scene;
  beforeEach(async () => {
    of = await scene(world);
  });

  it('is its own, under its name, and outlasts whoever made it', async () => {
    const there = await union(world, 'Dockers for housing');
    const membershipId = await joins(world, there, of);
    const { organizationId } = there;
    const made = await world.pledge({ ask: await world.ask(of), by: there.founder, organizationId });
    for (const as of [there.founder, there.second, of.steward]) {
      expect(await pledge(as, made.id)).toMatchObject({
        organization: { name: 'Dockers for housing' },
        pledger: { organization: { name: 'Dockers for housing' } },
      });
    }
    expect(await actorOf(made.id, 'pledge.made')).toEqual({ actor_id: membershipId, actor_role: 'ALLY' });
    await world.done(there.founder, 'leaveOrganization', { organizationId });
    expect(await pledge(there.founder, made.id)).toBeNull();
    expect(await on.refusal(there.founder, 'reportFulfilment', { pledgeId: made.id, quantity: 1 })).toBe('FORBIDDEN');
    await world.done(there.second, 'reportFulfilment', { pledgeId: made.id, quantity: 1 });
    expect(await actorOf(made.occurrenceId, 'fulfilment.reported')).toEqual({
      actor_id: membershipId,
      actor_role: 'ALLY',
    });
    expect(await answer(of.steward, 'attestFulfilment', made)).toBe('DONE');
    expect((await pledge(there.second, made.id)).state).toBe('FULFILLED');
    const other = await world.pledge({ ask: await world.ask(of), by: there.second, organizationId });
    await world.done(there.second, 'stepBack', { pledgeId: other.id, reason: 'A strike.' });
  });

  it('says whose it is: who acts for an organization and has no standing names it, and nothing is borrowed', async () => {
    const there = await union(world);
    await joins(world, there, of);
    const { organizationId, founder } = there;
    const ask = await world.ask(of);
    const unnamed = await unchanged(on, () => on.mutate(founder, 'makePledge', pledgeTo(ask)));
    expect(unnamed.userErrors).toMatchObject([{ code: 'ORGANIZATION_REQUIRED', path: ['input', 'organizationId'] }]);
    const elsewhere = await scene(world);
    expect(
      await unchanged(on, () => on.refusal(founder, 'makePledge', pledgeTo(elsewhere.ask, { organizationId }))),
    ).toBe('FORBIDDEN');
    await world.pledge({ ask, by: founder, organizationId });
    // Their own standing is another one: both may pledge to the same ask, each once.
    await world.done(founder, 'joinAsAlly', {
      communityHandle: of.community.handle,
      agreementVersion: 1,
      answers: [{ questionId: 'position', text: 'I rent.' }],
    });
    expect((await pledge(founder, (await world.pledge({ ask, by: founder })).id)).organization).toBeNull();
    for (const input of [{}, { organizationId }]) {
      const twice = await unchanged(on, () => on.mutate(founder, 'makePledge', pledgeTo(ask, input)));
      expect(twice.userErrors).toMatchObject([{ code: 'ALREADY_PLEDGED' }]);
    }
  });

  it('rests with the standing that pledges: a paused person acts for their organization, and for none that is paused', async () => {
    const there = await union(world);
    const orgMembership = await joins(world, there, of);
    const own = await world.ally(of.community);
    await represent(world, there, own);
    const { organizationId } = there;
    await world.done(of.steward, 'pauseAlly', { membershipId: own.membershipId, reason: 'Wait.' });
    const asks = [await world.ask(of), await world.ask(of)] as const;
    expect(await unchanged(on, () => on.refusal(own, 'makePledge', pledgeTo(asks[0])))).toBe('FORBIDDEN');
    expect((await world.pledge({ ask: asks[0], by: own, organizationId })).state).toBe('ACTIVE');
    await world.done(of.steward, 'resumeAlly', { membershipId: own.membershipId });
    await world.done(of.steward, 'pauseAlly', { membershipId: orgMembership, reason: 'Wait.' });
    expect(await unchanged(on, () => on.refusal(own, 'makePledge', pledgeTo(asks[1], { organizationId })))).toBe(
      'FORBIDDEN',
    );
    expect((await world.pledge({ ask: asks[1], by: own })).state).toBe('ACTIVE');
  });

  it('gives one of the people affected no right that the organization has not, and it none of theirs', async () => {
    const there = await union(world);
    const member = await world.affected(of.community);
    await represent(world, there, member);
    const membershipId = await joins(world, { ...there, founder: member }, of);
    const { organizationId } = there;
    const speak = await world.ask(of, { kind: 'SPEAK' });
    const borrowed = await unchanged(on, () => on.mutate(member, 'makePledge', pledgeTo(speak, { organizationId })));
    expect(borrowed.userErrors).toMatchObject([{ code: 'NOT_FOR_YOUR_STANDING' }]);
    const made = await world.pledge({ ask: await world.ask(of), by: member, organizationId });
    // Nothing on the record ties the organization's pledge to the one affected person who acts for it.
    expect(await actorOf(made.id, 'pledge.made')).toEqual({ actor_id: membershipId, actor_role: 'ALLY' });
    expect(
      await unchanged(on, () =>
        on.refusal(there.second, 'attestFulfilment', { items: [{ occurrenceId: made.occurrenceId }] }),
      ),
    ).toBe('FORBIDDEN');
    const duty = { membershipId, until: new Date(Date.now() + 86_400_000).toISOString() };
    const delegated = await unchanged(on, () => on.mutate(of.steward, 'delegateOrganizer', duty));
    expect(delegated.userErrors).toMatchObject([{ code: 'NOT_FOR_YOUR_STANDING' }]);
  });

  it('is one for each ask, though two representatives pledge at once', async () => {
    for (let round = 0; round < 4; round += 1) {
      const there = await union(world);
      await joins(world, there, of);
      const ask = await world.ask(of);
      const outcomes = await Promise.all(
        [there.founder, there.second, there.founder, there.second].map((who) =>
          persist(on, who, 'makePledge', pledgeTo(ask, { organizationId: there.organizationId })),
        ),
      );
      expect(outcomes.toSorted()).toEqual([...Array(3).fill('ALREADY_PLEDGED'), 'DONE']);
      expect((await footprint(on, ask)).pledges).toHaveLength(1);
    }
  });

  it('waits for admission where each ally is looked at, which no representative of it may decide', async () => {
    const home = await scene(world);
    await world.done(home.steward, 'changeAllyAdmission', { communityId: home.community.id, admission: 'REVIEWED' });
    const there = await union(world);
    await represent(world, there, home.steward);
    const input = {
      communityHandle: home.community.handle,
      organizationId: there.organizationId,
      agreementVersion: 1,
      answers: [{ questionId: 'position', text: 'We rent.' }],
    };
    const { request } = await world.done(
      there.second,
      'joinAsAlly',
      input,
      'request { id organization { id } isYours }',
    );
    expect(request).toMatchObject({ organization: { id: there.organizationId }, isYours: true });
    const refusedTo = await unchanged(on, () =>
      on.refusal(there.founder, 'makePledge', pledgeTo(home.ask, { organizationId: there.organizationId })),
    );
    expect(refusedTo).toBe('FORBIDDEN');
    const own = await unchanged(on, () => on.mutate(home.steward, 'admitAlly', { requestId: request.id }));
    expect(own.userErrors).toMatchObject([{ code: 'OWN_STANDING' }]);
    await world.done(home.steward, 'leaveOrganization', { organizationId: there.organizationId });
    await world.done(home.steward, 'admitAlly', { requestId: request.id });
    expect((await world.pledge({ ask: home.ask, by: there.founder, organizationId: there.organizationId })).state).toBe(
      'ACTIVE',
    );
  });
});

describe('nobody attests the work of their organization', () => {
  it('while they represent it, after they left it, or by way of another standing; and sees that they may not', async () => {
    const of = await scene(world);
    const there = await union(world);
    await joins(world, there, of);
    const { organizationId, founder } = there;
    const [now, before, outsider] = [
      await world.affected(of.community),
      await world.affected(of.community),
      await world.affected(of.community),
    ];
    await represent(world, there, now);
    await represent(world, there, before);
    const reported = async () =>
      world.reported({
        pledge: await world.pledge({ ask: await world.ask(of), by: founder, organizationId }),
      });
    const work = await reported();
    await world.done(before, 'leaveOrganization', { organizationId });
    for (const who of [now, before]) {
      expect(await pledge(who, work.id)).toMatchObject({
        viewerCanAttest: false,
        occurrences: [{ viewerCanAttest: false }],
      });
      await unchanged(on, async () => {
        expect(await answer(who, 'attestFulfilment', work)).toBe('OWN_WORK');
        expect(await answer(who, 'sendBackFulfilment', work)).toBe('OWN_WORK');
      });
    }
    expect(await pledge(before, work.id)).toMatchObject({
      viewerCanStepBack: false,
      occurrences: [{ viewerCanReport: false }],
    });
    expect(await pledge(outsider, work.id)).toMatchObject({ viewerCanAttest: true });
    expect(await answer(outsider, 'attestFulfilment', work)).toBe('DONE');
    const [attested] = await sql(on.urls.owner)('SELECT id FROM attestation WHERE occurrence_id = $1', [
      work.occurrenceId,
    ]);
    for (const who of [now, before]) {
      const correction = { attestationId: attested?.['id'], quantity: 0, reason: 'No.' };
      const { userErrors } = await unchanged(on, () => on.mutate(who, 'correctAttestation', correction));
      expect(userErrors).toMatchObject([{ code: 'OWN_WORK' }]);
    }
  });

  it('not even past the service', async () => {
    const of = await scene(world);
    const there = await union(world);
    await joins(world, there, of);
    const { organizationId, founder } = there;
    const before = await world.affected(of.community);
    await represent(world, there, before);
    const work = await world.reported({ pledge: await world.pledge({ ask: of.ask, by: founder, organizationId }) });
    await world.done(before, 'leaveOrganization', { organizationId });
    const [{ id: attester }] = (await on.query(before, '{ viewer { memberships { id } } }')).viewer.memberships;
    const insert = `INSERT INTO attestation (community_id, id, occurrence_id, pledger_id, pledger_standing, kind, quantity, attested_by)
      SELECT o.community_id, gen_random_uuid(), o.id, o.pledger_id, o.pledger_standing, 'ATTESTED', 1, $2 FROM occurrence o WHERE o.id = $1`;
    await unchanged(on, async () => {
      const database = on.app.get(Database, { strict: false });
      const [row] = await sql(on.urls.owner)('SELECT person_id FROM membership WHERE id = $1', [attester]);
      const actor = { kind: 'person' as const, personId: row?.['person_id'], sessionId: null, memberships: [] };
      const attest = database.write(actor, null, (tx) => tx.rows(insert, [work.occurrenceId, attester]));
      await expect(attest).rejects.toThrow(/own work/);
      // The owner is no exception.
      await expect(sql(on.urls.owner)(insert, [work.occurrenceId, attester])).rejects.toThrow(/own work/);
    });
  });

  it('nor their own as an ally before they were admitted', async () => {
    const of = await scene(world);
    const ally = await world.ally(of.community);
    const work = await world.reported({ pledge: await world.pledge({ ask: of.ask, by: ally }) });
    await world.done(of.steward, 'endAlly', { membershipId: ally.membershipId, reason: 'They are one of us.' });
    const { code } = await world.done(of.steward, 'inviteToCommunity', { communityId: of.community.id }, 'code');
    await world.done(ally, 'acceptInvitation', { link: code, declinesStewardship: true });
    expect(await unchanged(on, () => answer(ally, 'attestFulfilment', work))).toBe('OWN_WORK');
    expect((await pledge(ally, work.id)).viewerCanAttest).toBe(false);
  });
});

describe('mail about a pledge of an organization', () => {
  it('goes to everyone who represents it and has an address, and to no steward whose work it is', async () => {
    const of = await scene(world);
    const there = await union(world);
    const membershipId = await joins(world, there, of);
    const { organizationId, founder, second } = there;
    const left = await represent(world, there);
    const made = await world.pledge({ ask: of.ask, by: founder, organizationId });
    await world.done(left, 'leaveOrganization', { organizationId });
    await represent(world, there, of.steward);
    const people = await Promise.all([founder, second, left, of.steward].map(withAddress));
    const database = on.app.get(Database, { strict: false });
    const recipients = (name: string, subject: string) =>
      database
        .write(system, null, (tx) =>
          tx.rows<{ person_id: string }>(`SELECT person_id FROM app.mail_recipients_${name}($1, $2)`, [
            of.community.id,
            subject,
          ]),
        )
        .then((rows) => rows.map((row) => row.person_id).toSorted());
    const representatives = ([people[0], people[1], people[3]] as string[]).toSorted();
    expect(await recipients('pledger', made.id)).toEqual(representatives);
    expect(await recipients('campaign', of.campaignId)).toEqual(representatives);
    expect(await recipients('ally', membershipId)).toEqual(representatives);
    expect(await recipients('stewards', made.id)).toEqual([]);
    expect(await recipients('stewards', membershipId)).toEqual([people[3]]);
  });

  async function withAddress({ accessToken }: Person): Promise<string> {
    const query = sql(on.urls.owner);
    const [row] = await query(
      "SELECT person_id FROM vault.session WHERE access_hash = sha256(convert_to($1, 'UTF8'))",
      [accessToken],
    );
    await query(
      "UPDATE vault.account SET email_lookup = sha256(uuid_send(person_id)), email_cipher = 'x' WHERE person_id = $1",
      [row?.['person_id']],
    );
    return row?.['person_id'];
  }
});
