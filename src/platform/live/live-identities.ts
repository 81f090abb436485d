import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config.js';
import type { Actor } from '../access/actor.js';
import { BearerTokens } from '../access/bearer-tokens.js';
import { contextFor, type RequestContext } from '../graphql/context.js';
import { Unauthenticated } from '../graphql/errors.js';
import { READS, type Reads } from '../graphql/reader.js';
import { clientAddressWith } from '../http/client-address.js';
import { CONFIG } from '../http/config.token.js';
import { closings, type LiveSession } from './live-session.js';
import { WakeUps } from './wake-ups.js';

const LONGEST_HEADER = 200;

/** Who is behind each socket, now and for as long as it is open. */
@Injectable()
export class LiveIdentities {
  readonly addressOf: ReturnType<typeof clientAddressWith>;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly tokens: BearerTokens,
    @Inject(READS) private readonly reads: Reads,
    private readonly wakeUps: WakeUps,
  ) {
    this.addressOf = clientAddressWith(config.secret);
  }

  /** By what the client sent to begin with. False where it named a token that is not good. */
  async recognise(session: LiveSession, authorization: unknown): Promise<boolean> {
    if (authorization === undefined || authorization === null || authorization === '') return true;
    if (typeof authorization !== 'string' || authorization.length > LONGEST_HEADER) return false;
    session.actor = await this.tokens.authenticate(authorization);
    session.authorization = authorization;
    return !session.actor.rejected;
  }

  /** For one delivery: who they are at this moment, with nothing remembered from before. */
  async contextOf(session: LiveSession): Promise<RequestContext> {
    if (session.authorization !== undefined) {
      const actor = await this.tokens.authenticate(session.authorization);
      if (actor.rejected) {
        session.close(closings.revoked);
        throw new Unauthenticated();
      }
      this.become(session, actor);
    }
    const sources = { reads: () => this.reads, clientAddress: () => session.address };
    return { ...contextFor(session.actor, session.request, sources), live: session.topic };
  }

  /**
   * Looks at all of them, one statement for each kind of token: whose token has ended is closed, and whose rights have
   * changed is shown how things look with those that are left.
   */
  async review(sessions: Iterable<LiveSession>): Promise<void> {
    const known = [...sessions].filter((session) => session.authorization !== undefined && session.isOpen);
    if (known.length === 0) return;
    const headers = new Set(known.map((session) => session.authorization as string));
    const actors = await this.tokens.authenticateAll([...headers]);
    for (const session of known) {
      const actor = actors.get(session.authorization as string);
      if (!actor || actor.rejected) session.close(closings.revoked);
      else this.become(session, actor);
    }
  }

  /** Other subscriptions over the same socket have to look again, whoever noticed it. */
  private become(session: LiveSession, actor: Actor): void {
    if (isDeepStrictEqual(actor, session.actor)) return;
    session.actor = actor;
    this.wakeUps.wake(session.topic);
  }
}
