import { SqlMigration } from './support.js';

const loosened = (more: string, columns: string) => `
CREATE OR REPLACE FUNCTION app.community_is_not_loosened() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
BEGIN
  IF (NEW.admission_rule <> OLD.admission_rule AND OLD.admission_rule <> 'BOTH')
     OR NEW.probation_days < OLD.probation_days
     OR (NEW.shows_exact_figures AND NOT OLD.shows_exact_figures)${more}
     OR (OLD.requires_second_factor AND NOT NEW.requires_second_factor) THEN
    IF app.is_short_of_stewards(NEW.id) THEN
      PERFORM app.refuse('community_loosened_by_enough_stewards_ck', 'nothing is loosened while the community is short of stewards');
    END IF;
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER community_is_not_loosened ON community;
CREATE TRIGGER community_is_not_loosened BEFORE UPDATE OF admission_rule, probation_days, shows_exact_figures, requires_second_factor${columns} ON community
  FOR EACH ROW EXECUTE FUNCTION app.community_is_not_loosened();`;

/** Whether a community lets everyone read that its priorities are its own. */
export class PublishSovereignty1764000029000 extends SqlMigration {
  readonly name = 'PublishSovereignty1764000029000';

  protected readonly upSql = `
ALTER TABLE community ADD COLUMN publishes_sovereignty_report boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN community.publishes_sovereignty_report IS 'Whether whoever may see a campaign may read in short who wrote its priorities.';
GRANT UPDATE (publishes_sovereignty_report) ON community TO accompany_app;
${loosened('\n     OR (NEW.publishes_sovereignty_report AND NOT OLD.publishes_sovereignty_report)', ', publishes_sovereignty_report')}
`;

  protected readonly downSql = `${loosened('', '')}
ALTER TABLE community DROP COLUMN publishes_sovereignty_report;
`;
}
