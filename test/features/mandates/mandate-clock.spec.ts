import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MandateClock } from '../../../src/features/mandates/mandate-clock.js';
import type { Database } from '../../../src/platform/database/database.js';
import type { DatabaseUrls } from '../../../src/platform/database/urls.js';
import { Clocks } from '../../../src/platform/jobs/clocks.js';
import { freshDatabase, sql } from '../../support/database.js';
import { connectDatabase, StoredWorld } from '../../support/stored-world.js';

let urls: DatabaseUrls;
let db: Database;
let clock: MandateClock;

beforeAll(async () => {
  urls = await freshDatabase('mandate_clock');
  db = await connectDatabase(urls);
  clock = new MandateClock(db, new Clocks(urls));
});

afterAll(() => db.onApplicationShutdown());

describe('the end of a mandate', () => {
  it('pauses its open asks by the clock, says why, and is on the record once', async () => {
    const owner = sql(urls.owner);
    const world = await StoredWorld.build(urls);
    const stopped = await StoredWorld.build(urls);
    const running = await StoredWorld.build(urls);
    expect(await clock.endMandates()).toBe(0);
    const ids = [world.communityId, stopped.communityId];
    await owner(`UPDATE mandate SET until = now() - interval '1 second' WHERE community_id = ANY ($1)`, [ids]);
    await owner(`UPDATE campaign SET state = 'STOPPED', stopped_at = now() WHERE community_id = $1`, [
      stopped.communityId,
    ]);
    expect(await Promise.all([clock.endMandates(), clock.endMandates()])).toEqual(expect.arrayContaining([1, 0]));
    const states = (home: StoredWorld) =>
      owner(
        'SELECT m.state AS mandate, a.state AS ask, a.paused_because FROM mandate m JOIN ask a ON a.mandate_id = m.id WHERE m.community_id = $1',
        [home.communityId],
      );
    expect(await states(world)).toEqual([{ mandate: 'ENDED', ask: 'PAUSED', paused_because: 'MANDATE_ENDED' }]);
    // The clock of a stopped campaign stands still.
    expect(await states(stopped)).toEqual([{ mandate: 'LIVE', ask: 'OPEN', paused_because: null }]);
    expect(await states(running)).toEqual([{ mandate: 'LIVE', ask: 'OPEN', paused_because: null }]);
    const entries = await owner(
      'SELECT community_id, kind, actor_id, actor_role, campaign_id, subject_id FROM record_entry ORDER BY kind',
    );
    const entry = {
      community_id: world.communityId,
      actor_id: null,
      actor_role: 'SYSTEM',
      campaign_id: world.campaignId,
    };
    expect(entries).toEqual([
      { ...entry, kind: 'ask.paused', subject_id: world.askId },
      { ...entry, kind: 'mandate.ended', subject_id: world.mandateId },
    ]);
  });
});
