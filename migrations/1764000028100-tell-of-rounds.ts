import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, vault, app';
const stable = definer.replace(' SET', ' STABLE SET');

const onlyByClock = `
  IF NOT app.is_system() THEN
    PERFORM app.refuse('mail_recipients_by_clock_only_ck', 'only the mail relay asks whom to write to');
  END IF;`;

const finder = (name: string, people: string, comment: string) => `
CREATE FUNCTION app.mail_recipients_${name}(home uuid, subject uuid) RETURNS TABLE (person_id uuid, language text) ${stable} AS $$
BEGIN${onlyByClock}
  RETURN QUERY SELECT p.id, p.language FROM public.person p JOIN vault.account a ON a.person_id = p.id
   WHERE p.suspended_at IS NULL AND a.email_cipher IS NOT NULL AND p.id IN (${people});
END $$;
COMMENT ON FUNCTION app.mail_recipients_${name}(uuid, uuid) IS '${comment}';`;

/** The part that the community `home` has of a round, by its own id, or by the round's where `home` is the host. */
const ownPart = `o.community_id = home AND (o.id = subject OR (o.host_id = home AND o.round_id = subject))`;

const onRoll = `
    SELECT m.person_id FROM public.round_part o JOIN public.roll_entry e ON e.community_id = o.community_id AND e.part_id = o.id
      JOIN public.membership m ON m.community_id = e.community_id AND m.id = e.membership_id AND m.ended_at IS NULL WHERE ${ownPart}`;

const theRound = `
    (SELECT r.state FROM public.priority_round r WHERE r.community_id = home AND r.id = subject
      UNION ALL SELECT r.state FROM public.round_part o JOIN public.priority_round r ON r.community_id = o.host_id AND r.id = o.round_id WHERE o.community_id = home AND o.id = subject)`;

/** Whom to write to about rounds, and about asks that stand still: everyone on a roll alike, so that no mail tells who has voted. */
export class TellOfRounds1764000028100 extends SqlMigration {
  readonly name = 'TellOfRounds1764000028100';

  protected readonly upSql = `
ALTER TABLE priority_round ADD COLUMN reminded_at timestamptz;
COMMENT ON COLUMN priority_round.reminded_at IS 'When everyone on its roll was told that it closes soon: once, however often it is extended.';
${finder(
  'ask',
  `
    SELECT coalesce(m.person_id, s.person_id) FROM public.pledge x
      JOIN public.membership m ON m.community_id = x.community_id AND m.id = x.pledger_id AND m.ended_at IS NULL
      LEFT JOIN public.representative s ON s.organization_id = m.organization_id AND s.ended_at IS NULL
     WHERE x.community_id = home AND x.ask_id = subject AND x.state IN ('ACTIVE', 'WAITLISTED')`,
  'Everyone with a live pledge to an ask, for themselves or for an organization.',
)}
${finder('roll', onRoll, 'Everyone on the roll of the community, whether or not they have voted.')}
${finder(
  'round_end',
  `
    SELECT m.person_id FROM app.live_affected(home) m WHERE 'RATIFIED' IN ${theRound}
    UNION ${onRoll}
    UNION SELECT m.person_id FROM app.active_stewards(home) m`,
  'Whom the end of a round concerns: who could vote, the stewards, and everyone affected where its result stands.',
)}

CREATE FUNCTION app.round_times(home uuid, subject uuid) RETURNS TABLE (state text, closes_at timestamptz, objections_until timestamptz, time_zone text) ${stable} AS $$
BEGIN${onlyByClock}
  RETURN QUERY SELECT r.state, r.closes_at, r.objections_until, g.time_zone
    FROM public.priority_round r JOIN public.campaign g ON g.community_id = r.community_id AND g.id = r.campaign_id
   WHERE (r.community_id = home AND r.id = subject)
      OR (r.community_id, r.id) = (SELECT o.host_id, o.round_id FROM public.round_part o WHERE o.community_id = home AND o.id = subject);
END $$;
COMMENT ON FUNCTION app.round_times(uuid, uuid) IS 'What a mail says of a round, by its id or by that of a part.';

CREATE FUNCTION app.parts_beside_host(host uuid, round uuid) RETURNS TABLE (community_id uuid, part_id uuid) ${stable} AS $$
BEGIN${onlyByClock}
  RETURN QUERY SELECT o.community_id, o.id FROM public.round_part o WHERE o.host_id = host AND o.round_id = round AND o.community_id <> host;
END $$;
COMMENT ON FUNCTION app.parts_beside_host(uuid, uuid) IS 'Where else people are told what became of a round: each community tells its own.';

CREATE FUNCTION app.remind_of_rounds() RETURNS integer ${definer} AS $$
DECLARE
  told integer;
BEGIN
  PERFORM app.only_the_clock();
  -- Not of what is so short that its opening is news still.
  WITH due AS (
    UPDATE public.priority_round r SET reminded_at = now()
     WHERE r.state = 'OPEN' AND r.reminded_at IS NULL AND r.closes_at > now() AND r.closes_at <= now() + interval '24 hours' AND r.closes_at - r.opened_at > interval '36 hours'
    RETURNING r.community_id, r.id
  )
  INSERT INTO public.outbox_event (id, community_id, kind, subject_id)
  SELECT gen_random_uuid(), o.community_id, 'round_part.closes_soon', o.id FROM due d JOIN public.round_part o ON o.host_id = d.community_id AND o.round_id = d.id;
  GET DIAGNOSTICS told = ROW_COUNT;
  RETURN told;
END $$;
COMMENT ON FUNCTION app.remind_of_rounds() IS 'Announces, once for each round and to each community that votes in it, that it closes within a day. Answers how many were told.';

GRANT EXECUTE ON FUNCTION app.mail_recipients_ask(uuid, uuid), app.mail_recipients_roll(uuid, uuid), app.mail_recipients_round_end(uuid, uuid),
  app.round_times(uuid, uuid), app.parts_beside_host(uuid, uuid), app.remind_of_rounds() TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.remind_of_rounds(), app.parts_beside_host(uuid, uuid), app.round_times(uuid, uuid), app.mail_recipients_round_end(uuid, uuid),
  app.mail_recipients_roll(uuid, uuid), app.mail_recipients_ask(uuid, uuid);
ALTER TABLE priority_round DROP COLUMN reminded_at;
`;
}
