import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Answer, As, Outcome, TestApp } from './client.js';

export interface Told {
  data: Answer;
  errors?: { message: string; extensions: { code: string } }[];
}

/** A subscription as its client sees it. */
export class Feed {
  readonly received: Told[] = [];
  /** The codes and texts by which the server ended it. */
  errors: { message: string; extensions: { code: string } }[] = [];
  over = false;
  private stir: () => void = () => undefined;
  private seen = 0;

  take(type: string, payload: Answer): void {
    if (type === 'next') this.received.push(payload);
    if (type === 'error') this.errors = payload;
    if (type !== 'next') this.over = true;
    this.stir();
  }

  /** The next delivery after those that were asked for before. */
  async next(): Promise<Answer> {
    await this.until(() => this.received.length > this.seen || this.over);
    const told = this.received[this.seen];
    if (!told) throw new Error(`It ended: ${JSON.stringify(this.errors)}`);
    this.seen += 1;
    if (told.errors) throw new Error(JSON.stringify(told.errors));
    return told.data;
  }

  /** The first delivery, from now on or before, of which this is true. */
  async nextWith(isIt: (data: Answer) => boolean): Promise<Answer> {
    for (;;) {
      const data = await this.next();
      if (isIt(data)) return data;
    }
  }

  /** The first delivery, or the end. */
  async first(): Promise<void> {
    await this.until(() => this.received.length > 0 || this.over);
  }

  /** The code by which the server ends it. */
  async end(): Promise<string | undefined> {
    await this.until(() => this.over);
    return this.errors[0]?.extensions.code;
  }

  private async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      await new Promise<void>((resolve) => {
        this.stir = resolve;
      });
    }
  }
}

interface Greeting {
  as?: As;
  origin?: string;
  /** Sent instead of what `as` would be. */
  init?: unknown;
  path?: string;
  protocol?: string;
  headers?: Record<string, string>;
}

/** A socket to a server, by the protocol and without a library, so that a test can break its rules. */
export class LiveClient {
  readonly closed: Promise<{ code: number; reason: string }>;
  private readonly feeds = new Map<string, Feed>();
  private acknowledged = false;
  private stir: () => void = () => undefined;

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data) => this.take(JSON.parse((data as Buffer).toString())));
    socket.on('error', () => undefined);
    this.closed = once(socket, 'close').then(([code, reason]) => {
      for (const feed of this.feeds.values()) feed.take('closed', null);
      this.stir();
      return { code: code as number, reason: String(reason) };
    });
  }

  /** Open, and not introduced. Fails with the status by which the server refused. */
  static async open(url: string, greeting: Greeting = {}): Promise<LiveClient> {
    const { origin, path = '/graphql', protocol = 'graphql-transport-ws', headers } = greeting;
    const socket = new WebSocket(url.replace(/^http/, 'ws') + path, protocol === '' ? [] : [protocol], {
      ...(origin !== undefined && { origin }),
      ...(headers && { headers }),
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('unexpected-response', (_request, response) => reject(new Error(`HTTP ${response.statusCode}`)));
      socket.once('error', reject);
    });
    return new LiveClient(socket);
  }

  /** Open and introduced, or closed by the server. */
  static async connect(url: string, greeting: Greeting = {}): Promise<LiveClient> {
    const client = await LiveClient.open(url, greeting);
    const { as = null } = greeting;
    const authorization = as && ('accessToken' in as ? `Bearer ${as.accessToken}` : as.authorization);
    client.send({ type: 'connection_init', payload: greeting.init ?? (authorization ? { authorization } : {}) });
    while (!client.acknowledged && client.socket.readyState === WebSocket.OPEN) {
      await new Promise<void>((resolve) => {
        client.stir = resolve;
      });
    }
    return client;
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message));
  }

  subscribe(query: string, variables?: Record<string, unknown>, id = `s${this.feeds.size}`): Feed {
    const feed = new Feed();
    this.feeds.set(id, feed);
    this.send({ id, type: 'subscribe', payload: { query, variables } });
    return feed;
  }

  complete(id: string): void {
    this.send({ id, type: 'complete' });
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.closed;
  }

  private take({ type, id, payload }: { type: string; id?: string; payload?: Answer }): void {
    if (type === 'connection_ack') this.acknowledged = true;
    if (id !== undefined) this.feeds.get(id)?.take(type, payload);
    this.stir();
  }
}

/** Lets a server of a test be reached by sockets; answers its address. */
export async function listening(on: TestApp): Promise<string> {
  await on.app.listen(0, '127.0.0.1');
  const address = on.app.getHttpServer().address() as { port: number };
  return `http://127.0.0.1:${address.port}`;
}

/** What a subscription shows at its start, or the errors that it ends with. */
export async function firstOf(
  url: string,
  as: As,
  query: string,
  variables?: Record<string, unknown>,
): Promise<Pick<Outcome, 'data' | 'errors'>> {
  const client = await LiveClient.connect(url, { as });
  const feed = client.subscribe(query, variables);
  await feed.first();
  await client.close();
  return { data: feed.received[0]?.data ?? null, errors: feed.errors };
}
