import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { type Context, GRAPHQL_TRANSPORT_WS_PROTOCOL, makeServer } from 'graphql-ws';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { type Config, defaultLiveLimits } from '../../config.js';
import { BadRequest } from '../graphql/errors.js';
import { CONFIG } from '../http/config.token.js';
import { say } from '../words/index.js';
import { Delivery } from './delivery.js';
import { asGraphQLError, formatted } from './live-errors.js';
import { LiveIdentities } from './live-identities.js';
import { LiveOperations, type Opened } from './live-operations.js';
import { closings, LiveSession } from './live-session.js';

const LARGEST_MESSAGE = 100 * 1024;
/** Milliseconds to say who one is; between two looks at who is still there; between two at who still answers. */
const TO_INTRODUCE = 5_000;
const REVIEW_EVERY = 2_000;
const PING_EVERY = 12_000;

interface Extra {
  session: LiveSession;
}
type LiveContext = Context<Record<string, unknown>, Extra & Record<PropertyKey, unknown>>;

/** The sockets of this process, by the protocol graphql-transport-ws. */
@Injectable()
export class LiveServer implements OnModuleDestroy {
  private readonly logger = new Logger('Live');
  private readonly sessions = new Set<LiveSession>();
  private readonly most: typeof defaultLiveLimits;
  private readonly timers: NodeJS.Timeout[] = [];
  private stopping = false;
  private reviewing = false;
  private readonly sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: LARGEST_MESSAGE,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) ? GRAPHQL_TRANSPORT_WS_PROTOCOL : false),
  });
  private readonly protocol = makeServer<Record<string, unknown>, Extra & Record<PropertyKey, unknown>>({
    connectionInitWaitTimeout: TO_INTRODUCE,
    onConnect: (context) => this.introduce(context),
    onSubscribe: (context, _id, asked) => this.subscribe(context, asked),
    subscribe: (args) => this.follow(args as Opened),
    onNext: (context, _id, _asked, _args, { errors, ...result }) =>
      errors ? { ...result, errors: formatted(context.extra.session, errors) } : undefined,
    onError: (context, _id, _asked, errors) => formatted(context.extra.session, errors),
  });

  constructor(
    @Inject(CONFIG) { liveLimits = defaultLiveLimits }: Config,
    private readonly identities: LiveIdentities,
    private readonly operations: LiveOperations,
  ) {
    this.most = liveLimits;
  }

  get isStopping(): boolean {
    return this.stopping;
  }

  /** Whether another socket from there is one too many. Who it is, nobody knows yet. */
  isFullFor(request: FastifyRequest): boolean {
    return this.count(`address ${this.identities.addressOf(request)}`) >= this.most.sockets;
  }

  accept(request: FastifyRequest, raw: IncomingMessage, socket: Duplex, head: Buffer): void {
    const address = this.identities.addressOf(request);
    this.sockets.handleUpgrade(raw, socket, head, (peer) => this.open(peer, new LiveSession(peer, request, address)));
  }

  /** At the beginning of the drain: the connections would keep the HTTP server from closing. */
  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    for (const timer of this.timers.splice(0)) clearInterval(timer);
    const open = [...this.sessions];
    const gone = open.map((session) => session.gone());
    for (const session of open) session.close(closings.going);
    await Promise.all(gone);
  }

  private open(socket: WebSocket, session: LiveSession): void {
    this.sessions.add(session);
    this.startTimers();
    const closed = this.protocol.opened(
      {
        protocol: socket.protocol,
        send: (data) => session.send(data),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (handle) =>
          socket.on('message', (data) => {
            if (!session.takesMessage()) return;
            handle(textOf(data)).catch((error: unknown) => {
              this.logger.error({ err: error });
              session.close(closings.fault);
            });
          }),
      },
      { session },
    );
    socket.once('close', (code, reason) => {
      this.sessions.delete(session);
      void closed(code, String(reason));
    });
  }

  private async introduce({ extra: { session }, connectionParams = {} }: LiveContext): Promise<boolean> {
    try {
      const [, authorization] =
        Object.entries(connectionParams).find(([name]) => name.toLowerCase() === 'authorization') ?? [];
      const known = await this.identities.recognise(session, authorization);
      if (!known) session.close(closings.unauthenticated);
      else if (this.count(session.payer) > this.most.sockets) session.close(closings.tooMany);
      return session.isOpen;
    } catch (error) {
      this.logger.warn({ err: error });
      session.close(closings.later);
      return false;
    }
  }

  private async subscribe(
    { extra: { session }, subscriptions }: LiveContext,
    asked: Parameters<LiveOperations['open']>[1],
  ): Promise<Opened | readonly GraphQLError[]> {
    try {
      // The new one is among them.
      if (Object.keys(subscriptions).length > this.most.subscriptions) {
        throw new BadRequest(
          say`At most ${this.most.subscriptions} subscriptions are allowed over one connection. Complete one first.`,
        );
      }
      return await this.operations.open(session, asked);
    } catch (error) {
      if (error instanceof AggregateError) return error.errors.map(asGraphQLError);
      return [asGraphQLError(error)];
    }
  }

  private follow(opened: Opened): Delivery {
    return new Delivery(opened.changes, (look) => this.operations.deliver(opened, look));
  }

  private count(payer: string): number {
    return [...this.sessions].filter((session) => session.payer === payer).length;
  }

  private startTimers(): void {
    if (this.timers.length > 0 || this.stopping) return;
    const every = (milliseconds: number, work: () => void) => {
      const timer = setInterval(work, milliseconds);
      timer.unref();
      this.timers.push(timer);
    };
    every(REVIEW_EVERY, () => void this.review());
    every(PING_EVERY, () => {
      for (const session of this.sessions) session.ping();
    });
  }

  private async review(): Promise<void> {
    for (const session of this.sessions) session.reads();
    if (this.reviewing) return;
    this.reviewing = true;
    try {
      await this.identities.review(this.sessions);
    } catch (error) {
      // Without a database nobody is recognised, and nothing is delivered either.
      this.logger.warn({ err: error });
    } finally {
      this.reviewing = false;
    }
  }
}

function textOf(data: RawData): string {
  return (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString('utf8');
}
