import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, app';
const sqlDefiner = 'LANGUAGE sql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, app';

/** As in the migrations that made them, but for who else may follow a pledge. */
const following = (more: string) => {
  const followed = `(p.pledger_id = ANY ((SELECT app.my_memberships())::uuid[]) OR p.community_id = ANY ((SELECT app.communities_as('affected'))::uuid[])
    OR (p.pledger_standing = 'ALLY' AND p.community_id = ANY ((SELECT app.communities_as('insider'))::uuid[]))${more})`;
  return `
CREATE OR REPLACE FUNCTION app.waitlist_positions(pledges uuid[]) RETURNS TABLE (pledge_id uuid, "position" integer) ${sqlDefiner} AS $$
  SELECT p.id, (SELECT count(*)::integer FROM public.pledge w
                 WHERE w.community_id = p.community_id AND w.ask_id = p.ask_id AND w.state = 'WAITLISTED' AND w.turn <= p.turn)
    FROM public.pledge p WHERE p.id = ANY (pledges) AND p.state = 'WAITLISTED' AND ${followed}
$$;
CREATE OR REPLACE FUNCTION app.mandate_path(pledges uuid[])
RETURNS TABLE (pledge_id uuid, place integer, type text, id uuid, title text, says text) ${sqlDefiner} AS $$
  SELECT p.id, step.place, step.type, step.id, step.title, step.says
    FROM public.pledge p
    JOIN public.ask a ON a.community_id = p.community_id AND a.id = p.ask_id
    JOIN public.mandate m ON m.community_id = p.community_id AND m.id = coalesce(p.mandate_id, a.mandate_id)
    JOIN public.priority r ON r.community_id = m.community_id AND r.id = m.priority_id
    JOIN public.campaign g ON g.community_id = p.community_id AND g.id = p.campaign_id
    JOIN public.community c ON c.id = ${more === '' ? 'p.community_id' : 'coalesce(m.lead_id, p.community_id)'}
   CROSS JOIN LATERAL (VALUES
      (1, 'PLEDGE', p.id, p.quantity || ' ' || a.unit, p.plan_first_step),
      (2, 'ASK', a.id, a.title, a.description),
      (3, 'MANDATE', m.id, m.kind, m.reason),
      (4, 'PRIORITY', r.id, r.statement, r.details),
      (5, 'CAMPAIGN', g.id, g.name, g.summary),
      (6, 'COMMUNITY', c.id, c.name, c.about)) AS step (place, type, id, title, says)
   WHERE p.id = ANY (pledges) AND ${followed}
   ORDER BY p.id, step.place
$$;`;
};

/** What a lead needs to answer for its asks: word that a report waits, and the way from a pledge to whoever authorised it. */
export class TellLeads1764000015200 extends SqlMigration {
  readonly name = 'TellLeads1764000015200';

  protected readonly upSql = `
CREATE FUNCTION app.leads_ask(host uuid, ask uuid) RETURNS boolean ${sqlDefiner} AS $$
  SELECT EXISTS (SELECT FROM public.ask a WHERE a.community_id = host AND a.id = leads_ask.ask AND a.lead_id = ANY (app.communities_as('affected')))
$$;
COMMENT ON FUNCTION app.leads_ask(uuid, uuid) IS 'Whether the current person is affected in the community that leads the ask beside its host.';

CREATE FUNCTION app.mail_recipients_answering(home uuid, subject uuid) RETURNS TABLE (person_id uuid, language text) ${definer} AS $$
DECLARE
  work public.occurrence;
  answering uuid;
BEGIN
  SELECT * INTO work FROM public.occurrence o WHERE o.community_id = home AND o.id = subject;
  SELECT a.lead_id INTO answering FROM public.ask a WHERE a.community_id = home AND a.id = work.ask_id;
  RETURN QUERY SELECT r.person_id, r.language FROM app.mail_recipients_stewards(coalesce(answering, home), subject) r
    WHERE NOT app.stands_behind(home, work.pledger_id, r.person_id);
END $$;
COMMENT ON FUNCTION app.mail_recipients_answering(uuid, uuid) IS 'The stewards of the community that answers what was reported: of the host, or of the lead whose ask it is.';
${following(' OR app.leads_ask(p.community_id, p.ask_id)')}
GRANT EXECUTE ON FUNCTION app.leads_ask(uuid, uuid), app.mail_recipients_answering(uuid, uuid) TO accompany_app;
`;

  protected readonly downSql = `
${following('')}
DROP FUNCTION app.mail_recipients_answering(uuid, uuid), app.leads_ask(uuid, uuid);
`;
}
