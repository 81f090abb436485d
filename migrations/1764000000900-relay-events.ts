import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, vault, app';

/** Who can be written to: a live member of the community `home` who has an address and is not suspended. */
const REACHABLE = `
  SELECT p.id, p.language
    FROM public.membership m JOIN public.person p ON p.id = m.person_id JOIN vault.account a ON a.person_id = p.id
   WHERE m.community_id = home AND m.ended_at IS NULL AND p.suspended_at IS NULL AND a.email_cipher IS NOT NULL`;

/** Whose pledge a thing is about: the pledge itself, one of its occurrences, a report or an attestation. */
const PLEDGERS = `
  SELECT x.pledger_id FROM public.pledge x WHERE x.community_id = home AND x.id = subject
  UNION SELECT x.pledger_id FROM public.occurrence x WHERE x.community_id = home AND x.id = subject
  UNION SELECT x.pledger_id FROM public.fulfilment_report x WHERE x.community_id = home AND x.id = subject
  UNION SELECT x.pledger_id FROM public.attestation x WHERE x.community_id = home AND x.id = subject`;

const onlyByClock = `
  IF NOT app.is_system() THEN
    PERFORM app.refuse('mail_recipients_by_clock_only_ck', 'only the mail relay asks whom to write to');
  END IF;`;

/** What the relay of events needs: indexes for its questions, and whom a mail goes to, without a name or an address. */
export class RelayEvents1764000000900 extends SqlMigration {
  readonly name = 'RelayEvents1764000000900';

  protected readonly upSql = `
DROP INDEX outbox_event_community_ix;
CREATE INDEX outbox_event_waiting_ix ON outbox_event (community_id, created_at, id) WHERE delivered_at IS NULL;
CREATE INDEX outbox_event_delivered_ix ON outbox_event (delivered_at) WHERE delivered_at IS NOT NULL;
COMMENT ON INDEX outbox_event_waiting_ix IS 'Finds the oldest waiting event of each community however many were delivered.';

CREATE FUNCTION app.mail_recipients_pledger(home uuid, subject uuid) RETURNS TABLE (person_id uuid, language text) ${definer} AS $$
BEGIN${onlyByClock}
  RETURN QUERY ${REACHABLE} AND m.id IN (${PLEDGERS});
END $$;
COMMENT ON FUNCTION app.mail_recipients_pledger(uuid, uuid) IS 'Whose pledge it is, by the id of the pledge or of an occurrence, report or attestation under it.';

CREATE FUNCTION app.mail_recipients_stewards(home uuid, subject uuid) RETURNS TABLE (person_id uuid, language text) ${definer} AS $$
BEGIN${onlyByClock}
  RETURN QUERY ${REACHABLE} AND m.is_steward AND m.id NOT IN (${PLEDGERS});
END $$;
COMMENT ON FUNCTION app.mail_recipients_stewards(uuid, uuid) IS 'The stewards, without the one whose own work it is: nobody attests their own.';

CREATE FUNCTION app.mail_recipients_campaign(home uuid, campaign uuid) RETURNS TABLE (person_id uuid, language text) ${definer} AS $$
BEGIN${onlyByClock}
  RETURN QUERY ${REACHABLE} AND m.id IN (SELECT x.pledger_id FROM public.pledge x WHERE x.community_id = home AND x.campaign_id = campaign AND x.state IN ('ACTIVE', 'WAITLISTED'));
END $$;
COMMENT ON FUNCTION app.mail_recipients_campaign(uuid, uuid) IS 'Everyone with a live pledge in a campaign.';

GRANT EXECUTE ON FUNCTION app.mail_recipients_pledger(uuid, uuid), app.mail_recipients_stewards(uuid, uuid), app.mail_recipients_campaign(uuid, uuid) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.mail_recipients_campaign(uuid, uuid), app.mail_recipients_stewards(uuid, uuid), app.mail_recipients_pledger(uuid, uuid);
DROP INDEX outbox_event_delivered_ix, outbox_event_waiting_ix;
CREATE INDEX outbox_event_community_ix ON outbox_event (community_id, created_at);
`;
}
