import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Answer } from './client.js';
import { freePort, ServerProcess } from './server-process.js';

const BUILD = fileURLToPath(new URL('../../scripts/build.mjs', import.meta.url));
const MAIN = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));

/** Compiles what changed, so that the nodes run what is tested. */
export async function buildProgram(): Promise<void> {
  const { code, errors } = await new ServerProcess({}, [BUILD]).ended;
  if (code !== 0) throw new Error(`The program does not build: ${errors}`);
}

/**
 * An API process behind a door of the test's own. The door stays while the process is killed and started again, and it
 * knows the one moment that nothing inside can show: the answer was given, so the commit is done, and nobody heard it.
 */
export class KillableNode {
  private process: ServerProcess | undefined;
  private readonly door: Server;
  private port = 0;
  private armed: (() => void) | undefined;
  private ready: Promise<void> = Promise.resolve();
  private serving = false;

  constructor(private readonly environment: Record<string, string>) {
    this.door = createServer((incoming, outgoing) => this.pass(incoming, outgoing));
  }

  get url(): string {
    const address = this.door.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/graphql`;
  }

  /** What a balancer would know: whether a process is up behind the door. */
  get serves(): boolean {
    return this.serving;
  }

  async open(): Promise<this> {
    this.door.listen(0, '127.0.0.1');
    await once(this.door, 'listening');
    await this.start();
    return this;
  }

  /** Starts a process; until it is ready the door turns everyone away. */
  start(): Promise<void> {
    this.ready = this.started();
    return this.ready;
  }

  /** Kills a process that serves, never one that is still starting. */
  async kill(): Promise<void> {
    await this.ready;
    this.serving = false;
    await this.process?.kill('SIGKILL');
  }

  /** Kills the process once it has answered that a pledge was made, and loses that answer. */
  async killUnheard(): Promise<void> {
    await this.ready;
    await new Promise<void>((resolve) => {
      this.armed = resolve;
    });
    await this.process?.ended;
  }

  async close(): Promise<void> {
    this.armed = undefined;
    await this.ready.catch(() => undefined);
    await this.process?.kill('SIGTERM');
    this.door.closeAllConnections();
    this.door.close();
    await once(this.door, 'close');
  }

  private async started(): Promise<void> {
    this.port = await freePort();
    const environment = { ...this.environment, PORT: String(this.port), LOG_LEVEL: 'silent' };
    this.process = new ServerProcess(environment, [MAIN]);
    await this.process.ready();
    this.serving = true;
  }

  private pass(incoming: IncomingMessage, outgoing: ServerResponse): unknown {
    const { method, headers, url } = incoming;
    const lose = () => outgoing.destroy();
    // Whoever listens where the process did, or will, may be the server of another test, which knows none of these people.
    if (!this.serving) return lose();
    const inner = request(
      { host: '127.0.0.1', port: this.port, method, path: url, headers, agent: false },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', lose);
        answer.on('end', () => {
          const body = Buffer.concat(chunks);
          if (this.armed && body.includes('"pledge":{"id"')) {
            const done = this.armed;
            this.armed = undefined;
            this.serving = false;
            void this.process?.kill('SIGKILL');
            lose();
            done();
            return;
          }
          outgoing.writeHead(answer.statusCode ?? 502, { 'content-type': 'application/json' }).end(body);
        });
      },
    );
    inner.on('error', lose);
    incoming.pipe(inner);
  }
}

export interface Attempted {
  /** The payload of the mutation. */
  payload: { pledge: { id: string } | null; userErrors: { code: string }[] };
  attempts: number;
}

const DOCUMENT =
  'mutation ($input: MakePledgeInput!) { makePledge(input: $input) { pledge { id } userErrors { code message } } }';

/** Pledges as a client does who was told nothing: sends the same key again, to the next node, until there is an answer. */
export async function pledgeUntilAnswered(
  urls: () => string,
  token: string,
  input: Record<string, unknown>,
): Promise<Attempted> {
  const { data, attempts } = await untilAnswered(urls, token, DOCUMENT, { input });
  return { payload: data.makePledge, attempts };
}

/** Sends the same again, to the next node, until there is an answer; for what can be sent twice and is done once. */
export async function untilAnswered(
  urls: () => string,
  token: string,
  query: string,
  variables: Record<string, unknown>,
): Promise<{ data: Answer; attempts: number }> {
  for (let attempts = 1; attempts < 500; attempts += 1) {
    const answer = await post(urls(), token, { query, variables });
    const code = answer?.errors?.[0]?.extensions.code;
    if (answer?.data && code === undefined) return { data: answer.data, attempts };
    if (code !== undefined && code !== 'RETRY_LATER') throw new Error(`Answered ${code}`);
    await sleep(20 + Math.random() * 80);
  }
  throw new Error('There was never an answer.');
}

interface Answered {
  data?: Answer;
  errors?: { extensions: { code: string } }[];
}

/** Nothing when the connection broke, or what came is no answer. */
async function post(url: string, token: string, body: object): Promise<Answered | undefined> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(15_000),
    });
    return (await response.json()) as Answered;
  } catch {
    return undefined;
  }
}
