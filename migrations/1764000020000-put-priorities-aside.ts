import { inCommunityAs, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';

const mine = (column: string) => `${column} = ANY ((SELECT app.my_memberships())::uuid[])`;
const inCampaign =
  '(SELECT true FROM campaign g WHERE g.community_id = priority.community_id AND g.id = priority.campaign_id)';
const live = (of = '') => `${of}withdrawn_at IS NULL AND ${of}merged_into IS NULL`;
const ownProposal = `(SELECT true FROM lead_act a WHERE a.community_id = priority.lead_id AND a.id = priority.id AND ${mine('a.membership_id')})
    AND app.leads_campaign(community_id, campaign_id, lead_id, 'affected')`;

/** What a priority looks like that was withdrawn or merged: seen by fewer, its words free again, and nothing new under it. */
export class PutPrioritiesAside1764000020000 extends SqlMigration {
  readonly name = 'PutPrioritiesAside1764000020000';

  protected readonly upSql = `
ALTER TABLE priority
  ADD COLUMN withdrawn_at timestamptz,
  ADD COLUMN withdrawn_because text,
  ADD COLUMN merged_at timestamptz,
  ADD COLUMN merged_into uuid,
  ADD COLUMN put_aside_as text,
  ADD COLUMN put_aside_by uuid,
  ADD COLUMN put_aside_for uuid,
  ADD COLUMN words_version integer NOT NULL DEFAULT 1,
  ADD CONSTRAINT priority_merged_into_fk FOREIGN KEY (community_id, campaign_id, merged_into) REFERENCES priority (community_id, campaign_id, id),
  ADD CONSTRAINT priority_put_aside_by_fk FOREIGN KEY (community_id, put_aside_by) REFERENCES membership (community_id, id),
  ADD CONSTRAINT priority_put_aside_for_fk FOREIGN KEY (community_id, campaign_id, put_aside_for) REFERENCES coalition_lead (community_id, campaign_id, lead_id),
  ADD CONSTRAINT priority_put_aside_once_ck CHECK (num_nonnulls(withdrawn_at, merged_at) = num_nonnulls(put_aside_as)),
  ADD CONSTRAINT priority_put_aside_signed_ck CHECK (num_nonnulls(put_aside_by, put_aside_for) = num_nonnulls(put_aside_as)),
  ADD CONSTRAINT priority_put_aside_as_ck CHECK (put_aside_as IN ('PROPOSER', 'STEWARD')),
  ADD CONSTRAINT priority_withdrawn_because_ck CHECK (withdrawn_because IS NULL OR (length(withdrawn_because) BETWEEN 1 AND 500 AND withdrawn_at IS NOT NULL)),
  ADD CONSTRAINT priority_withdrawn_says_why_ck CHECK (withdrawn_at IS NULL OR put_aside_as = 'PROPOSER' OR withdrawn_because IS NOT NULL),
  ADD CONSTRAINT priority_merged_whole_ck CHECK ((merged_at IS NULL) = (merged_into IS NULL) AND merged_into <> id),
  ADD CONSTRAINT priority_named_is_not_merged_ck CHECK (merged_into IS NULL OR (named_at IS NULL AND rank IS NULL));
COMMENT ON COLUMN priority.withdrawn_at IS 'Since when it is withdrawn. Its rank stays: ranks change by a ratified round alone.';
COMMENT ON COLUMN priority.withdrawn_because IS '[personal] [of put_aside_by] [stays] Why they withdrew it: a decision that others had to act on.';
COMMENT ON COLUMN priority.merged_into IS 'The priority that says it as well; always a live one when it is written, so that no chain comes about.';
COMMENT ON COLUMN priority.put_aside_as IS '[personal] [of put_aside_by] [stays] As its proposer or as a steward: who may undo it follows from that.';
COMMENT ON COLUMN priority.put_aside_by IS '[personal] Which member of the host withdrew or merged it.';
COMMENT ON COLUMN priority.put_aside_for IS 'The lead whose member did, in place of one of the host; who of it is on its own record.';
COMMENT ON COLUMN priority.words_version IS 'The version at which its words last changed: older translations are stale.';
COMMENT ON COLUMN priority.proposer_standing IS '[personal] [of proposed_by] [stays] In which standing.';
COMMENT ON COLUMN priority.statement IS '[personal] [of proposed_by] [stays] The need that they named: the community’s from then on.';
COMMENT ON COLUMN priority.details IS '[personal] [of proposed_by] [stays] What they added to it: the community’s from then on.';
COMMENT ON COLUMN priority.created_at IS '[personal] [of proposed_by] When they proposed it.';
CREATE INDEX priority_merged_into_ix ON priority (community_id, merged_into) WHERE merged_into IS NOT NULL;
-- Words that were put aside are free again.
DROP INDEX priority_statement_uq;
CREATE UNIQUE INDEX priority_statement_uq ON priority (community_id, campaign_id, lower(statement)) WHERE ${live()};

CREATE FUNCTION app.priority_words_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.words_version := NEW.version;
  RETURN NEW;
END $$;
CREATE TRIGGER words_change BEFORE UPDATE OF statement, details, language ON priority FOR EACH ROW
  WHEN ((OLD.statement, OLD.details, OLD.language) IS DISTINCT FROM (NEW.statement, NEW.details, NEW.language)) EXECUTE FUNCTION app.priority_words_change();

CREATE FUNCTION app.serves_live_priority() RETURNS trigger ${definer} AS $$
DECLARE
  served uuid := CASE WHEN TG_TABLE_NAME = 'mandate_signature'
    THEN (SELECT m.priority_id FROM public.mandate m WHERE m.community_id = NEW.community_id AND m.id = (to_jsonb(NEW) ->> 'mandate_id')::uuid)
    ELSE (to_jsonb(NEW) ->> 'priority_id')::uuid END;
BEGIN
  IF EXISTS (SELECT FROM public.priority p WHERE p.community_id = NEW.community_id AND p.id = served AND NOT (${live('p.')})) THEN
    PERFORM app.refuse(TG_TABLE_NAME || '_for_live_priority_ck', 'the priority was withdrawn or merged into another one');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER serves_live_priority BEFORE INSERT ON mandate FOR EACH ROW EXECUTE FUNCTION app.serves_live_priority();
-- Once app.mandate_is_signed holds the campaign, under whose lock priorities are put aside.
CREATE TRIGGER serves_live_priority AFTER INSERT ON mandate_signature FOR EACH ROW EXECUTE FUNCTION app.serves_live_priority();
CREATE TRIGGER serves_live_priority BEFORE INSERT ON ask FOR EACH ROW EXECUTE FUNCTION app.serves_live_priority();
CREATE TRIGGER serves_live_priority_now BEFORE UPDATE ON ask FOR EACH ROW
  WHEN (NEW.priority_id <> OLD.priority_id OR (NEW.state = 'OPEN' AND OLD.state <> 'OPEN')) EXECUTE FUNCTION app.serves_live_priority();

-- Whoever is not affected loses sight of proposals that were put aside; what was named stays where people read it.
ALTER POLICY seen ON priority USING ((named_at IS NOT NULL AND ${inCampaign})
  OR ${inCommunityAs('affected')} OR (${inCommunityAs('insider')} AND ${live()}));
ALTER POLICY edited ON priority USING (named_at IS NULL AND ${live()} AND ${mine('proposed_by')});
ALTER POLICY edited_for_lead ON priority USING (named_at IS NULL AND ${live()} AND ${ownProposal});

GRANT EXECUTE ON FUNCTION app.priority_words_change(), app.serves_live_priority() TO accompany_app;
`;

  protected readonly downSql = `
ALTER POLICY edited_for_lead ON priority USING (named_at IS NULL AND ${ownProposal});
ALTER POLICY edited ON priority USING (named_at IS NULL AND ${mine('proposed_by')});
ALTER POLICY seen ON priority USING ((named_at IS NOT NULL AND ${inCampaign}) OR ${inCommunityAs('insider')});
DROP TRIGGER serves_live_priority_now ON ask;
DROP TRIGGER serves_live_priority ON ask;
DROP TRIGGER serves_live_priority ON mandate_signature;
DROP TRIGGER serves_live_priority ON mandate;
DROP TRIGGER words_change ON priority;
DROP FUNCTION app.serves_live_priority(), app.priority_words_change();
DROP INDEX priority_statement_uq, priority_merged_into_ix;
ALTER TABLE priority DROP COLUMN withdrawn_at, DROP COLUMN withdrawn_because, DROP COLUMN merged_at, DROP COLUMN merged_into, DROP COLUMN put_aside_as,
  DROP COLUMN put_aside_by, DROP COLUMN put_aside_for, DROP COLUMN words_version;
-- Refused while words that were put aside are used again: one of the two would have to go.
CREATE UNIQUE INDEX priority_statement_uq ON priority (community_id, campaign_id, lower(statement));
COMMENT ON COLUMN priority.proposer_standing IS '[personal] [stays] In which standing.';
COMMENT ON COLUMN priority.statement IS '[personal] [stays] The need that they named: the community’s from then on.';
COMMENT ON COLUMN priority.details IS '[personal] [stays] What they added to it: the community’s from then on.';
COMMENT ON COLUMN priority.created_at IS '[personal] When they proposed it.';
`;
}
