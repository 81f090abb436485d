-- What a developer adds to tables for PostGraphile: computed columns, and a mutation. Made by the owner of the bench's database.
CREATE SCHEMA contender;
GRANT USAGE ON SCHEMA contender TO accompany_app;
CREATE TYPE contender.figure AS (value integer);
CREATE TYPE contender.share AS (value double precision);
CREATE TYPE contender.measure AS (count contender.figure, quantity contender.figure);
CREATE TYPE contender.progress AS (
  wanted integer, pledged contender.measure, waitlisted contender.measure, reported contender.measure, attested contender.measure,
  sent_back contender.figure, stepped_back contender.figure, cancelled contender.figure, never_started contender.figure,
  share_attested contender.share
);

CREATE FUNCTION public.ask_progress(ask public.ask) RETURNS contender.progress LANGUAGE sql STABLE AS $$
SELECT CASE WHEN ask.community_id = ANY ((SELECT app.communities_as('insider'))::uuid[]) THEN
  (SELECT ROW(
    x.quantity_wanted,
    ROW(ROW(x.places_taken)::contender.figure, ROW(x.pledged_quantity)::contender.figure)::contender.measure,
    ROW(ROW(x.waitlisted_count)::contender.figure, ROW(x.waitlisted_quantity)::contender.figure)::contender.measure,
    ROW(ROW(x.reported_count)::contender.figure, ROW(x.reported_quantity)::contender.figure)::contender.measure,
    ROW(ROW(x.attested_count)::contender.figure, ROW(x.attested_quantity)::contender.figure)::contender.measure,
    ROW(x.sent_back_count)::contender.figure,
    ROW(x.stepped_back_count)::contender.figure,
    ROW(x.cancelled_count)::contender.figure,
    ROW(x.never_started_count)::contender.figure,
    ROW(CASE WHEN true THEN least(1, x.attested_quantity::float8 / x.quantity_wanted) END)::contender.share
  )::contender.progress
   FROM public.ask_tally x WHERE x.community_id = ask.community_id AND x.ask_id = ask.id)
ELSE
  (SELECT ROW(
    x.quantity_wanted,
    ROW(ROW(x.pledged_count)::contender.figure, ROW(x.pledged_quantity)::contender.figure)::contender.measure,
    ROW(ROW(x.waitlisted_count)::contender.figure, ROW(x.waitlisted_quantity)::contender.figure)::contender.measure,
    ROW(ROW(x.reported_count)::contender.figure, ROW(x.reported_quantity)::contender.figure)::contender.measure,
    ROW(ROW(x.attested_count)::contender.figure, ROW(x.attested_quantity)::contender.figure)::contender.measure,
    ROW(x.sent_back_count)::contender.figure,
    ROW(x.stepped_back_count)::contender.figure,
    ROW(x.cancelled_count)::contender.figure,
    ROW(x.never_started_count)::contender.figure,
    ROW(CASE WHEN x.is_exact OR x.attested_count = 0 THEN least(1, x.attested_quantity::float8 / x.quantity_wanted) END)::contender.share
  )::contender.progress
   FROM public.public_figure x WHERE x.community_id = ask.community_id AND x.ask_id = ask.id)
END
$$;

CREATE FUNCTION public.campaign_progress(campaign public.campaign) RETURNS contender.progress LANGUAGE sql STABLE AS $$
SELECT CASE WHEN campaign.community_id = ANY ((SELECT app.communities_as('insider'))::uuid[]) THEN
  (SELECT ROW(
    coalesce(sum(CASE WHEN s.state IN ('DRAFT', 'CANCELLED') THEN coalesce(x.pledged_quantity, 0) ELSE x.quantity_wanted END), 0)::integer,
    ROW(ROW(CASE WHEN coalesce(sum(x.places_taken), 0) > 0 OR count(*) = count(x.places_taken) THEN coalesce(sum(x.places_taken), 0)::integer END)::contender.figure, ROW(CASE WHEN coalesce(sum(x.pledged_quantity), 0) > 0 OR count(*) = count(x.pledged_quantity) THEN coalesce(sum(x.pledged_quantity), 0)::integer END)::contender.figure)::contender.measure,
    ROW(ROW(CASE WHEN coalesce(sum(x.waitlisted_count), 0) > 0 OR count(*) = count(x.waitlisted_count) THEN coalesce(sum(x.waitlisted_count), 0)::integer END)::contender.figure, ROW(CASE WHEN coalesce(sum(x.waitlisted_quantity), 0) > 0 OR count(*) = count(x.waitlisted_quantity) THEN coalesce(sum(x.waitlisted_quantity), 0)::integer END)::contender.figure)::contender.measure,
    ROW(ROW(CASE WHEN coalesce(sum(x.reported_count), 0) > 0 OR count(*) = count(x.reported_count) THEN coalesce(sum(x.reported_count), 0)::integer END)::contender.figure, ROW(CASE WHEN coalesce(sum(x.reported_quantity), 0) > 0 OR count(*) = count(x.reported_quantity) THEN coalesce(sum(x.reported_quantity), 0)::integer END)::contender.figure)::contender.measure,
    ROW(ROW(CASE WHEN coalesce(sum(x.attested_count), 0) > 0 OR count(*) = count(x.attested_count) THEN coalesce(sum(x.attested_count), 0)::integer END)::contender.figure, ROW(CASE WHEN coalesce(sum(x.attested_quantity), 0) > 0 OR count(*) = count(x.attested_quantity) THEN coalesce(sum(x.attested_quantity), 0)::integer END)::contender.figure)::contender.measure,
    ROW(CASE WHEN coalesce(sum(x.sent_back_count), 0) > 0 OR count(*) = count(x.sent_back_count) THEN coalesce(sum(x.sent_back_count), 0)::integer END)::contender.figure,
    ROW(CASE WHEN coalesce(sum(x.stepped_back_count), 0) > 0 OR count(*) = count(x.stepped_back_count) THEN coalesce(sum(x.stepped_back_count), 0)::integer END)::contender.figure,
    ROW(CASE WHEN coalesce(sum(x.cancelled_count), 0) > 0 OR count(*) = count(x.cancelled_count) THEN coalesce(sum(x.cancelled_count), 0)::integer END)::contender.figure,
    ROW(CASE WHEN coalesce(sum(x.never_started_count), 0) > 0 OR count(*) = count(x.never_started_count) THEN coalesce(sum(x.never_started_count), 0)::integer END)::contender.figure,
    ROW(CASE WHEN coalesce(bool_and(true), true) AND coalesce(sum(CASE WHEN s.state IN ('DRAFT', 'CANCELLED') THEN coalesce(x.pledged_quantity, 0) ELSE x.quantity_wanted END), 0) > 0 THEN least(1, coalesce(sum(x.attested_quantity), 0)::float8 / coalesce(sum(CASE WHEN s.state IN ('DRAFT', 'CANCELLED') THEN coalesce(x.pledged_quantity, 0) ELSE x.quantity_wanted END), 0)) END)::contender.share
  )::contender.progress
   FROM public.ask_tally x JOIN public.ask s ON s.community_id = x.community_id AND s.id = x.ask_id WHERE x.community_id = campaign.community_id AND x.campaign_id = campaign.id)
ELSE
  (SELECT ROW(
    coalesce(sum(CASE WHEN x.state IN ('DRAFT', 'CANCELLED') THEN coalesce(x.pledged_quantity, 0) ELSE x.quantity_wanted END), 0)::integer,
    ROW(ROW(CASE WHEN coalesce(sum(x.pledged_count), 0) > 0 OR count(*) = count(x.pledged_count) THEN coalesce(sum(x.pledged_count), 0)::integer END)::contender.figure, ROW(CASE WHEN coalesce(sum(x.pledged_quantity), 0) > 0 OR count(*) = count(x.pledged_quantity) THEN coalesce(sum(x.pledged_quantity), 0)::integer END)::contender.figure)::contender.measure,
    ROW(ROW(CASE WHEN coalesce(sum(x.waitlisted_count), 0) > 0 OR count(*) = count(x.waitlisted_count) THEN coalesce(sum(x.waitlisted_count), 0)::integer END)::contender.figure, ROW(CASE WHEN coalesce(sum(x.waitlisted_quantity), 0) > 0 OR count(*) = count(x.waitlisted_quantity) THEN coalesce(sum(x.waitlisted_quantity), 0)::integer END)::contender.figure)::contender.measure,
    ROW(ROW(CASE WHEN coalesce(sum(x.reported_count), 0) > 0 OR count(*) = count(x.reported_count) THEN coalesce(sum(x.reported_count), 0)::integer END)::contender.figure, ROW(CASE WHEN coalesce(sum(x.reported_quantity), 0) > 0 OR count(*) = count(x.reported_quantity) THEN coalesce(sum(x.reported_quantity), 0)::integer END)::contender.figure)::contender.measure,
    ROW(ROW(CASE WHEN coalesce(sum(x.attested_count), 0) > 0 OR count(*) = count(x.attested_count) THEN coalesce(sum(x.attested_count), 0)::integer END)::contender.figure, ROW(CASE WHEN coalesce(sum(x.attested_quantity), 0) > 0 OR count(*) = count(x.attested_quantity) THEN coalesce(sum(x.attested_quantity), 0)::integer END)::contender.figure)::contender.measure,
    ROW(CASE WHEN coalesce(sum(x.sent_back_count), 0) > 0 OR count(*) = count(x.sent_back_count) THEN coalesce(sum(x.sent_back_count), 0)::integer END)::contender.figure,
    ROW(CASE WHEN coalesce(sum(x.stepped_back_count), 0) > 0 OR count(*) = count(x.stepped_back_count) THEN coalesce(sum(x.stepped_back_count), 0)::integer END)::contender.figure,
    ROW(CASE WHEN coalesce(sum(x.cancelled_count), 0) > 0 OR count(*) = count(x.cancelled_count) THEN coalesce(sum(x.cancelled_count), 0)::integer END)::contender.figure,
    ROW(CASE WHEN coalesce(sum(x.never_started_count), 0) > 0 OR count(*) = count(x.never_started_count) THEN coalesce(sum(x.never_started_count), 0)::integer END)::contender.figure,
    ROW(CASE WHEN coalesce(bool_and(x.is_exact OR x.attested_count = 0), true) AND coalesce(sum(CASE WHEN x.state IN ('DRAFT', 'CANCELLED') THEN coalesce(x.pledged_quantity, 0) ELSE x.quantity_wanted END), 0) > 0 THEN least(1, coalesce(sum(x.attested_quantity), 0)::float8 / coalesce(sum(CASE WHEN x.state IN ('DRAFT', 'CANCELLED') THEN coalesce(x.pledged_quantity, 0) ELSE x.quantity_wanted END), 0)) END)::contender.share
  )::contender.progress
   FROM public.public_figure x WHERE x.community_id = campaign.community_id AND x.campaign_id = campaign.id)
END
$$;

-- The one statement of the limit: what is compared is the way to it and back.
CREATE FUNCTION public.contend_for_place(sent jsonb) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  RETURN bench.pledge(decode(current_setting('contender.access'), 'hex'), sent, sha256(sent::text::bytea), gen_random_uuid(), gen_random_uuid())::jsonb;
EXCEPTION WHEN SQLSTATE 'BE001' THEN
  RETURN SQLERRM::jsonb;
END $$;

GRANT EXECUTE ON FUNCTION public.ask_progress(public.ask), public.campaign_progress(public.campaign), public.contend_for_place(jsonb) TO accompany_app;

CREATE FUNCTION public.campaign_asks_as_opened(campaign public.campaign) RETURNS SETOF public.ask LANGUAGE sql STABLE AS $$
SELECT a.* FROM public.ask a WHERE a.community_id = campaign.community_id AND a.campaign_id = campaign.id
 ORDER BY a.opened_at DESC NULLS LAST, a.id DESC
$$;

CREATE FUNCTION public.ask_pledges_as_made(ask public.ask) RETURNS SETOF public.pledge LANGUAGE sql STABLE AS $$
SELECT p.* FROM public.pledge p WHERE p.community_id = ask.community_id AND p.ask_id = ask.id ORDER BY p.created_at DESC, p.id DESC
$$;

GRANT EXECUTE ON FUNCTION public.campaign_asks_as_opened(public.campaign), public.ask_pledges_as_made(public.ask) TO accompany_app;
