import { Injectable } from '@nestjs/common';
import { type Actor, anonymous } from '../../platform/access/actor.js';
import { BearerTokens, manyByDigest } from '../../platform/access/bearer-tokens.js';
import { hashToken } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import { Together } from '../../platform/database/together.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, refuse, type Refusal, Unauthenticated } from '../../platform/graphql/errors.js';
import { announce } from '../record/index.js';
import { AccountsService } from './accounts.service.js';
import type { RefreshSessionInput, SignInInput, SignOutInput } from './people.graphql.js';
import { type Outcome, type Provable, Proofs } from './proofs.js';
import type { RevokeSessionInput } from './sessions.graphql.js';
import { newSession, openSession, type Session, storedSession } from './sessions.js';
import { SignInLimits } from './sign-in-limits.js';

interface Authenticated {
  session_id: string;
  person_id: string;
  memberships: Actor['memberships'];
  is_operator: boolean;
  second_factor: boolean;
  proved_at: Date;
  language: string;
}

@Injectable()
export class SessionsService {
  /** Whoever arrives in the same moment is recognised in one trip. */
  private readonly arriving = new Together<Buffer, Authenticated | null>((digests) => this.sessionsOf(digests));

  constructor(
    private readonly database: Database,
    private readonly accounts: AccountsService,
    private readonly proofs: Proofs,
    private readonly limits: SignInLimits,
    private readonly tokens: BearerTokens,
  ) {
    tokens.register('acc_', {
      authenticate: (token) => this.session(token),
      authenticateAll: (all) => this.sessions(all),
      rejected: true,
      recogniser: 'vault.authenticate',
    });
  }

  /**
   * The same work and the same answer whether the name is unknown or the secret wrong. Only whoever gave a right
   * password or recovery code learns that a second proof is asked for, or was wrong.
   */
  async signIn(input: SignInInput, address: string): Promise<Session> {
    const lookup = this.accounts.lookup(input.signIn);
    const key = `${address}:${lookup.toString('base64url')}`;
    await this.limits.count('signInFromAddress', address);
    await this.limits.count('signInFromAddressAsName', key);
    if (input.password == null && input.recoveryCode == null) {
      throw refuse('INVALID', 'Send your password or one of your recovery codes.', 'password');
    }
    const found = await this.credentials(lookup);
    if (!(await this.proofs.firstHolds(anonymous, found, input)) || !found) throw failed();
    if (input.totpCode != null) await this.limits.count('totpOfPerson', found.personId);
    const session = await this.enter(found, input, `sign-in:${lookup.toString('hex')}`);
    await this.limits.forget('signInFromAddressAsName', key);
    if (input.totpCode != null) await this.limits.forget('totpOfPerson', found.personId);
    return session;
  }

  async refresh(input: RefreshSessionInput, address: string): Promise<Session> {
    await this.limits.count('refreshFromAddress', address);
    const old = hashToken(input.refreshToken.trim());
    const session = newSession();
    const command = { name: 'refreshSession', input, issuesSecrets: true, scope: `refresh:${old.toString('hex')}` };
    // Thrown after the commit: ending the family of a replayed token must outlive the refusal.
    const rotated = await this.database.write(anonymous, command, async (tx) => {
      const row = await tx.only<{ outcome: string; person_id: string }>(
        'SELECT * FROM vault.rotate_session($1, $2, $3, $4, $5, $6)',
        [old, ...storedSession(session)],
      );
      if (row.outcome === 'REPLAYED') await announce(tx, 'person.session_replayed', row.person_id);
      return row.outcome === 'ROTATED';
    });
    if (!rotated) throw refuse('LINK_INVALID', 'This session has ended. Sign in again.', 'refreshToken');
    return session;
  }

  async signOut(actor: Actor, input: SignOutInput): Promise<null> {
    return this.database.write(actor, { name: 'signOut', input }, async (tx) => {
      if (input.everywhere) await tx.rows('SELECT vault.close_all_sessions()');
      else await tx.rows('SELECT vault.close_session($1)', [actor.sessionId]);
      return null;
    });
  }

  /** One family: the pair that signed in and all that refreshing made of it. */
  async revoke(actor: Actor, input: RevokeSessionInput): Promise<{ sessionId: string }> {
    return this.database.write(actor, { name: 'revokeSession', input }, async (tx) => {
      const row = await tx.only<{ done: boolean }>('SELECT vault.revoke_session($1) AS done', [input.sessionId]);
      if (!row.done) throw new NotFound();
      return { sessionId: input.sessionId };
    });
  }

  /** The actor behind an Authorization header, of whatever kind its token is. */
  authenticate(header: string | undefined): Promise<Actor> {
    return this.tokens.authenticate(header);
  }

  /** The same person with the standings they have by now. */
  async renewed(actor: Actor): Promise<Actor> {
    if (actor.personId === null) return actor;
    const [row] = await this.database.read(actor, (reader) =>
      reader.rows<{ memberships: Actor['memberships'] }>('SELECT app.memberships_of(app.person_id()) AS memberships'),
    );
    return { ...actor, memberships: row?.memberships ?? [] };
  }

  /** For commands run on the host by someone who signs in there, such as the import. */
  async actorFor(input: Pick<SignInInput, 'signIn' | 'password' | 'recoveryCode' | 'totpCode'>): Promise<Actor> {
    const session = await this.signIn(input, 'this host');
    const actor = await this.authenticate(`Bearer ${session.accessToken}`);
    if (actor.kind !== 'person') throw new Unauthenticated();
    return actor;
  }

  private async session(token: string): Promise<Actor | null> {
    const session = await this.arriving.add(hashToken(token));
    return session && actorOf(session);
  }

  private async sessions(tokens: readonly string[]): Promise<(Actor | null)[]> {
    const found = await this.sessionsOf(tokens.map(hashToken));
    return found.map((session) => session && actorOf(session));
  }

  private sessionsOf(digests: readonly Buffer[]): Promise<readonly (Authenticated | null)[]> {
    return this.database.read(anonymous, (reader) =>
      manyByDigest<Authenticated>(reader, 'vault.authenticate', digests),
    );
  }

  private async enter(found: Provable, input: SignInInput, scope: string): Promise<Session> {
    const { personId } = found;
    const wrongSecond = { told: false };
    try {
      return await this.database.write(
        anonymous,
        { name: 'signIn', input, issuesSecrets: true, scope },
        async (tx: Tx) => {
          const outcome = await this.proofs.use(tx, found, input);
          wrongSecond.told = outcome.wrong !== null && outcome.proved > 0;
          if (outcome.wrong !== null) throw refusalOf(outcome);
          if (outcome.proved < 2 && (await this.proofs.needsTwo(tx, found))) throw secondProofMissing();
          const device = this.accounts.sealed(input.deviceName);
          return openSession(tx, personId, { secondFactor: outcome.proved > 1, device });
        },
      );
    } catch (error) {
      // Whoever got half-way in knows a password: the owner hears of it, though nothing else was written.
      if (wrongSecond.told) {
        await this.database.write(anonymous, null, (tx) => announce(tx, 'person.second_proof_failed', personId));
      }
      throw error;
    }
  }

  private async credentials(lookup: Buffer): Promise<Provable | undefined> {
    const rows = await this.database.read(anonymous, (reader) =>
      reader.rows<{ person_id: string; password_hash: string | null }>('SELECT * FROM vault.credentials($1)', [lookup]),
    );
    return rows[0] && { personId: rows[0].person_id, passwordHash: rows[0].password_hash };
  }
}

function actorOf(session: Authenticated): Actor {
  return {
    kind: session.is_operator ? 'operator' : 'person',
    personId: session.person_id,
    sessionId: session.session_id,
    memberships: session.memberships,
    secondFactor: session.second_factor,
    provedAt: session.proved_at,
    language: session.language,
  };
}

function failed(): Refusal {
  return refuse(
    'SIGN_IN_FAILED',
    'That name and password or code do not go together. Check both; after 10 tries wait 15 minutes.',
    'signIn',
  );
}

function refusalOf({ proved, wrong }: Outcome): Refusal {
  if (proved === 0 || wrong === null) return failed();
  return refuse(
    'PROOF_WRONG',
    'This second proof is wrong, or was used before. Wait for the next code of your app, or send a recovery code that is left.',
    wrong,
  );
}

function secondProofMissing(): Refusal {
  return refuse(
    'SECOND_FACTOR_REQUIRED',
    'This account asks for two proofs. Sign in with your passkey, if you have one; or send two of these: your password, a recovery code, the code of your app.',
    'totpCode',
  );
}
