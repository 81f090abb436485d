import { inCommunityAs, protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';
const blankText = (name: string) => `app.${name}(people uuid[], memberships uuid[], representatives uuid[])`;

/** What people affected say to each other about a priority. Written by functions alone: no role may put a row there by hand. */
export class DiscussPriorities1764000020300 extends SqlMigration {
  readonly name = 'DiscussPriorities1764000020300';

  protected readonly upSql = `
CREATE TABLE priority_remark (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  priority_id uuid NOT NULL,
  text text,
  written_by uuid,
  writer_standing text NOT NULL DEFAULT 'AFFECTED',
  lead_id uuid,
  written_at timestamptz NOT NULL DEFAULT now(),
  withdrawn_at timestamptz,
  removed_at timestamptz,
  removed_because text,
  removed_by uuid,
  removed_for uuid,
  CONSTRAINT priority_remark_pk PRIMARY KEY (community_id, id),
  CONSTRAINT priority_remark_priority_fk FOREIGN KEY (community_id, campaign_id, priority_id) REFERENCES priority (community_id, campaign_id, id),
  CONSTRAINT priority_remark_written_by_fk FOREIGN KEY (community_id, written_by, writer_standing) REFERENCES membership (community_id, id, standing),
  CONSTRAINT priority_remark_writer_standing_ck CHECK (writer_standing = 'AFFECTED'),
  CONSTRAINT priority_remark_lead_fk FOREIGN KEY (community_id, campaign_id, lead_id) REFERENCES coalition_lead (community_id, campaign_id, lead_id),
  CONSTRAINT priority_remark_signed_once_ck CHECK ((written_by IS NULL) = (lead_id IS NOT NULL)),
  CONSTRAINT priority_remark_removed_by_fk FOREIGN KEY (community_id, removed_by) REFERENCES membership (community_id, id),
  CONSTRAINT priority_remark_removed_for_fk FOREIGN KEY (removed_for) REFERENCES community,
  CONSTRAINT priority_remark_removed_signed_ck CHECK (num_nonnulls(removed_by, removed_for) = num_nonnulls(removed_at)),
  CONSTRAINT priority_remark_text_ck CHECK (length(text) BETWEEN 1 AND 4000),
  CONSTRAINT priority_remark_gone_says_nothing_ck CHECK (num_nonnulls(withdrawn_at, removed_at) = 0 OR (text IS NULL AND num_nonnulls(withdrawn_at, removed_at) = 1)),
  CONSTRAINT priority_remark_removed_because_ck CHECK (removed_because IS NULL OR (length(removed_because) BETWEEN 1 AND 500 AND removed_at IS NOT NULL))
);
COMMENT ON COLUMN priority_remark.text IS '[personal] [of written_by] What they said: their own words, gone when they take them back or erase themselves.';
COMMENT ON COLUMN priority_remark.written_by IS '[personal] Who said it.';
COMMENT ON COLUMN priority_remark.writer_standing IS '[personal] [of written_by] [stays] In which standing.';
COMMENT ON COLUMN priority_remark.lead_id IS 'The community beside the host whose member said it; who of it stays with that community.';
COMMENT ON COLUMN priority_remark.written_at IS '[personal] [of written_by] When they said it.';
COMMENT ON COLUMN priority_remark.withdrawn_at IS '[personal] [of written_by] When they took it back.';
COMMENT ON COLUMN priority_remark.removed_at IS '[personal] [of written_by, removed_by] When a steward took it away.';
COMMENT ON COLUMN priority_remark.removed_because IS '[personal] [of written_by, removed_by] [goes with written_by] Why a steward took it away.';
COMMENT ON COLUMN priority_remark.removed_by IS '[personal] Which steward of the host took it away.';
COMMENT ON COLUMN priority_remark.removed_for IS 'The lead whose steward took it away, in place of one of the host.';
CREATE INDEX priority_remark_listed_ix ON priority_remark (community_id, priority_id, written_at, id);
CREATE INDEX priority_remark_id_ix ON priority_remark (id);
CREATE TRIGGER signs_for_lead BEFORE INSERT ON priority_remark FOR EACH ROW WHEN (NEW.lead_id IS NOT NULL) EXECUTE FUNCTION app.signs_for_lead('id');
CREATE TRIGGER serves_live_priority BEFORE INSERT ON priority_remark FOR EACH ROW EXECUTE FUNCTION app.serves_live_priority();

CREATE FUNCTION app.write_remark(home uuid, priority uuid, remark uuid, lead uuid, words text) RETURNS void ${definer} AS $$
DECLARE
  place uuid := (SELECT p.campaign_id FROM public.priority p WHERE p.community_id = home AND p.id = write_remark.priority);
BEGIN
  IF NOT coalesce(CASE WHEN lead IS NULL THEN home = ANY (app.communities_as('affected')) ELSE app.leads_campaign(home, place, lead, 'affected') END, false) THEN
    PERFORM app.refuse('priority_remark_by_its_people_ck', 'people affected of the host and of its leads discuss priorities');
  END IF;
  INSERT INTO public.priority_remark (community_id, id, campaign_id, priority_id, text, written_by, lead_id)
  VALUES (home, remark, place, write_remark.priority, words, CASE WHEN lead IS NULL THEN app.affected_self(home) END, lead);
END $$;

CREATE FUNCTION app.withdraw_remark(home uuid, remark uuid) RETURNS boolean ${definer} AS $$
BEGIN
  UPDATE public.priority_remark r SET text = NULL, withdrawn_at = now()
   WHERE r.community_id = home AND r.id = remark AND r.withdrawn_at IS NULL AND r.removed_at IS NULL AND (r.written_by = ANY (app.my_memberships())
     OR EXISTS (SELECT FROM public.lead_act a WHERE a.community_id = r.lead_id AND a.id = r.id AND a.membership_id = ANY (app.my_memberships())));
  RETURN FOUND;
END $$;
COMMENT ON FUNCTION app.withdraw_remark(uuid, uuid) IS 'By whoever said it, and for good: the words are gone, their place stays.';

CREATE FUNCTION app.remove_remark(home uuid, remark uuid, lead uuid, reason text) RETURNS boolean ${definer} AS $$
BEGIN
  IF reason IS NULL OR NOT EXISTS (SELECT FROM public.priority_remark r WHERE r.community_id = home AND r.id = remark
       AND CASE WHEN lead IS NULL THEN home = ANY (app.communities_as('steward')) ELSE r.lead_id = lead AND app.leads_campaign(home, r.campaign_id, lead, 'steward') END) THEN
    PERFORM app.refuse('priority_remark_removed_by_steward_ck', 'a steward takes a remark away, and says why');
  END IF;
  UPDATE public.priority_remark r SET text = NULL, removed_at = now(), removed_because = reason, removed_for = lead,
         removed_by = CASE WHEN lead IS NULL THEN app.affected_self(home) END
   WHERE r.community_id = home AND r.id = remark AND r.withdrawn_at IS NULL AND r.removed_at IS NULL;
  RETURN FOUND;
END $$;
COMMENT ON FUNCTION app.remove_remark(uuid, uuid, uuid, text) IS 'By a steward of the host, or of the lead whose member said it.';

-- What people of a lead said is erased with them too: at the host nothing tells whose it is.
ALTER FUNCTION ${blankText('blank_personal_text')} RENAME TO blank_marked_text;
CREATE FUNCTION ${blankText('blank_personal_text')} RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, vault, app AS $$
BEGIN
  PERFORM app.blank_marked_text(people, memberships, representatives);
  UPDATE public.priority_remark r SET text = NULL, removed_because = NULL FROM public.lead_act a
   WHERE a.membership_id = ANY (memberships) AND a.kind = 'priority_remark' AND r.community_id = a.host_id AND r.id = a.id;
END $$;
COMMENT ON FUNCTION app.blank_personal_text(uuid[], uuid[], uuid[]) IS
  'As app.blank_marked_text, and what they said for a lead in the campaign of another community.';

${protect('priority_remark')}
-- Whoever may not see the priority does not see what is said of it; of those who may, the people affected and those who organize.
CREATE POLICY seen ON priority_remark FOR SELECT TO accompany_app
  USING (${inCommunityAs('insider')} AND (SELECT true FROM priority p WHERE p.community_id = priority_remark.community_id AND p.id = priority_remark.priority_id));
CREATE POLICY led_seen ON priority_remark FOR SELECT TO accompany_app USING (campaign_id = ANY ((SELECT app.campaigns_led_as('affected'))::uuid[]));
GRANT SELECT ON priority_remark TO accompany_app;
GRANT EXECUTE ON FUNCTION app.write_remark(uuid, uuid, uuid, uuid, text), app.withdraw_remark(uuid, uuid), app.remove_remark(uuid, uuid, uuid, text) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION ${blankText('blank_personal_text')};
ALTER FUNCTION ${blankText('blank_marked_text')} RENAME TO blank_personal_text;
DROP FUNCTION app.remove_remark(uuid, uuid, uuid, text), app.withdraw_remark(uuid, uuid), app.write_remark(uuid, uuid, uuid, uuid, text);
DELETE FROM lead_act WHERE kind = 'priority_remark';
DROP TABLE priority_remark;
`;
}
