import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, vault, app';

/** Ways in may be taken away, but never the last one, nor the last factor that someone's duties rest on. */
export class KeepAWayIn1764000011200 extends SqlMigration {
  readonly name = 'KeepAWayIn1764000011200';

  protected readonly upSql = `
CREATE FUNCTION vault.has_way_in(person uuid, by_provider boolean) RETURNS boolean ${definer} STABLE AS $$
BEGIN
  RETURN EXISTS (SELECT FROM vault.account a WHERE a.person_id = person AND a.password_hash IS NOT NULL)
      OR EXISTS (SELECT FROM vault.recovery_code c WHERE c.person_id = person AND c.used_at IS NULL)
      OR vault.passkey_count(person) > 0
      OR (by_provider AND EXISTS (SELECT FROM vault.single_sign_on o WHERE o.person_id = person));
END $$;
COMMENT ON FUNCTION vault.has_way_in(uuid, boolean) IS
  'Whether the person could sign in again: by password, recovery code or passkey, or at the provider where this server has one.';

CREATE FUNCTION vault.needs_two_proofs(person uuid) RETURNS boolean ${definer} STABLE AS $$
BEGIN
  -- Without a password or an address to get one by, a lost device leaves recovery codes alone: one has to be enough.
  RETURN vault.has_second_factor_of(person)
     AND EXISTS (SELECT FROM vault.account a WHERE a.person_id = person AND (a.password_hash IS NOT NULL OR a.email_lookup IS NOT NULL));
END $$;
COMMENT ON FUNCTION vault.needs_two_proofs(uuid) IS 'Whether one proof alone opens no session. One that does opens a session of one factor.';

CREATE FUNCTION vault.lacks_needed_factor(person uuid) RETURNS boolean ${definer} AS $$
BEGIN
  IF vault.has_second_factor_of(person) THEN RETURN false; END IF;
  -- Locked before it is looked at, so that a community which starts to ask at this moment is not overlooked.
  PERFORM FROM public.community c JOIN public.membership m ON m.community_id = c.id
    WHERE m.person_id = person AND m.ended_at IS NULL AND (m.is_steward OR m.organizer_until > now()) FOR SHARE OF c;
  RETURN EXISTS (
    SELECT FROM public.membership m JOIN public.community c ON c.id = m.community_id
     WHERE m.ended_at IS NULL AND c.requires_second_factor AND (m.is_steward OR m.organizer_until > now()) AND m.person_id = person);
END $$;
COMMENT ON FUNCTION vault.lacks_needed_factor(uuid) IS 'Whether a community that asks its stewards and organizers for a second factor gave duties to a person who has none.';

CREATE FUNCTION vault.remove_passkey(passkey uuid, session uuid, by_provider boolean) RETURNS boolean ${definer} AS $$
BEGIN
  -- Two removals at once would each see the other's passkey as the one that stays.
  PERFORM vault.lock_sessions(app.person_id());
  DELETE FROM vault.passkey k WHERE k.id = passkey AND k.person_id = app.person_id();
  IF NOT FOUND THEN RETURN false; END IF;
  IF vault.lacks_needed_factor(app.person_id()) THEN
    PERFORM app.refuse('passkey_needed_ck', 'duties rest on this passkey');
  END IF;
  IF NOT vault.has_way_in(app.person_id(), by_provider) THEN
    PERFORM app.refuse('passkey_last_way_in_ck', 'without this passkey there is no way in');
  END IF;
  PERFORM vault.end_other_sessions(session);
  RETURN true;
END $$;

CREATE FUNCTION vault.unlink_single_sign_on(session uuid) RETURNS boolean ${definer} AS $$
BEGIN
  PERFORM vault.lock_sessions(app.person_id());
  DELETE FROM vault.single_sign_on o WHERE o.person_id = app.person_id();
  IF NOT FOUND THEN RETURN false; END IF;
  IF NOT vault.has_way_in(app.person_id(), false) THEN
    PERFORM app.refuse('single_sign_on_last_way_in_ck', 'without the provider there is no way in');
  END IF;
  PERFORM vault.end_other_sessions(session);
  RETURN true;
END $$;

GRANT EXECUTE ON FUNCTION vault.needs_two_proofs(uuid), vault.remove_passkey(uuid, uuid, boolean), vault.unlink_single_sign_on(uuid) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION vault.unlink_single_sign_on(uuid), vault.remove_passkey(uuid, uuid, boolean),
  vault.lacks_needed_factor(uuid), vault.needs_two_proofs(uuid), vault.has_way_in(uuid, boolean);
`;
}
