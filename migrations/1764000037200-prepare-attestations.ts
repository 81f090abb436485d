import { inCommunityAs, protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';
const mine = (column: string) => `${column} = ANY ((SELECT app.my_memberships())::uuid[])`;
const answering = (b: string) =>
  `CASE WHEN ${b}.lead_id IS NULL THEN ${inCommunityAs('settled', `${b}.community_id`)} ELSE ${inCommunityAs('settled', `${b}.lead_id`)} END`;

/** Organizers prepare attestations; an affected person gives the word of the community to all of them in one action. */
export class PrepareAttestations1764000037200 extends SqlMigration {
  readonly name = 'PrepareAttestations1764000037200';

  protected readonly upSql = `
CREATE TABLE attestation_batch (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  lead_id uuid,
  state text NOT NULL DEFAULT 'PROPOSED',
  note text NOT NULL DEFAULT '',
  proposed_by uuid NOT NULL,
  proposed_at timestamptz NOT NULL DEFAULT now(),
  settled_at timestamptz,
  CONSTRAINT attestation_batch_pk PRIMARY KEY (community_id, id),
  CONSTRAINT attestation_batch_campaign_fk FOREIGN KEY (community_id, campaign_id) REFERENCES campaign (community_id, id),
  CONSTRAINT attestation_batch_lead_fk FOREIGN KEY (lead_id) REFERENCES community (id),
  CONSTRAINT attestation_batch_proposed_by_fk FOREIGN KEY (community_id, proposed_by) REFERENCES membership (community_id, id),
  CONSTRAINT attestation_batch_state_ck CHECK (state IN ('PROPOSED', 'CONFIRMED', 'WITHDRAWN') AND (state = 'PROPOSED') = (settled_at IS NULL)),
  CONSTRAINT attestation_batch_note_ck CHECK (length(note) <= 2000)
);
COMMENT ON TABLE attestation_batch IS 'Attestations that someone who organizes prepared. It attests nothing: what counts is what an affected person then says.';
COMMENT ON COLUMN attestation_batch.lead_id IS 'The community beside the host whose word is asked for.';
COMMENT ON COLUMN attestation_batch.proposed_by IS '[personal] Who prepared it.';
COMMENT ON COLUMN attestation_batch.note IS '[personal] [of proposed_by] What they noted about it.';
COMMENT ON COLUMN attestation_batch.proposed_at IS '[personal] [of proposed_by] When they did.';
CREATE INDEX attestation_batch_id_ix ON attestation_batch (id);
CREATE INDEX attestation_batch_campaign_ix ON attestation_batch (community_id, campaign_id, proposed_at, id);

CREATE TABLE attestation_batch_item (
  community_id uuid NOT NULL,
  batch_id uuid NOT NULL,
  occurrence_id uuid NOT NULL,
  pledger_id uuid NOT NULL,
  pledger_standing text NOT NULL,
  reported_at timestamptz NOT NULL,
  quantity integer NOT NULL,
  note text NOT NULL DEFAULT '',
  outcome text,
  CONSTRAINT attestation_batch_item_pk PRIMARY KEY (community_id, batch_id, occurrence_id),
  CONSTRAINT attestation_batch_item_batch_fk FOREIGN KEY (community_id, batch_id) REFERENCES attestation_batch (community_id, id),
  CONSTRAINT attestation_batch_item_occurrence_fk FOREIGN KEY (community_id, occurrence_id, pledger_id, pledger_standing) REFERENCES occurrence (community_id, id, pledger_id, pledger_standing),
  CONSTRAINT attestation_batch_item_quantity_ck CHECK (quantity BETWEEN 1 AND 1000000),
  CONSTRAINT attestation_batch_item_note_ck CHECK (length(note) <= 1000),
  CONSTRAINT attestation_batch_item_outcome_ck CHECK (outcome IN ('ATTESTED', 'LEFT_OUT', 'CHANGED', 'OWN_WORK'))
);
COMMENT ON COLUMN attestation_batch_item.pledger_id IS '[personal] Whose work it is about.';
COMMENT ON COLUMN attestation_batch_item.pledger_standing IS '[personal] [stays] In which standing the work was done.';
COMMENT ON COLUMN attestation_batch_item.reported_at IS '[personal] When what was read here was reported: whatever was reported later was not meant.';
COMMENT ON COLUMN attestation_batch_item.quantity IS '[personal] How much is proposed to be attested.';
COMMENT ON COLUMN attestation_batch_item.note IS '[personal] What was noted about their work.';
COMMENT ON COLUMN attestation_batch_item.outcome IS '[personal] [stays] What became of the proposal.';
CREATE INDEX attestation_batch_item_occurrence_ix ON attestation_batch_item (community_id, occurrence_id);

CREATE FUNCTION app.batch_is_settled() RETURNS trigger ${definer} AS $$
BEGIN
  IF OLD.state <> 'PROPOSED' THEN PERFORM app.refuse('attestation_batch_settled_once_ck', 'a batch is confirmed or withdrawn once'); END IF;
  NEW.settled_at := now();
  RETURN NEW;
END $$;
CREATE TRIGGER batch_is_settled BEFORE UPDATE OF state ON attestation_batch FOR EACH ROW EXECUTE FUNCTION app.batch_is_settled();

CREATE FUNCTION app.batch_item_begins() RETURNS trigger ${definer} AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM public.attestation_batch b JOIN public.occurrence o ON o.community_id = b.community_id AND o.id = NEW.occurrence_id
      JOIN public.ask a ON a.community_id = o.community_id AND a.id = o.ask_id
     WHERE b.community_id = NEW.community_id AND b.id = NEW.batch_id AND b.state = 'PROPOSED' AND a.campaign_id = b.campaign_id AND a.lead_id IS NOT DISTINCT FROM b.lead_id
       AND o.state IN ('REPORTED', 'UNCONFIRMED') AND o.reported_at = NEW.reported_at AND NEW.quantity <= o.reported_quantity) THEN
    PERFORM app.refuse('attestation_batch_of_reports_ck', 'what is proposed to be attested are reports that wait, of one campaign and one community that answers');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER batch_item_begins AFTER INSERT ON attestation_batch_item FOR EACH ROW EXECUTE FUNCTION app.batch_item_begins();

CREATE FUNCTION app.settle_batch_items(community uuid, batch uuid, settled jsonb) RETURNS void ${definer} AS $$
BEGIN
  UPDATE public.attestation_batch_item i SET outcome = s.outcome FROM jsonb_to_recordset(settled) AS s (id uuid, outcome text)
   WHERE i.community_id = community AND i.batch_id = batch AND i.occurrence_id = s.id AND i.outcome IS NULL
     AND EXISTS (SELECT FROM public.attestation_batch b WHERE b.community_id = community AND b.id = batch AND ${answering('b')});
END $$;
COMMENT ON FUNCTION app.settle_batch_items(uuid, uuid, jsonb) IS 'Notes what became of each proposal; for whoever may give the word that the batch waits for.';

${protect('attestation_batch', 'attestation_batch_item')}
CREATE POLICY seen ON attestation_batch FOR SELECT TO accompany_app USING (${inCommunityAs('insider')} OR ${inCommunityAs('settled', 'lead_id')});
CREATE POLICY prepared ON attestation_batch FOR INSERT TO accompany_app WITH CHECK (${inCommunityAs('insider')} AND ${mine('proposed_by')} AND state = 'PROPOSED');
CREATE POLICY settled ON attestation_batch FOR UPDATE TO accompany_app
  USING (${answering('attestation_batch')} OR ${mine('proposed_by')})
  WITH CHECK (CASE state WHEN 'CONFIRMED' THEN ${answering('attestation_batch')} ELSE state = 'WITHDRAWN' AND (${mine('proposed_by')} OR ${answering('attestation_batch')}) END);
CREATE POLICY only_affected_confirm ON attestation_batch AS RESTRICTIVE FOR UPDATE TO accompany_app USING (true)
  WITH CHECK (state <> 'CONFIRMED' OR CASE WHEN lead_id IS NULL THEN ${inCommunityAs('settled')} ELSE ${inCommunityAs('settled', 'lead_id')} END);
CREATE POLICY seen ON attestation_batch_item FOR SELECT TO accompany_app
  USING (EXISTS (SELECT FROM occurrence o WHERE o.community_id = attestation_batch_item.community_id AND o.id = attestation_batch_item.occurrence_id)
     AND EXISTS (SELECT FROM attestation_batch b WHERE b.community_id = attestation_batch_item.community_id AND b.id = attestation_batch_item.batch_id));
CREATE POLICY prepared ON attestation_batch_item FOR INSERT TO accompany_app
  WITH CHECK (EXISTS (SELECT FROM attestation_batch b WHERE b.community_id = attestation_batch_item.community_id AND b.id = attestation_batch_item.batch_id AND ${mine('b.proposed_by')})
     AND EXISTS (SELECT FROM occurrence o WHERE o.community_id = attestation_batch_item.community_id AND o.id = attestation_batch_item.occurrence_id));
GRANT SELECT, INSERT (community_id, id, campaign_id, lead_id, note, proposed_by), UPDATE (state) ON attestation_batch TO accompany_app;
GRANT SELECT, INSERT (community_id, batch_id, occurrence_id, pledger_id, pledger_standing, reported_at, quantity, note) ON attestation_batch_item TO accompany_app;
GRANT EXECUTE ON FUNCTION app.batch_is_settled(), app.batch_item_begins(), app.settle_batch_items(uuid, uuid, jsonb) TO accompany_app;
`;

  protected readonly downSql = `
DROP TABLE attestation_batch_item, attestation_batch;
DROP FUNCTION app.settle_batch_items(uuid, uuid, jsonb), app.batch_item_begins(), app.batch_is_settled();
`;
}
