// A relay of its own, to be killed: `node relay-process.mjs RUNTIME_URL RECEIVER_URL`. Delivers test.happened by HTTP.
import { Keys } from '../../../dist/src/platform/crypto/keys.js';
import { Database } from '../../../dist/src/platform/database/database.js';
import { EventHandlers } from '../../../dist/src/platform/jobs/event-handlers.js';
import { Relay } from '../../../dist/src/platform/jobs/relay.js';
import { Ticker } from '../../../dist/src/platform/jobs/ticker.js';
import { Logger } from '@nestjs/common';

Logger.overrideLogger(false);
const [url, receiver] = process.argv.slice(2);
const db = await Database.connect({ url, poolSize: 3 }, new Keys(Buffer.alloc(32)));
const handlers = new EventHandlers();
handlers.onEvent('test.happened', async (event, signal) => {
  const { id, communityId } = event;
  const answer = await fetch(receiver, { method: 'POST', body: JSON.stringify({ id, communityId }), signal });
  if (!answer.ok) throw new Error('refused');
});
const relay = new Relay(db, handlers);
// Short, so that what a killed process held comes free within the test.
relay.times.leaseSeconds = 0.5;
const ticker = new Ticker({ name: 'Relay', every: 50, work: () => relay.round(() => ticker.nudge()) });
ticker.start();
process.send?.('started');
