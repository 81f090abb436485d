import { inCommunityAs, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, vault, app';
const sqlDefiner = 'LANGUAGE sql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, app';

const onlyByClock = `
  IF NOT app.is_system() THEN
    PERFORM app.refuse('mail_recipients_by_clock_only_ck', 'only the mail relay asks whom to write to');
  END IF;`;

/** Who can be written to of a membership: the person, or everyone who acts for the organization, who has an address and is not suspended. */
const REACHABLE = `
  SELECT DISTINCT p.id, p.language
    FROM public.membership m
    LEFT JOIN public.representative r ON r.organization_id = m.organization_id AND r.ended_at IS NULL
    JOIN public.person p ON p.id = coalesce(m.person_id, r.person_id) JOIN vault.account a ON a.person_id = p.id
   WHERE m.community_id = home AND m.ended_at IS NULL AND p.suspended_at IS NULL AND a.email_cipher IS NOT NULL`;

const REACHABLE_BEFORE = `
  SELECT p.id, p.language
    FROM public.membership m JOIN public.person p ON p.id = m.person_id JOIN vault.account a ON a.person_id = p.id
   WHERE m.community_id = home AND m.ended_at IS NULL AND p.suspended_at IS NULL AND a.email_cipher IS NOT NULL`;

/** Whose pledge a thing is about: the pledge itself, one of its occurrences, a report or an attestation. */
const PLEDGERS = `
  SELECT x.pledger_id FROM public.pledge x WHERE x.community_id = home AND x.id = subject
  UNION SELECT x.pledger_id FROM public.occurrence x WHERE x.community_id = home AND x.id = subject
  UNION SELECT x.pledger_id FROM public.fulfilment_report x WHERE x.community_id = home AND x.id = subject
  UNION SELECT x.pledger_id FROM public.attestation x WHERE x.community_id = home AND x.id = subject`;

const recipients = (reachable: string, notTheirOwn: string) => `
CREATE OR REPLACE FUNCTION app.mail_recipients_pledger(home uuid, subject uuid) RETURNS TABLE (person_id uuid, language text) ${definer} AS $$
BEGIN${onlyByClock}
  RETURN QUERY ${reachable} AND m.id IN (${PLEDGERS});
END $$;
CREATE OR REPLACE FUNCTION app.mail_recipients_stewards(home uuid, subject uuid) RETURNS TABLE (person_id uuid, language text) ${definer} AS $$
BEGIN${onlyByClock}
  RETURN QUERY ${reachable} AND m.is_steward AND ${notTheirOwn};
END $$;
CREATE OR REPLACE FUNCTION app.mail_recipients_campaign(home uuid, campaign uuid) RETURNS TABLE (person_id uuid, language text) ${definer} AS $$
BEGIN${onlyByClock}
  RETURN QUERY ${reachable} AND m.id IN (SELECT x.pledger_id FROM public.pledge x WHERE x.community_id = home AND x.campaign_id = campaign AND x.state IN ('ACTIVE', 'WAITLISTED'));
END $$;`;

const outboxAdded = (who: string) => `
DROP POLICY added ON outbox_event;
CREATE POLICY added ON outbox_event FOR INSERT TO accompany_app WITH CHECK (delivered_at IS NULL AND attempts = 0 AND ((SELECT app.is_system())
    OR (community_id IS NULL AND kind LIKE 'person.%')
    OR ${who}));`;

/** What changes where an organization pledges: whom news goes to, and whose work it is. */
export class WorkForOrganizations1764000014200 extends SqlMigration {
  readonly name = 'WorkForOrganizations1764000014200';

  protected readonly upSql = `
-- An ally whose time has run out still reports and steps back, which is announced as well.
${outboxAdded('community_id IN (SELECT m.community_id FROM membership m WHERE m.id = ANY ((SELECT app.my_memberships())::uuid[]))')}

CREATE FUNCTION app.memberships_ever_mine() RETURNS uuid[] ${sqlDefiner} AS $$
  SELECT coalesce(array_agg(m.id), '{}') FROM (
    SELECT m.id FROM public.membership m WHERE m.person_id = app.person_id()
    UNION
    SELECT m.id FROM public.representative r JOIN public.membership m ON m.organization_id = r.organization_id WHERE r.person_id = app.person_id()) m
$$;
COMMENT ON FUNCTION app.memberships_ever_mine() IS
  'Every membership behind which app.stands_behind finds the current person, ended ones and those of organizations they once represented included: their work is never theirs to attest.';
GRANT EXECUTE ON FUNCTION app.memberships_ever_mine() TO accompany_app;
${recipients(REACHABLE, `NOT EXISTS (SELECT FROM (${PLEDGERS}) own WHERE app.stands_behind(home, own.pledger_id, m.person_id))`)}

CREATE FUNCTION app.mail_recipients_ally(home uuid, subject uuid) RETURNS TABLE (person_id uuid, language text) ${definer} AS $$
BEGIN${onlyByClock}
  RETURN QUERY
  SELECT DISTINCT p.id, p.language
    FROM (SELECT m.person_id, m.organization_id FROM public.membership m WHERE m.community_id = home AND m.id = subject
          UNION SELECT q.person_id, q.organization_id FROM public.ally_request q WHERE q.community_id = home AND q.id = subject) x
    LEFT JOIN public.representative r ON r.organization_id = x.organization_id AND r.ended_at IS NULL
    JOIN public.person p ON p.id = coalesce(x.person_id, r.person_id) JOIN vault.account a ON a.person_id = p.id
   WHERE p.suspended_at IS NULL AND a.email_cipher IS NOT NULL;
END $$;
COMMENT ON FUNCTION app.mail_recipients_ally(uuid, uuid) IS 'Whose standing it is, or whose request for one, be it ended or declined: that is what they are told.';
GRANT EXECUTE ON FUNCTION app.mail_recipients_ally(uuid, uuid) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.mail_recipients_ally(uuid, uuid);
${recipients(REACHABLE_BEFORE, `m.id NOT IN (${PLEDGERS})`)}
DROP FUNCTION app.memberships_ever_mine();
${outboxAdded(inCommunityAs('member'))}
`;
}
