import { hashToken } from '../../src/platform/crypto/keys.js';
import { sql } from '../support/database.js';
import { testKeys } from '../support/stored-world.js';
import type { Scene, Who } from './cast.js';
import type { Rows } from './rows.js';

const mutations = `
                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
markNotificationsRead               ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓
setNotificationChoices              ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓
setMessengerAddress                 ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ·      ✓          ✓       ·    ✓
confirmMessengerAddress             ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ·      ✓          ✓       ·    ✓
removeMessengerAddress              ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓
`;

const CODE_SENT = `
  INSERT INTO vault.pending_messenger (person_id, id, address_cipher, code_digest, expires_at)
  SELECT person_id, gen_random_uuid(), $2, $3, now() + interval '5 minutes' FROM vault.session WHERE access_hash = $1
  ON CONFLICT (person_id) DO UPDATE SET code_digest = EXCLUDED.code_digest, expires_at = EXCLUDED.expires_at`;
const CONFIRMED = `
  INSERT INTO vault.messenger (person_id, address_cipher) SELECT person_id, $2 FROM vault.session WHERE access_hash = $1 AND $3::bytea IS NOT NULL
  ON CONFLICT DO NOTHING`;

/** An address of whoever asks, as the vault keeps it; of who has no session none. */
async function stored(scene: Scene, who: Who, insert: string): Promise<void> {
  const as = scene.as[who];
  if (!as || !('accessToken' in as)) return;
  await sql(scene.on.urls.owner)(insert, [
    hashToken(as.accessToken),
    testKeys.encrypt('+525512345678'),
    testKeys.digest('messenger', '123456'),
  ]);
}

/** What a person was told, how they want to be told, and where. */
export const inbox: Rows = {
  mutations,
  deeds: {
    markNotificationsRead: async () => ({ allUntil: '2026-01-01T00:00:00Z' }),
    setNotificationChoices: async () => ({ digestHour: 7 }),
    setMessengerAddress: async (scene) => ({ address: `@${scene.world.unique('name')}` }),
    confirmMessengerAddress: async (scene, who) => {
      await stored(scene, who, CODE_SENT);
      return { code: '123456' };
    },
    removeMessengerAddress: async (scene, who) => {
      await stored(scene, who, CONFIRMED);
      return {};
    },
  },
};
