import { inCommunityAs, protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';

/** The list of a community's people leaves it only when two of them want that, and all of them know. */
export class ExportPeople1764000016400 extends SqlMigration {
  readonly name = 'ExportPeople1764000016400';

  protected readonly upSql = `
CREATE FUNCTION app.people_may_be_exported(community uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
  SELECT community = ANY (app.communities_as('settled')) AND NOT app.is_short_of_stewards(community)
$$;
COMMENT ON FUNCTION app.people_may_be_exported(uuid) IS 'Not while the community is short of stewards. Says nothing to outsiders.';

CREATE TABLE people_export (
  community_id uuid NOT NULL CONSTRAINT people_export_community_fk REFERENCES community,
  id uuid NOT NULL,
  requested_by uuid NOT NULL,
  reason text NOT NULL,
  requested_at timestamptz NOT NULL DEFAULT now(),
  approved_by uuid,
  approved_at timestamptz,
  downloaded_at timestamptz,
  CONSTRAINT people_export_pk PRIMARY KEY (community_id, id),
  CONSTRAINT people_export_requested_by_fk FOREIGN KEY (community_id, requested_by) REFERENCES membership (community_id, id),
  CONSTRAINT people_export_approved_by_fk FOREIGN KEY (community_id, approved_by) REFERENCES membership (community_id, id),
  CONSTRAINT people_export_reason_ck CHECK (length(reason) BETWEEN 1 AND 2000),
  CONSTRAINT people_export_by_two_ck CHECK (approved_by <> requested_by),
  CONSTRAINT people_export_approved_whole_ck CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
  CONSTRAINT people_export_downloaded_if_approved_ck CHECK (downloaded_at IS NULL OR approved_at IS NOT NULL)
);
COMMENT ON TABLE people_export IS 'That someone asked for the list of the people of a community, and what came of it. The list itself is made as it is taken and stored nowhere.';
COMMENT ON COLUMN people_export.requested_by IS '[personal] Who asked for it.';
COMMENT ON COLUMN people_export.reason IS '[personal] [of requested_by] Why, in their words.';
COMMENT ON COLUMN people_export.requested_at IS '[personal] [of requested_by] When they asked. It can be approved within 7 days.';
COMMENT ON COLUMN people_export.approved_by IS '[personal] Who agreed: another affected person, not the same one under another membership.';
COMMENT ON COLUMN people_export.approved_at IS '[personal] [of approved_by] When they agreed. It can be taken within 24 hours, once, by who asked.';
COMMENT ON COLUMN people_export.downloaded_at IS '[personal] [of requested_by] When it was taken.';
CREATE INDEX people_export_id_ix ON people_export (id);
CREATE INDEX people_export_latest_ix ON people_export (community_id, requested_at DESC, id DESC);
${protect('people_export')}
CREATE POLICY seen ON people_export FOR SELECT TO accompany_app USING (${inCommunityAs('settled')});
CREATE POLICY requested ON people_export FOR INSERT TO accompany_app
  WITH CHECK (${inCommunityAs('steward')} AND requested_by = ANY ((SELECT app.my_memberships())::uuid[]) AND app.people_may_be_exported(community_id));
GRANT SELECT, INSERT (community_id, id, requested_by, reason) ON people_export TO accompany_app;

CREATE FUNCTION app.approve_people_export(community uuid, export uuid, membership uuid) RETURNS void ${definer} AS $$
DECLARE
  asked public.people_export;
BEGIN
  SELECT * INTO asked FROM public.people_export e WHERE e.community_id = community AND e.id = export FOR UPDATE;
  IF NOT FOUND OR NOT community = ANY (app.communities_as('settled')) OR NOT EXISTS (
       SELECT FROM public.membership m WHERE m.community_id = community AND m.id = membership AND m.person_id = app.person_id()
          AND m.standing = 'AFFECTED' AND m.ended_at IS NULL AND (m.probation_until IS NULL OR m.probation_until <= now())) THEN
    PERFORM app.refuse('people_export_approved_by_affected_ck', 'an affected person past probation approves');
  END IF;
  -- People, not memberships: whoever asked under an earlier one is still the same.
  IF app.stands_behind(community, asked.requested_by, app.person_id()) THEN
    PERFORM app.refuse('people_export_by_two_ck', 'nobody approves what they asked for');
  END IF;
  IF asked.approved_at IS NOT NULL OR asked.requested_at <= now() - interval '7 days' THEN
    PERFORM app.refuse('people_export_open_ck', 'only what was asked within seven days and nobody approved yet is approved');
  END IF;
  IF NOT app.people_may_be_exported(community) THEN
    PERFORM app.refuse('people_export_enough_stewards_ck', 'nobody is exported while the community is short of stewards');
  END IF;
  UPDATE public.people_export e SET approved_by = membership, approved_at = now() WHERE e.community_id = community AND e.id = export;
END $$;
COMMENT ON FUNCTION app.approve_people_export(uuid, uuid, uuid) IS 'The second person of two, checked under the lock of the row: the only way in which an export is approved.';

CREATE FUNCTION app.download_people_export(community uuid, export uuid)
RETURNS TABLE (pseudonym text, standing text, is_steward boolean, organizer_until timestamptz, since timestamptz, until timestamptz) ${definer} AS $$
DECLARE
  taken public.people_export;
BEGIN
  SELECT * INTO taken FROM public.people_export e WHERE e.community_id = community AND e.id = export FOR UPDATE;
  IF NOT FOUND OR NOT community = ANY (app.communities_as('steward')) OR NOT taken.requested_by = ANY (app.my_memberships()) THEN
    PERFORM app.refuse('people_export_taken_by_requester_ck', 'only the steward who asked takes an export');
  END IF;
  IF taken.approved_at IS NULL OR taken.downloaded_at IS NOT NULL OR taken.approved_at <= now() - interval '24 hours' THEN
    PERFORM app.refuse('people_export_ready_ck', 'an export is taken once, within 24 hours of being approved');
  END IF;
  IF NOT app.people_may_be_exported(community) THEN
    PERFORM app.refuse('people_export_enough_stewards_ck', 'nobody is exported while the community is short of stewards');
  END IF;
  UPDATE public.people_export e SET downloaded_at = now() WHERE e.community_id = community AND e.id = export;
  RETURN QUERY SELECT m.pseudonym, m.standing, m.is_steward, CASE WHEN m.organizer_until > now() THEN m.organizer_until END, m.since, m.until
    FROM public.membership m WHERE m.community_id = community AND m.person_id IS NOT NULL AND m.ended_at IS NULL
   ORDER BY m.standing, lower(m.pseudonym), m.id;
END $$;
COMMENT ON FUNCTION app.download_people_export(uuid, uuid) IS 'What the community knows of its people, once: no account, no address, no id.';

CREATE FUNCTION app.mail_recipients_people_export(home uuid, subject uuid) RETURNS TABLE (person_id uuid, language text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, vault, app AS $$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('mail_recipients_by_clock_only_ck', 'only the mail relay asks whom to write to');
  END IF;
  RETURN QUERY
  SELECT p.id, p.language FROM public.membership m JOIN public.person p ON p.id = m.person_id JOIN vault.account a ON a.person_id = p.id
   WHERE m.community_id = home AND m.standing = 'AFFECTED' AND m.ended_at IS NULL AND p.suspended_at IS NULL AND a.email_cipher IS NOT NULL;
END $$;
COMMENT ON FUNCTION app.mail_recipients_people_export(uuid, uuid) IS 'Every affected person, since the list had every one of them.';

GRANT EXECUTE ON FUNCTION app.people_may_be_exported(uuid), app.approve_people_export(uuid, uuid, uuid), app.download_people_export(uuid, uuid),
  app.mail_recipients_people_export(uuid, uuid) TO accompany_app;
`;

  protected readonly downSql = `
DROP POLICY requested ON people_export;
DROP FUNCTION app.mail_recipients_people_export(uuid, uuid), app.download_people_export(uuid, uuid), app.approve_people_export(uuid, uuid, uuid),
  app.people_may_be_exported(uuid);
DROP TABLE people_export;
`;
}
