import { expect, it } from '@jest/globals';
import { migrations } from '../../../migrations/index.js';
import { ownerDataSource } from '../../../src/platform/database/migrate.js';
import { freshDatabase, sql } from '../../support/database.js';
import { StoredWorld } from '../../support/stored-world.js';

/** The first of the migrations by which the record comes to vouch for what priorities say. */
const ASIDE = 'PutPrioritiesAside1764000020000';

it('puts what priorities said before the record vouched for them on the record once, by the clock', async () => {
  const urls = await freshDatabase('witnessed_before');
  const owner = sql(urls.owner);
  const source = await ownerDataSource(urls.owner).initialize();
  const names = migrations.map((migration) => new migration().name);
  try {
    for (const _ of names.slice(names.indexOf(ASIDE))) await source.undoLastMigration({ transaction: 'each' });
    const [one, other] = [await StoredWorld.build(urls), await StoredWorld.build(urls)];
    await source.runMigrations({ transaction: 'each' });
    const entries = await owner(
      `SELECT e.community_id, e.campaign_id, e.subject_id, e.kind, e.actor_role, e.details = jsonb_build_object('digest', app.priority_digest(e.community_id, e.subject_id)) AS vouches,
              EXISTS (SELECT FROM outbox_event o WHERE o.id = e.id) AS announced FROM record_entry e ORDER BY e.community_id = $1 DESC`,
      [one.communityId],
    );
    expect(entries).toEqual(
      [one, other].map(({ communityId, campaignId, priorityId }) => ({
        community_id: communityId,
        campaign_id: campaignId,
        subject_id: priorityId,
        kind: 'priority.witnessed',
        actor_role: 'SYSTEM',
        vouches: true,
        announced: true,
      })),
    );
  } finally {
    await source.destroy();
  }
});
