import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, vault, app';

const finder = (name: string, people: string, comment: string) => `
CREATE FUNCTION app.mail_recipients_${name}(home uuid, subject uuid) RETURNS TABLE (person_id uuid, language text) ${definer} AS $$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('mail_recipients_by_clock_only_ck', 'only the mail relay asks whom to write to');
  END IF;
  RETURN QUERY SELECT p.id, p.language FROM public.person p JOIN vault.account a ON a.person_id = p.id
   WHERE p.suspended_at IS NULL AND a.email_cipher IS NOT NULL AND p.id IN (${people});
END $$;
COMMENT ON FUNCTION app.mail_recipients_${name}(uuid, uuid) IS '${comment}';
GRANT EXECUTE ON FUNCTION app.mail_recipients_${name}(uuid, uuid) TO accompany_app;`;

/** Whom to write to about offers. */
export class TellOfOffers1764000034100 extends SqlMigration {
  readonly name = 'TellOfOffers1764000034100';

  protected readonly upSql = `
${finder(
  'offerer',
  `
    SELECT coalesce(m.person_id, s.person_id) FROM public.offer o
      JOIN public.membership m ON m.community_id = o.community_id AND m.id = o.offered_by AND m.ended_at IS NULL
      LEFT JOIN public.representative s ON s.organization_id = m.organization_id AND s.ended_at IS NULL
     WHERE o.community_id = home AND o.id = subject`,
  'Who offered, or everyone who acts for the organization that did.',
)}
${finder(
  'offer_readers',
  `
    SELECT m.person_id FROM public.membership m CROSS JOIN public.offer o
     WHERE o.community_id = home AND o.id = subject AND m.community_id = home AND m.ended_at IS NULL AND (m.until IS NULL OR m.until > now())
       AND (m.is_steward OR (m.organizer_until > now() AND m.paused_at IS NULL)) AND NOT app.stands_behind(home, o.offered_by, m.person_id)`,
  'The stewards and organizers of the community, without whoever offered.',
)}
`;

  protected readonly downSql = `
DROP FUNCTION app.mail_recipients_offer_readers(uuid, uuid), app.mail_recipients_offerer(uuid, uuid);
`;
}
