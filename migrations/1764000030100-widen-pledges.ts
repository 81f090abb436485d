import { formerPledgeFunctions as former } from './former-pledge-functions.js';
import { inCommunityAs, protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';
const mine = (column: string) => `${column} = ANY ((SELECT app.my_memberships())::uuid[])`;

const STATES = `'ACTIVE', 'CONDITIONAL', 'WAITLISTED', 'NEEDS_RECONFIRMATION', 'FULFILLED', 'PARTLY_FULFILLED', 'STEPPED_BACK', 'STEPPED_BACK_LATE',
  'HANDED_OVER', 'LAPSED', 'NEVER_STARTED', 'CANCELLED'`;
const LIVE = "('ACTIVE', 'CONDITIONAL', 'WAITLISTED', 'NEEDS_RECONFIRMATION')";

/** Counted on: it takes a place, and what it promises is pledged. Who lapsed gave the place up, whatever is attested later. */
const firm = (c: string) =>
  `(NOT ${c}.gave_up_place AND (${c}.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED') OR (${c}.state = 'NEEDS_RECONFIRMATION' AND ${c}.waiting_for IS NULL)))`;

/** A place is kept for it, but it is not counted on yet: it waits for the threshold, or for an answer to an offer. */
const held = (c: string) =>
  `((${c}.state IN ('CONDITIONAL', 'NEEDS_RECONFIRMATION') AND ${c}.waiting_for = 'THRESHOLD') OR (${c}.state = 'WAITLISTED' AND ${c}.offered_until IS NOT NULL))`;

const one = (condition: string) => `(${condition})::integer`;
const much = (condition: string) => `CASE WHEN ${condition} THEN c.quantity ELSE 0 END`;
const inState = (...states: string[]) => `c.state IN (${states.map((state) => `'${state}'`).join(', ')})`;

const counts: Record<string, string> = {
  places_taken: one(firm('c')),
  pledged_quantity: much(firm('c')),
  held_count: one(held('c')),
  held_quantity: much(held('c')),
  active_count: one(inState('ACTIVE')),
  waitlisted_count: one(inState('WAITLISTED')),
  waitlisted_quantity: much(inState('WAITLISTED')),
  conditional_count: one(inState('CONDITIONAL')),
  conditional_quantity: much(inState('CONDITIONAL')),
  reconfirming_count: one(inState('NEEDS_RECONFIRMATION')),
  fulfilled_count: one(inState('FULFILLED')),
  partly_fulfilled_count: one(inState('PARTLY_FULFILLED')),
  stepped_back_count: one(inState('STEPPED_BACK', 'STEPPED_BACK_LATE')),
  handed_over_count: one(inState('HANDED_OVER')),
  lapsed_count: one(inState('LAPSED')),
  cancelled_count: one(inState('CANCELLED')),
  never_started_count: one(inState('NEVER_STARTED')),
};
const added = [
  'held_count',
  'held_quantity',
  'conditional_count',
  'conditional_quantity',
  'reconfirming_count',
  'handed_over_count',
  'lapsed_count',
];

/** Adds to each ask's tally what the signed rows come to. */
const countPledges = (signedRows: string) => `UPDATE public.ask_tally t SET
      ${Object.keys(counts)
        .map((column) => `${column} = t.${column} + d.${column}`)
        .join(', ')}
     FROM (SELECT c.community_id, c.ask_id,
             ${Object.entries(counts)
               .map(([column, value]) => `sum(c.sign * ${value})::integer AS ${column}`)
               .join(',\n             ')}
             FROM (${signedRows}) c GROUP BY c.community_id, c.ask_id) d
    WHERE t.community_id = d.community_id AND t.ask_id = d.ask_id;`;

/** States beyond a place or a wait for one: conditions, reconfirming, handing over and lapsing; and shifts of an ask. */
export class WidenPledges1764000030100 extends SqlMigration {
  readonly name = 'WidenPledges1764000030100';

  protected readonly upSql = `
CREATE TABLE ask_shift (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  ask_id uuid NOT NULL,
  label text NOT NULL DEFAULT '',
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  places integer,
  closed_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT ask_shift_pk PRIMARY KEY (community_id, id),
  CONSTRAINT ask_shift_of_ask_uq UNIQUE (community_id, ask_id, id),
  CONSTRAINT ask_shift_ask_fk FOREIGN KEY (community_id, ask_id) REFERENCES ask (community_id, id),
  CONSTRAINT ask_shift_window_ck CHECK (ends_at > starts_at),
  CONSTRAINT ask_shift_label_ck CHECK (length(label) <= 80),
  CONSTRAINT ask_shift_places_ck CHECK (places BETWEEN 1 AND 100000)
);
COMMENT ON TABLE ask_shift IS 'Times of an ask among which a pledger chooses, each with places of its own; an ask without shifts is pledged to as a whole.';
CREATE INDEX ask_shift_ask_ix ON ask_shift (community_id, ask_id, starts_at, id);
CREATE INDEX ask_shift_id_ix ON ask_shift (id);

ALTER TABLE ask ADD COLUMN threshold_met_at timestamptz, ADD COLUMN paused_at timestamptz;
COMMENT ON COLUMN ask.threshold_met_at IS 'When so much was pledged that the ask started; set once, by app.settle_ask alone.';
COMMENT ON COLUMN ask.paused_at IS 'Since when it is paused: what was to end meanwhile ends later by as long.';

ALTER TABLE pledge
  ADD COLUMN waiting_for text,
  ADD COLUMN condition_others integer,
  ADD COLUMN condition_until timestamptz,
  ADD COLUMN offered_until timestamptz,
  ADD COLUMN offer_lapsed_at timestamptz,
  ADD COLUMN reconfirm_until timestamptz,
  ADD COLUMN reconfirm_because text,
  ADD COLUMN shift_id uuid,
  ADD COLUMN shown_as text,
  ADD COLUMN handed_to uuid,
  ADD COLUMN lapsing_since timestamptz,
  ADD COLUMN gave_up_place boolean NOT NULL DEFAULT false,
  DROP CONSTRAINT pledge_state_ck,
  ADD CONSTRAINT pledge_state_ck CHECK (state IN (${STATES})),
  ADD CONSTRAINT pledge_waiting_for_ck CHECK (waiting_for IN ('THRESHOLD', 'OWN_CONDITION')
    AND (state <> 'CONDITIONAL' OR waiting_for IS NOT NULL) AND (waiting_for IS NULL OR state IN ('CONDITIONAL', 'NEEDS_RECONFIRMATION'))),
  ADD CONSTRAINT pledge_condition_ck CHECK (condition_others BETWEEN 1 AND 100000 AND (condition_others IS NULL) = (condition_until IS NULL)
    AND (waiting_for IS DISTINCT FROM 'OWN_CONDITION' OR condition_others IS NOT NULL)),
  ADD CONSTRAINT pledge_offer_ck CHECK (offered_until IS NULL OR state = 'WAITLISTED'),
  ADD CONSTRAINT pledge_reconfirm_ck CHECK ((reconfirm_until IS NOT NULL) = (state = 'NEEDS_RECONFIRMATION')
    AND (reconfirm_because IS NOT NULL) = (state = 'NEEDS_RECONFIRMATION') AND reconfirm_because IN ('TERMS', 'STOP')),
  ADD CONSTRAINT pledge_shown_as_ck CHECK (length(shown_as) BETWEEN 1 AND 60),
  ADD CONSTRAINT pledge_handed_ck CHECK ((handed_to IS NOT NULL) = (state = 'HANDED_OVER')),
  ADD CONSTRAINT pledge_shift_fk FOREIGN KEY (community_id, ask_id, shift_id) REFERENCES ask_shift (community_id, ask_id, id),
  ADD CONSTRAINT pledge_handed_fk FOREIGN KEY (community_id, handed_to) REFERENCES pledge (community_id, id);
COMMENT ON COLUMN pledge.waiting_for IS 'What a conditional pledge waits for, or did before it was asked to reconfirm.';
COMMENT ON COLUMN pledge.condition_others IS '[personal] With how many others they would do it.';
COMMENT ON COLUMN pledge.condition_until IS '[personal] Until when they wait for the others.';
COMMENT ON COLUMN pledge.offered_until IS '[personal] Until when a place is offered to them.';
COMMENT ON COLUMN pledge.offer_lapsed_at IS '[personal] When they last let an offered place pass.';
COMMENT ON COLUMN pledge.reconfirm_until IS '[personal] Until when they are asked to confirm again.';
COMMENT ON COLUMN pledge.shown_as IS '[personal] What they want to be called in this pledge.';
COMMENT ON COLUMN pledge.lapsing_since IS '[personal] Since when nothing was heard of them.';
COMMENT ON COLUMN pledge.gave_up_place IS 'It lapsed: its place went to others, and stays with them whatever is attested later.';
DROP INDEX pledge_one_live_per_pledger_uq, pledge_waitlist_ix;
CREATE UNIQUE INDEX pledge_one_live_per_pledger_uq ON pledge (community_id, ask_id, pledger_id) WHERE state IN ${LIVE};
CREATE INDEX pledge_queue_ix ON pledge (community_id, ask_id, turn) WHERE state IN ('WAITLISTED', 'CONDITIONAL');
CREATE INDEX pledge_reconfirm_ix ON pledge (reconfirm_until) WHERE state = 'NEEDS_RECONFIRMATION';
CREATE INDEX pledge_offered_ix ON pledge (offered_until) WHERE offered_until IS NOT NULL;
CREATE INDEX pledge_condition_ix ON pledge (condition_until) WHERE state = 'CONDITIONAL';
CREATE INDEX pledge_shift_ix ON pledge (community_id, shift_id) WHERE shift_id IS NOT NULL;
CREATE INDEX ask_threshold_ix ON ask (threshold_at) WHERE threshold IS NOT NULL AND threshold_met_at IS NULL AND state = 'OPEN';

ALTER TABLE ask_tally
  ${added.map((column) => `ADD COLUMN ${column} integer NOT NULL DEFAULT 0`).join(',\n  ')},
  DROP CONSTRAINT ask_tally_places_ck,
  DROP CONSTRAINT ask_tally_quantity_ck,
  ADD CONSTRAINT ask_tally_places_ck CHECK (slots IS NULL OR places_taken + held_count <= slots),
  ADD CONSTRAINT ask_tally_quantity_ck CHECK (pledged_quantity + held_quantity <= quantity_wanted),
  ADD CONSTRAINT ask_tally_more_not_negative_ck CHECK (least(${added.join(', ')}) >= 0);
COMMENT ON TABLE ask_tally IS
  'Kept by triggers in the statement that changes a pledge. Taken and pledged is what is counted on; held is kept for pledges that wait for a threshold or were offered a place; reported are awaiting attestation.';

CREATE OR REPLACE FUNCTION app.is_full(tally ask_tally) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
  SELECT coalesce(tally.places_taken + tally.held_count >= tally.slots, false) OR tally.pledged_quantity + tally.held_quantity >= tally.quantity_wanted
$$;
DROP TRIGGER tally_fills ON ask_tally;
CREATE TRIGGER tally_fills AFTER UPDATE OF slots, quantity_wanted, places_taken, pledged_quantity, held_count, held_quantity ON ask_tally
  FOR EACH ROW WHEN (app.is_full(OLD) <> app.is_full(NEW)) EXECUTE FUNCTION app.tally_fills();
DROP FUNCTION app.ask_is_full(uuid, uuid);
CREATE OR REPLACE FUNCTION app.asks_now(asks uuid[]) RETURNS TABLE (id uuid, takes_pledges boolean, is_full boolean)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
  SELECT a.id, a.state = 'OPEN' AND (a.ends_at IS NULL OR a.ends_at > now()) AND g.state = 'LAUNCHED'
           AND coalesce(m.state = 'LIVE' AND m.until > now(), false)
           AND (a.threshold IS NULL OR a.threshold_met_at IS NOT NULL OR a.threshold_at > now()),
         app.is_full(t)
    FROM public.ask a
    JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
    JOIN public.ask_tally t ON t.community_id = a.community_id AND t.ask_id = a.id
    LEFT JOIN public.mandate m ON m.community_id = a.community_id AND m.id = a.mandate_id
   WHERE a.id = ANY (asks)
$$;

CREATE FUNCTION app.pledge_may_move(from_state text, to_state text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
  SELECT (from_state, to_state) IN (
    ('WAITLISTED', 'ACTIVE'), ('WAITLISTED', 'CONDITIONAL'), ('WAITLISTED', 'NEEDS_RECONFIRMATION'), ('WAITLISTED', 'STEPPED_BACK'), ('WAITLISTED', 'NEVER_STARTED'), ('WAITLISTED', 'CANCELLED'),
    ('CONDITIONAL', 'ACTIVE'), ('CONDITIONAL', 'NEEDS_RECONFIRMATION'), ('CONDITIONAL', 'STEPPED_BACK'), ('CONDITIONAL', 'NEVER_STARTED'), ('CONDITIONAL', 'CANCELLED'),
    ('NEEDS_RECONFIRMATION', 'ACTIVE'), ('NEEDS_RECONFIRMATION', 'CONDITIONAL'), ('NEEDS_RECONFIRMATION', 'STEPPED_BACK'), ('NEEDS_RECONFIRMATION', 'LAPSED'), ('NEEDS_RECONFIRMATION', 'CANCELLED'),
    ('ACTIVE', 'NEEDS_RECONFIRMATION'), ('ACTIVE', 'FULFILLED'), ('ACTIVE', 'PARTLY_FULFILLED'), ('ACTIVE', 'STEPPED_BACK'), ('ACTIVE', 'STEPPED_BACK_LATE'),
    ('ACTIVE', 'HANDED_OVER'), ('ACTIVE', 'LAPSED'), ('ACTIVE', 'CANCELLED'),
    ('FULFILLED', 'PARTLY_FULFILLED'), ('PARTLY_FULFILLED', 'FULFILLED'), ('FULFILLED', 'LAPSED'), ('PARTLY_FULFILLED', 'LAPSED'), ('LAPSED', 'FULFILLED'), ('LAPSED', 'PARTLY_FULFILLED'))
$$;
COMMENT ON FUNCTION app.pledge_may_move(text, text) IS 'The moves of a pledge; the table of them in src/features/pledges/pledge.moves.ts says by whom and why, and a test compares the two.';

CREATE OR REPLACE FUNCTION app.pledge_moves() RETURNS trigger ${definer} AS $$
BEGIN
  IF NOT app.pledge_may_move(OLD.state, NEW.state) THEN
    PERFORM app.refuse('pledge_state_moves_ck', format('a pledge does not go from %s to %s', OLD.state, NEW.state));
  END IF;
  NEW.state_changed_at := now();
  NEW.version := OLD.version + 1;
  NEW.offered_until := NULL;
  IF NEW.state <> 'NEEDS_RECONFIRMATION' THEN
    NEW.reconfirm_until := NULL;
    NEW.reconfirm_because := NULL;
  END IF;
  IF NEW.state NOT IN ('CONDITIONAL', 'NEEDS_RECONFIRMATION') THEN NEW.waiting_for := NULL; END IF;
  IF NEW.state <> 'ACTIVE' THEN NEW.lapsing_since := NULL; END IF;
  IF NEW.state = 'LAPSED' THEN NEW.gave_up_place := true; END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION app.pledge_begins() RETURNS trigger ${definer} AS $$
DECLARE
  to_meet public.ask;
BEGIN
  SELECT * INTO to_meet FROM public.ask a WHERE a.community_id = NEW.community_id AND a.id = NEW.ask_id;
  IF NEW.condition_others IS NOT NULL AND NEW.waiting_for IS DISTINCT FROM 'OWN_CONDITION' THEN
    PERFORM app.refuse('pledge_begins_with_its_condition_ck', 'a pledge with a condition begins by waiting for it');
  END IF;
  IF NEW.state = 'ACTIVE' AND to_meet.threshold IS NOT NULL AND to_meet.threshold_met_at IS NULL THEN
    PERFORM app.refuse('pledge_waits_for_threshold_ck', 'nothing starts before the threshold of the ask is met');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER pledge_begins BEFORE INSERT ON pledge FOR EACH ROW EXECUTE FUNCTION app.pledge_begins();

CREATE OR REPLACE FUNCTION app.pledges_are_counted() RETURNS trigger ${definer} AS $$
BEGIN
  -- Once per statement and ask, whatever number of pledges it changes: a large ask ends as quickly as a small one.
  IF TG_OP = 'INSERT' THEN
    ${countPledges('SELECT 1 AS sign, n.* FROM new_rows n')}
  ELSE
    ${countPledges('SELECT 1 AS sign, n.* FROM new_rows n UNION ALL SELECT -1, o.* FROM old_rows o')}
  END IF;
  INSERT INTO public.occurrence (community_id, id, ask_id, pledge_id, pledger_id, pledger_standing, due_at)
  SELECT n.community_id, gen_random_uuid(), n.ask_id, n.id, n.pledger_id, n.pledger_standing, n.plan_when FROM new_rows n
   WHERE n.state = 'ACTIVE' AND NOT EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = n.community_id AND o.pledge_id = n.id);
  RETURN NULL;
END $$;

CREATE FUNCTION app.ask_stands_still() RETURNS trigger ${definer} AS $$
DECLARE
  since timestamptz;
BEGIN
  -- When its mandate ended it stood still from then on, however late the clock came round to write it down.
  SELECT CASE WHEN NEW.paused_because = 'MANDATE_ENDED' THEN least(m.until, now()) END INTO since
    FROM public.mandate m WHERE m.community_id = NEW.community_id AND m.id = NEW.mandate_id;
  NEW.paused_at := CASE WHEN NEW.state = 'PAUSED' THEN coalesce(OLD.paused_at, since, now()) END;
  IF OLD.paused_at IS NOT NULL AND NEW.state = 'OPEN' THEN
    NEW.threshold_at := CASE WHEN NEW.threshold_met_at IS NULL THEN NEW.threshold_at + (now() - OLD.paused_at) ELSE NEW.threshold_at END;
    UPDATE public.pledge p SET condition_until = p.condition_until + (now() - OLD.paused_at),
           offered_until = p.offered_until + (now() - OLD.paused_at), reconfirm_until = p.reconfirm_until + (now() - OLD.paused_at)
     WHERE p.community_id = NEW.community_id AND p.ask_id = NEW.id AND p.state IN ('WAITLISTED', 'CONDITIONAL', 'NEEDS_RECONFIRMATION');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER stands_still BEFORE UPDATE ON ask FOR EACH ROW WHEN (OLD.state <> NEW.state AND (OLD.state = 'PAUSED' OR NEW.state = 'PAUSED')) EXECUTE FUNCTION app.ask_stands_still();

${protect('ask_shift')}
CREATE POLICY seen ON ask_shift FOR SELECT TO accompany_app USING (EXISTS (SELECT FROM ask a WHERE a.community_id = ask_shift.community_id AND a.id = ask_shift.ask_id));
CREATE POLICY drafted ON ask_shift FOR INSERT TO accompany_app WITH CHECK (${inCommunityAs('insider')}
  AND EXISTS (SELECT FROM ask a WHERE a.community_id = ask_shift.community_id AND a.id = ask_shift.ask_id AND (a.state = 'DRAFT' OR ${inCommunityAs('organizer', 'a.community_id')})));
CREATE POLICY drafted_for_lead ON ask_shift FOR INSERT TO accompany_app WITH CHECK (
  (SELECT app.leads_campaign(a.community_id, a.campaign_id, a.lead_id, CASE a.state WHEN 'DRAFT' THEN 'affected' ELSE 'organizer' END)
     FROM ask a WHERE a.community_id = ask_shift.community_id AND a.id = ask_shift.ask_id));
CREATE POLICY run ON ask_shift FOR UPDATE TO accompany_app USING (${inCommunityAs('organizer')}) WITH CHECK (${inCommunityAs('organizer')});
CREATE POLICY run_for_lead ON ask_shift FOR UPDATE TO accompany_app
  USING ((SELECT app.leads_campaign(a.community_id, a.campaign_id, a.lead_id, 'organizer') FROM ask a WHERE a.community_id = ask_shift.community_id AND a.id = ask_shift.ask_id))
  WITH CHECK ((SELECT app.leads_campaign(a.community_id, a.campaign_id, a.lead_id, 'organizer') FROM ask a WHERE a.community_id = ask_shift.community_id AND a.id = ask_shift.ask_id));
GRANT SELECT, INSERT (community_id, id, ask_id, label, starts_at, ends_at, places), UPDATE (closed_at) ON ask_shift TO accompany_app;

DROP POLICY made ON pledge;
CREATE POLICY made ON pledge FOR INSERT TO accompany_app
  WITH CHECK (${mine('pledger_id')} AND ${inCommunityAs('member')} AND state IN ('ACTIVE', 'WAITLISTED', 'CONDITIONAL'));

GRANT EXECUTE ON FUNCTION app.pledge_may_move(text, text), app.pledge_begins(), app.ask_stands_still() TO accompany_app;
`;

  protected readonly downSql = `
DROP POLICY made ON pledge;
CREATE POLICY made ON pledge FOR INSERT TO accompany_app
  WITH CHECK (${mine('pledger_id')} AND ${inCommunityAs('member')} AND state IN ('ACTIVE', 'WAITLISTED'));
DROP TRIGGER stands_still ON ask;
DROP TRIGGER pledge_begins ON pledge;
${former.pledges_are_counted}
${former.pledge_moves}
${former.asks_now}
DROP TRIGGER tally_fills ON ask_tally;
${former.is_full}
CREATE TRIGGER tally_fills AFTER UPDATE OF slots, quantity_wanted, places_taken, pledged_quantity ON ask_tally
  FOR EACH ROW WHEN (app.is_full(OLD) <> app.is_full(NEW)) EXECUTE FUNCTION app.tally_fills();
${former.ask_is_full}
GRANT EXECUTE ON FUNCTION app.ask_is_full(uuid, uuid) TO accompany_app;
DROP FUNCTION app.ask_stands_still(), app.pledge_begins(), app.pledge_may_move(text, text);
ALTER TABLE ask_tally
  DROP CONSTRAINT ask_tally_more_not_negative_ck, DROP CONSTRAINT ask_tally_places_ck, DROP CONSTRAINT ask_tally_quantity_ck,
  ${added.map((column) => `DROP COLUMN ${column}`).join(',\n  ')},
  ADD CONSTRAINT ask_tally_places_ck CHECK (slots IS NULL OR places_taken <= slots),
  ADD CONSTRAINT ask_tally_quantity_ck CHECK (pledged_quantity <= quantity_wanted);
COMMENT ON TABLE ask_tally IS 'Kept by triggers in the statement that changes a pledge. Places and quantity taken count pledges that are active or fulfilled; reported are awaiting attestation.';
DROP INDEX ask_threshold_ix, pledge_shift_ix, pledge_condition_ix, pledge_offered_ix, pledge_reconfirm_ix, pledge_queue_ix, pledge_one_live_per_pledger_uq;
CREATE UNIQUE INDEX pledge_one_live_per_pledger_uq ON pledge (community_id, ask_id, pledger_id) WHERE state IN ('ACTIVE', 'WAITLISTED');
CREATE INDEX pledge_waitlist_ix ON pledge (community_id, ask_id, turn) WHERE state = 'WAITLISTED';
ALTER TABLE pledge
  DROP CONSTRAINT pledge_handed_fk, DROP CONSTRAINT pledge_shift_fk, DROP CONSTRAINT pledge_handed_ck, DROP CONSTRAINT pledge_shown_as_ck,
  DROP CONSTRAINT pledge_reconfirm_ck, DROP CONSTRAINT pledge_offer_ck, DROP CONSTRAINT pledge_condition_ck, DROP CONSTRAINT pledge_waiting_for_ck,
  DROP CONSTRAINT pledge_state_ck,
  ADD CONSTRAINT pledge_state_ck CHECK (state IN ('ACTIVE', 'WAITLISTED', 'FULFILLED', 'PARTLY_FULFILLED', 'STEPPED_BACK', 'STEPPED_BACK_LATE', 'NEVER_STARTED', 'CANCELLED')),
  DROP COLUMN waiting_for, DROP COLUMN condition_others, DROP COLUMN condition_until, DROP COLUMN offered_until, DROP COLUMN offer_lapsed_at, DROP COLUMN reconfirm_until,
  DROP COLUMN reconfirm_because, DROP COLUMN shift_id, DROP COLUMN shown_as, DROP COLUMN handed_to, DROP COLUMN lapsing_since, DROP COLUMN gave_up_place;
ALTER TABLE ask DROP COLUMN threshold_met_at, DROP COLUMN paused_at;
DROP TABLE ask_shift;
`;
}
