import { SqlMigration } from './support.js';

const BY_PLEDGER =
  'FOREIGN KEY (community_id, pledge_id, pledger_id, pledger_standing) REFERENCES pledge (community_id, id, pledger_id, pledger_standing)';
const OF_OCCURRENCE = 'FOREIGN KEY (community_id, occurrence_id) REFERENCES occurrence (community_id, id)';

/**
 * A pledge wrote into 26 indexes, and into 5 again once it was sealed: 21 and 4 do. An index that begins with the id finds rows by their id
 * alone as well; entries that have no place in the chain yet need none in its index.
 */
export class KeepFewerIndexes1764000060400 extends SqlMigration {
  readonly name = 'KeepFewerIndexes1764000060400';

  protected readonly upSql = `
ALTER TABLE record_entry DROP CONSTRAINT record_entry_seq_uq, DROP CONSTRAINT record_entry_pk,
  ADD CONSTRAINT record_entry_pk PRIMARY KEY (id, community_id);
CREATE UNIQUE INDEX record_entry_seq_uq ON record_entry (community_id, seq) WHERE seq IS NOT NULL;
DROP INDEX record_entry_id_ix;

ALTER TABLE debrief DROP CONSTRAINT debrief_pledge_fk;
ALTER TABLE pledge DROP CONSTRAINT pledge_by_pledger_uq, ADD CONSTRAINT pledge_by_pledger_uq UNIQUE (id, community_id, pledger_id, pledger_standing);
ALTER TABLE debrief ADD CONSTRAINT debrief_pledge_fk ${BY_PLEDGER};
DROP INDEX pledge_id_ix;

ALTER TABLE reminder DROP CONSTRAINT reminder_occurrence_fk;
ALTER TABLE occurrence DROP CONSTRAINT occurrence_pk, ADD CONSTRAINT occurrence_pk PRIMARY KEY (id, community_id);
ALTER TABLE reminder ADD CONSTRAINT reminder_occurrence_fk ${OF_OCCURRENCE};
-- Those of a pledge are few: occurrence_planned_once_uq finds them.
DROP INDEX occurrence_id_ix, occurrence_pledge_ix;

-- Room for a new version beside the old one: then no index is written at all.
ALTER TABLE ask_tally SET (fillfactor = 50);
ALTER TABLE public_figure SET (fillfactor = 50);
`;

  protected readonly downSql = `
ALTER TABLE public_figure RESET (fillfactor);
ALTER TABLE ask_tally RESET (fillfactor);
CREATE INDEX occurrence_pledge_ix ON occurrence (community_id, pledge_id, due_at);
CREATE INDEX occurrence_id_ix ON occurrence (id);
ALTER TABLE reminder DROP CONSTRAINT reminder_occurrence_fk;
ALTER TABLE occurrence DROP CONSTRAINT occurrence_pk, ADD CONSTRAINT occurrence_pk PRIMARY KEY (community_id, id);
ALTER TABLE reminder ADD CONSTRAINT reminder_occurrence_fk ${OF_OCCURRENCE};
CREATE INDEX pledge_id_ix ON pledge (id);
ALTER TABLE debrief DROP CONSTRAINT debrief_pledge_fk;
ALTER TABLE pledge DROP CONSTRAINT pledge_by_pledger_uq, ADD CONSTRAINT pledge_by_pledger_uq UNIQUE (community_id, id, pledger_id, pledger_standing);
ALTER TABLE debrief ADD CONSTRAINT debrief_pledge_fk ${BY_PLEDGER};
CREATE INDEX record_entry_id_ix ON record_entry (id);
DROP INDEX record_entry_seq_uq;
ALTER TABLE record_entry DROP CONSTRAINT record_entry_pk, ADD CONSTRAINT record_entry_pk PRIMARY KEY (community_id, id),
  ADD CONSTRAINT record_entry_seq_uq UNIQUE (community_id, seq);
`;
}
