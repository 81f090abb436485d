import { inCommunityAs, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';

const recordAdded = (isSteward: string) => `
DROP POLICY added ON record_entry;
CREATE POLICY added ON record_entry FOR INSERT TO accompany_app
  WITH CHECK (seq IS NULL AND (EXISTS (SELECT FROM membership m WHERE m.community_id = record_entry.community_id AND m.id = record_entry.actor_id
      AND m.id = ANY ((SELECT app.my_memberships())::uuid[]) AND m.ended_at IS NULL AND record_entry.actor_role = CASE WHEN ${isSteward} THEN 'STEWARD' ELSE m.standing END) OR ((SELECT app.is_system()) AND actor_id IS NULL AND actor_role = 'SYSTEM')));`;

/** Communities ask their stewards and organizers for a second factor; who comes without one acts as what they are besides. */
export class AskForSecondFactors1764000010200 extends SqlMigration {
  readonly name = 'AskForSecondFactors1764000010200';

  protected readonly upSql = `
CREATE FUNCTION app.require_second_factor(community uuid, required boolean) RETURNS boolean ${definer} AS $$
BEGIN
  IF NOT community = ANY (app.communities_as('steward')) THEN
    PERFORM app.refuse('community_second_factor_by_steward_ck', 'only a steward asks for a second factor');
  END IF;
  IF required AND NOT app.has_second_factor() THEN
    PERFORM app.refuse('community_second_factor_by_who_has_one_ck', 'whoever asks for a second factor came with one');
  END IF;
  UPDATE public.community c SET requires_second_factor = required, version = c.version + 1
   WHERE c.id = community AND c.requires_second_factor <> required;
  RETURN FOUND;
END $$;
COMMENT ON FUNCTION app.require_second_factor(uuid, boolean) IS
  'False when it was so already. No grant lets anyone write the column; who has no second factor cannot lock out themselves and everybody else.';
GRANT EXECUTE ON FUNCTION app.require_second_factor(uuid, boolean) TO accompany_app;
${recordAdded(`m.is_steward AND ${inCommunityAs('steward', 'm.community_id')}`)}
`;

  protected readonly downSql = `
${recordAdded('m.is_steward')}
DROP FUNCTION app.require_second_factor(uuid, boolean);
`;
}
