import { inCommunityAs, onlyAffectedWrite, protect, SqlMigration } from './support.js';

const led = `campaign_id = ANY ((SELECT app.campaigns_led_as('affected'))::uuid[])`;
const mine = (column: string) => `${column} = ANY ((SELECT app.my_memberships())::uuid[])`;
/** The round of the row, as far as the viewer sees it: a scalar subquery, as everywhere. */
const ofRound = (table: string, condition: string) =>
  `(SELECT true FROM priority_round r WHERE r.community_id = ${table}.community_id AND r.id = ${table}.round_id AND ${condition})`;

/** Rounds of ballots in which a community ranks its priorities: what is kept of them, and who sees it. */
export class HoldRounds1764000021000 extends SqlMigration {
  readonly name = 'HoldRounds1764000021000';

  protected readonly upSql = `
CREATE TABLE priority_round (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  state text NOT NULL DEFAULT 'SCHEDULED',
  method text NOT NULL,
  voice text NOT NULL,
  quorum_percent integer NOT NULL,
  constituency_quorum_percent integer,
  note text NOT NULL DEFAULT '',
  opens_at timestamptz,
  closes_at timestamptz NOT NULL,
  objection_hours integer NOT NULL,
  review_on date NOT NULL,
  budget integer,
  completion text,
  adopts_asks boolean NOT NULL DEFAULT true,
  successor_of uuid,
  scheduled_by uuid NOT NULL,
  scheduled_at timestamptz NOT NULL DEFAULT now(),
  lot_seed bytea,
  objections_needed integer,
  publishes_ballots boolean NOT NULL DEFAULT false,
  opened_at timestamptz,
  closed_at timestamptz,
  counted_at timestamptz,
  objections_until timestamptz,
  ended_at timestamptz,
  cancelled_because text,
  CONSTRAINT priority_round_pk PRIMARY KEY (community_id, id),
  CONSTRAINT priority_round_in_campaign_uq UNIQUE (community_id, campaign_id, id),
  CONSTRAINT priority_round_campaign_fk FOREIGN KEY (community_id, campaign_id) REFERENCES campaign (community_id, id),
  CONSTRAINT priority_round_scheduled_by_fk FOREIGN KEY (community_id, scheduled_by) REFERENCES membership (community_id, id),
  CONSTRAINT priority_round_successor_of_fk FOREIGN KEY (community_id, campaign_id, successor_of) REFERENCES priority_round (community_id, campaign_id, id),
  CONSTRAINT priority_round_state_ck CHECK (state IN ('SCHEDULED', 'OPEN', 'CLOSED', 'COUNTED', 'RATIFIED', 'INQUORATE', 'OBJECTED', 'CANCELLED')),
  CONSTRAINT priority_round_method_ck CHECK (method IN ('PROPORTIONAL', 'MAJORITY', 'EQUAL_SHARES')),
  CONSTRAINT priority_round_voice_ck CHECK (voice IN ('PER_COMMUNITY', 'PER_PERSON')),
  CONSTRAINT priority_round_quorum_ck CHECK (quorum_percent BETWEEN 0 AND 100 AND constituency_quorum_percent BETWEEN 0 AND 100),
  CONSTRAINT priority_round_objection_hours_ck CHECK (objection_hours BETWEEN 0 AND 336),
  CONSTRAINT priority_round_budget_ck CHECK ((budget IS NOT NULL) = (method = 'EQUAL_SHARES') AND (completion IS NOT NULL) = (method = 'EQUAL_SHARES')
    AND budget BETWEEN 1 AND 1000000 AND completion IN ('NONE', 'BY_SUPPORT')),
  CONSTRAINT priority_round_times_ck CHECK (opens_at < closes_at),
  CONSTRAINT priority_round_note_ck CHECK (length(note) <= 2000),
  CONSTRAINT priority_round_cancelled_ck CHECK ((state = 'CANCELLED') = (cancelled_because IS NOT NULL) AND length(cancelled_because) BETWEEN 1 AND 1000),
  CONSTRAINT priority_round_opened_ck CHECK (state IN ('SCHEDULED', 'CANCELLED') OR (opened_at IS NOT NULL AND lot_seed IS NOT NULL AND objections_needed IS NOT NULL)),
  CONSTRAINT priority_round_counted_ck CHECK (state NOT IN ('COUNTED', 'OBJECTED', 'RATIFIED') OR (closed_at IS NOT NULL AND counted_at IS NOT NULL AND objections_until IS NOT NULL)),
  CONSTRAINT priority_round_ended_ck CHECK ((ended_at IS NOT NULL) = (state IN ('RATIFIED', 'INQUORATE', 'OBJECTED', 'CANCELLED')))
);
COMMENT ON COLUMN priority_round.opens_at IS 'Null: when a steward opens it.';
COMMENT ON COLUMN priority_round.lot_seed IS 'Drawn when it opens, published from then on: the order of lots follows from it.';
COMMENT ON COLUMN priority_round.publishes_ballots IS 'Each community that voted did so with at least five ballots; set when it is counted.';
CREATE INDEX priority_round_id_ix ON priority_round (id);
CREATE INDEX priority_round_listed_ix ON priority_round (community_id, campaign_id, scheduled_at DESC, id DESC);
CREATE INDEX priority_round_due_ix ON priority_round (state) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX priority_round_one_at_a_time_uq ON priority_round (community_id, campaign_id) WHERE state IN ('OPEN', 'CLOSED', 'COUNTED');

CREATE TABLE round_item (
  community_id uuid NOT NULL,
  round_id uuid NOT NULL,
  priority_id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  cost integer,
  position integer,
  lot integer,
  statement text,
  rank integer,
  CONSTRAINT round_item_pk PRIMARY KEY (community_id, round_id, priority_id),
  CONSTRAINT round_item_round_fk FOREIGN KEY (community_id, campaign_id, round_id) REFERENCES priority_round (community_id, campaign_id, id),
  CONSTRAINT round_item_priority_fk FOREIGN KEY (community_id, campaign_id, priority_id) REFERENCES priority (community_id, campaign_id, id),
  CONSTRAINT round_item_position_uq UNIQUE (community_id, round_id, position),
  CONSTRAINT round_item_lot_uq UNIQUE (community_id, round_id, lot),
  CONSTRAINT round_item_rank_uq UNIQUE (community_id, round_id, rank),
  CONSTRAINT round_item_cost_ck CHECK (cost BETWEEN 1 AND 1000000),
  CONSTRAINT round_item_frozen_ck CHECK ((position IS NULL) = (lot IS NULL) AND (position IS NULL) = (statement IS NULL) AND (rank IS NULL OR position IS NOT NULL)),
  CONSTRAINT round_item_numbers_ck CHECK (position BETWEEN 0 AND 199 AND lot BETWEEN 1 AND 200 AND rank BETWEEN 1 AND 200)
);
COMMENT ON COLUMN round_item.statement IS 'As it stood when the round opened: what people voted on.';
CREATE INDEX round_item_priority_ix ON round_item (community_id, priority_id);

CREATE TABLE round_tally (
  community_id uuid NOT NULL,
  round_id uuid NOT NULL,
  priority_id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  because jsonb NOT NULL,
  CONSTRAINT round_tally_pk PRIMARY KEY (community_id, round_id, priority_id),
  CONSTRAINT round_tally_item_fk FOREIGN KEY (community_id, round_id, priority_id) REFERENCES round_item (community_id, round_id, priority_id)
);
COMMENT ON TABLE round_tally IS 'Why an item has its rank, in numbers: for the people affected. Apart from the item, which everyone may see.';

CREATE TABLE round_part (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  round_id uuid NOT NULL,
  host_id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  number integer NOT NULL,
  state text NOT NULL DEFAULT 'OPEN',
  roll_count integer NOT NULL,
  ballot_count integer,
  none_count integer,
  stray_count integer,
  paper_count integer,
  is_quorate boolean,
  CONSTRAINT round_part_pk PRIMARY KEY (community_id, id),
  CONSTRAINT round_part_once_uq UNIQUE (community_id, round_id),
  CONSTRAINT round_part_community_fk FOREIGN KEY (community_id) REFERENCES community (id),
  CONSTRAINT round_part_host_fk FOREIGN KEY (host_id) REFERENCES community (id),
  CONSTRAINT round_part_state_ck CHECK (state IN ('OPEN', 'CLOSED', 'CANCELLED')),
  CONSTRAINT round_part_roll_ck CHECK (roll_count >= 1 AND number BETWEEN 0 AND 20),
  CONSTRAINT round_part_turnout_ck CHECK ((state = 'CLOSED') = (ballot_count IS NOT NULL) AND (state = 'CLOSED') = (is_quorate IS NOT NULL)
    AND ballot_count BETWEEN 0 AND roll_count AND none_count BETWEEN 0 AND ballot_count AND stray_count >= 0 AND paper_count BETWEEN 0 AND ballot_count)
);
COMMENT ON TABLE round_part IS 'What each community that leads has of a round: its own roll, ballots and turnout, under an id of its own.';
COMMENT ON COLUMN round_part.ballot_count IS 'Not known to anybody before it is closed.';
COMMENT ON COLUMN round_part.stray_count IS 'Ballots that belonged to nobody on the roll: put in behind the service, set aside when closing.';
CREATE INDEX round_part_id_ix ON round_part (id);
CREATE INDEX round_part_round_ix ON round_part (host_id, round_id);

CREATE TABLE roll_entry (
  community_id uuid NOT NULL,
  part_id uuid NOT NULL,
  membership_id uuid NOT NULL,
  on_paper boolean NOT NULL DEFAULT false,
  CONSTRAINT roll_entry_pk PRIMARY KEY (community_id, part_id, membership_id),
  CONSTRAINT roll_entry_part_fk FOREIGN KEY (community_id, part_id) REFERENCES round_part (community_id, id),
  CONSTRAINT roll_entry_membership_fk FOREIGN KEY (community_id, membership_id) REFERENCES membership (community_id, id)
);
CREATE INDEX roll_entry_membership_ix ON roll_entry (community_id, membership_id);

CREATE TABLE constituency (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  about text NOT NULL DEFAULT '',
  declared_by uuid NOT NULL,
  declared_at timestamptz NOT NULL DEFAULT now(),
  retired_at timestamptz,
  CONSTRAINT constituency_pk PRIMARY KEY (community_id, id),
  CONSTRAINT constituency_community_fk FOREIGN KEY (community_id) REFERENCES community (id),
  CONSTRAINT constituency_declared_by_fk FOREIGN KEY (community_id, declared_by) REFERENCES membership (community_id, id),
  CONSTRAINT constituency_name_ck CHECK (length(name) BETWEEN 1 AND 100 AND length(about) <= 1000)
);
CREATE INDEX constituency_id_ix ON constituency (id);
CREATE UNIQUE INDEX constituency_name_uq ON constituency (community_id, lower(name)) WHERE retired_at IS NULL;

CREATE TABLE constituency_member (
  community_id uuid NOT NULL,
  constituency_id uuid NOT NULL,
  membership_id uuid NOT NULL,
  CONSTRAINT constituency_member_pk PRIMARY KEY (community_id, constituency_id, membership_id),
  CONSTRAINT constituency_member_constituency_fk FOREIGN KEY (community_id, constituency_id) REFERENCES constituency (community_id, id),
  CONSTRAINT constituency_member_membership_fk FOREIGN KEY (community_id, membership_id) REFERENCES membership (community_id, id)
);
COMMENT ON TABLE constituency_member IS 'Declared by each person for themselves; nobody else reads it, and it is counted only when a round is closed.';
CREATE INDEX constituency_member_membership_ix ON constituency_member (community_id, membership_id);

CREATE TABLE roll_constituency (
  community_id uuid NOT NULL,
  part_id uuid NOT NULL,
  constituency_id uuid NOT NULL,
  membership_id uuid NOT NULL,
  CONSTRAINT roll_constituency_pk PRIMARY KEY (community_id, part_id, constituency_id, membership_id),
  CONSTRAINT roll_constituency_entry_fk FOREIGN KEY (community_id, part_id, membership_id) REFERENCES roll_entry (community_id, part_id, membership_id),
  CONSTRAINT roll_constituency_constituency_fk FOREIGN KEY (community_id, constituency_id) REFERENCES constituency (community_id, id)
);
COMMENT ON TABLE roll_constituency IS 'Frozen with the roll, and gone when the part is closed.';

CREATE TABLE part_constituency (
  community_id uuid NOT NULL,
  part_id uuid NOT NULL,
  constituency_id uuid NOT NULL,
  roll_count integer NOT NULL,
  ballot_count integer NOT NULL,
  is_quorate boolean NOT NULL,
  CONSTRAINT part_constituency_pk PRIMARY KEY (community_id, part_id, constituency_id),
  CONSTRAINT part_constituency_part_fk FOREIGN KEY (community_id, part_id) REFERENCES round_part (community_id, id),
  CONSTRAINT part_constituency_constituency_fk FOREIGN KEY (community_id, constituency_id) REFERENCES constituency (community_id, id),
  CONSTRAINT part_constituency_counts_ck CHECK (roll_count >= 10 AND ballot_count BETWEEN 0 AND roll_count)
);
COMMENT ON TABLE part_constituency IS 'Turnout by constituency, of those with ten people or more on the roll: smaller ones are never shown.';

CREATE TABLE round_ballot (
  community_id uuid NOT NULL,
  round_id uuid NOT NULL,
  id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  part_number integer NOT NULL,
  receipt text NOT NULL,
  marks bytea NOT NULL,
  CONSTRAINT round_ballot_pk PRIMARY KEY (community_id, round_id, id),
  CONSTRAINT round_ballot_receipt_uq UNIQUE (community_id, round_id, receipt),
  CONSTRAINT round_ballot_round_fk FOREIGN KEY (community_id, campaign_id, round_id) REFERENCES priority_round (community_id, campaign_id, id),
  CONSTRAINT round_ballot_receipt_ck CHECK (receipt ~ '^[0-9A-HJKMNP-TV-Z]{16}$'),
  CONSTRAINT round_ballot_marks_ck CHECK (octet_length(marks) BETWEEN 1 AND 200)
);
COMMENT ON TABLE round_ballot IS 'Ballots of a closed part, in an order drawn at random: no person, no time. With a coalition they reach the host like this.';

CREATE TABLE round_objection (
  community_id uuid NOT NULL,
  round_id uuid NOT NULL,
  id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  reason text NOT NULL,
  objected_by uuid,
  objector_standing text NOT NULL DEFAULT 'AFFECTED',
  objected_at timestamptz NOT NULL DEFAULT now(),
  lead_id uuid,
  CONSTRAINT round_objection_pk PRIMARY KEY (community_id, round_id, id),
  CONSTRAINT round_objection_once_uq UNIQUE (community_id, round_id, objected_by),
  CONSTRAINT round_objection_round_fk FOREIGN KEY (community_id, campaign_id, round_id) REFERENCES priority_round (community_id, campaign_id, id),
  CONSTRAINT round_objection_objector_standing_ck CHECK (objector_standing = 'AFFECTED'),
  CONSTRAINT round_objection_objected_by_fk FOREIGN KEY (community_id, objected_by, objector_standing) REFERENCES membership (community_id, id, standing),
  CONSTRAINT round_objection_lead_fk FOREIGN KEY (lead_id) REFERENCES community (id),
  CONSTRAINT round_objection_signed_once_ck CHECK ((objected_by IS NULL) = (lead_id IS NOT NULL)),
  CONSTRAINT round_objection_reason_ck CHECK (length(reason) BETWEEN 1 AND 2000)
);
CREATE TRIGGER signs_for_lead BEFORE INSERT ON round_objection FOR EACH ROW WHEN (NEW.lead_id IS NOT NULL) EXECUTE FUNCTION app.signs_for_lead('round_id');
CREATE UNIQUE INDEX lead_act_objects_once_uq ON lead_act (community_id, subject_id, membership_id) WHERE kind = 'round_objection';

CREATE TABLE vault.ballot_secret (
  community_id uuid NOT NULL,
  part_id uuid NOT NULL,
  salt bytea NOT NULL,
  CONSTRAINT ballot_secret_pk PRIMARY KEY (community_id, part_id),
  CONSTRAINT ballot_secret_part_fk FOREIGN KEY (community_id, part_id) REFERENCES public.round_part (community_id, id)
);
COMMENT ON TABLE vault.ballot_secret IS 'With a secret outside the database it makes the keys of one part. Destroyed when that is closed.';
CREATE TABLE vault.sealed_ballot (
  community_id uuid NOT NULL,
  part_id uuid NOT NULL,
  key bytea NOT NULL,
  contents bytea NOT NULL,
  CONSTRAINT sealed_ballot_pk PRIMARY KEY (community_id, part_id, key),
  CONSTRAINT sealed_ballot_key_ck CHECK (octet_length(key) = 32)
);
COMMENT ON TABLE vault.sealed_ballot IS 'Ballots of an open part. A row carries no person and no time, and what it says is sealed: all of a part are of one length. Without a foreign key, which would leave each transaction''s mark on the row of the part.';
COMMENT ON COLUMN priority_round.scheduled_by IS '[personal] Who scheduled it.';
COMMENT ON COLUMN priority_round.scheduled_at IS '[personal] When they did.';
COMMENT ON COLUMN priority_round.note IS '[personal] [stays] What it decides, in their words: what others voted on.';
COMMENT ON COLUMN roll_entry.membership_id IS '[personal] Who could vote.';
COMMENT ON COLUMN roll_entry.on_paper IS '[personal] Whether their vote was taken on paper.';
COMMENT ON COLUMN constituency.declared_by IS '[personal] Who declared that there is this constituency.';
COMMENT ON COLUMN constituency.declared_at IS '[personal] When they did.';
COMMENT ON COLUMN constituency.name IS '[personal] [stays] What it is called: the community’s from then on.';
COMMENT ON COLUMN constituency.about IS '[personal] [stays] Whom it is for: the community’s from then on.';
COMMENT ON COLUMN constituency_member.membership_id IS '[personal] Who says of themselves that they belong to it.';
COMMENT ON COLUMN constituency_member.constituency_id IS '[personal] [stays] The constituency; goes with the row.';
COMMENT ON COLUMN roll_constituency.membership_id IS '[personal] Who belongs to it, until the ballots are counted.';
COMMENT ON COLUMN roll_constituency.constituency_id IS '[personal] [stays] The constituency; goes with the row.';
COMMENT ON COLUMN round_objection.objected_by IS '[personal] Who objected.';
COMMENT ON COLUMN round_objection.objector_standing IS '[personal] [stays] In which standing.';
COMMENT ON COLUMN round_objection.objected_at IS '[personal] When they did.';
COMMENT ON COLUMN round_objection.reason IS '[personal] [stays] Why they did: a decision of the community rests on it.';
${protect('priority_round', 'round_item', 'round_tally', 'round_part', 'roll_entry', 'constituency', 'constituency_member', 'roll_constituency', 'part_constituency', 'round_ballot', 'round_objection')}
${onlyAffectedWrite('priority_round', 'round_item', 'constituency', 'constituency_member')}

CREATE POLICY seen ON priority_round FOR SELECT TO accompany_app
  USING ((state = 'RATIFIED' AND (SELECT true FROM campaign g WHERE g.community_id = priority_round.community_id AND g.id = priority_round.campaign_id))
    OR ${inCommunityAs('insider')});
CREATE POLICY led_seen ON priority_round FOR SELECT TO accompany_app USING (${led});
CREATE POLICY scheduled ON priority_round FOR INSERT TO accompany_app WITH CHECK (${inCommunityAs('steward')} AND state = 'SCHEDULED' AND ${mine('scheduled_by')});
GRANT SELECT, INSERT (community_id, id, campaign_id, method, voice, quorum_percent, constituency_quorum_percent, note, opens_at, closes_at, objection_hours,
  review_on, budget, completion, adopts_asks, successor_of, scheduled_by) ON priority_round TO accompany_app;

-- What did not find support is told outside only once the community stands behind it for another reason.
CREATE POLICY seen ON round_item FOR SELECT TO accompany_app USING ((rank IS NOT NULL AND ${ofRound('round_item', `r.state = 'RATIFIED'`)}) OR ${inCommunityAs('insider')});
CREATE POLICY led_seen ON round_item FOR SELECT TO accompany_app USING (${led});
CREATE POLICY listed ON round_item FOR INSERT TO accompany_app WITH CHECK (${inCommunityAs('steward')} AND ${ofRound('round_item', `r.state = 'SCHEDULED'`)});
CREATE POLICY estimated ON round_item FOR UPDATE TO accompany_app USING (position IS NULL AND ${inCommunityAs('affected')}) WITH CHECK (position IS NULL);
GRANT SELECT, INSERT (community_id, round_id, priority_id, campaign_id, cost), UPDATE (cost) ON round_item TO accompany_app;

CREATE POLICY seen ON round_tally FOR SELECT TO accompany_app USING (${inCommunityAs('affected')});
CREATE POLICY led_seen ON round_tally FOR SELECT TO accompany_app USING (${led});
GRANT SELECT ON round_tally TO accompany_app;

CREATE POLICY seen ON round_part FOR SELECT TO accompany_app USING (${inCommunityAs('affected')} OR ${inCommunityAs('affected', 'host_id')});
CREATE POLICY led_seen ON round_part FOR SELECT TO accompany_app USING (${led});
GRANT SELECT ON round_part TO accompany_app;

CREATE POLICY own_seen ON roll_entry FOR SELECT TO accompany_app USING (${mine('membership_id')});
CREATE POLICY seen ON roll_entry FOR SELECT TO accompany_app USING (${inCommunityAs('steward')});
GRANT SELECT ON roll_entry TO accompany_app;

CREATE POLICY seen ON constituency FOR SELECT TO accompany_app USING (${inCommunityAs('affected')});
CREATE POLICY declared ON constituency FOR INSERT TO accompany_app WITH CHECK (${inCommunityAs('steward')} AND ${mine('declared_by')});
CREATE POLICY retired ON constituency FOR UPDATE TO accompany_app USING (retired_at IS NULL AND ${inCommunityAs('steward')}) WITH CHECK (${inCommunityAs('steward')});
GRANT SELECT, INSERT (community_id, id, name, about, declared_by), UPDATE (name, about, retired_at) ON constituency TO accompany_app;

CREATE POLICY own ON constituency_member TO accompany_app USING (${mine('membership_id')}) WITH CHECK (${mine('membership_id')});
GRANT SELECT, INSERT, DELETE ON constituency_member TO accompany_app;

CREATE POLICY own_seen ON roll_constituency FOR SELECT TO accompany_app USING (${mine('membership_id')});
GRANT SELECT ON roll_constituency TO accompany_app;

CREATE POLICY seen ON part_constituency FOR SELECT TO accompany_app USING (${inCommunityAs('affected')});
GRANT SELECT ON part_constituency TO accompany_app;

CREATE POLICY seen ON round_ballot FOR SELECT TO accompany_app USING (${inCommunityAs('affected')} AND ${ofRound('round_ballot', 'r.publishes_ballots')});
CREATE POLICY led_seen ON round_ballot FOR SELECT TO accompany_app USING (${led} AND ${ofRound('round_ballot', 'r.publishes_ballots')});
GRANT SELECT ON round_ballot TO accompany_app;

CREATE POLICY seen ON round_objection FOR SELECT TO accompany_app USING (${inCommunityAs('affected')});
CREATE POLICY led_seen ON round_objection FOR SELECT TO accompany_app USING (${led});
GRANT SELECT ON round_objection TO accompany_app;
`;

  protected readonly downSql = `
DROP INDEX lead_act_objects_once_uq;
DROP TABLE vault.sealed_ballot, vault.ballot_secret, round_objection, round_ballot, part_constituency, roll_constituency, constituency_member, constituency,
  roll_entry, round_part, round_tally, round_item, priority_round;
`;
}
