import { createHash, randomUUID } from 'node:crypto';
import { generateSync } from 'otplib/functional';
import { hashPassword } from '../../src/features/people/passwords.js';
import { account, giveAddress, PASSWORD } from '../support/accounts.js';
import { sql } from '../support/database.js';
import { testKeys } from '../support/stored-world.js';
import type { Scene, Who } from './cast.js';
import type { Rows } from './rows.js';

const mutations = `
                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
requestPasswordReset                ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓
resetPassword                       ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓
undoEmailChange                     ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓
changePassword: by the present one  ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓
changePassword: the first           ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ·      ✓          ✓       ·    ✓
changeEmail                         ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ·      ✓          ✓       ·    ✓
removeEmail                         ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ·      ✓          ✓       ·    ✓
renewRecoveryCodes                  ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ·      ✓          ✓       ·    ✓
startTotp                           ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ·      ✓          ✓       ·    ✓
confirmTotp                         ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓
removeTotp                          ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ·      ✓          ✓       ·    ✓
stepUp                              ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓
revokeSession: own                  ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓
revokeSession: another's            ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
requireSecondFactor                 ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ·      ·          ·       ·    ·
`;

const fields = `
                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
Community.requiresSecondFactor      ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Membership.awaitsSecondFactor       ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ·      ·          ·       ·    ·
Viewer.sessions                     ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓
`;

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const hash = (code: string) => createHash('sha256').update(code).digest();
const owner = (scene: Scene, text: string, values: unknown[]) => sql(scene.on.urls.owner)(text, values);

/** Nobody has no account of which anything could be laid out. */
const ifPerson = async (scene: Scene, who: Who, work: (personId: string) => Promise<unknown>): Promise<void> => {
  if (scene.personAs(who)) await work(await scene.personOf(who));
};

async function password(scene: Scene, who: Who, text: string | null): Promise<void> {
  const stored = text === null ? null : await hashPassword(text);
  await ifPerson(scene, who, (id) =>
    owner(scene, 'UPDATE vault.account SET password_hash = $2 WHERE person_id = $1', [id, stored]),
  );
}

async function session(scene: Scene, personId: string): Promise<string> {
  const family = randomUUID();
  await owner(
    scene,
    `SELECT vault.open_session($1, $2, $3, $4, now() + interval '1 hour', $5, now() + interval '1 day', false)`,
    [randomUUID(), family, personId, hash(randomUUID()), hash(randomUUID())],
  );
  return family;
}

const deeds: Rows['deeds'] = {
  requestPasswordReset: async ({ world }) => ({ email: `${world.unique()}@people.example` }),
  resetPassword: async (scene) => {
    const { id } = await account(scene.world);
    const code = randomUUID();
    await owner(
      scene,
      `INSERT INTO vault.password_reset (id, email_lookup, person_id, token_hash, expires_at)
       SELECT gen_random_uuid(), email_lookup, person_id, $2, now() + interval '1 hour' FROM vault.account WHERE person_id = $1`,
      [id, hash(code)],
    );
    return { code, password: PASSWORD };
  },
  undoEmailChange: async (scene) => {
    const { id } = await account(scene.world);
    const code = randomUUID();
    await owner(
      scene,
      `INSERT INTO vault.email_change (id, person_id, old_lookup, old_cipher, undo_hash, expires_at)
       VALUES (gen_random_uuid(), $1, $2, $3, $4, now() + interval '1 day')`,
      [id, hash(randomUUID()), testKeys.encrypt('before@people.example'), hash(code)],
    );
    return { code };
  },
  'changePassword: by the present one': async (scene, who) => {
    await password(scene, who, PASSWORD);
    return { currentPassword: PASSWORD, newPassword: 'words that are new' };
  },
  'changePassword: the first': async (scene, who) => {
    await password(scene, who, null);
    return { newPassword: 'words that are new' };
  },
  changeEmail: async ({ world }) => ({ email: `${world.unique()}@people.example` }),
  removeEmail: async (scene, who) => {
    const email = `${scene.world.unique()}@people.example`;
    await ifPerson(scene, who, (id) => giveAddress(scene.on, id, email));
    return {};
  },
  renewRecoveryCodes: async () => ({}),
  startTotp: async () => ({}),
  confirmTotp: async (scene, who) => {
    await ifPerson(scene, who, (id) =>
      owner(
        scene,
        `INSERT INTO vault.totp (person_id, pending_cipher, pending_until) VALUES ($1, $2, now() + interval '1 hour')
         ON CONFLICT (person_id) DO UPDATE SET pending_cipher = EXCLUDED.pending_cipher, pending_until = EXCLUDED.pending_until`,
        [id, testKeys.encrypt(SECRET)],
      ),
    );
    return { code: generateSync({ secret: SECRET }) };
  },
  removeTotp: async (scene, who) => {
    await ifPerson(scene, who, (id) =>
      owner(
        scene,
        `INSERT INTO vault.totp (person_id, secret_cipher, confirmed_at, last_step) VALUES ($1, $2, now(), 1)
         ON CONFLICT (person_id) DO UPDATE SET secret_cipher = EXCLUDED.secret_cipher, confirmed_at = now(), last_step = 1`,
        [id, testKeys.encrypt(SECRET)],
      ),
    );
    return {};
  },
  stepUp: async (scene, who) => {
    const recoveryCode = randomUUID();
    await ifPerson(scene, who, (id) =>
      owner(scene, 'INSERT INTO vault.recovery_code (person_id, code_hash) VALUES ($1, $2)', [id, hash(recoveryCode)]),
    );
    return { recoveryCode };
  },
  'revokeSession: own': async (scene, who) => {
    let sessionId = randomUUID() as string;
    await ifPerson(scene, who, async (id) => (sessionId = await session(scene, id)));
    return { sessionId };
  },
  "revokeSession: another's": async (scene) => ({ sessionId: await session(scene, (await account(scene.world)).id) }),
  requireSecondFactor: async ({ home }) => ({ communityId: home.id, required: false }),
};

/** Passwords, addresses, second factors and sessions of one's own, and what a community asks of its stewards. */
export const factors: Rows = {
  mutations,
  fields,
  deeds,
  sights: async (scene) => {
    const { home } = scene;
    const variables = { handle: home.handle, id: await scene.membershipOf(home.steward) };
    return {
      'Community.requiresSecondFactor': () => ({
        query: 'query ($handle: String!) { community(handle: $handle) { requiresSecondFactor } }',
        variables,
        shows: (data) => data.community?.requiresSecondFactor === false,
      }),
      'Membership.awaitsSecondFactor': () => ({
        query: 'query ($id: ID!) { node(id: $id) { ... on Membership { awaitsSecondFactor } } }',
        variables,
        shows: (data) => data.node?.awaitsSecondFactor === false,
      }),
      'Viewer.sessions': () => ({
        query: '{ viewer { sessions { id } } }',
        shows: (data) => (data.viewer?.sessions.length ?? 0) > 0,
      }),
    };
  },
};
