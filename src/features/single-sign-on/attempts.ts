import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { hashToken, Keys, newToken } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import { refuse, type Refusal, RetryLater, Unauthenticated } from '../../platform/graphql/errors.js';
import { type AccountInput, SignInLimits } from '../people/index.js';
import { Provider, type Trip, type Vouched } from './provider.js';
import type { FinishSingleSignOnInput, SingleSignOnPurpose } from './single-sign-on.graphql.js';

/** Sealed at the start and opened at the return. */
export interface Luggage extends Trip, Pick<AccountInput, 'language' | 'timeZone'> {
  link: string | null;
}

/** Someone back from the provider for whom it vouched; what is left is one transaction. */
export interface Arrival {
  vouched: Vouched;
  /** A keyed digest of the provider and of who the person is there: all that is kept of them. */
  subject: Buffer;
  luggage: Luggage;
  state: Buffer;
  secret: Buffer;
}

/** Who is on the way to the provider, and who of them came back. */
@Injectable()
export class Attempts {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
    private readonly provider: Provider,
    private readonly limits: SignInLimits,
  ) {}

  async count(address: string): Promise<void> {
    await this.limits.count('singleSignOnFromAddress', address);
  }

  /** The secret for the browser that goes. */
  async start(actor: Actor, purpose: SingleSignOnPurpose, luggage: Luggage): Promise<string> {
    const secret = newToken();
    await this.database.write(actor, null, async (tx) => {
      const row = await tx.row<{ started: boolean }>(
        'SELECT vault.start_single_sign_on($1, $2, $3, $4, $5) AS started',
        [
          hashToken(luggage.state),
          hashToken(secret),
          purpose,
          tx.actor.sessionId,
          this.keys.encrypt(JSON.stringify(luggage)),
        ],
      );
      // Refreshed or ended between the header and here.
      if (row?.started !== true) throw new Unauthenticated();
    });
    return secret;
  }

  /**
   * The first to come back with state and secret may trade the code, outside any transaction. Null for everyone else and
   * for whom the provider does not vouch. Where it did not answer, the same request may be sent again.
   */
  async arrive(
    actor: Actor,
    purpose: SingleSignOnPurpose,
    input: Pick<FinishSingleSignOnInput, 'callbackUrl' | 'secret'>,
  ): Promise<Arrival | null> {
    const { settings } = this.provider;
    const answer = answerIn(input.callbackUrl);
    if (!settings || !answer) return null;
    const [state, secret] = [hashToken(answer.get('state') ?? ''), hashToken(input.secret)];
    const luggage = await this.claim(actor, purpose, state, secret);
    if (!luggage) return null;
    try {
      const vouched = await this.provider.vouch(settings, answer, luggage);
      return vouched && { vouched, subject: this.lookup(vouched), luggage, state, secret };
    } catch (error) {
      if (error instanceof RetryLater) await this.release(actor, state, secret);
      throw error;
    }
  }

  private lookup({ issuer, subject }: Vouched): Buffer {
    return this.keys.digest('lookup', `single sign-on ${JSON.stringify([issuer, subject])}`);
  }

  private async claim(
    actor: Actor,
    purpose: SingleSignOnPurpose,
    state: Buffer,
    secret: Buffer,
  ): Promise<Luggage | null> {
    const row = await this.database.write(actor, null, (tx) =>
      tx.row<{ sealed: Buffer | null }>('SELECT vault.claim_single_sign_on($1, $2, $3, $4) AS sealed', [
        state,
        secret,
        purpose,
        tx.actor.sessionId,
      ]),
    );
    return row?.sealed ? (JSON.parse(this.keys.decrypt(row.sealed)) as Luggage) : null;
  }

  private async release(actor: Actor, state: Buffer, secret: Buffer): Promise<void> {
    await this.database.write(actor, null, (tx) =>
      tx.rows('SELECT vault.release_single_sign_on($1, $2)', [state, secret]),
    );
  }
}

/** Of the address that the browser came back to, only what the provider said matters. */
function answerIn(callbackUrl: string): URLSearchParams | null {
  try {
    return new URL(callbackUrl).searchParams;
  } catch {
    return null;
  }
}

/** One answer for a wrong state, a foreign secret, a late or second return and whatever the provider refuses. */
export function notSignedOn(): Refusal {
  return refuse(
    'SINGLE_SIGN_ON_REFUSED',
    'Signing in at the provider did not succeed. Start again from the same browser, and come back within ten minutes.',
    'callbackUrl',
  );
}
