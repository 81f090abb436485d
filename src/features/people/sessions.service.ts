import { Injectable } from '@nestjs/common';
import { type Actor, anonymous } from '../../platform/access/actor.js';
import { BearerTokens } from '../../platform/access/bearer-tokens.js';
import { hashToken } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import { refuse, Unauthenticated } from '../../platform/graphql/errors.js';
import { AccountsService } from './accounts.service.js';
import { passwordMatches } from './passwords.js';
import type { RefreshSessionInput, SignInInput, SignOutInput } from './people.graphql.js';
import { newSession, openSession, type Session, storedSession } from './sessions.js';
import { SignInLimits } from './sign-in-limits.js';
import { canonicalSecret } from './sign-in-names.js';

const NOBODY = '00000000-0000-4000-8000-000000000000';

interface Authenticated {
  session_id: string;
  person_id: string;
  memberships: Actor['memberships'];
  is_operator: boolean;
  second_factor: boolean;
  proved_at: Date;
}

@Injectable()
export class SessionsService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountsService,
    private readonly limits: SignInLimits,
    private readonly tokens: BearerTokens,
  ) {
    tokens.register('acc_', { authenticate: (token) => this.session(token), rejected: true });
  }

  /** The same work and the same answer whether the name is unknown or the secret wrong. */
  async signIn(input: SignInInput, address: string): Promise<Session> {
    const lookup = this.accounts.lookup(input.signIn);
    const key = `${address}:${lookup.toString('base64url')}`;
    await this.limits.count('signInFromAddress', address);
    await this.limits.count('signInFromAddressAsName', key);
    if ((input.password == null) === (input.recoveryCode == null)) {
      throw refuse('INVALID', 'Send either your password or one of your recovery codes.', 'password');
    }
    const found = await this.credentials(lookup);
    if (input.password != null && !(await passwordMatches(found?.password_hash, input.password))) throw failed();
    const command = { name: 'signIn', input, issuesSecrets: true, scope: `sign-in:${lookup.toString('hex')}` };
    const session = await this.database.write(anonymous, command, async (tx) => {
      const personId = found?.person_id ?? NOBODY;
      if (input.recoveryCode != null) {
        const code = hashToken(canonicalSecret(input.recoveryCode));
        const row = await tx.row<{ used: boolean }>('SELECT vault.use_recovery_code($1, $2) AS used', [personId, code]);
        if (row?.used !== true) throw failed();
      }
      return openSession(tx, personId);
    });
    await this.limits.forget('signInFromAddressAsName', key);
    return session;
  }

  async refresh(input: RefreshSessionInput, address: string): Promise<Session> {
    await this.limits.count('refreshFromAddress', address);
    const old = hashToken(input.refreshToken.trim());
    const session = newSession();
    const command = { name: 'refreshSession', input, issuesSecrets: true, scope: `refresh:${old.toString('hex')}` };
    // Thrown after the commit: ending the family of a replayed token must outlive the refusal.
    const rotated = await this.database.write(anonymous, command, async (tx) => {
      const row = await tx.row<{ outcome: string }>('SELECT * FROM vault.rotate_session($1, $2, $3, $4, $5, $6)', [
        old,
        ...storedSession(session),
      ]);
      return row?.outcome === 'ROTATED';
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
  async actorFor(input: Pick<SignInInput, 'signIn' | 'password' | 'recoveryCode'>): Promise<Actor> {
    const session = await this.signIn(input, 'this host');
    const actor = await this.authenticate(`Bearer ${session.accessToken}`);
    if (actor.kind !== 'person') throw new Unauthenticated();
    return actor;
  }

  private async session(token: string): Promise<Actor | null> {
    const [session] = await this.database.read(anonymous, (reader) =>
      reader.rows<Authenticated>('SELECT * FROM vault.authenticate($1)', [hashToken(token)]),
    );
    if (!session) return null;
    return {
      kind: session.is_operator ? 'operator' : 'person',
      personId: session.person_id,
      sessionId: session.session_id,
      memberships: session.memberships,
      secondFactor: session.second_factor,
      provedAt: session.proved_at,
    };
  }

  private async credentials(lookup: Buffer) {
    const rows = await this.database.read(anonymous, (reader) =>
      reader.rows<{ person_id: string; password_hash: string | null }>('SELECT * FROM vault.credentials($1)', [lookup]),
    );
    return rows[0];
  }
}

function failed() {
  return refuse(
    'SIGN_IN_FAILED',
    'That name and password or code do not go together. Check both; after 10 tries wait 15 minutes.',
    'signIn',
  );
}
