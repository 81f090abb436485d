import { Injectable } from '@nestjs/common';
import { type Actor, anonymous } from '../../platform/access/actor.js';
import { hashToken } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import { newTimelessId } from '../../platform/database/id.js';
import { refuse, Unauthenticated } from '../../platform/graphql/errors.js';
import { announce } from '../record/index.js';
import { AccountsService } from './accounts.service.js';
import { requireFresh } from './fresh.js';
import { invalidLink } from './links.js';
import { hashPassword, passwordMatches, refuseWeakPassword } from './passwords.js';
import type { ChangePasswordInput, RequestPasswordResetInput, ResetPasswordInput } from './passwords.graphql.js';
import { codeHash } from './proofs.js';
import { openSession, type Session } from './sessions.js';
import { SignInLimits } from './sign-in-limits.js';

/** A password is changed by who knows it, or chosen anew by who reads the mail of its account. */
@Injectable()
export class PasswordsService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountsService,
    private readonly limits: SignInLimits,
  ) {}

  async change(actor: Actor, input: ChangePasswordInput, address: string): Promise<{ changed: true }> {
    refuseWeakPassword(input.newPassword, 'newPassword');
    await this.limits.count('stepUpFromAddress', address);
    const own = await this.own(actor);
    const family = `password:${own.family_id}`;
    await this.limits.count('stepUpOfSession', family);
    const { currentPassword, recoveryCode } = input;
    const stored = own.password_hash;
    const byPassword = stored !== null && currentPassword != null;
    const holds = !byPassword || (await passwordMatches(stored, currentPassword));
    const hash = await hashPassword(input.newPassword);
    const done = await this.database.write(actor, { name: 'changePassword', input }, async (tx) => {
      // Not before the transaction: a repeat of what succeeded must find that, not that the old password is gone.
      if (!holds) throw wrong('currentPassword');
      if (stored === null) await requireFresh(tx);
      else if (!byPassword && recoveryCode == null) {
        throw refuse('INVALID', 'Send your present password, or one of your recovery codes.', 'currentPassword');
      }
      const row = await tx.only<{ done: boolean }>('SELECT vault.change_password($1, $2, $3, $4) AS done', [
        actor.sessionId,
        byPassword ? stored : null,
        byPassword || recoveryCode == null ? null : codeHash(recoveryCode),
        hash,
      ]);
      if (!row.done) throw wrong(byPassword ? 'currentPassword' : 'recoveryCode');
      await announce(tx, 'person.password_changed', String(actor.personId));
      return { changed: true as const };
    });
    await this.limits.giveBack('stepUpOfSession', family);
    return done;
  }

  /** The same for every address: whether it has an account is looked up when the mail is sent, and not here. */
  async requestReset(input: RequestPasswordResetInput, address: string): Promise<void> {
    const { email } = input;
    await this.limits.count('resetFromAddress', address);
    await this.accounts.countMail(email, 'reset');
    const lookup = this.accounts.lookup(email);
    const scope = `reset:${lookup.toString('hex')}`;
    await this.database.write(anonymous, { name: 'requestPasswordReset', input, scope }, async (tx) => {
      const id = newTimelessId();
      await tx.rows('SELECT vault.request_password_reset($1, $2)', [id, lookup]);
      await announce(tx, 'person.password_reset_requested', id);
      return null;
    });
  }

  /** Null where a second factor is asked for: a mailbox is one proof, and one does not open such an account. */
  async reset(input: ResetPasswordInput, address: string): Promise<Session | null> {
    await this.limits.count('codeFromAddress', address);
    refuseWeakPassword(input.password);
    // Before the code is looked up, so that a wrong one costs what a right one does.
    const hash = await hashPassword(input.password);
    const token = hashToken(input.code.trim());
    const command = { name: 'resetPassword', input, issuesSecrets: true, scope: `code:${token.toString('hex')}` };
    return this.database.write(anonymous, command, async (tx) => {
      const row = await tx.row<{ person_id: string; needs_second_factor: boolean }>(
        'SELECT * FROM vault.reset_password($1, $2)',
        [token, hash],
      );
      if (!row) throw invalidLink('code');
      await announce(tx, 'person.password_changed', row.person_id);
      if (row.needs_second_factor) return null;
      return openSession(tx, row.person_id, { device: this.accounts.sealed(input.deviceName) });
    });
  }

  private async own(actor: Actor): Promise<{ family_id: string; password_hash: string | null }> {
    const [row] = await this.database.read(actor, (reader) =>
      reader.rows<{ family_id: string; password_hash: string | null }>('SELECT * FROM vault.own_proofs($1)', [
        actor.sessionId,
      ]),
    );
    if (!row) throw new Unauthenticated();
    return row;
  }
}

function wrong(field: string) {
  return refuse(
    'PROOF_WRONG',
    'This password or code is not right, or was used before. Check it and try again.',
    field,
  );
}
