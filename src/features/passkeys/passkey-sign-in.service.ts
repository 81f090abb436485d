import { Injectable } from '@nestjs/common';
import { type Actor, anonymous } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { type Command, Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { openSession, type Session, SignInLimits } from '../people/index.js';
import { Ceremonies } from './ceremonies.js';
import { challengeHash, notAccepted, type Purpose, startChallenge } from './challenges.js';
import { readAssertion } from './passkey-answers.js';
import type { SignInWithPasskeyInput, StepUpWithPasskeyInput } from './passkey.graphql.js';
import { canStepUpWithPasskey } from './passkey.policy.js';
import { PasskeyQueries } from './passkeys.queries.js';

const NO_COMMUNITY = { communityId: null };

/** What a device proved by its signature, before anything is used up. */
interface Proof {
  challenge: Buffer;
  passkeyId: string;
  count: number;
}

/** Comes in by a passkey, or proves by one that it is still the same person. */
@Injectable()
export class PasskeySignInService {
  constructor(
    private readonly database: Database,
    private readonly ceremonies: Ceremonies,
    private readonly queries: PasskeyQueries,
    private readonly limits: SignInLimits,
  ) {}

  /** Names no passkey, so that it is the same for everyone. */
  async startSignIn(address: string): Promise<string> {
    await this.limits.count('passkeyFromAddress', address);
    const challenge = await this.database.write(anonymous, null, (tx) => startChallenge(tx, 'SIGN_IN'));
    return this.ceremonies.requestOptions(challenge);
  }

  async signIn(input: SignInWithPasskeyInput, address: string): Promise<Session> {
    await this.limits.count('passkeyFromAddress', address);
    const answer = readAssertion(input.response);
    if (!answer) throw notAccepted();
    const scope = `passkey:${challengeHash(answer.challenge).toString('hex')}`;
    const command: Command = { name: 'signInWithPasskey', input, issuesSecrets: true, scope };
    const proof = await this.prove(anonymous, input.response);
    return this.database.write(anonymous, command, async (tx) => {
      const personId = await this.use(tx, 'SIGN_IN', proof);
      // The device asked for fingerprint, face or PIN besides being there: that is two factors.
      return openSession(tx, personId, true);
    });
  }

  async startStepUp(actor: Actor): Promise<string> {
    const { challenge, known } = await this.database.write(actor, null, async (tx) => {
      authorize(tx.actor, canStepUpWithPasskey, NO_COMMUNITY);
      return { challenge: await startChallenge(tx, 'STEP_UP'), known: await this.queries.known(tx) };
    });
    return this.ceremonies.requestOptions(challenge, known);
  }

  async stepUp(actor: Actor, input: StepUpWithPasskeyInput): Promise<null> {
    const proof = await this.prove(actor, input.response);
    return this.database.write(actor, { name: 'stepUpWithPasskey', input }, async (tx) => {
      authorize(tx.actor, canStepUpWithPasskey, NO_COMMUNITY);
      await this.use(tx, 'STEP_UP', proof);
      return null;
    });
  }

  /** Null for whatever does not hold: an unknown passkey and a wrong signature are the same to the sender. */
  private async prove(actor: Actor, response: string): Promise<Proof | null> {
    const answer = readAssertion(response);
    const stored =
      answer && (await this.database.read(actor, (reader) => this.queries.byCredential(reader, answer.credentialId)));
    if (!stored || !stored.handle.equals(Buffer.from(answer.userHandle, 'base64url'))) return null;
    const count = await this.ceremonies.verifyAssertion(answer, stored.publicKey);
    if (count === null) return null;
    return { challenge: challengeHash(answer.challenge), passkeyId: stored.id, count };
  }

  private async use(tx: Tx, purpose: Purpose, proof: Proof | null): Promise<string> {
    const row =
      proof &&
      (await tx.row<{ person: string | null }>('SELECT vault.use_passkey($1, $2, $3, $4, $5) AS person', [
        proof.challenge,
        purpose,
        tx.actor.sessionId,
        proof.passkeyId,
        proof.count,
      ]));
    if (!row?.person) throw notAccepted();
    return row.person;
  }
}
