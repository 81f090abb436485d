import { randomBytes, randomUUID } from 'node:crypto';
import type { TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { testKeys } from '../../support/stored-world.js';
import { CANARIES, OTHERS, SAID_OF_THEM } from './lived-words.js';

interface Place {
  personId: string;
  home: string;
  mine: string;
  /** Someone else's membership at home. */
  other: string;
  elsewhere: string;
  third: string;
}

type Query = ReturnType<typeof sql>;
const digest = () => randomBytes(32);

/** What admission, duties, alliances, organizations and coalitions know of the person, and how they prove that it is them. */
export async function stood(on: TestApp, place: Place): Promise<void> {
  const query = sql(on.urls.owner);
  await asked(query, place);
  await decided(query, place);
  await allied(query, place);
  await represented(query, place);
  await proved(query, place);
}

async function asked(query: Query, { personId, home, mine, other, third }: Place): Promise<void> {
  const stranger = randomUUID();
  const [theirs, before] = [randomUUID(), randomUUID()];
  await query('INSERT INTO person (id) VALUES ($1)', [stranger]);
  await query(
    `INSERT INTO membership_request (community_id, id, person_id, pseudonym, message) VALUES ($1, $2, $3, 'Wren who asks', $4)`,
    [home, theirs, stranger, OTHERS.asked],
  );
  await query(
    `INSERT INTO membership_request (community_id, id, person_id, pseudonym, state, closed_at, declined_by, decline_reason)
     SELECT m.community_id, $2, $3, $4, 'DECLINED', now(), m.id, $5 FROM membership m WHERE m.community_id = $1 AND m.is_steward`,
    [third, before, personId, CANARIES.called, SAID_OF_THEM.declinedFor],
  );
  await query(
    `INSERT INTO membership_request (community_id, id, person_id, pseudonym, state, closed_at, declined_by, decline_reason)
     VALUES ($1, $2, $3, 'Wren who asked', 'DECLINED', now(), $4, 'Nobody here knows them.')`,
    [home, randomUUID(), stranger, mine],
  );
  await query(
    `INSERT INTO membership_request (community_id, id, person_id, pseudonym, state, closed_at, membership_id)
     SELECT community_id, $2, person_id, $4, 'ADMITTED', now(), id FROM membership WHERE community_id = $1 AND person_id = $3`,
    [third, randomUUID(), personId, CANARIES.called],
  );
  await query('INSERT INTO vouch (community_id, id, request_id, voucher_id) VALUES ($1, $2, $3, $4)', [
    home,
    randomUUID(),
    theirs,
    mine,
  ]);
  const [away] = await query(
    `INSERT INTO community (id, handle, name, time_zone) VALUES ($1, $2, 'Away', 'UTC') RETURNING id`,
    [randomUUID(), `away-${randomUUID().slice(0, 8)}`],
  );
  await query(
    'INSERT INTO membership_request (community_id, id, person_id, pseudonym, message) VALUES ($1, $2, $3, $4, $5)',
    [away?.['id'], randomUUID(), personId, CANARIES.called, CANARIES.asked],
  );
  const [offered, offering] = [randomUUID(), randomUUID()];
  await query(
    `INSERT INTO duty_offer (community_id, id, membership_id, state, closed_at) VALUES ($1, $2, $3, 'ACCEPTED', now()), ($1, $4, $5, 'OPEN', NULL)`,
    [home, offered, mine, offering, other],
  );
  await query('INSERT INTO duty_backing (community_id, offer_id, backed_by) VALUES ($1, $2, $3), ($1, $4, $5)', [
    home,
    offered,
    other,
    offering,
    mine,
  ]);
}

async function decided(query: Query, { home, mine, other, elsewhere, personId }: Place): Promise<void> {
  const stewards =
    'INSERT INTO removal (community_id, id, membership_id, takes_two, reason, state, proposed_by, closed_at)';
  await query(
    `${stewards} VALUES ($1, $2, $3, true, $4, 'OBJECTED', $5, now()), ($1, $6, $5, true, 'Away for a year.', 'WITHDRAWN', $3, now())`,
    [home, randomUUID(), mine, CANARIES.removedFor, other, randomUUID()],
  );
  await query(
    `INSERT INTO removal (community_id, id, membership_id, takes_two, reason, state, proposed_by, confirmed_by, confirmed_at, closed_at)
     SELECT community_id, $2, id, true, $3, 'WITHDRAWN', $4, $5, now(), now() FROM membership WHERE community_id = $1 AND standing = 'ALLY' LIMIT 1`,
    [home, randomUUID(), OTHERS.removedFor, other, mine],
  );
  await query(
    'UPDATE membership SET paused_because = $3, ended_because = $4 WHERE community_id = $1 AND person_id = $2',
    [elsewhere, personId, CANARIES.pausedFor, CANARIES.endedFor],
  );
  await query(
    `INSERT INTO coalition_invitation (community_id, id, campaign_id, token_hash, invited_by, expires_at)
     SELECT community_id, $2, id, $3, $4, now() + interval '1 day' FROM campaign WHERE community_id = $1 LIMIT 1`,
    [home, randomUUID(), digest(), mine],
  );
  await query(
    `INSERT INTO lead_act (community_id, id, membership_id, host_id, kind, subject_id) VALUES ($1, $2, $3, $4, 'campaign_stop', $5)`,
    [home, randomUUID(), mine, elsewhere, randomUUID()],
  );
}

async function allied(query: Query, { personId, home, mine, elsewhere, third }: Place): Promise<void> {
  const stranger = randomUUID();
  await query('INSERT INTO person (id) VALUES ($1)', [stranger]);
  const agreement = `INSERT INTO agreement (community_id, version, text, published_by) SELECT community_id, 1, 'Listen.', id FROM membership WHERE community_id = $1 AND is_steward ON CONFLICT DO NOTHING`;
  await query(agreement, [third]);
  await query(
    `INSERT INTO ally_request (community_id, id, membership_id, person_id, pseudonym, agreement_version, answers)
     VALUES ($1, $2, $3, $4, $5, 1, jsonb_build_object('position', $6::text)), ($7, $8, $9, $10, 'Wren who waits', 1, jsonb_build_object('position', $11::text))`,
    [
      third,
      randomUUID(),
      randomUUID(),
      personId,
      CANARIES.called,
      CANARIES.allyAnswer,
      home,
      randomUUID(),
      randomUUID(),
      stranger,
      OTHERS.allyAnswer,
    ],
  );
  await query(
    `INSERT INTO ally_request (community_id, id, membership_id, person_id, pseudonym, agreement_version, state, decided_at, decided_by)
     VALUES ($1, $2, $3, $4, 'Wren who waited', 1, 'DECLINED', now(), $5)`,
    [home, randomUUID(), randomUUID(), stranger, mine],
  );
  await query(
    `INSERT INTO ally_request (community_id, id, membership_id, person_id, pseudonym, agreement_version, state, decided_at)
     SELECT community_id, $2, id, person_id, $4, 1, 'ADMITTED', now() FROM membership WHERE community_id = $1 AND person_id = $3`,
    [elsewhere, randomUUID(), personId, CANARIES.called],
  );
  await query(
    `INSERT INTO ally_block (community_id, id, person_id, pseudonym, reason, blocked_by)
     SELECT m.community_id, $2, $3, $4, $5, m.id FROM membership m WHERE m.community_id = $1 AND m.is_steward`,
    [third, randomUUID(), personId, CANARIES.called, SAID_OF_THEM.blockedFor],
  );
  await query(
    `INSERT INTO ally_block (community_id, id, person_id, pseudonym, reason, blocked_by, lifted_by, lifted_at)
     VALUES ($1, $2, $3, 'Wren kept out', 'Pushed people.', $4, $4, now())`,
    [home, randomUUID(), stranger, mine],
  );
}

async function represented(query: Query, { personId }: Place): Promise<void> {
  await query(
    `INSERT INTO organization_invitation (organization_id, id, token_hash, invited_by, expires_at, used_at, used_by)
     SELECT organization_id, $2, $3, id, now() + interval '1 day', now(), id FROM representative WHERE person_id = $1`,
    [personId, randomUUID(), digest()],
  );
}

/** Ciphers made with the key of the tests, as the server makes them. */
async function proved(query: Query, { personId }: Place): Promise<void> {
  const session = { cipher: testKeys.encrypt(CANARIES.device) };
  await query('UPDATE vault.session SET device_cipher = $2 WHERE person_id = $1', [personId, session.cipher]);
  await query('INSERT INTO vault.totp (person_id, secret_cipher, confirmed_at, last_step) VALUES ($1, $2, now(), 1)', [
    personId,
    testKeys.encrypt('JBSWY3DPEHPK3PXP'),
  ]);
  await query(
    `INSERT INTO vault.password_reset (id, email_lookup, person_id, token_hash, expires_at)
     SELECT $2::uuid, email_lookup, person_id, $3::bytea, now() + interval '1 hour' FROM vault.account WHERE person_id = $1
     UNION ALL SELECT $4::uuid, email_lookup, NULL, NULL, now() + interval '1 day' FROM vault.account WHERE person_id = $1`,
    [personId, randomUUID(), digest(), randomUUID()],
  );
  await query(
    `INSERT INTO vault.email_change (id, person_id, old_lookup, old_cipher, expires_at) VALUES ($1, $2, $3, $4, now() + interval '7 days')`,
    [randomUUID(), personId, digest(), testKeys.encrypt(CANARIES.formerAddress)],
  );
  await query('INSERT INTO vault.passkey_holder (person_id, handle) VALUES ($1, $2)', [personId, digest()]);
  await query(
    'INSERT INTO vault.passkey (id, person_id, credential_lookup, credential_cipher, public_key_cipher, name) VALUES ($1, $2, $3, $4, $5, $6)',
    [
      randomUUID(),
      personId,
      digest(),
      testKeys.encrypt('canary-credential'),
      testKeys.encrypt('canary-public-key'),
      CANARIES.passkeyName,
    ],
  );
  await query(
    `INSERT INTO vault.passkey_challenge (challenge_hash, purpose, family_id, expires_at)
     SELECT $2, 'REGISTER', family_id, now() + interval '5 minutes' FROM vault.session WHERE person_id = $1 LIMIT 1`,
    [personId, digest()],
  );
  await query('INSERT INTO vault.single_sign_on (person_id, subject_lookup) VALUES ($1, $2)', [personId, digest()]);
  await query(
    `INSERT INTO vault.single_sign_on_attempt (state_hash, secret_hash, purpose, family_id, sealed, expires_at)
     SELECT $2, $3, 'LINK', family_id, $4, now() + interval '10 minutes' FROM vault.session WHERE person_id = $1 LIMIT 1`,
    [personId, digest(), digest(), testKeys.encrypt('{}')],
  );
  await query(
    `INSERT INTO vault.app_token (id, person_id, name, scopes, token_hash, expires_at) VALUES ($1, $2, $3, '{READ}', $4, now() + interval '1 day')`,
    [randomUUID(), personId, CANARIES.app, digest()],
  );
}
