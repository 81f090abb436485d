import { SqlMigration } from './support.js';

const head = `CREATE OR REPLACE FUNCTION app.taken_down_is_attested_by_another() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, vault, app AS $$`;

/** Whoever took a report down says no quantity of it for the community: not by a correction, nor for a community that leads. */
export class AnswerWhatOthersTookDown1764000041100 extends SqlMigration {
  readonly name = 'AnswerWhatOthersTookDown1764000041100';

  protected readonly upSql = `
${head}
BEGIN
  -- What a lead says names no person at the host: it is whoever acts.
  IF EXISTS (SELECT FROM new_rows n LEFT JOIN public.membership a ON a.community_id = n.community_id AND a.id = n.attested_by
      JOIN public.fulfilment_report r ON r.community_id = n.community_id AND r.occurrence_id = n.occurrence_id AND r.taken_by IS NOT NULL
      JOIN public.membership b ON b.community_id = r.community_id AND b.id = r.taken_by
     WHERE n.quantity IS NOT NULL AND coalesce(a.person_id, app.person_id()) = b.person_id
       AND r.reported_at = (SELECT max(x.reported_at) FROM public.fulfilment_report x WHERE x.community_id = r.community_id AND x.occurrence_id = r.occurrence_id)) THEN
    PERFORM app.refuse('attestation_not_of_taken_down_ck', 'a report that one took down oneself is attested by another');
  END IF;
  RETURN NULL;
END $$;
`;

  protected readonly downSql = `
${head}
BEGIN
  IF EXISTS (SELECT FROM new_rows n JOIN public.membership a ON a.community_id = n.community_id AND a.id = n.attested_by
      JOIN public.fulfilment_report r ON r.community_id = n.community_id AND r.occurrence_id = n.occurrence_id AND r.taken_by IS NOT NULL
      JOIN public.membership b ON b.community_id = r.community_id AND b.id = r.taken_by
     WHERE n.kind = 'ATTESTED' AND a.person_id = b.person_id
       AND r.reported_at = (SELECT max(x.reported_at) FROM public.fulfilment_report x WHERE x.community_id = r.community_id AND x.occurrence_id = r.occurrence_id)) THEN
    PERFORM app.refuse('attestation_not_of_taken_down_ck', 'a report that one took down oneself is attested by another');
  END IF;
  RETURN NULL;
END $$;
`;
}
