import { hidePerson } from './1764000013400-leave-and-disappear.js';
import { SqlMigration } from './support.js';

/** What else is a person's since allies wait to be admitted and organizations are represented. */
const AS_ALLY = `
  UPDATE public.ally_request q SET state = 'WITHDRAWN', answers = '{}', decided_at = now() WHERE q.person_id = person AND q.state = 'WAITING';
  UPDATE public.ally_request q SET pseudonym = 'Former member' WHERE q.person_id = person;
  UPDATE public.ally_block b SET pseudonym = 'Former member' WHERE b.person_id = person;
  UPDATE public.membership m SET paused_because = NULL, ended_because = NULL WHERE m.person_id = person;
  UPDATE public.representative r SET pseudonym = 'Former member' WHERE r.person_id = person;
  PERFORM app.close_deserted_organizations(person);`;

/** Disappearing and erasure reach what a person is as an ally and for organizations; an organization that nobody acts for any more ends. */
export class HideAllOfAPerson1764000018000 extends SqlMigration {
  readonly name = 'HideAllOfAPerson1764000018000';

  protected readonly upSql = `
CREATE FUNCTION app.close_deserted_organizations(person uuid) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
DECLARE
  deserted uuid;
  standing public.membership;
BEGIN
  FOR deserted IN
    SELECT o.id FROM public.organization o
     WHERE o.ended_at IS NULL AND o.id IN (SELECT r.organization_id FROM public.representative r WHERE r.person_id = person) ORDER BY o.id FOR UPDATE
  LOOP
    CONTINUE WHEN EXISTS (SELECT FROM public.representative r WHERE r.organization_id = deserted AND r.ended_at IS NULL);
    UPDATE public.organization o SET ended_at = now() WHERE o.id = deserted;
    FOR standing IN UPDATE public.membership m SET ended_at = now() WHERE m.organization_id = deserted AND m.ended_at IS NULL RETURNING m.* LOOP
      PERFORM app.put_on_record(standing.community_id, 'membership.ended', NULL, 'SYSTEM', 'Membership', standing.id, '{}', NULL);
    END LOOP;
  END LOOP;
END $$;
COMMENT ON FUNCTION app.close_deserted_organizations(uuid) IS
  'Of those that the person ever acted for: ends each for which nobody acts any more. The clock then settles its pledges. Granted to nobody.';
${hidePerson(AS_ALLY)}
`;

  protected readonly downSql = `
${hidePerson('')}
DROP FUNCTION app.close_deserted_organizations(uuid);
`;
}
