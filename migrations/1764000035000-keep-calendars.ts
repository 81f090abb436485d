import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, vault, app';
const sqlDefiner = 'LANGUAGE sql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, vault, app';

/** What a calendar shows of each table. */
const SHOWN: Readonly<Record<string, readonly string[]>> = {
  campaign: ['name', 'state'],
  ask: ['title', 'place', 'area', 'risk_tier', 'starts_at', 'ends_at', 'state'],
  pledge: ['plan_when', 'state', 'risk_tier_accepted'],
  occurrence: ['due_at', 'state'],
  priority_round: ['opens_at', 'closes_at', 'state'],
};

const eachShown = (line: (table: string, columns: string) => string) =>
  Object.entries(SHOWN)
    .map(([table, columns]) => line(table, columns.map((column) => `'${column}'`).join(', ')))
    .join('\n');

const closeAllSessions = (more: string) => `
CREATE OR REPLACE FUNCTION vault.close_all_sessions() RETURNS void ${definer} AS $$
BEGIN
  PERFORM vault.lock_sessions(app.person_id());
  UPDATE vault.session s SET revoked_at = now() WHERE s.person_id = app.person_id() AND s.revoked_at IS NULL;
  UPDATE vault.app_token t SET revoked_at = now(), revoked_because = 'SIGNED_OUT_EVERYWHERE' WHERE t.person_id = app.person_id() AND t.revoked_at IS NULL;${more}
END $$;`;

/** Feeds by which the calendars of people follow their pledges, and those of a campaign its asks. */
export class KeepCalendars1764000035000 extends SqlMigration {
  readonly name = 'KeepCalendars1764000035000';

  protected readonly upSql = `
CREATE FUNCTION app.calendar_changes() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
  before jsonb := to_jsonb(OLD);
  after jsonb := to_jsonb(NEW);
  shown text;
BEGIN
  FOREACH shown IN ARRAY TG_ARGV LOOP
    IF before->shown IS DISTINCT FROM after->shown THEN
      NEW.calendar_sequence := OLD.calendar_sequence + 1;
      NEW.calendar_changed_at := now();
      EXIT;
    END IF;
  END LOOP;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION app.calendar_changes() IS
  'Counts the changes that calendars show, for the SEQUENCE of their events: whoever changes a row, by whatever way, cannot forget it.';
${eachShown(
  (table, columns) => `
ALTER TABLE ${table} ADD COLUMN calendar_sequence integer NOT NULL DEFAULT 0, ADD COLUMN calendar_changed_at timestamptz NOT NULL DEFAULT now();
COMMENT ON COLUMN ${table}.calendar_sequence IS 'How often something changed that calendars show.';
COMMENT ON COLUMN ${table}.calendar_changed_at IS 'When that was last.';
CREATE TRIGGER calendar_changes BEFORE UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION app.calendar_changes(${columns});`,
)}
COMMENT ON COLUMN pledge.calendar_changed_at IS '[personal] When it was made, or something last changed that calendars show.';
COMMENT ON COLUMN occurrence.calendar_changed_at IS '[personal] When it came to be, or something last changed that calendars show.';

CREATE TABLE vault.calendar_feed (
  id uuid CONSTRAINT calendar_feed_pk PRIMARY KEY,
  person_id uuid NOT NULL CONSTRAINT calendar_feed_person_fk REFERENCES person,
  community_id uuid,
  campaign_id uuid,
  detail text NOT NULL,
  includes_rounds boolean NOT NULL DEFAULT false,
  language text NOT NULL,
  token_hash bytea NOT NULL CONSTRAINT calendar_feed_hash_uq UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now(),
  rotated_at timestamptz,
  revoked_at timestamptz,
  CONSTRAINT calendar_feed_detail_ck CHECK (detail IN ('BY_RISK', 'DISCREET', 'FULL')),
  CONSTRAINT calendar_feed_of_campaign_ck CHECK ((community_id IS NULL) = (campaign_id IS NULL) AND (campaign_id IS NOT NULL OR NOT includes_rounds)),
  CONSTRAINT calendar_feed_campaign_fk FOREIGN KEY (community_id, campaign_id) REFERENCES campaign (community_id, id)
);
COMMENT ON COLUMN vault.calendar_feed.person_id IS '[personal] Who keeps the feed: whose pledges it tells of or, with a campaign, by whose duty there it works.';
COMMENT ON COLUMN vault.calendar_feed.community_id IS '[personal] Whose campaign it is; null for a feed of one’s own pledges.';
COMMENT ON COLUMN vault.calendar_feed.campaign_id IS '[personal] The campaign of whose asks it tells.';
COMMENT ON COLUMN vault.calendar_feed.detail IS '[personal] How much it says.';
COMMENT ON COLUMN vault.calendar_feed.includes_rounds IS '[personal] Whether it tells of rounds as well.';
COMMENT ON COLUMN vault.calendar_feed.language IS '[personal] The language of what it says around titles.';
COMMENT ON COLUMN vault.calendar_feed.token_hash IS '[personal] [secret] A digest of what stands in its address.';
COMMENT ON COLUMN vault.calendar_feed.created_at IS '[personal] When it was made.';
COMMENT ON COLUMN vault.calendar_feed.rotated_at IS '[personal] When it last got another address.';
COMMENT ON COLUMN vault.calendar_feed.revoked_at IS '[personal] When it was withdrawn.';
CREATE INDEX calendar_feed_person_ix ON vault.calendar_feed (person_id);
CREATE INDEX calendar_feed_campaign_ix ON vault.calendar_feed (community_id, campaign_id) WHERE campaign_id IS NOT NULL;

CREATE FUNCTION vault.keeps_calendar(person uuid, community uuid, campaign uuid) RETURNS boolean ${sqlDefiner} AS $$
  SELECT EXISTS (
    SELECT FROM public.membership m
     WHERE m.person_id = person AND m.ended_at IS NULL AND (m.until IS NULL OR m.until > now())
       AND (m.is_steward OR (m.organizer_until > now() AND m.paused_at IS NULL))
       AND (m.community_id = community OR (m.standing = 'AFFECTED' AND EXISTS (SELECT FROM public.coalition_lead l
             WHERE l.community_id = community AND l.campaign_id = campaign AND l.lead_id = m.community_id AND l.left_at IS NULL))))
$$;
COMMENT ON FUNCTION vault.keeps_calendar(uuid, uuid, uuid) IS
  'Whether someone runs the asks of a campaign, for its host or a community that leads it. A calendar has no second factor: who made the feed needed one where it is asked for.';

CREATE FUNCTION vault.create_calendar_feed(session uuid, feed uuid, community uuid, campaign uuid, detail text, rounds boolean, language text, digest bytea)
RETURNS void ${definer} AS $$
BEGIN
  -- Whoever ends all sessions waits here, or is waited for: no feed outlives that by being made meanwhile.
  PERFORM vault.lock_sessions(app.person_id());
  IF NOT EXISTS (SELECT FROM vault.session s WHERE s.id = session AND s.person_id = app.person_id() AND s.revoked_at IS NULL) THEN
    PERFORM app.refuse('calendar_feed_by_person_ck', 'a calendar is made by a person who is signed in');
  END IF;
  IF campaign IS NOT NULL AND NOT vault.keeps_calendar(app.person_id(), community, campaign) THEN
    PERFORM app.refuse('calendar_feed_by_organizer_ck', 'the calendar of a campaign is made by those who run its asks');
  END IF;
  IF (SELECT count(*) FROM vault.calendar_feed f WHERE f.person_id = app.person_id() AND f.revoked_at IS NULL) >= 10 THEN
    PERFORM app.refuse('calendar_feed_at_most_10_ck', 'a person keeps at most ten calendars');
  END IF;
  INSERT INTO vault.calendar_feed (id, person_id, community_id, campaign_id, detail, includes_rounds, language, token_hash)
  VALUES (feed, app.person_id(), community, campaign, detail, rounds, language, digest);
END $$;

CREATE FUNCTION vault.lock_calendar_feed(feed uuid)
RETURNS TABLE (community_id uuid, campaign_id uuid, revoked_at timestamptz) ${definer} AS $$
BEGIN
  PERFORM vault.lock_sessions(app.person_id());
  RETURN QUERY
  SELECT f.community_id, f.campaign_id, f.revoked_at FROM vault.calendar_feed f
   WHERE f.id = feed AND (f.person_id = app.person_id() OR vault.keeps_calendar(app.person_id(), f.community_id, f.campaign_id))
     FOR UPDATE;
END $$;
COMMENT ON FUNCTION vault.lock_calendar_feed(uuid) IS 'One’s own, and those of campaigns whose asks one runs; of others nothing.';

CREATE FUNCTION vault.rotate_calendar_feed(session uuid, feed uuid, digest bytea) RETURNS void ${definer} AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM vault.session s WHERE s.id = session AND s.person_id = app.person_id() AND s.revoked_at IS NULL) THEN
    PERFORM app.refuse('calendar_feed_by_person_ck', 'a calendar is made by a person who is signed in');
  END IF;
  IF (SELECT count(*) FROM vault.calendar_feed f WHERE f.person_id = app.person_id() AND f.revoked_at IS NULL AND f.id <> feed) >= 10 THEN
    PERFORM app.refuse('calendar_feed_at_most_10_ck', 'a person keeps at most ten calendars');
  END IF;
  -- From now on it works by the duty of whoever gave it its address.
  UPDATE vault.calendar_feed f SET token_hash = digest, rotated_at = now(), person_id = app.person_id()
   WHERE f.id = feed AND f.revoked_at IS NULL
     AND (CASE WHEN f.campaign_id IS NULL THEN f.person_id = app.person_id() ELSE vault.keeps_calendar(app.person_id(), f.community_id, f.campaign_id) END);
  IF NOT FOUND THEN
    PERFORM app.refuse('calendar_feed_by_organizer_ck', 'the calendar of a campaign is made by those who run its asks');
  END IF;
END $$;

CREATE FUNCTION vault.revoke_calendar_feed(feed uuid) RETURNS void ${definer} AS $$
BEGIN
  UPDATE vault.calendar_feed f SET revoked_at = now()
   WHERE f.id = feed AND f.revoked_at IS NULL
     AND (f.person_id = app.person_id() OR vault.keeps_calendar(app.person_id(), f.community_id, f.campaign_id));
END $$;

CREATE FUNCTION vault.own_calendar_feeds()
RETURNS TABLE (id uuid, campaign_id uuid, detail text, includes_rounds boolean, created_at timestamptz, rotated_at timestamptz, revoked_at timestamptz) ${sqlDefiner} AS $$
  SELECT f.id, f.campaign_id, f.detail, f.includes_rounds, f.created_at, f.rotated_at, f.revoked_at
    FROM vault.calendar_feed f
   WHERE f.person_id = app.person_id() AND (f.revoked_at IS NULL OR f.revoked_at > now() - interval '30 days')
   ORDER BY f.created_at DESC, f.id DESC LIMIT 100
$$;
COMMENT ON FUNCTION vault.own_calendar_feeds() IS 'Those that work, and those that were withdrawn within the last 30 days.';

CREATE FUNCTION vault.campaign_calendar_feeds(campaigns uuid[])
RETURNS TABLE (id uuid, campaign_id uuid, keeper_id uuid, detail text, includes_rounds boolean, created_at timestamptz, rotated_at timestamptz, revoked_at timestamptz) ${sqlDefiner} AS $$
  SELECT f.id, f.campaign_id, m.id, f.detail, f.includes_rounds, f.created_at, f.rotated_at, f.revoked_at
    FROM vault.calendar_feed f
    LEFT JOIN public.membership m ON m.community_id = f.community_id AND m.person_id = f.person_id AND m.ended_at IS NULL
   WHERE f.campaign_id = ANY (campaigns) AND (f.revoked_at IS NULL OR f.revoked_at > now() - interval '30 days')
     AND (f.community_id = ANY (app.communities_as('organizer')) OR f.campaign_id = ANY (app.campaigns_led_as('organizer')))
   ORDER BY f.created_at DESC, f.id DESC LIMIT 1000
$$;
COMMENT ON FUNCTION vault.campaign_calendar_feeds(uuid[]) IS 'Those that work, and those that were withdrawn within the last 30 days, for whoever runs the asks. Who keeps one on behalf of a lead is not named: the host does not learn who belongs to it.';

CREATE FUNCTION vault.open_calendar_feed(digest bytea)
RETURNS TABLE (id uuid, person_id uuid, community_id uuid, campaign_id uuid, detail text, includes_rounds boolean, language text, changed_at timestamptz) ${sqlDefiner} AS $$
  SELECT f.id, f.person_id, f.community_id, f.campaign_id, f.detail, f.includes_rounds, f.language, coalesce(f.rotated_at, f.created_at)
    FROM vault.calendar_feed f JOIN public.person p ON p.id = f.person_id
   WHERE f.token_hash = digest AND f.revoked_at IS NULL AND p.suspended_at IS NULL AND NOT p.is_operator
     AND (f.campaign_id IS NULL OR vault.keeps_calendar(f.person_id, f.community_id, f.campaign_id))
$$;
COMMENT ON FUNCTION vault.open_calendar_feed(bytea) IS 'As things stand now: nothing for an unknown or withdrawn address, a person who is kept out, or one who runs the asks no more.';

CREATE FUNCTION app.own_calendar()
RETURNS TABLE (id uuid, pledge_state text, occurrence_state text, starts_at timestamptz, ask_ends_at timestamptz, title text, place text, area text, risk_tier integer,
  campaign_name text, campaign_state text, stopped_at timestamptz, sequence integer, changed_at timestamptz) ${sqlDefiner} AS $$
  SELECT coalesce(o.id, p.id), p.state, o.state, coalesce(o.due_at, p.plan_when), a.ends_at, a.title, a.place, a.area, greatest(a.risk_tier, p.risk_tier_accepted),
         g.name, g.state, g.stopped_at, a.calendar_sequence + g.calendar_sequence + p.calendar_sequence + coalesce(o.calendar_sequence, 0),
         greatest(a.calendar_changed_at, g.calendar_changed_at, p.calendar_changed_at, o.calendar_changed_at)
    FROM public.pledge p
    JOIN public.ask a ON a.community_id = p.community_id AND a.id = p.ask_id
    JOIN public.campaign g ON g.community_id = p.community_id AND g.id = p.campaign_id
    LEFT JOIN public.occurrence o ON o.community_id = p.community_id AND o.pledge_id = p.id
   WHERE p.pledger_id = ANY ((SELECT app.my_memberships())::uuid[])
     AND coalesce(o.due_at, p.plan_when) > now() - interval '90 days'
     AND (p.state IN ('ACTIVE', 'WAITLISTED', 'CONDITIONAL', 'NEEDS_RECONFIRMATION', 'FULFILLED', 'PARTLY_FULFILLED')
       OR o.state IN ('REPORTED', 'ATTESTED', 'NO_SHOW', 'UNCONFIRMED') OR p.state_changed_at > now() - interval '30 days')
   ORDER BY 4, 1 LIMIT 1000
$$;
COMMENT ON FUNCTION app.own_calendar() IS
  'When the current person has pledged to do what, for themselves and for organizations. Whoever pledged once read the ask: its title and whether the campaign is stopped they are told even where it is no longer published to them.';

CREATE FUNCTION vault.forget_calendar_feeds() RETURNS void ${definer} AS $$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('retention_by_clock_ck', 'only time erases what is over');
  END IF;
  DELETE FROM vault.calendar_feed f WHERE f.revoked_at < now() - interval '30 days';
END $$;

${closeAllSessions(`
  UPDATE vault.calendar_feed f SET revoked_at = now() WHERE f.person_id = app.person_id() AND f.revoked_at IS NULL;`)}
COMMENT ON FUNCTION vault.close_all_sessions() IS 'App tokens and calendars end with the sessions: who signs out everywhere wants nobody to act or read for them any more.';

GRANT EXECUTE ON FUNCTION app.calendar_changes(), app.own_calendar(), vault.keeps_calendar(uuid, uuid, uuid),
  vault.create_calendar_feed(uuid, uuid, uuid, uuid, text, boolean, text, bytea), vault.lock_calendar_feed(uuid), vault.rotate_calendar_feed(uuid, uuid, bytea),
  vault.revoke_calendar_feed(uuid), vault.own_calendar_feeds(), vault.campaign_calendar_feeds(uuid[]), vault.open_calendar_feed(bytea), vault.forget_calendar_feeds()
  TO accompany_app;
`;

  protected readonly downSql = `
${closeAllSessions('')}
COMMENT ON FUNCTION vault.close_all_sessions() IS 'App tokens end with the sessions: who signs out everywhere wants nobody to act for them any more.';
DROP FUNCTION vault.forget_calendar_feeds(), app.own_calendar(), vault.open_calendar_feed(bytea), vault.campaign_calendar_feeds(uuid[]), vault.own_calendar_feeds(),
  vault.revoke_calendar_feed(uuid), vault.rotate_calendar_feed(uuid, uuid, bytea), vault.lock_calendar_feed(uuid),
  vault.create_calendar_feed(uuid, uuid, uuid, uuid, text, boolean, text, bytea), vault.keeps_calendar(uuid, uuid, uuid);
DROP TABLE vault.calendar_feed;
${eachShown(
  (table) =>
    `DROP TRIGGER calendar_changes ON ${table};\nALTER TABLE ${table} DROP COLUMN calendar_sequence, DROP COLUMN calendar_changed_at;`,
)}
DROP FUNCTION app.calendar_changes();
`;
}
