import type { Person } from '../support/client.js';
import { sql } from '../support/database.js';
import { Passkeys } from '../support/passkeys.js';
import { visit } from '../support/provider.js';
import type { Scene, Who } from './cast.js';
import type { Deed } from './deeds.js';
import type { Rows } from './rows.js';

const mutations = `
                               nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
startPasskeyRegistration       ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ·      ✓          ✓       ·    ✓
registerPasskey                ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ·      ✓          ✓       ·    ✓
startPasskeySignIn             ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓
signInWithPasskey              ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓
startPasskeyStepUp             ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓
renamePasskey: own             ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓
renamePasskey: another's       ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
removePasskey: own             ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ·      ✓          ✓       ·    ✓
removePasskey: another's       ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
stepUpWithPasskey: own         ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓
stepUpWithPasskey: another's   ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
startSingleSignOn              ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓
startSingleSignOn: to link     ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ·      ✓          ✓       ·    ✓
finishSingleSignOn             ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓
linkSingleSignOn               ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ·      ✓          ✓       ·    ✓
unlinkSingleSignOn             ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ·      ✓          ✓       ·    ✓
`;

const queries = `
                               nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
singleSignOn                   ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
`;

/** Whose it is that someone sends: their own where they have an account; else another's. */
const ownerFor = (scene: Scene, who: Who): Person => scene.personAs(who) ?? scene.others.ally;

/** As it was while their proof was fresh: what is asked is whether it may be sent now. */
async function whileFresh<T>(scene: Scene, who: Who, work: (person: Person) => Promise<T>): Promise<T> {
  const person = ownerFor(scene, who);
  return scene.fresh(person, () => work(person));
}

const deviceOf = (scene: Scene, who: Who) =>
  whileFresh(scene, who, (person) => new Passkeys(scene.on).deviceOf(person));

const deviceOfAnother = async (scene: Scene) => new Passkeys(scene.on).deviceOf(await scene.world.person());

async function trip(scene: Scene, as: Person | null, input: Record<string, unknown> = {}) {
  const { authorizationUrl, secret } = await scene.on.mutate(as, 'startSingleSignOn', input, 'authorizationUrl secret');
  const redirectUri = scene.on.config.singleSignOn?.redirectUri ?? '';
  return { callbackUrl: await visit(authorizationUrl, scene.world.unique('person'), redirectUri), secret };
}

const deeds: Readonly<Record<string, Deed>> = {
  startPasskeyRegistration: async () => ({}),
  registerPasskey: async (scene, who) => {
    const passkeys = new Passkeys(scene.on);
    const options = await whileFresh(scene, who, (person) => passkeys.options(person, 'startPasskeyRegistration'));
    return { response: passkeys.device().create(options) };
  },
  startPasskeySignIn: async () => ({}),
  signInWithPasskey: async (scene) => {
    const device = await deviceOfAnother(scene);
    return { response: device.get(await new Passkeys(scene.on).options(null, 'startPasskeySignIn')) };
  },
  startPasskeyStepUp: async () => ({}),
  'renamePasskey: own': async (scene, who) => ({ passkeyId: (await deviceOf(scene, who)).passkeyId, name: 'Phone' }),
  "renamePasskey: another's": async (scene) => ({ passkeyId: (await deviceOfAnother(scene)).passkeyId, name: 'Phone' }),
  'removePasskey: own': async (scene, who) => ({ passkeyId: (await deviceOf(scene, who)).passkeyId }),
  "removePasskey: another's": async (scene) => ({ passkeyId: (await deviceOfAnother(scene)).passkeyId }),
  'stepUpWithPasskey: own': async (scene, who) => {
    const device = await deviceOf(scene, who);
    const options = await new Passkeys(scene.on).options(ownerFor(scene, who), 'startPasskeyStepUp');
    return { response: device.get(options) };
  },
  "stepUpWithPasskey: another's": async (scene, who) => {
    const device = await deviceOfAnother(scene);
    const { challenge, rpId } = JSON.parse(
      await new Passkeys(scene.on).options(ownerFor(scene, who), 'startPasskeyStepUp'),
    );
    return { response: device.get(JSON.stringify({ challenge, rpId })) };
  },
  startSingleSignOn: async () => ({}),
  'startSingleSignOn: to link': async () => ({ purpose: 'LINK' }),
  finishSingleSignOn: (scene) => trip(scene, null),
  linkSingleSignOn: (scene, who) => whileFresh(scene, who, (person) => trip(scene, person, { purpose: 'LINK' })),
  unlinkSingleSignOn: async (scene, who) => {
    await sql(scene.on.urls.owner)(
      `INSERT INTO vault.single_sign_on (person_id, subject_lookup)
       SELECT person_id, sha256(convert_to($2, 'UTF8')) FROM vault.session WHERE access_hash = sha256(convert_to($1, 'UTF8'))
       ON CONFLICT (person_id) DO NOTHING`,
      [ownerFor(scene, who).accessToken, scene.world.unique()],
    );
    return {};
  },
};

/** Passkeys, and the provider at which people sign in. */
export const passkeys: Rows = {
  mutations,
  queries,
  deeds,
  sights: async () => ({
    singleSignOn: () => ({ query: '{ singleSignOn { name } }', shows: (data) => data?.singleSignOn != null }),
  }),
};
