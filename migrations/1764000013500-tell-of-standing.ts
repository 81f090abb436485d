import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, vault, app';

const onlyByClock = `
  IF NOT app.is_system() THEN
    PERFORM app.refuse('mail_recipients_by_clock_only_ck', 'only the mail relay asks whom to write to');
  END IF;`;

/** Those among `people` who have an address and whose account is not suspended. */
const reachable = (people: string) => `
  RETURN QUERY SELECT p.id, p.language FROM public.person p JOIN vault.account a ON a.person_id = p.id
   WHERE p.suspended_at IS NULL AND a.email_cipher IS NOT NULL AND p.id IN (${people});`;

const finder = (name: string, people: string, comment: string) => `
CREATE FUNCTION app.mail_recipients_${name}(home uuid, subject uuid) RETURNS TABLE (person_id uuid, language text) ${definer} AS $$
BEGIN${onlyByClock}${reachable(people)}
END $$;
COMMENT ON FUNCTION app.mail_recipients_${name}(uuid, uuid) IS '${comment}';
GRANT EXECUTE ON FUNCTION app.mail_recipients_${name}(uuid, uuid) TO accompany_app;`;

const NAMES = ['vouchers', 'asker', 'affected', 'other_stewards', 'removed', 'candidate'];

/** Whom to write to about admissions, removals and duties: the relay learns people, never why they are asked. */
export class TellOfStanding1764000013500 extends SqlMigration {
  readonly name = 'TellOfStanding1764000013500';

  protected readonly upSql = [
    finder(
      'vouchers',
      'SELECT m.person_id FROM app.settled_people(home) m JOIN public.membership_request r ON r.community_id = home AND r.id = subject AND r.person_id <> m.person_id',
      'Those who may vouch for whoever asks to be admitted.',
    ),
    finder(
      'asker',
      'SELECT r.person_id FROM public.membership_request r WHERE r.community_id = home AND r.id = subject',
      'Whoever asked to be admitted.',
    ),
    finder(
      'affected',
      'SELECT m.person_id FROM app.live_affected(home) m',
      'Every affected person, newcomers included.',
    ),
    finder(
      'other_stewards',
      'SELECT m.person_id FROM app.active_stewards(home) m JOIN public.removal r ON r.community_id = home AND r.id = subject AND m.id NOT IN (r.membership_id, r.proposed_by)',
      'The stewards who can confirm a removal.',
    ),
    finder(
      'removed',
      'SELECT m.person_id FROM public.membership m JOIN public.removal r ON r.community_id = m.community_id AND r.membership_id = m.id WHERE r.community_id = home AND r.id = subject',
      'Whoever was removed: no member any more, and still told.',
    ),
    finder(
      'candidate',
      'SELECT m.person_id FROM public.membership m JOIN public.duty_offer o ON o.community_id = m.community_id AND o.membership_id = m.id WHERE o.community_id = home AND o.id = subject',
      'Whoever is asked to carry a duty.',
    ),
  ].join('\n');

  protected readonly downSql =
    `DROP FUNCTION ${NAMES.map((name) => `app.mail_recipients_${name}(uuid, uuid)`).join(', ')};`;
}
