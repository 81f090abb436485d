import { parseArgs } from 'node:util';
import { Presets, SingleBar } from 'cli-progress';
import type pg from 'pg';
import { loadConfig } from '../config.js';
import { CommandError, errorMessage } from '../platform/command-error.js';
import { withClient } from '../platform/database/connect.js';
import type { DatabaseUrls } from '../platform/database/urls.js';
import { withDatabase } from './support.js';
import { type Terminal, terminal } from './terminal.js';

const USAGE = `Usage: npm run recount-progress -- [--handle CAMPAIGN] [--repair]

Counts the pledges of every ask again and says where the counters, or the figures that are shown, differ from that.
It may run beside a server: each ask is counted under the lock that its pledges take, one at a time.
  --handle  only the asks of this campaign
  --repair  puts right what differs
Ends with 1 when something differs and was not put right.`;

/** Asks are fetched by so many, whatever their number. */
const PAGE = 200;

interface Options {
  handle: string | undefined;
  repair: boolean;
}

interface Ask {
  communityId: string;
  id: string;
  handle: string;
}

/** Answers the exit code. */
export default async function main(argv: string[], on: Terminal = terminal): Promise<number> {
  const { help, ...options } = optionsFrom(argv);
  if (help) {
    on.say(USAGE);
    return 0;
  }
  return withDatabase(loadConfig(process.env), (urls) => recountProgress(urls, options, on));
}

function optionsFrom(args: string[]): Options & { help: boolean } {
  try {
    const { values } = parseArgs({
      args,
      options: { handle: { type: 'string' }, repair: { type: 'boolean' }, help: { type: 'boolean' } },
    });
    return { handle: values.handle, repair: values.repair ?? false, help: values.help ?? false };
  } catch (error) {
    throw new CommandError(`${errorMessage(error)}\n\n${USAGE}`);
  }
}

/** As the owner, who sees every community: whoever runs this has the machine. */
export function recountProgress(urls: DatabaseUrls, options: Options, on: Terminal): Promise<number> {
  return withClient(urls.owner, async (client) => {
    const bar = on.isInteractive ? new SingleBar({ stream: process.stderr }, Presets.shades_classic) : null;
    const total = await howMany(client, options.handle);
    bar?.start(total, 0);
    let asks = 0;
    let different = 0;
    try {
      for await (const ask of asksOf(client, options.handle)) {
        if (await recountAsk(client, ask, options.repair, on)) different += 1;
        asks += 1;
        bar?.increment();
      }
    } finally {
      bar?.stop();
    }
    on.say(
      `${asks} asks counted, ${different} with differences${options.repair && different > 0 ? ', put right' : ''}.`,
    );
    return different > 0 && !options.repair ? 1 : 0;
  });
}

async function howMany(client: pg.ClientBase, handle: string | undefined): Promise<number> {
  const { rows } = await client.query<{ asks: number; campaigns: number }>(
    `SELECT count(a.id)::integer AS asks, count(DISTINCT g.id)::integer AS campaigns
       FROM campaign g LEFT JOIN ask a ON a.community_id = g.community_id AND a.campaign_id = g.id WHERE $1::text IS NULL OR g.handle = $1`,
    [handle],
  );
  if (handle !== undefined && rows[0]?.campaigns === 0) {
    throw new CommandError(`There is no campaign "${handle}".`);
  }
  return rows[0]?.asks ?? 0;
}

async function* asksOf(client: pg.ClientBase, handle: string | undefined): AsyncGenerator<Ask> {
  let after: Ask | undefined;
  for (;;) {
    const { rows } = await client.query<Ask>(
      `SELECT a.community_id AS "communityId", a.id, g.handle FROM ask a JOIN campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
        WHERE ($1::text IS NULL OR g.handle = $1) AND ($2::uuid IS NULL OR (a.community_id, a.id) > ($2, $3))
        ORDER BY a.community_id, a.id LIMIT ${PAGE}`,
      [handle, after?.communityId, after?.id],
    );
    yield* rows;
    after = rows.at(-1);
    if (rows.length < PAGE) return;
  }
}

/** Whether something differed. */
async function recountAsk(client: pg.ClientBase, ask: Ask, repair: boolean, on: Terminal): Promise<boolean> {
  const { rows } = await client.query<{ field: string; kept: string | null; counted: string | null }>(
    'SELECT field, kept, counted FROM app.recount_progress($1, $2, $3)',
    [ask.communityId, ask.id, repair],
  );
  for (const { field, kept, counted } of rows) {
    on.complain(`${ask.handle}, ask ${ask.id}: ${field} is ${kept ?? 'missing'}, counted ${counted ?? 'nothing'}`);
  }
  return rows.length > 0;
}
