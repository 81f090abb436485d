import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { Relay } from '../../../src/platform/jobs/relay.js';
import { createOperator, listOperators, removeOperator } from '../../../src/commands/operator-accounts.js';
import { hashToken } from '../../../src/platform/crypto/keys.js';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql, testPool } from '../../support/database.js';
import { type Scene, scene } from '../../support/pledging.js';
import { testKeys } from '../../support/stored-world.js';
import { unchanged } from '../../support/unchanged.js';
import { pledgeTo, World } from '../../support/world.js';

let on: TestApp;
let world: World;
let pool: pg.Pool;
let operator: Person;
let operatorId: string;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('operating') });
  world = new World(on);
  pool = testPool(on.urls.runtime);
  const made = await createOperator(on.config, on.urls);
  operatorId = made.id;
  const { session } = await on.mutate(
    null,
    'signIn',
    { signIn: made.signInName, recoveryCode: made.recoveryCodes[0] },
    'session { accessToken refreshToken }',
  );
  operator = { ...session, signInName: made.signInName, recoveryCodes: made.recoveryCodes };
}, 60_000);
afterAll(async () => {
  await pool.end();
  await on.close();
});

const owner = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);
const personOf = async (person: Person) =>
  (await owner('SELECT person_id FROM vault.session WHERE access_hash = $1', [hashToken(person.accessToken)]))[0]?.[
    'person_id'
  ] as string;
const standing = async (person: Person) =>
  (await owner('SELECT id FROM membership WHERE person_id = $1 ORDER BY id', [await personOf(person)])).map(
    (row) => row['id'] as string,
  );
const acts = (communityId: string) =>
  owner(
    `SELECT e.kind, e.actor_role AS role, e.actor_id AS actor, e.subject_type AS type, e.subject_id AS subject, e.details, o.kind AS announced
       FROM record_entry e LEFT JOIN outbox_event o ON o.id = e.id WHERE e.community_id = $1 AND e.kind LIKE 'operator.%' ORDER BY e.recorded_at`,
    [communityId],
  );
const reason = 'ENDANGERS_PEOPLE';

describe('a suspended account', () => {
  let person: Person;
  let there: Scene;

  beforeEach(async () => {
    there = await scene(world);
    person = await world.ally(there.community);
  });

  it('is out from its next request on: its tokens, its refreshing and its signing in', async () => {
    await world.done(operator, 'suspendAccount', { personId: await personOf(person), reason }, 'suspended');
    expect(await on.refusal(person, 'makePledge', pledgeTo(there.ask))).toBe('UNAUTHENTICATED');
    expect((await on.send(person, '{ viewer { signInName } }')).data?.viewer ?? null).toBeNull();
    const refreshed = await on.mutate(null, 'refreshSession', { refreshToken: person.refreshToken });
    expect(refreshed.userErrors[0].code).toBe('LINK_INVALID');
    const input = { signIn: person.signInName, recoveryCode: person.recoveryCodes[0] };
    expect((await on.mutate(null, 'signIn', input)).userErrors[0].code).toBe('SIGN_IN_FAILED');
  });

  it('keeps its standing and its pledges, and comes back by signing in anew', async () => {
    const pledge = await world.pledge({ ask: there.ask, by: person });
    const [membershipId] = await standing(person);
    await world.done(operator, 'suspendAccount', { membershipId, reason });
    expect(await owner('SELECT state FROM pledge WHERE id = $1', [pledge.id])).toEqual([{ state: 'ACTIVE' }]);
    await world.done(operator, 'reinstateAccount', { membershipId, reason: 'MISTAKE' }, 'reinstated');
    expect(await on.refusal(person, 'makePledge', pledgeTo(there.ask))).toBe('UNAUTHENTICATED');
    const input = { signIn: person.signInName, recoveryCode: person.recoveryCodes[0] };
    const { session } = await world.done(null as never, 'signIn', input, 'session { accessToken refreshToken }');
    const back = { ...person, ...session };
    expect((await on.query(back, '{ viewer { memberships { id } } }')).viewer.memberships).toEqual([
      { id: membershipId },
    ]);
    await world.done(back, 'stepBack', { pledgeId: pledge.id, reason: 'Ill.' });
  });

  it('is on the record of every community where it stands, with a reason, and the stewards are told', async () => {
    const elsewhere = await scene(world);
    await world.done(person, 'joinAsAlly', {
      communityHandle: elsewhere.community.handle,
      agreementVersion: 1,
      answers: [{ questionId: 'position', text: 'I rent.' }],
    });
    const email = `${randomUUID()}@people.example`;
    const stewardId = await personOf(there.steward);
    await owner('UPDATE vault.account SET email_lookup = $2, email_cipher = $3 WHERE person_id = $1', [
      stewardId,
      testKeys.digest('lookup', email),
      testKeys.encrypt(email),
    ]);
    await world.done(operator, 'suspendAccount', { personId: await personOf(person), reason });
    const memberships = await standing(person);
    const entries = [...(await acts(there.community.id)), ...(await acts(elsewhere.community.id))];
    expect(entries.map(({ subject }) => String(subject)).sort()).toEqual(memberships);
    for (const entry of entries) {
      expect(entry).toMatchObject({
        kind: 'operator.account_suspended',
        announced: 'operator.account_suspended',
        role: 'OPERATOR',
        actor: null,
        type: 'Membership',
        details: { reason },
      });
    }
    const { community } = await on.query(
      there.steward,
      'query ($h: String!) { community(handle: $h) { record(kinds: [OPERATOR_ACCOUNT_SUSPENDED]) { nodes { text actorRole } } } }',
      { h: there.community.handle },
    );
    expect(community.record.nodes).toEqual([
      {
        actorRole: 'OPERATOR',
        text: 'The operator of this server suspended the account of someone here (because: it endangers people).',
      },
    ]);
    await on.app.get(Relay, { strict: false }).drain();
    const told = await owner(
      "SELECT subject_id FROM outbox_event WHERE kind = 'notice.due' AND data ->> 'notice' = 'operator-acted'",
    );
    expect(told.map((row) => row['subject_id'])).toContain(stewardId);
  });

  it('may be the last steward’s', async () => {
    await world.done(operator, 'suspendAccount', { personId: await personOf(there.steward), reason });
    expect(await on.refusal(there.steward, 'stopCampaign', { campaignId: there.campaignId, reason: 'x' })).toBe(
      'UNAUTHENTICATED',
    );
    expect(await acts(there.community.id)).toHaveLength(1);
  });

  it('is suspended once and reinstated once, with one of the two ids and a reason', async () => {
    const personId = await personOf(person);
    await world.done(operator, 'suspendAccount', { personId, reason });
    await unchanged(on, async () => {
      const again = await on.mutate(operator, 'suspendAccount', { personId, reason });
      expect(again.userErrors[0].code).toBe('WRONG_STATE');
      const both = await on.mutate(operator, 'suspendAccount', { personId, membershipId: randomUUID(), reason });
      expect(both.userErrors[0].code).toBe('INVALID');
      expect((await on.mutate(operator, 'suspendAccount', { reason })).userErrors[0].code).toBe('INVALID');
      const odd = await on.send(
        operator,
        'mutation ($input: SuspendAccountInput!) { suspendAccount(input: $input) { suspended } }',
        { input: { personId, reason: 'WHIM' } },
      );
      expect(odd.errors[0]?.extensions.code).toBe('BAD_REQUEST');
      expect(await on.refusal(operator, 'suspendAccount', { personId: randomUUID(), reason })).toBe('NOT_FOUND');
      expect(await on.refusal(operator, 'reinstateAccount', { membershipId: 'no id', reason })).toBe('NOT_FOUND');
      const host = await on.mutate(operator, 'suspendAccount', { personId: operatorId, reason });
      expect(host.userErrors[0].code).toBe('WRONG_STATE');
    });
    await world.done(operator, 'reinstateAccount', { personId, reason: 'MISTAKE' });
    const again = await unchanged(on, () => on.mutate(operator, 'reinstateAccount', { personId, reason: 'MISTAKE' }));
    expect(again.userErrors[0].code).toBe('WRONG_STATE');
  });

  it('is suspended once by two operators at the same moment', async () => {
    const personId = await personOf(person);
    await Promise.all(
      [1, 2, 3].map(() =>
        on.send(operator, 'mutation ($input: SuspendAccountInput!) { suspendAccount(input: $input) { suspended } }', {
          input: { personId, reason },
        }),
      ),
    );
    expect(await acts(there.community.id)).toHaveLength(1);
  });
});

describe('a page that was taken down', () => {
  let there: Scene;
  let link: string;
  let ally: Person;

  beforeEach(async () => {
    there = await scene(world);
    ally = await world.ally(there.community);
    await world.pledge({ ask: there.ask, by: ally });
    link = (await on.query(there.steward, 'query ($id: ID!) { ask(id: $id) { link } }', { id: there.ask.id })).ask.link;
  });

  /** What someone sees of the community, its campaign and its ask, by every way that leads there. */
  async function seen(as: Person | null) {
    const ids = { community: there.community.handle, campaign: there.campaignId, ask: there.ask.id, link };
    const { data } = await on.send(
      as,
      `query ($community: String!, $campaign: ID!, $ask: ID!, $link: String!) {
         community(handle: $community) { id campaigns { nodes { id } } }
         campaign: node(id: $campaign) { id ... on Campaign { progress { wanted } } }
         ask(id: $ask) { id }
         asks(first: 100) { nodes { id } }
         askByLink(link: $link) { ask { id } } }`,
      ids,
    );
    return {
      community: data?.community != null,
      campaign: data?.campaign != null && data.community?.campaigns.nodes.length !== 0,
      ask: data?.ask != null && data.asks.nodes.some(({ id }: { id: string }) => id === there.ask.id),
      link: data?.askByLink != null,
    };
  }
  const everything = { community: true, campaign: true, ask: true, link: true };
  const figures = () => owner('SELECT published FROM public_figure WHERE ask_id = $1', [there.ask.id]);

  it.each([
    ['an ask', () => ({ askId: there.ask.id }), 'Ask', { ...everything, ask: false, link: false }],
    [
      'a campaign',
      () => ({ campaignId: there.campaignId }),
      'Campaign',
      { community: false, campaign: false, ask: false, link: false },
    ],
    [
      'a community',
      () => ({ communityId: there.community.id }),
      'Community',
      { community: false, campaign: false, ask: false, link: false },
    ],
  ])('is hidden from outsiders at once, and from nobody who works there: %s', async (_name, page, type, left) => {
    const stranger = await world.person();
    expect(await seen(null)).toEqual(everything);
    await world.done(operator, 'takeDownPage', { ...page(), reason }, 'takenDown');
    expect(await seen(null)).toEqual(left);
    expect(await seen(stranger)).toEqual(left);
    expect(await seen(operator)).toEqual(left);
    expect(await seen(there.steward)).toEqual(everything);
    expect(await seen(ally)).toEqual(everything);
    expect(await figures()).toEqual([{ published: false }]);
    const member = await world.affected(there.community);
    await world.pledge({ ask: there.ask, by: member });
    await world.done(there.steward, 'pauseAsk', { askId: there.ask.id });
    await world.done(there.steward, 'openAsk', { askId: there.ask.id });
    await world.done(there.steward, 'stopCampaign', { campaignId: there.campaignId, reason: 'Rest.' });
    await world.done(there.steward, 'resumeCampaign', { campaignId: there.campaignId });
    expect(await seen(null)).toEqual(left);
    await world.done(operator, 'restorePage', { ...page(), reason: 'MISTAKE' }, 'restored');
    expect(await seen(null)).toEqual(everything);
    expect(await figures()).toEqual([{ published: true }]);
    const subject = Object.values(page())[0];
    expect(await acts(there.community.id)).toEqual([
      expect.objectContaining({
        kind: 'operator.page_taken_down',
        role: 'OPERATOR',
        actor: null,
        type,
        subject,
        details: { reason },
      }),
      expect.objectContaining({
        kind: 'operator.page_restored',
        role: 'OPERATOR',
        actor: null,
        type,
        subject,
        details: { reason: 'MISTAKE' },
      }),
    ]);
  });

  it('stays hidden when what is around it is shown again', async () => {
    await world.done(operator, 'takeDownPage', { askId: there.ask.id, reason });
    await world.done(operator, 'takeDownPage', { communityId: there.community.id, reason });
    await world.done(operator, 'restorePage', { communityId: there.community.id, reason });
    expect(await seen(null)).toEqual({ ...everything, ask: false, link: false });
  });

  it('lets nobody in by its link', async () => {
    await world.done(operator, 'takeDownPage', { communityId: there.community.id, reason });
    const join = {
      answers: [{ questionId: 'position', text: 'I rent.' }],
      briefVersion: 1,
      termsVersion: 1,
      agreementVersion: 1,
      acceptedRiskTier: 0,
    };
    await unchanged(on, async () => {
      const { data, errors } = await on.send(
        null,
        'mutation ($input: JoinAndPledgeInput!) { joinAndPledge(input: $input) { session { accessToken } userErrors { code } } }',
        { input: { ...join, link } },
      );
      expect([
        data?.joinAndPledge?.session ?? null,
        data?.joinAndPledge?.userErrors[0]?.code ?? errors[0]?.extensions.code,
      ]).toEqual([null, 'LINK_INVALID']);
    });
  });

  it('is named by one id, is there, and is taken down once', async () => {
    await unchanged(on, async () => {
      expect((await on.mutate(operator, 'takeDownPage', { reason })).userErrors[0].code).toBe('INVALID');
      const two = { askId: there.ask.id, campaignId: there.campaignId, reason };
      expect((await on.mutate(operator, 'takeDownPage', two)).userErrors[0].code).toBe('INVALID');
      expect(await on.refusal(operator, 'takeDownPage', { askId: randomUUID(), reason })).toBe('NOT_FOUND');
      expect((await on.mutate(operator, 'restorePage', { askId: there.ask.id, reason })).userErrors[0].code).toBe(
        'WRONG_STATE',
      );
    });
    await world.done(operator, 'takeDownPage', { askId: there.ask.id, reason });
    const again = await unchanged(on, () => on.mutate(operator, 'takeDownPage', { askId: there.ask.id, reason }));
    expect(again.userErrors[0].code).toBe('WRONG_STATE');
  });
});

describe('an operator', () => {
  async function inContext(
    kind: string,
    personId: string | null,
    text: string,
    values: unknown[] = [],
  ): Promise<Record<string, unknown>[]> {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('SELECT app.enter($1, $2, NULL)', [kind, personId]);
      return (await client.query(text, values)).rows;
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  }

  it('reads in every table what nobody reads too, and besides only their own account', async () => {
    await scene(world);
    const tables = await owner(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('migration') ORDER BY 1`,
    );
    const own: Record<string, string> = {};
    for (const { name } of tables) {
      const columns = await owner(
        `SELECT string_agg(quote_ident(a.attname), ', ') AS list FROM pg_attribute a WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped
            AND has_column_privilege('accompany_app', a.attrelid, a.attnum, 'SELECT')`,
        [name],
      );
      const list = columns[0]?.['list'];
      if (list == null) continue;
      const text = `SELECT (x.*)::text AS line FROM (SELECT ${list} FROM ${name}) x ORDER BY 1`;
      const [mine, nobodys] = [await inContext('operator', operatorId, text), await inContext('', null, text)];
      if (JSON.stringify(mine) !== JSON.stringify(nobodys)) own[name] = JSON.stringify(mine);
    }
    expect(Object.keys(own)).toEqual(['public.person']);
    expect(own['public.person']).toContain(operatorId);
    expect(JSON.parse(own['public.person'] as string)).toHaveLength(1);
    for (const table of ['vault.account', 'vault.session', 'vault.access_log', 'vault.data_export']) {
      await expect(inContext('operator', operatorId, `SELECT FROM ${table}`)).rejects.toThrow(/permission denied/);
    }
  });

  it('is answered as anyone is, by every query and edge that leads to something private', async () => {
    const there = await scene(world);
    const ally = await world.ally(there.community);
    const pledge = await world.reported({ pledge: await world.pledge({ ask: there.ask, by: ally }) });
    const draft = await world.ask({ ...there }, { title: 'A quiet plan' }, false);
    const rows = await owner('SELECT id FROM record_entry WHERE community_id = $1 LIMIT 1', [there.community.id]);
    const ids = [
      there.community.id,
      there.campaignId,
      there.ask.id,
      there.priorityId,
      there.mandateId,
      pledge.id,
      pledge.occurrenceId,
      draft.id,
      ally.membershipId,
      rows[0]?.['id'],
    ];
    const page = `query ($h: String!) {
      community(handle: $h) { id name about agreement { text } viewerMembership { id } members { totalCount nodes { pseudonym } } record { nodes { text } } recordHead { hash } peopleExports { nodes { reason } } campaigns { nodes { id } } }
      campaigns(first: 100) { totalCount nodes { id name } } asks(first: 100) { totalCount nodes { id placesLeft link pledges { totalCount nodes { id } } mandate { signedBy } } } }`;
    const variables = { h: there.community.handle };
    const visible = async (as: Person | null) => {
      const { data, errors } = await on.send(as, page, variables);
      return { data, paths: errors.map(({ path }) => String(path)).sort() };
    };
    expect(await visible(operator)).toEqual(await visible(null));
    for (const id of ids) {
      const ask = (as: Person | null) =>
        on.send(
          as,
          'query ($id: ID!) { node(id: $id) { __typename id } pledge(id: $id) { id } ask(id: $id) { id title } }',
          { id },
        );
      expect((await ask(operator)).data).toEqual((await ask(null)).data);
    }
  });

  it('stands in no community and represents nobody, and nobody who does becomes one', async () => {
    const there = await scene(world);
    const join = {
      communityHandle: there.community.handle,
      agreementVersion: 1,
      answers: [{ questionId: 'position', text: 'I rent.' }],
    };
    await unchanged(on, async () => expect(await on.refusal(operator, 'joinAsAlly', join)).toBe('FORBIDDEN'));
    await unchanged(on, async () =>
      expect(await on.refusal(operator, 'createCommunity', { handle: world.unique('x'), name: 'X' })).toBe('FORBIDDEN'),
    );
    await expect(
      owner(
        "INSERT INTO membership (community_id, id, person_id, standing, pseudonym) VALUES ($1, gen_random_uuid(), $2, 'AFFECTED', 'Spy')",
        [there.community.id, operatorId],
      ),
    ).rejects.toThrow(/stands in no community/);
    const organization = randomUUID();
    await owner("INSERT INTO organization (id, name) VALUES ($1, 'Dockers')", [organization]);
    await expect(
      owner('INSERT INTO representative (organization_id, id, person_id) VALUES ($1, gen_random_uuid(), $2)', [
        organization,
        operatorId,
      ]),
    ).rejects.toThrow(/represents nobody/);
    await expect(
      owner('UPDATE person SET is_operator = true WHERE id = $1', [await personOf(there.steward)]),
    ).rejects.toThrow(/made no operator/);
  });

  it('is not made of someone who is being admitted at that moment', async () => {
    const there = await scene(world);
    const person = await world.person();
    const personId = await personOf(person);
    const [admitting, appointing] = [testPool(on.urls.owner, 1), testPool(on.urls.owner, 1)];
    try {
      const [one, two] = [await admitting.connect(), await appointing.connect()];
      await one.query('BEGIN');
      await one.query(
        "INSERT INTO membership (community_id, id, person_id, standing, pseudonym) VALUES ($1, gen_random_uuid(), $2, 'AFFECTED', 'New here')",
        [there.community.id, personId],
      );
      const appointed = two.query('UPDATE person SET is_operator = true WHERE id = $1', [personId]).then(
        () => 'made',
        (error: Error) => error.message,
      );
      await one.query('COMMIT');
      expect(await appointed).toMatch(/made no operator/);
      one.release();
      two.release();
    } finally {
      await Promise.all([admitting.end(), appointing.end()]);
    }
  });

  it('acts shortly after proving that it is them, and nobody else acts at all', async () => {
    const there = await scene(world);
    const personId = await personOf(there.steward);
    const other = await createOperator(on.config, on.urls);
    const { session } = await on.mutate(
      null,
      'signIn',
      { signIn: other.signInName, recoveryCode: other.recoveryCodes[0] },
      'session { accessToken refreshToken }',
    );
    await owner("UPDATE vault.session SET proved_at = now() - interval '11 minutes' WHERE person_id = $1", [other.id]);
    await unchanged(on, async () => {
      for (const [field, input] of [
        ['suspendAccount', { personId, reason }],
        ['reinstateAccount', { personId, reason }],
        ['takeDownPage', { askId: there.ask.id, reason }],
        ['restorePage', { askId: there.ask.id, reason }],
      ] as const) {
        expect(await on.refusal({ ...session }, field, input)).toBe('STEP_UP_REQUIRED');
        expect(await on.refusal(there.steward, field, input)).toBe('FORBIDDEN');
        expect(await on.refusal(null, field, input)).toBe('UNAUTHENTICATED');
      }
    });
  });

  it('is not played by raw SQL as the runtime role: neither by the word nor by someone suspended', async () => {
    const there = await scene(world);
    const me = await personOf(there.steward);
    const suspend = "SELECT app.suspend_account($1, NULL, 'OTHER', false)";
    await expect(inContext('operator', me, suspend, [me])).rejects.toThrow(/only an operator/);
    await expect(inContext('operator', null, suspend, [me])).rejects.toThrow(/only an operator/);
    await expect(
      inContext('person', me, "SELECT app.take_down_page($1, NULL, NULL, 'OTHER', false)", [there.community.id]),
    ).rejects.toThrow(/only an operator/);
    await expect(
      inContext('operator', operatorId, "SELECT app.suspend_account($1, NULL, 'WHIM', false)", [me]),
    ).rejects.toThrow(/one of a few reasons/);
    await expect(
      inContext(
        'operator',
        operatorId,
        "SELECT app.record_operator_act($1, 'operator.page_restored', 'Ask', $1, NULL, 'OTHER')",
        [there.community.id],
      ),
    ).rejects.toThrow(/permission denied/);
    const forged =
      "INSERT INTO record_entry (community_id, id, kind, actor_role, subject_type, subject_id) VALUES ($1, gen_random_uuid(), 'operator.page_restored', 'OPERATOR', 'Ask', $1)";
    await expect(inContext('operator', operatorId, forged, [there.community.id])).rejects.toThrow(/row-level security/);
    await expect(inContext('person', me, 'UPDATE person SET is_operator = true', [])).rejects.toThrow(
      /permission denied/,
    );
    await expect(inContext('person', me, 'UPDATE campaign SET taken_down_at = NULL', [])).rejects.toThrow(
      /permission denied/,
    );
  });
});

describe('the accounts of the host', () => {
  it('are made, listed and removed on the host, and are gone at once', async () => {
    const made = await createOperator(on.config, on.urls);
    expect(made.recoveryCodes).toHaveLength(10);
    const { session } = await on.mutate(
      null,
      'signIn',
      { signIn: made.signInName, recoveryCode: made.recoveryCodes[0] },
      'session { accessToken refreshToken }',
    );
    expect(await listOperators(on.urls)).toContainEqual({ id: made.id, createdOn: expect.any(String), codesLeft: 9 });
    await removeOperator(on.urls, made.id);
    expect((await listOperators(on.urls)).map(({ id }) => id)).not.toContain(made.id);
    expect((await on.send({ ...session }, '{ viewer { signInName } }')).data?.viewer ?? null).toBeNull();
    await expect(removeOperator(on.urls, made.id)).rejects.toThrow('There is no operator');
    const member = await world.person();
    await expect(removeOperator(on.urls, await personOf(member))).rejects.toThrow('There is no operator');
    await expect(removeOperator(on.urls, 'nonsense')).rejects.toThrow('There is no operator');
  });
});
