import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { Forbidden, NotFound, refuse } from '../../platform/graphql/errors.js';
import { type Deed, record } from '../record/index.js';
import { canApprovePeopleExport, canDownloadPeopleExport, canRequestPeopleExport } from './own-data.policy.js';
import { type ExportedPerson, peopleCsv } from './people-csv.js';
import type {
  ApprovePeopleExportInput,
  DownloadPeopleExportInput,
  RequestPeopleExportInput,
} from './people-export.graphql.js';
import './people-export.constraints.js';

interface Asked {
  id: string;
  communityId: string;
  isOwn: boolean;
}

/** One asks, another agrees, the first takes it, everyone is told: no one person can carry the list away. */
@Injectable()
export class PeopleExportsService {
  constructor(private readonly database: Database) {}

  request(actor: Actor, input: RequestPeopleExportInput): Promise<{ exportId: string }> {
    return this.database.write(actor, { name: 'requestPeopleExport', input }, async (tx) => {
      const { communityId } = input;
      const community = await tx.row<{ enough: boolean }>(
        'SELECT app.people_may_be_exported(c.id) AS enough FROM community c WHERE c.id = $1',
        [communityId],
      );
      if (!community) throw new NotFound();
      authorize(tx.actor, canRequestPeopleExport, { communityId });
      if (!community.enough) {
        throw refuse(
          'SHORT_OF_STEWARDS',
          'There are fewer than two stewards. Find another first; until then nobody is exported.',
          'communityId',
        );
      }
      const exportId = newId();
      await tx.rows('INSERT INTO people_export (community_id, id, requested_by, reason) VALUES ($1, $2, $3, $4)', [
        communityId,
        exportId,
        tx.membershipIn(communityId).membershipId,
        input.reason,
      ]);
      await record(tx, deedOf('people_export.requested', communityId, exportId));
      return { exportId };
    });
  }

  approve(actor: Actor, input: ApprovePeopleExportInput): Promise<{ exportId: string }> {
    return this.database.write(actor, { name: 'approvePeopleExport', input }, async (tx) => {
      const { id, communityId } = await asked(tx, input.peopleExportId);
      authorize(tx.actor, canApprovePeopleExport, { communityId });
      await tx.rows('SELECT app.approve_people_export($1, $2, $3)', [
        communityId,
        id,
        tx.membershipIn(communityId).membershipId,
      ]);
      await record(tx, deedOf('people_export.approved', communityId, id));
      return { exportId: id };
    });
  }

  /** The list is nowhere but in this answer: a repeat is told that it was taken. */
  async download(actor: Actor, input: DownloadPeopleExportInput): Promise<{ exportId: string; csv: string }> {
    const command = { name: 'downloadPeopleExport', input, issuesSecrets: true };
    return this.database.write(actor, command, async (tx) => {
      const { id, communityId, isOwn } = await asked(tx, input.peopleExportId);
      authorize(tx.actor, canDownloadPeopleExport, { communityId });
      if (!isOwn)
        throw new Forbidden('Only the steward who asked for this export can take it. Ask for one of your own.');
      const people = await tx.rows<ExportedPerson>('SELECT * FROM app.download_people_export($1, $2)', [
        communityId,
        id,
      ]);
      await record(tx, {
        ...deedOf('people_export.downloaded', communityId, id),
        details: { quantity: people.length },
      });
      return { exportId: id, csv: peopleCsv(people) };
    });
  }
}

async function asked(tx: Tx, exportId: string): Promise<Asked> {
  const row = await tx.row<Asked>(
    `SELECT e.id, e.community_id AS "communityId", e.requested_by = ANY (app.my_memberships()) AS "isOwn" FROM people_export e WHERE e.id = $1`,
    [exportId],
  );
  if (!row) throw new NotFound();
  return row;
}

function deedOf(kind: Deed['kind'], communityId: string, exportId: string): Deed {
  return { communityId, kind, subjectType: 'PeopleExport', subjectId: exportId };
}
