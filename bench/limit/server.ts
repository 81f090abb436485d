import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import pg from 'pg';
import { newId } from '../../src/platform/database/id.js';
import type { PledgeInput } from '../documents.js';
import { REFUSAL } from './functions.js';
import { dashboardOutside } from './reading-sql.js';
import { pledgeUnderLock } from './row-lock.js';

/**
 * The limit: what the same work costs when nothing stands between HTTP and Postgres. One statement a request, whose
 * JSON text is passed on as it comes. It is no server to run for people: it checks nothing but who asks.
 */
const pool = new pg.Pool({
  connectionString: process.env['RUNTIME_DATABASE_URL'],
  max: Number(process.env['POOL_SIZE']),
  idleTimeoutMillis: 0,
  // Policies hide from the planner how many rows they leave: it would fetch and sort all pledges of an ask for the latest
  // five, where the index has them in order.
  options: '-c enable_bitmapscan=off',
});
pool.on('error', () => undefined);

interface Statement {
  name: string;
  text: string;
  values: unknown[];
}

type Body = Record<string, unknown>;
type Route = (access: Buffer | null, body: Body, raw: Buffer) => Statement;

const routes: Record<string, Route> = {
  '/dashboard': (access, { handle }) =>
    access === null
      ? { name: 'published', text: `SELECT (${dashboardOutside}) AS answer`, values: [handle] }
      : { name: 'dashboard', text: 'SELECT bench.dashboard($1, $2) AS answer', values: [access, handle] },
  '/listing': (access, { handle }) => ({
    name: 'listing',
    text: 'SELECT bench.listing($1, $2) AS answer',
    values: [access, handle],
  }),
  '/pledge': (access, _, raw) => ({
    name: 'pledge',
    text: 'SELECT bench.pledge($1, $2, $3, $4, $5) AS answer',
    values: [access, raw.toString(), sha256(raw), newId(), newId()],
  }),
};

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks);
  const access = accessOf(request.headers.authorization);
  try {
    const answer = await answerOf(request.url ?? '', access, raw);
    send(response, answer === null ? 401 : 200, answer ?? '{"errors":[]}');
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === REFUSAL) return send(response, 200, error.message);
    send(response, 500, JSON.stringify({ errors: [{ message: String(error) }] }));
  }
}

async function answerOf(path: string, access: Buffer | null, raw: Buffer): Promise<string | null> {
  const body = JSON.parse(raw.toString()) as Body;
  if (path === '/pledge-in-steps')
    return await pledgeUnderLock(pool, access, body as unknown as PledgeInput, sha256(raw));
  const route = routes[path];
  if (!route) throw new Error(`There is no ${path}.`);
  const { rows } = await pool.query<{ answer: string | null }>(route(access, body, raw));
  return rows[0]?.answer ?? null;
}

function accessOf(header: string | undefined): Buffer | null {
  return header?.startsWith('Bearer ') ? sha256(Buffer.from(header.slice('Bearer '.length))) : null;
}

function sha256(data: Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}

function send(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => void respond(request, response));
server.listen(Number(process.env['PORT']), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
