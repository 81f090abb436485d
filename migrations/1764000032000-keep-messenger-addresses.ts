import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, vault, app';

const onlyByRelay = `
  IF NOT app.is_system() THEN
    PERFORM app.refuse('messenger_by_relay_only_ck', 'only the relay reads where to send a message');
  END IF;`;

/** Where a person is reached beside mail: by telephone, or by a name at a messenger. Kept as the e-mail address is. */
export class KeepMessengerAddresses1764000032000 extends SqlMigration {
  readonly name = 'KeepMessengerAddresses1764000032000';

  protected readonly upSql = `
CREATE TABLE vault.messenger (
  person_id uuid CONSTRAINT messenger_pk PRIMARY KEY CONSTRAINT messenger_person_fk REFERENCES person,
  address_cipher bytea NOT NULL,
  confirmed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE vault.messenger IS 'Confirmed addresses for messages: telephone numbers, or names at a messenger.';
COMMENT ON COLUMN vault.messenger.person_id IS '[personal] Whose it is.';
COMMENT ON COLUMN vault.messenger.address_cipher IS '[personal] The telephone number, or the name at a messenger.';
COMMENT ON COLUMN vault.messenger.confirmed_at IS '[personal] When they confirmed it.';

CREATE TABLE vault.pending_messenger (
  person_id uuid CONSTRAINT pending_messenger_pk PRIMARY KEY CONSTRAINT pending_messenger_person_fk REFERENCES person,
  id uuid NOT NULL CONSTRAINT pending_messenger_id_uq UNIQUE,
  address_cipher bytea NOT NULL,
  code_digest bytea,
  expires_at timestamptz NOT NULL
);
COMMENT ON TABLE vault.pending_messenger IS 'An address for messages that waits for the code sent to it; the newest of each person.';
COMMENT ON COLUMN vault.pending_messenger.person_id IS '[personal] Who gave it.';
COMMENT ON COLUMN vault.pending_messenger.address_cipher IS '[personal] The address that waits to be confirmed.';
COMMENT ON COLUMN vault.pending_messenger.code_digest IS '[personal] [secret] A keyed digest of the code that was sent: six digits are few, and a plain one would give them away.';
COMMENT ON COLUMN vault.pending_messenger.expires_at IS '[personal] Until when it can be confirmed.';

CREATE FUNCTION vault.request_messenger(pending uuid, cipher bytea) RETURNS void ${definer} AS $$
BEGIN
  IF app.person_id() IS NULL THEN
    PERFORM app.refuse('messenger_of_oneself_ck', 'people give an address of their own');
  END IF;
  INSERT INTO vault.pending_messenger (person_id, id, address_cipher, expires_at) VALUES (app.person_id(), pending, cipher, now() + interval '24 hours')
  ON CONFLICT ON CONSTRAINT pending_messenger_pk DO UPDATE SET id = EXCLUDED.id, address_cipher = EXCLUDED.address_cipher, code_digest = NULL, expires_at = EXCLUDED.expires_at;
END $$;

CREATE FUNCTION vault.arm_messenger(pending uuid, code bytea) RETURNS TABLE (address_cipher bytea, language text) ${definer} AS $$
BEGIN${onlyByRelay}
  RETURN QUERY
  UPDATE vault.pending_messenger m SET code_digest = code, expires_at = now() + interval '15 minutes' FROM public.person p
   WHERE m.id = pending AND m.expires_at > now() AND p.id = m.person_id AND p.suspended_at IS NULL
  RETURNING m.address_cipher, p.language;
END $$;
COMMENT ON FUNCTION vault.arm_messenger(uuid, bytea) IS 'Called as the code is sent, which is good for a quarter of an hour from then on; nothing where the address was taken back or given too long ago.';

CREATE FUNCTION vault.confirm_messenger(code bytea) RETURNS boolean ${definer} AS $$
BEGIN
  WITH confirmed AS (
    DELETE FROM vault.pending_messenger m WHERE m.person_id = app.person_id() AND m.code_digest = code AND m.expires_at > now() RETURNING m.person_id, m.address_cipher)
  INSERT INTO vault.messenger (person_id, address_cipher) SELECT c.person_id, c.address_cipher FROM confirmed c
  ON CONFLICT ON CONSTRAINT messenger_pk DO UPDATE SET address_cipher = EXCLUDED.address_cipher, confirmed_at = now();
  RETURN FOUND;
END $$;

CREATE FUNCTION vault.remove_messenger() RETURNS boolean ${definer} AS $$
DECLARE
  had boolean;
BEGIN
  DELETE FROM vault.pending_messenger m WHERE m.person_id = app.person_id();
  had := FOUND;
  DELETE FROM vault.messenger m WHERE m.person_id = app.person_id();
  RETURN had OR FOUND;
END $$;
COMMENT ON FUNCTION vault.remove_messenger() IS 'Answers whether there was one, confirmed or not.';

CREATE FUNCTION vault.own_messenger() RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, vault, app AS $$
  SELECT m.address_cipher FROM vault.messenger m WHERE m.person_id = app.person_id()
$$;

CREATE FUNCTION vault.messenger_of(person uuid, purpose text) RETURNS bytea ${definer} AS $$
DECLARE
  cipher bytea;
BEGIN${onlyByRelay}
  SELECT m.address_cipher INTO cipher FROM vault.messenger m WHERE m.person_id = person;
  IF cipher IS NOT NULL THEN
    INSERT INTO vault.access_log (person_id, purpose) VALUES (person, purpose);
  END IF;
  RETURN cipher;
END $$;
COMMENT ON FUNCTION vault.messenger_of(uuid, text) IS 'The address for messages, for the relay alone; that it was read is noted.';

CREATE FUNCTION vault.forget_pending_messengers() RETURNS void ${definer} AS $$
BEGIN${onlyByRelay}
  DELETE FROM vault.pending_messenger m WHERE m.expires_at < now();
END $$;

GRANT EXECUTE ON FUNCTION vault.request_messenger(uuid, bytea), vault.arm_messenger(uuid, bytea), vault.confirm_messenger(bytea), vault.remove_messenger(),
  vault.own_messenger(), vault.messenger_of(uuid, text), vault.forget_pending_messengers() TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION vault.forget_pending_messengers(), vault.messenger_of(uuid, text), vault.own_messenger(), vault.remove_messenger(), vault.confirm_messenger(bytea),
  vault.arm_messenger(uuid, bytea), vault.request_messenger(uuid, bytea);
DROP TABLE vault.pending_messenger, vault.messenger;
`;
}
