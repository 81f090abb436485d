import type pg from 'pg';
import { dashboardInside, dashboardOutside, figuresOutside, listing } from './reading-sql.js';

/**
 * The limit's statements for who is signed in, as functions: one trip recognises the token, sets who acts and does the
 * work, with plans kept by the connection. They run with the rights of their caller, the runtime role, so that row-level
 * security decides here as it does for Accompany.
 */
const RECOGNISE = `
  SELECT s.person_id, s.memberships INTO person, standings FROM vault.authenticate(access) s;
  IF person IS NULL THEN RETURN NULL; END IF;`;

const AS_PERSON = `${RECOGNISE}
  PERFORM set_config('accompany.kind', 'person', true), set_config('accompany.person', person::text, true);`;

const DECLARE = `person uuid;
  standings jsonb;`;

/** Who does the community's work reads the counters, unless their standing is paused. */
const DASHBOARD = `
CREATE FUNCTION bench.dashboard(access bytea, handle text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  ${DECLARE}
  home uuid;
BEGIN${AS_PERSON}
  SELECT g.community_id INTO home FROM public.campaign g WHERE g.handle = $2;
  IF EXISTS (SELECT FROM jsonb_to_recordset(standings) AS m ("communityId" uuid, standing text, organizer boolean, paused boolean)
              WHERE m."communityId" = home AND (m.standing = 'AFFECTED' OR m.organizer) AND NOT m.paused) THEN
    RETURN (${dashboardInside.replaceAll('$1', '$2')});
  END IF;
  RETURN (${dashboardOutside.replaceAll('$1', '$2')});
END $$`;

const LISTING = `
CREATE FUNCTION bench.listing(access bytea, handle text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  ${DECLARE}
BEGIN${AS_PERSON}
  RETURN (${listing.replaceAll('$1', '$2')});
END $$`;

/** What stands against a pledge, in the order in which Accompany looks; in the words of its code alone. */
const REFUSED = `CASE
    WHEN room->>'campaignState' <> 'LAUNCHED' OR room->>'askState' <> 'OPEN' OR NOT (room->>'mandateLives')::boolean
      OR (room->>'windowIsOver')::boolean THEN '{ASK_NOT_OPEN,input,askId}'
    WHEN mine->>'standing' = 'ALLY' AND (agreed IS DISTINCT FROM (room->>'agreementVersion')::integer
      OR (sent->>'agreementVersion')::integer IS DISTINCT FROM (room->>'agreementVersion')::integer) THEN '{AGREEMENT_STALE,input,agreementVersion}'
    WHEN sent->>'briefVersion' <> room->>'briefVersion' THEN '{BRIEF_STALE,input,briefVersion}'
    WHEN sent->>'termsVersion' <> room->>'termsVersion' THEN '{TERMS_STALE,input,termsVersion}'
    WHEN sent->>'acceptedRiskTier' <> room->>'riskTier' THEN '{RISK_NOT_ACCEPTED,input,acceptedRiskTier}'
    WHEN EXISTS (SELECT FROM public.pledge p WHERE p.community_id = home.community_id AND p.ask_id = home.id
                    AND p.pledger_id = (mine->>'membershipId')::uuid AND p.state IN ('ACTIVE', 'WAITLISTED')) THEN '{ALREADY_PLEDGED,input,askId}'
    WHEN wish > (room->>'quantityWanted')::integer THEN '{MORE_THAN_WANTED,input,quantity}'
    WHEN planned <= now() THEN '{IN_THE_PAST,input,plan,when}'
    WHEN planned < home.starts_at OR planned > home.ends_at THEN '{OUT_OF_RANGE,input,plan,when}'
  END::text[]`;

/** The same rows as Accompany's makePledge, under the lock of the same tally, with the idempotency key kept as well. */
const PLEDGE = `
CREATE FUNCTION bench.pledge(access bytea, sent jsonb, request bytea, pledge uuid, deed uuid) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  ${DECLARE}
  wish integer := coalesce((sent->>'quantity')::integer, 1);
  planned timestamptz := (sent #>> '{plan,when}')::timestamptz;
  earlier jsonb;
  home record;
  mine jsonb;
  agreed integer;
  room jsonb;
  refused text[];
  gap integer;
  is_free boolean;
  is_due boolean;
  placed text;
  done jsonb;
BEGIN${RECOGNISE}
  standings := app.enter('person', person, NULL);
  INSERT INTO public.idempotency (scope, key, operation, request_hash) VALUES (app.scope(), sent->>'idempotencyKey', 'makePledge', request) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    SELECT i.result INTO earlier FROM public.idempotency i
     WHERE i.scope = app.scope() AND i.key = sent->>'idempotencyKey' AND i.operation = 'makePledge' AND i.request_hash = request;
    RETURN bench.pledged((earlier->>'pledgeId')::uuid);
  END IF;
  SELECT a.community_id, a.campaign_id, a.id, a.starts_at, a.ends_at INTO home FROM public.ask a WHERE a.id = (sent->>'askId')::uuid;
  SELECT s INTO mine FROM jsonb_array_elements(standings) s WHERE (s->>'communityId')::uuid = home.community_id;
  SELECT m.agreement_version INTO agreed FROM public.membership m WHERE m.community_id = home.community_id AND m.id = (mine->>'membershipId')::uuid;
  room := app.take_place(home.community_id, home.id, NULL);
  IF room IS NULL THEN RAISE insufficient_privilege; END IF;
  refused := ${REFUSED};
  IF refused IS NOT NULL THEN
    -- Undone by its caller, as a refusal changes nothing.
    RAISE EXCEPTION USING ERRCODE = 'BE001', MESSAGE = json_build_object('data', json_build_object('makePledge', json_build_object(
      'pledge', NULL, 'userErrors', json_build_array(json_build_object('code', refused[1], 'path', to_json(refused[2:]))))))::text;
  END IF;
  gap := (room->>'quantityWanted')::integer - (room->>'pledgedQuantity')::integer;
  is_free := room->>'slots' IS NULL OR (room->>'placesTaken')::integer < (room->>'slots')::integer;
  is_due := is_free AND coalesce((room->>'smallestWaiting')::integer <= gap, false);
  placed := CASE WHEN is_free AND wish <= gap AND NOT is_due THEN 'ACTIVE' ELSE 'WAITLISTED' END;
  INSERT INTO public.pledge (community_id, id, campaign_id, ask_id, mandate_id, pledger_id, pledger_standing, turn, quantity, plan_when, plan_where,
                             plan_first_step, brief_version, terms_version, agreement_version, risk_tier_accepted, state)
  VALUES (home.community_id, pledge, home.campaign_id, home.id, (room->>'mandateId')::uuid, (mine->>'membershipId')::uuid, mine->>'standing',
          (room->>'turn')::bigint, wish, planned, coalesce(sent #>> '{plan,where}', ''), sent #>> '{plan,firstStep}', (sent->>'briefVersion')::integer,
          (sent->>'termsVersion')::integer, CASE mine->>'standing' WHEN 'ALLY' THEN (room->>'agreementVersion')::integer END,
          (sent->>'acceptedRiskTier')::integer, placed);
  IF is_due THEN PERFORM app.settle_ask(home.community_id, home.id); END IF;
  done := jsonb_build_object('askId', home.id, 'turn', room->'turn', 'quantity', wish, 'state', placed, 'briefVersion', room->'briefVersion',
    'termsVersion', room->'termsVersion', 'agreementVersion', CASE mine->>'standing' WHEN 'ALLY' THEN room->'agreementVersion' END, 'riskTier', room->'riskTier');
  INSERT INTO public.record_entry (community_id, id, kind, actor_id, actor_role, campaign_id, subject_type, subject_id, details)
  VALUES (home.community_id, deed, 'pledge.made', (mine->>'membershipId')::uuid, CASE WHEN (mine->>'steward')::boolean THEN 'STEWARD' ELSE mine->>'standing' END,
          home.campaign_id, 'Pledge', pledge, done);
  INSERT INTO public.outbox_event (id, community_id, kind, subject_id, data) VALUES (deed, home.community_id, 'pledge.made', pledge, done);
  UPDATE public.idempotency i SET result = jsonb_build_object('pledgeId', pledge) WHERE i.scope = app.scope() AND i.key = sent->>'idempotencyKey';
  RETURN bench.pledged(pledge);
END $$`;

const PLEDGED = `
CREATE FUNCTION bench.pledged(pledge uuid) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    SELECT json_build_object('data', json_build_object('makePledge', json_build_object(
             'pledge', json_build_object('id', p.id, 'state', p.state, 'turn', p.turn, 'ask', json_build_object('id', x.ask_id, 'progress', ${figuresOutside})),
             'userErrors', '[]'::json)))::text
      FROM public.pledge p JOIN public.public_figure x ON x.community_id = p.community_id AND x.ask_id = p.ask_id WHERE p.id = $1);
END $$`;

/** What the limit answers with a text instead of rows, when it refuses. */
export const REFUSAL = 'BE001';

export async function createFunctions(admin: pg.Client): Promise<void> {
  for (const statement of [DASHBOARD, LISTING, PLEDGED, PLEDGE]) await admin.query(statement);
  await admin.query('GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA bench TO accompany_app');
}
