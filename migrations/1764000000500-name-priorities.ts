import { inCommunityAs, onlyAffectedWrite, protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';

/** What the community needs, and the mandates under which asks are made. */
export class NamePriorities1764000000500 extends SqlMigration {
  readonly name = 'NamePriorities1764000000500';

  protected readonly upSql = `
CREATE TABLE priority (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  statement text NOT NULL,
  details text NOT NULL DEFAULT '',
  language text NOT NULL DEFAULT 'en',
  rank integer,
  named_at timestamptz,
  review_on date,
  proposed_by uuid NOT NULL,
  proposer_standing text NOT NULL DEFAULT 'AFFECTED',
  created_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT priority_pk PRIMARY KEY (community_id, id),
  CONSTRAINT priority_in_campaign_uq UNIQUE (community_id, campaign_id, id),
  CONSTRAINT priority_rank_uq UNIQUE (community_id, campaign_id, rank) DEFERRABLE INITIALLY IMMEDIATE,
  CONSTRAINT priority_campaign_fk FOREIGN KEY (community_id, campaign_id) REFERENCES campaign (community_id, id),
  CONSTRAINT priority_proposer_standing_ck CHECK (proposer_standing = 'AFFECTED'),
  CONSTRAINT priority_proposed_by_fk FOREIGN KEY (community_id, proposed_by, proposer_standing) REFERENCES membership (community_id, id, standing),
  CONSTRAINT priority_statement_ck CHECK (length(statement) BETWEEN 1 AND 300),
  CONSTRAINT priority_details_ck CHECK (length(details) <= 4000),
  CONSTRAINT priority_rank_ck CHECK (rank >= 1)
);
COMMENT ON COLUMN priority.rank IS 'Set only by the function that applies a counted round; no role of the service may write it.';
COMMENT ON COLUMN priority.named_at IS 'When the community first stood behind it, by a live mandate or a rank. Until then only insiders see it.';
CREATE UNIQUE INDEX priority_statement_uq ON priority (community_id, campaign_id, lower(statement));
CREATE INDEX priority_id_ix ON priority (id);

CREATE TABLE mandate (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  priority_id uuid NOT NULL,
  kind text NOT NULL,
  began_as text NOT NULL,
  state text NOT NULL DEFAULT 'PROPOSED',
  reason text NOT NULL,
  starts_at timestamptz,
  until timestamptz NOT NULL,
  proposed_by uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT mandate_pk PRIMARY KEY (community_id, id),
  CONSTRAINT mandate_for_priority_uq UNIQUE (community_id, campaign_id, priority_id, id),
  CONSTRAINT mandate_priority_fk FOREIGN KEY (community_id, campaign_id, priority_id) REFERENCES priority (community_id, campaign_id, id),
  CONSTRAINT mandate_proposed_by_fk FOREIGN KEY (community_id, proposed_by) REFERENCES membership (community_id, id),
  CONSTRAINT mandate_kind_ck CHECK (kind IN ('FOUNDING', 'EMERGENCY') AND began_as IN ('FOUNDING', 'EMERGENCY')),
  CONSTRAINT mandate_state_ck CHECK (state IN ('PROPOSED', 'LIVE', 'ENDED')),
  CONSTRAINT mandate_live_has_start_ck CHECK (state = 'PROPOSED' OR starts_at IS NOT NULL),
  CONSTRAINT mandate_reason_ck CHECK (length(reason) BETWEEN 1 AND 2000)
);
CREATE UNIQUE INDEX mandate_one_founding_per_community_uq ON mandate (community_id) WHERE began_as = 'FOUNDING';
CREATE INDEX mandate_priority_ix ON mandate (community_id, priority_id, created_at);
CREATE INDEX mandate_ends_ix ON mandate (until) WHERE state = 'LIVE';
CREATE INDEX mandate_id_ix ON mandate (id);

CREATE TABLE mandate_signature (
  community_id uuid NOT NULL,
  mandate_id uuid NOT NULL,
  signed_by uuid NOT NULL,
  signer_standing text NOT NULL DEFAULT 'AFFECTED',
  signed_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT mandate_signature_pk PRIMARY KEY (community_id, mandate_id, signed_by),
  CONSTRAINT mandate_signature_mandate_fk FOREIGN KEY (community_id, mandate_id) REFERENCES mandate (community_id, id),
  CONSTRAINT mandate_signature_signer_standing_ck CHECK (signer_standing = 'AFFECTED'),
  CONSTRAINT mandate_signature_signed_by_fk FOREIGN KEY (community_id, signed_by, signer_standing) REFERENCES membership (community_id, id, standing)
);

CREATE FUNCTION app.mandate_is_signed() RETURNS trigger ${definer} AS $$
DECLARE
  signed public.mandate;
  signatures integer;
  affected integer;
  course text;
BEGIN
  -- The campaign is locked first: two mandates coming alive at once count each other. No stronger than needed: the
  -- foreign key of a signature holds a share of its mandate already, and two signers would wait for each other.
  SELECT g.state INTO course FROM public.campaign g WHERE g.community_id = NEW.community_id
    AND g.id = (SELECT m.campaign_id FROM public.mandate m WHERE m.community_id = NEW.community_id AND m.id = NEW.mandate_id) FOR NO KEY UPDATE;
  SELECT * INTO signed FROM public.mandate m WHERE m.community_id = NEW.community_id AND m.id = NEW.mandate_id FOR NO KEY UPDATE;
  -- Resuming adds the whole length of a stop to every live mandate: one that came alive during it would last too long.
  IF course IN ('STOPPED', 'CONCLUDED') THEN
    PERFORM app.refuse('mandate_signature_in_running_campaign_ck', 'nothing is signed while a campaign is stopped, or after it');
  END IF;
  IF signed.state = 'ENDED' OR signed.until <= now() THEN
    PERFORM app.refuse('mandate_signature_not_ended_ck', 'the mandate has ended');
  END IF;
  SELECT count(*) INTO signatures FROM public.mandate_signature s WHERE s.community_id = NEW.community_id AND s.mandate_id = NEW.mandate_id;

  IF signed.state = 'PROPOSED' AND signed.kind = 'FOUNDING' THEN
    SELECT count(*) INTO affected FROM public.membership m WHERE m.community_id = NEW.community_id AND m.standing = 'AFFECTED' AND m.ended_at IS NULL;
    IF affected >= 3 THEN
      PERFORM app.refuse('mandate_founding_is_for_fewer_than_3_ck', 'a founding mandate is for a community of fewer than three affected people');
    END IF;
  END IF;

  IF signatures >= 2 AND (signed.kind = 'FOUNDING' OR signed.state = 'PROPOSED') THEN
    IF (SELECT count(*) FROM public.mandate m WHERE m.community_id = signed.community_id AND m.campaign_id = signed.campaign_id
          AND m.kind = 'EMERGENCY' AND m.state = 'LIVE' AND m.until > now()) >= 3 THEN
      PERFORM app.refuse('mandate_emergency_at_most_3_ck', 'a campaign has at most three live emergency mandates');
    END IF;
    IF EXISTS (SELECT FROM public.mandate m WHERE m.community_id = signed.community_id AND m.priority_id = signed.priority_id
                 AND m.id <> signed.id AND m.kind = 'EMERGENCY' AND m.starts_at IS NOT NULL) THEN
      PERFORM app.refuse('mandate_emergency_once_per_priority_ck', 'a second emergency mandate for a priority needs a scheduled round that lists it');
    END IF;
    UPDATE public.mandate m SET kind = 'EMERGENCY', state = 'LIVE', starts_at = coalesce(m.starts_at, now())
     WHERE m.community_id = signed.community_id AND m.id = signed.id;
  ELSIF signed.state = 'PROPOSED' AND signed.kind = 'FOUNDING' THEN
    UPDATE public.mandate m SET state = 'LIVE', starts_at = now() WHERE m.community_id = signed.community_id AND m.id = signed.id;
  END IF;

  UPDATE public.priority p SET named_at = now()
   WHERE p.community_id = signed.community_id AND p.id = signed.priority_id AND p.named_at IS NULL
     AND EXISTS (SELECT FROM public.mandate m WHERE m.community_id = signed.community_id AND m.id = signed.id AND m.state = 'LIVE');
  RETURN NULL;
END $$;
CREATE TRIGGER mandate_is_signed AFTER INSERT ON mandate_signature FOR EACH ROW EXECUTE FUNCTION app.mandate_is_signed();

CREATE FUNCTION app.mandate_lasts() RETURNS trigger ${definer} AS $$
BEGIN
  -- A stop of the campaign shifts the end, so the bound is checked when the mandate is proposed.
  IF NEW.until > now() + interval '30 days 1 minute' OR NEW.until <= now() THEN
    PERFORM app.refuse('mandate_at_most_30_days_ck', 'a founding or emergency mandate lasts at most 30 days from now');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER mandate_lasts BEFORE INSERT ON mandate FOR EACH ROW EXECUTE FUNCTION app.mandate_lasts();

${protect('priority', 'mandate', 'mandate_signature')}
${onlyAffectedWrite('priority', 'mandate', 'mandate_signature')}

-- A scalar subquery and not EXISTS, here and below: that would be planned as a hash of every campaign that the viewer may see.
CREATE POLICY seen ON priority FOR SELECT TO accompany_app
  USING ((named_at IS NOT NULL AND (SELECT true FROM campaign g WHERE g.community_id = priority.community_id AND g.id = priority.campaign_id))
    OR ${inCommunityAs('insider')});
CREATE POLICY proposed ON priority FOR INSERT TO accompany_app
  WITH CHECK (${inCommunityAs('affected')} AND proposed_by = ANY ((SELECT app.my_memberships())::uuid[]));
CREATE POLICY edited ON priority FOR UPDATE TO accompany_app
  USING (named_at IS NULL AND proposed_by = ANY ((SELECT app.my_memberships())::uuid[])) WITH CHECK (proposed_by = ANY ((SELECT app.my_memberships())::uuid[]));
GRANT SELECT, INSERT (community_id, id, campaign_id, statement, details, language, review_on, proposed_by), UPDATE (statement, details, language, review_on, version) ON priority TO accompany_app;

CREATE POLICY seen ON mandate FOR SELECT TO accompany_app
  USING ((state <> 'PROPOSED' AND (SELECT true FROM campaign g WHERE g.community_id = mandate.community_id AND g.id = mandate.campaign_id))
    OR ${inCommunityAs('insider')});
CREATE POLICY proposed ON mandate FOR INSERT TO accompany_app
  WITH CHECK (${inCommunityAs('settled')} AND state = 'PROPOSED' AND kind = began_as AND proposed_by = ANY ((SELECT app.my_memberships())::uuid[]));
GRANT SELECT, INSERT (community_id, id, campaign_id, priority_id, kind, began_as, reason, until, proposed_by) ON mandate TO accompany_app;

CREATE POLICY seen ON mandate_signature FOR SELECT TO accompany_app USING (${inCommunityAs('affected')});
CREATE POLICY signed ON mandate_signature FOR INSERT TO accompany_app
  WITH CHECK (signed_by = ANY ((SELECT app.my_memberships())::uuid[]) AND (${inCommunityAs('settled')}
    -- On probation one may cosign a founding mandate only.
    OR (${inCommunityAs('affected')} AND EXISTS (SELECT FROM mandate m
        WHERE m.community_id = mandate_signature.community_id AND m.id = mandate_signature.mandate_id AND m.kind = 'FOUNDING'))));
GRANT SELECT, INSERT (community_id, mandate_id, signed_by) ON mandate_signature TO accompany_app;

GRANT EXECUTE ON FUNCTION app.mandate_is_signed(), app.mandate_lasts() TO accompany_app;
`;

  protected readonly downSql = `
DROP TABLE mandate_signature, mandate, priority;
DROP FUNCTION app.mandate_lasts(), app.mandate_is_signed();
`;
}
