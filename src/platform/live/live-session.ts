import { once } from 'node:events';
import type { FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import { type Actor, anonymous } from '../access/actor.js';
import { newTimelessId } from '../database/id.js';
import type { Topic } from './wake-ups.js';

/** Why a socket is closed, beside the codes that the protocol itself has. */
export const closings = {
  later: [1013, 'The server is busy: connect again later'],
  going: [1001, 'The server is stopping: connect again'],
  unauthenticated: [4401, 'The token is not valid: get a new one, then connect again'],
  revoked: [4403, 'The token is not valid any more: get a new one, then connect again'],
  tooMany: [4429, 'Too many connections or messages'],
  fault: [4500, 'Something went wrong on our side'],
} as const satisfies Record<string, readonly [number, string]>;

/** Bytes that may wait for a peer who does not read, and messages that it may send in ten seconds. */
const MOST_UNREAD = 1024 * 1024;
const MOST_MESSAGES = 500;
const WINDOW = 10_000;
/** Milliseconds for a peer to close, too. */
const FAREWELL = 1_000;

/** One socket: who is behind it, and how it behaves. */
export class LiveSession {
  /** Wakes what is subscribed to over this socket, in this process. */
  readonly topic: Topic = `socket:${newTimelessId()}`;
  actor: Actor = anonymous;
  /** The header by which whoever it is proved it; undefined for nobody in particular. */
  authorization: string | undefined;
  private messages = 0;
  private since = 0;
  private awaitsPong = false;

  constructor(
    readonly socket: WebSocket,
    readonly request: FastifyRequest,
    /** Of the network it comes from, for as long as it lasts. */
    readonly address: string,
  ) {
    socket.on('pong', () => (this.awaitsPong = false));
    // Protocol faults, which have closed the socket by then.
    socket.on('error', () => undefined);
  }

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  /** Under whose name sockets are counted: as budgets are. */
  get payer(): string {
    const { key, personId } = this.actor;
    if (key) return `key ${key.id}`;
    return personId === null ? `address ${this.address}` : `person ${personId}`;
  }

  close([code, reason]: (typeof closings)[keyof typeof closings]): void {
    this.socket.close(code, reason);
    setTimeout(() => this.socket.terminate(), FAREWELL).unref();
  }

  /** Whether a message may be looked at; who sends too many, or reads too few, is let go. */
  takesMessage(now: number = performance.now()): boolean {
    if (!this.isOpen) return false;
    if (now - this.since > WINDOW) [this.since, this.messages] = [now, 0];
    this.messages += 1;
    if (this.messages > MOST_MESSAGES) this.close(closings.tooMany);
    return this.isOpen && this.reads();
  }

  /** False, and the end, for a peer that leaves too much unread. */
  reads(): boolean {
    if (this.socket.bufferedAmount <= MOST_UNREAD) return true;
    this.socket.terminate();
    return false;
  }

  /** Ends a peer that did not answer the last time. */
  ping(): void {
    if (!this.isOpen) return;
    if (this.awaitsPong) return this.socket.terminate();
    this.awaitsPong = true;
    this.socket.ping();
  }

  /** Resolves when both sides have closed it. */
  async gone(): Promise<void> {
    if (this.socket.readyState !== this.socket.CLOSED) await once(this.socket, 'close');
  }

  /** Resolves once it is on its way, so that whoever sends more waits for the peer to read; never fails. */
  send(data: string): Promise<void> {
    return new Promise((resolve) => {
      if (this.isOpen) this.socket.send(data, () => resolve());
      else resolve();
    });
  }
}
