import { protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';
const reportWaits = (p: string) =>
  `EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = ${p}.community_id AND o.pledge_id = ${p}.id AND o.state = 'REPORTED')`;

/** A pledge goes to someone else by a code that its pledger gives away, past everyone who waits. */
export class HandOverPledges1764000038100 extends SqlMigration {
  readonly name = 'HandOverPledges1764000038100';

  protected readonly upSql = `
CREATE TABLE pledge_hand_over (
  community_id uuid NOT NULL,
  pledge_id uuid NOT NULL,
  ask_id uuid NOT NULL,
  pledger_id uuid NOT NULL,
  code_hash bytea NOT NULL,
  offered_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  CONSTRAINT pledge_hand_over_pk PRIMARY KEY (community_id, pledge_id),
  CONSTRAINT pledge_hand_over_code_uq UNIQUE (code_hash),
  CONSTRAINT pledge_hand_over_pledge_fk FOREIGN KEY (community_id, pledge_id) REFERENCES pledge (community_id, id),
  CONSTRAINT pledge_hand_over_ask_fk FOREIGN KEY (community_id, ask_id) REFERENCES ask (community_id, id),
  CONSTRAINT pledge_hand_over_pledger_fk FOREIGN KEY (community_id, pledger_id) REFERENCES membership (community_id, id),
  CONSTRAINT pledge_hand_over_expires_ck CHECK (expires_at > offered_at)
);
COMMENT ON TABLE pledge_hand_over IS 'A pledge that its pledger would hand over, to whoever brings the code: at most one code for each, deleted once it is used, withdrawn or over.';
COMMENT ON COLUMN pledge_hand_over.pledger_id IS '[personal] Who would hand it over.';
COMMENT ON COLUMN pledge_hand_over.offered_at IS '[personal] Since when.';
COMMENT ON COLUMN pledge_hand_over.expires_at IS '[personal] Until when.';
COMMENT ON COLUMN pledge_hand_over.code_hash IS 'A digest of the code, which alone is kept.';
CREATE INDEX pledge_hand_over_pledger_ix ON pledge_hand_over (community_id, pledger_id);
CREATE INDEX pledge_hand_over_ask_ix ON pledge_hand_over (community_id, ask_id);
CREATE INDEX pledge_hand_over_expires_ix ON pledge_hand_over (expires_at);
${protect('pledge_hand_over')}
CREATE POLICY own ON pledge_hand_over FOR SELECT TO accompany_app USING (pledger_id = ANY ((SELECT app.my_memberships())::uuid[]));
GRANT SELECT (community_id, pledge_id, ask_id, pledger_id, offered_at, expires_at) ON pledge_hand_over TO accompany_app;

-- Given up and taken are one act: the new pledge is there by the end of the transaction, or neither is.
ALTER TABLE pledge ALTER CONSTRAINT pledge_handed_fk DEFERRABLE INITIALLY DEFERRED;

CREATE FUNCTION app.offer_hand_over(community uuid, pledge uuid, code bytea) RETURNS timestamptz ${definer} AS $$
DECLARE
  own public.pledge := app.own_live_pledge(community, pledge);
  due timestamptz;
  until timestamptz;
BEGIN
  IF own.state <> 'ACTIVE' OR ${reportWaits('own')} THEN
    PERFORM app.refuse('pledge_can_be_handed_over_ck', 'what is handed over is a pledge with a place, of which no report waits');
  END IF;
  SELECT min(o.due_at) INTO due FROM public.occurrence o WHERE o.community_id = community AND o.pledge_id = own.id AND o.state = 'DUE' AND o.due_at > now();
  INSERT INTO public.pledge_hand_over AS h (community_id, pledge_id, ask_id, pledger_id, code_hash, expires_at)
    VALUES (community, own.id, own.ask_id, own.pledger_id, code, least(due, now() + interval '7 days'))
    ON CONFLICT (community_id, pledge_id) DO UPDATE SET code_hash = EXCLUDED.code_hash, offered_at = now(), expires_at = EXCLUDED.expires_at
    RETURNING h.expires_at INTO until;
  RETURN until;
END $$;
COMMENT ON FUNCTION app.offer_hand_over(uuid, uuid, bytea) IS 'Puts a pledge of the current person up under a code, in place of an earlier one, until it is next due and for 7 days at most; answers until when.';

CREATE FUNCTION app.withdraw_hand_over(community uuid, pledge uuid) RETURNS boolean ${definer} AS $$
DECLARE
  own public.pledge := app.own_live_pledge(community, pledge);
BEGIN
  DELETE FROM public.pledge_hand_over h WHERE h.community_id = community AND h.pledge_id = own.id AND h.expires_at > now();
  RETURN FOUND;
END $$;

CREATE FUNCTION app.hand_over_by_code(code bytea)
  RETURNS TABLE (community_id uuid, ask_id uuid, pledge_id uuid, pledger_standing text, quantity integer, shift_id uuid, plan_when timestamptz, expires_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
  SELECT h.community_id, h.ask_id, h.pledge_id, p.pledger_standing, p.quantity, p.shift_id, p.plan_when, h.expires_at
    FROM public.pledge_hand_over h JOIN public.pledge p ON p.community_id = h.community_id AND p.id = h.pledge_id
   WHERE h.code_hash = code AND h.expires_at > now() AND p.state = 'ACTIVE' AND NOT ${reportWaits('p')} AND app.person_id() IS NOT NULL
     AND (p.pledger_standing = 'ALLY' OR p.community_id = ANY (app.communities_as('affected')))
$$;
COMMENT ON FUNCTION app.hand_over_by_code(bytea) IS 'What someone with the code takes over, and nothing of whose it is.';

CREATE FUNCTION app.hand_over(code bytea, taken_by uuid, receiver uuid) RETURNS boolean ${definer} AS $$
DECLARE
  offered record;
  given public.pledge;
BEGIN
  SELECT h.community_id, h.pledge_id INTO offered FROM app.hand_over_by_code(code) h;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM app.lock_pledge(offered.community_id, offered.pledge_id);
  -- Read anew under the lock: it may have been given back, reported or taken meanwhile.
  SELECT h.* INTO offered FROM app.hand_over_by_code(code) h;
  IF NOT FOUND THEN RETURN false; END IF;
  IF NOT EXISTS (SELECT FROM public.membership m WHERE m.community_id = offered.community_id AND m.id = receiver AND m.id = ANY (app.my_memberships())
      AND m.ended_at IS NULL AND (offered.pledger_standing = 'ALLY' OR m.standing = 'AFFECTED')) THEN
    RETURN false;
  END IF;
  DELETE FROM public.pledge_hand_over h WHERE h.community_id = offered.community_id AND h.pledge_id = offered.pledge_id;
  UPDATE public.pledge p SET state = 'HANDED_OVER', handed_to = taken_by WHERE p.community_id = offered.community_id AND p.id = offered.pledge_id RETURNING p.* INTO given;
  PERFORM app.pledge_deed(given, 'pledge.handed_over', jsonb_build_object('state', 'HANDED_OVER'));
  RETURN true;
END $$;
COMMENT ON FUNCTION app.hand_over(bytea, uuid, uuid) IS
  'Gives the pledge under a code up for one that the current person makes in the same transaction; false if the code is good for nothing, or not for this standing. On the record it is what follows by itself, so that neither is named to the other.';

CREATE FUNCTION app.forget_hand_overs() RETURNS void ${definer} AS $$
BEGIN
  PERFORM app.only_the_clock();
  DELETE FROM public.pledge_hand_over h WHERE h.expires_at <= now();
END $$;
COMMENT ON FUNCTION app.forget_hand_overs() IS 'For the clock: codes that are over are good for nothing and are not kept.';

GRANT EXECUTE ON FUNCTION app.offer_hand_over(uuid, uuid, bytea), app.withdraw_hand_over(uuid, uuid), app.hand_over_by_code(bytea), app.hand_over(bytea, uuid, uuid), app.forget_hand_overs() TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.forget_hand_overs(), app.hand_over(bytea, uuid, uuid), app.hand_over_by_code(bytea), app.withdraw_hand_over(uuid, uuid), app.offer_hand_over(uuid, uuid, bytea);
ALTER TABLE pledge ALTER CONSTRAINT pledge_handed_fk NOT DEFERRABLE;
DROP TABLE pledge_hand_over;
`;
}
