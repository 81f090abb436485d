import { SqlMigration } from './support.js';

/** A row that was entered names a sheet that was printed, for the same ask. */
export class TieEntriesToSheets1764000042000 extends SqlMigration {
  readonly name = 'TieEntriesToSheets1764000042000';

  protected readonly upSql = `
ALTER TABLE sign_up_sheet ADD CONSTRAINT sign_up_sheet_of_ask_uq UNIQUE (community_id, ask_id, id);
ALTER TABLE assisted_entry ADD CONSTRAINT assisted_entry_sheet_fk FOREIGN KEY (community_id, ask_id, sheet_id) REFERENCES sign_up_sheet (community_id, ask_id, id);
`;

  protected readonly downSql = `
ALTER TABLE assisted_entry DROP CONSTRAINT assisted_entry_sheet_fk;
ALTER TABLE sign_up_sheet DROP CONSTRAINT sign_up_sheet_of_ask_uq;
`;
}
