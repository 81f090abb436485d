import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import { record } from '../record/index.js';
import './admission.constraints.js';
import { canChangeSettings } from './admission.policy.js';
import { changesOf, type Settings, shownOnRecord } from './settings.rules.js';
import type { ChangeCommunitySettingsInput } from './settings.graphql.js';
import { say } from '../../platform/words/words.js';

@Injectable()
export class SettingsService {
  constructor(private readonly database: Database) {}

  change(actor: Actor, input: ChangeCommunitySettingsInput): Promise<{ communityId: string }> {
    return this.database.write(actor, { name: 'changeCommunitySettings', input }, async (tx) => {
      const { communityId } = input;
      if (!(await tx.row('SELECT id FROM community WHERE id = $1', [communityId]))) throw new NotFound();
      authorize(tx.actor, canChangeSettings, { communityId });
      const before = await this.lock(tx, communityId);
      if (before.version !== input.expectedVersion) {
        throw refuse(
          'STALE_VERSION',
          say`The settings are at version ${before.version} now. Read them, then change them again.`,
          'expectedVersion',
        );
      }
      const changes = changesOf(before, input);
      if (Object.keys(changes).length === 0) return { communityId };
      const after = { ...before, ...changes };
      // What may not be loosened now, the table itself refuses: every way of writing it is held to the same.
      await tx.rows(
        `UPDATE community SET name = $2, about = $3, language = $4, time_zone = $5, admission_rule = $6, probation_days = $7,
                shows_exact_figures = $8, publishes_sovereignty_report = $9, version = version + 1 WHERE id = $1`,
        [
          communityId,
          after.name,
          after.about,
          after.language,
          after.timeZone,
          after.admissionRule,
          after.probationDays,
          after.showsExactFigures,
          after.publishesSovereigntyReport,
        ],
      );
      await record(tx, {
        communityId,
        kind: 'community.settings_changed',
        subjectType: 'Community',
        subjectId: communityId,
        details: { version: before.version + 1, changed: shownOnRecord(before, changes) },
      });
      return { communityId };
    });
  }

  private lock(tx: Tx, communityId: string): Promise<Settings & { version: number }> {
    return tx.only(
      `SELECT name, about, language, time_zone AS "timeZone", admission_rule AS "admissionRule", probation_days AS "probationDays",
              shows_exact_figures AS "showsExactFigures", publishes_sovereignty_report AS "publishesSovereigntyReport", version FROM community WHERE id = $1 FOR NO KEY UPDATE`,
      [communityId],
    );
  }
}
