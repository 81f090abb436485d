import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { freshDatabase, sql } from '../../support/database.js';

const KILLS = 20;
const COMMUNITIES = 6;
const SCRIPT = fileURLToPath(new URL('relay-process.mjs', import.meta.url));

describe('a relay that is killed over and over', () => {
  it('delivers every event at least once, in the order of its community, though the receiver fails three in ten', async () => {
    const urls = await freshDatabase('killed');
    const owner = sql(urls.owner);
    const received: { id: string; communityId: string }[] = [];
    let asked = 0;
    const receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        asked += 1;
        response.statusCode = asked % 10 < 3 ? 500 : 200;
        if (response.statusCode === 200) received.push(JSON.parse(body));
        response.end();
      });
    });
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    const address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;

    const homes = Array.from({ length: COMMUNITIES }, () => randomUUID());
    for (const home of homes)
      await owner(`INSERT INTO community (id, handle, name) VALUES ($1, $2, 'Somewhere')`, [
        home,
        `c-${home.slice(0, 8)}`,
      ]);
    const add = () =>
      owner(
        `INSERT INTO outbox_event (id, community_id, kind, subject_id) SELECT gen_random_uuid(), unnest($1::uuid[]), 'test.happened', gen_random_uuid()`,
        [homes],
      );
    const undelivered = async () => (await owner('SELECT FROM outbox_event WHERE delivered_at IS NULL')).length;

    // After twelve attempts an event steps aside for those behind it; killed twenty times, one may come to that.
    const keepInLine = () => owner('UPDATE outbox_event SET attempts = 1 WHERE delivered_at IS NULL AND attempts > 6');

    let relay: ChildProcess | undefined;
    const begin = async () => {
      relay = fork(SCRIPT, [urls.runtime, address], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] });
      await once(relay, 'message');
    };
    for (let kill = 0; kill < KILLS; kill += 1) {
      await begin();
      for (let n = 0; n < 3; n += 1) await add();
      // Somewhere among claims, deliveries and marks.
      await sleep(30 + Math.random() * 150);
      relay!.kill('SIGKILL');
      await once(relay!, 'exit');
      await keepInLine();
    }
    await begin();
    const until = Date.now() + 60_000;
    while ((await undelivered()) > 0 && Date.now() < until) {
      // Nobody waits out the pauses after a failure; only leases that run are left alone.
      await owner(
        "UPDATE outbox_event SET next_attempt_at = now() WHERE delivered_at IS NULL AND next_attempt_at > now() + interval '600 ms'",
      );
      await keepInLine();
      await sleep(100);
    }
    relay!.kill('SIGKILL');
    receiver.close();

    const events = await owner('SELECT id, community_id FROM outbox_event ORDER BY created_at, id');
    expect(events).toHaveLength(KILLS * 3 * COMMUNITIES);
    for (const home of homes) {
      const expected = events.filter((event) => event['community_id'] === home).map((event) => event['id'] as string);
      const ids = received.filter((event) => event.communityId === home).map((event) => event.id);
      // A repeat may follow its first delivery; nothing is missing and nothing overtakes.
      expect([...new Set(ids)]).toEqual(expected);
    }
  }, 120_000);
});
