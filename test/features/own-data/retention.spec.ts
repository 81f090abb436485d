import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyRecords } from '../../../src/commands/record-verification.js';
import { NOTIFICATION_DAYS } from '../../../src/features/notifications/index.js';
import { RetentionClock } from '../../../src/features/own-data/retention-clock.js';
import { retention } from '../../../src/features/own-data/retention.rules.js';
import { withClient } from '../../../src/platform/database/connect.js';
import { startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { CANARIES, type Lived, lived, OTHERS, personIdOf } from './lived.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('retention'), config: { retentionMonths: 6 } });
  world = new World(on);
});
afterAll(() => on.close());

const owner = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);
const night = () => on.app.get(RetentionClock, { strict: false }).erase();

describe('a membership that ended', () => {
  let story: Lived;

  beforeAll(async () => {
    story = await lived(world);
  }, 60_000);

  const written = async () =>
    (
      await owner(
        `SELECT p::text AS line FROM pledge p UNION ALL SELECT r::text FROM fulfilment_report r UNION ALL SELECT a::text FROM attestation a UNION ALL SELECT m::text FROM membership m
         UNION ALL SELECT r::text FROM removal r UNION ALL SELECT r::text FROM priority_remark r UNION ALL SELECT o::text FROM offer o`,
      )
    )
      .map(({ line }) => line)
      .join('\n');
  const counts = () => owner('SELECT * FROM ask_tally ORDER BY ask_id');

  it('is left alone until the months that the host set are over', async () => {
    await owner("UPDATE membership SET ended_at = now() - interval '6 months' + interval '1 day' WHERE id = ANY ($1)", [
      story.memberships,
    ]);
    await unchanged(on, night);
  });

  it('then becomes someone, with nothing that they wrote of themselves, and every count as it was', async () => {
    await owner("UPDATE membership SET ended_at = now() - interval '6 months 1 day' WHERE id = ANY ($1)", [
      story.memberships,
    ]);
    const before = await counts();
    await night();
    const after = await written();
    const { email: _, ...words } = CANARIES;
    for (const canary of Object.values(words).flat()) expect(after).not.toContain(canary);
    const { asked: _1, allyAnswer: _2, ...done } = OTHERS;
    for (const theirs of Object.values(done).flat()) expect(after).toContain(theirs);
    expect(await counts()).toEqual(before);
    const rows = await owner('SELECT DISTINCT pseudonym, answers FROM membership WHERE id = ANY ($1)', [
      story.memberships,
    ]);
    expect(rows).toEqual([{ pseudonym: 'someone', answers: {} }]);
    const { verdicts } = await withClient(on.urls.owner, (client) => verifyRecords(client));
    expect(verdicts.flatMap(({ faults }) => faults)).toEqual([]);
  });

  it('is not touched again, nor are live ones', async () => {
    await unchanged(on, night);
    expect(
      await owner('SELECT count(*)::int AS n FROM membership WHERE ended_at IS NULL AND pseudonym = $1', ['someone']),
    ).toEqual([{ n: 0 }]);
  });

  it('is dealt with in bites, however many there are', async () => {
    const { id } = await world.community();
    await owner(
      `WITH made AS (INSERT INTO person (id) SELECT gen_random_uuid() FROM generate_series(1, 120) RETURNING id)
       INSERT INTO membership (community_id, id, person_id, standing, pseudonym, ended_at) SELECT $1, id, id, 'AFFECTED', 'Wren ' || id, now() - interval '2 years' FROM made`,
      [id],
    );
    await night();
    expect(
      await owner("SELECT count(*)::int AS n FROM membership WHERE community_id = $1 AND pseudonym = 'someone'", [id]),
    ).toEqual([{ n: 120 }]);
  });
});

describe('an account that never came to anything', () => {
  const old = "created_at = now() - interval '91 days'";
  const there = async (id: string) => (await owner('SELECT FROM person WHERE id = $1', [id])).length === 1;
  const abandoned = async () => {
    const person = await world.person();
    const id = await personIdOf(on, person);
    await owner(`UPDATE person SET ${old} WHERE id = $1`, [id]);
    await owner('UPDATE vault.session SET revoked_at = now() WHERE person_id = $1', [id]);
    return { person, id };
  };

  it('is erased after 90 days, and no other is', async () => {
    const [unused, young, confirmed, member, suspended, operator] = [
      await abandoned(),
      await abandoned(),
      await abandoned(),
      await abandoned(),
      await abandoned(),
      await abandoned(),
    ];
    await owner("UPDATE person SET created_at = now() - interval '89 days' WHERE id = $1", [young.id]);
    await owner("UPDATE vault.account SET email_lookup = '\\x01', email_cipher = '\\x01' WHERE person_id = $1", [
      confirmed.id,
    ]);
    const { id } = await world.community();
    await owner(
      "INSERT INTO membership (community_id, id, person_id, standing, pseudonym, ended_at) VALUES ($1, gen_random_uuid(), $2, 'AFFECTED', 'Once here', now())",
      [id, member.id],
    );
    await owner('UPDATE person SET suspended_at = now() WHERE id = $1', [suspended.id]);
    await owner('UPDATE person SET is_operator = true WHERE id = $1', [operator.id]);
    const signedIn = await world.person();
    const signedInId = await personIdOf(on, signedIn);
    await owner(`UPDATE person SET ${old} WHERE id = $1`, [signedInId]);
    await night();
    expect(await there(unused.id)).toBe(false);
    for (const kept of [young, confirmed, member, suspended, operator]) expect(await there(kept.id)).toBe(true);
    expect(await there(signedInId)).toBe(true);
    expect(await owner('SELECT FROM vault.account WHERE person_id = $1', [unused.id])).toEqual([]);
  });
});

describe('links to one’s own data', () => {
  it('go after a day, or once both were used', async () => {
    const people = [await world.person(), await world.person(), await world.person()];
    const ids = [];
    for (const person of people) {
      await world.done(person, 'exportMyData', {});
      ids.push(await personIdOf(on, person));
    }
    await owner(
      "UPDATE vault.data_export SET created_at = now() - interval '25 hours', expires_at = now() - interval '1 hour' WHERE person_id = $1",
      [ids[0]],
    );
    await owner('UPDATE vault.data_export SET json_read_at = now(), page_read_at = now() WHERE person_id = $1', [
      ids[1],
    ]);
    await night();
    expect(await owner('SELECT person_id FROM vault.data_export WHERE person_id = ANY ($1)', [ids])).toEqual([
      { person_id: ids[2] },
    ]);
  });
});

describe('what people were told', () => {
  it('is kept for as many days as the list says', () => {
    const line = retention.find(({ tables }) => tables.includes('public.notification'));
    expect(line?.period).toMatch(new RegExp(`^${NOTIFICATION_DAYS} days`));
  });
});
