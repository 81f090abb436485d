import { inCommunityAs, protect, SqlMigration } from './support.js';

const sqlDefiner = 'LANGUAGE sql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, app';
const hosting = inCommunityAs('organizer');
const leading = "app.leads_campaign(community_id, campaign_id, lead_id, 'organizer')";

/** Sheets of paper on which people sign up for an ask, and what each of them said. */
export class PrintSignUpSheets1764000035100 extends SqlMigration {
  readonly name = 'PrintSignUpSheets1764000035100';

  protected readonly upSql = `
CREATE TABLE sign_up_sheet (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  ask_id uuid NOT NULL,
  printed_by uuid,
  lead_id uuid,
  printed_at timestamptz NOT NULL DEFAULT now(),
  brief_version integer NOT NULL,
  terms_version integer NOT NULL,
  agreement_version integer NOT NULL,
  rows integer NOT NULL,
  paper text NOT NULL,
  language text NOT NULL,
  CONSTRAINT sign_up_sheet_pk PRIMARY KEY (community_id, id),
  CONSTRAINT sign_up_sheet_ask_fk FOREIGN KEY (community_id, campaign_id, ask_id) REFERENCES ask (community_id, campaign_id, id),
  CONSTRAINT sign_up_sheet_brief_fk FOREIGN KEY (community_id, campaign_id, brief_version) REFERENCES brief (community_id, campaign_id, version),
  CONSTRAINT sign_up_sheet_terms_fk FOREIGN KEY (community_id, ask_id, terms_version) REFERENCES ask_terms (community_id, ask_id, version),
  CONSTRAINT sign_up_sheet_agreement_fk FOREIGN KEY (community_id, agreement_version) REFERENCES agreement (community_id, version),
  CONSTRAINT sign_up_sheet_printed_by_fk FOREIGN KEY (community_id, printed_by) REFERENCES membership (community_id, id),
  CONSTRAINT sign_up_sheet_lead_fk FOREIGN KEY (community_id, campaign_id, lead_id) REFERENCES coalition_lead (community_id, campaign_id, lead_id),
  CONSTRAINT sign_up_sheet_signed_once_ck CHECK ((printed_by IS NULL) = (lead_id IS NOT NULL)),
  CONSTRAINT sign_up_sheet_rows_ck CHECK (rows BETWEEN 1 AND 40),
  CONSTRAINT sign_up_sheet_paper_ck CHECK (paper IN ('A4', 'LETTER'))
);
COMMENT ON TABLE sign_up_sheet IS 'What a sheet of paper said, so that rows entered afterwards can name what was read. What people write on it is not here.';
COMMENT ON COLUMN sign_up_sheet.printed_by IS '[personal] Who printed it.';
COMMENT ON COLUMN sign_up_sheet.printed_at IS '[personal] When they did.';
COMMENT ON COLUMN sign_up_sheet.lead_id IS 'The community beside the host for which it was printed; null for the host.';
CREATE INDEX sign_up_sheet_id_ix ON sign_up_sheet (id);
CREATE INDEX sign_up_sheet_ask_ix ON sign_up_sheet (community_id, ask_id, printed_at);
CREATE TRIGGER signs_for_lead BEFORE INSERT ON sign_up_sheet FOR EACH ROW WHEN (NEW.lead_id IS NOT NULL) EXECUTE FUNCTION app.signs_for_lead('ask_id');

CREATE FUNCTION app.sheet_in_print(sheet uuid)
RETURNS TABLE (id uuid, rows integer, paper text, sheet_language text, brief_version integer, terms_version integer, agreement_version integer,
  ask_id uuid, link_version integer, title text, description text, language text, unit text, quantity_wanted integer, starts_at timestamptz, ends_at timestamptz,
  place text, risk_tier integer, risk_notes text, dos text, donts text, access text, campaign_name text, time_zone text, community_name text,
  brief text, agreement text, questions jsonb) ${sqlDefiner} AS $$
  SELECT s.id, s.rows, s.paper, s.language, s.brief_version, s.terms_version, s.agreement_version,
         a.id, a.link_version, a.title, a.description, a.language, a.unit, a.quantity_wanted, a.starts_at, a.ends_at,
         -- Whoever signs is told in person where to come: a sheet lies around.
         CASE WHEN a.risk_tier <= 1 AND a.place <> '' THEN a.place ELSE a.area END, a.risk_tier, a.risk_notes, a.dos, a.donts, a.access, g.name, g.time_zone, c.name, b.text, v.text, v.questions
    FROM public.sign_up_sheet s
    JOIN public.ask a ON a.community_id = s.community_id AND a.id = s.ask_id AND a.terms_version = s.terms_version AND a.state IN ('OPEN', 'PAUSED')
    JOIN public.campaign g ON g.community_id = s.community_id AND g.id = s.campaign_id AND g.brief_version = s.brief_version AND g.state = 'LAUNCHED'
    JOIN public.community h ON h.id = s.community_id AND h.agreement_version = s.agreement_version
    JOIN public.community c ON c.id = coalesce(a.lead_id, s.community_id)
    JOIN public.brief b ON b.community_id = s.community_id AND b.campaign_id = s.campaign_id AND b.version = s.brief_version
    JOIN public.agreement v ON v.community_id = s.community_id AND v.version = s.agreement_version
   WHERE s.id = sheet AND s.printed_at > now() - interval '1 hour'
$$;
COMMENT ON FUNCTION app.sheet_in_print(uuid) IS
  'For whoever holds its link: the service checks the seal first, made with a key that the database does not have. Nothing after an hour, or once it would say something else than what its versions name.';

${protect('sign_up_sheet')}
CREATE POLICY seen ON sign_up_sheet FOR SELECT TO accompany_app USING (${hosting});
CREATE POLICY led_seen ON sign_up_sheet FOR SELECT TO accompany_app USING (campaign_id = ANY ((SELECT app.campaigns_led_as('organizer'))::uuid[]));
CREATE POLICY printed ON sign_up_sheet FOR INSERT TO accompany_app WITH CHECK (${hosting} AND printed_by = ANY ((SELECT app.my_memberships())::uuid[]));
CREATE POLICY printed_for_lead ON sign_up_sheet FOR INSERT TO accompany_app WITH CHECK (${leading});
GRANT SELECT, INSERT (community_id, id, campaign_id, ask_id, printed_by, lead_id, brief_version, terms_version, agreement_version, rows, paper, language)
  ON sign_up_sheet TO accompany_app;
GRANT EXECUTE ON FUNCTION app.sheet_in_print(uuid) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.sheet_in_print(uuid);
DROP TABLE sign_up_sheet;
`;
}
