import { SqlMigration } from './support.js';

/** Of which ask another one was made. */
export class CopyAsks1764000031400 extends SqlMigration {
  readonly name = 'CopyAsks1764000031400';

  protected readonly upSql = `
ALTER TABLE ask ADD COLUMN copied_from uuid;
ALTER TABLE ask ADD CONSTRAINT ask_copied_from_fk FOREIGN KEY (community_id, campaign_id, copied_from) REFERENCES ask (community_id, campaign_id, id);
COMMENT ON COLUMN ask.copied_from IS 'The ask whose words it began with.';
GRANT INSERT (copied_from) ON ask TO accompany_app;
`;

  protected readonly downSql = `
ALTER TABLE ask DROP COLUMN copied_from;
`;
}
