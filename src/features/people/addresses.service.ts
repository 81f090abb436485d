import { Injectable } from '@nestjs/common';
import { type Actor, anonymous } from '../../platform/access/actor.js';
import { hashToken, Keys } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import { newTimelessId } from '../../platform/database/id.js';
import { refuse } from '../../platform/graphql/errors.js';
import { announce } from '../record/index.js';
import { AccountsService } from './accounts.service.js';
import type { ChangeEmailInput, RemoveEmailInput, UndoEmailChangeInput } from './addresses.graphql.js';
import { requireFresh } from './fresh.js';
import { invalidLink } from './links.js';
import './people.constraints.js';
import { SignInLimits } from './sign-in-limits.js';

/** An address is given by who proved that it is them, counts once its mail was read, and can be taken back for a week. */
@Injectable()
export class AddressesService {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
    private readonly accounts: AccountsService,
    private readonly limits: SignInLimits,
  ) {}

  /** The same answer whether or not the address has an account here: only its reader is told. */
  async change(actor: Actor, input: ChangeEmailInput): Promise<void> {
    await this.accounts.countMail(input.email, 'change');
    await this.database.write(actor, { name: 'changeEmail', input }, async (tx) => {
      await requireFresh(tx);
      const pending = newTimelessId();
      await tx.rows('SELECT vault.request_email_change($1, $2, $3, $4)', [
        actor.sessionId,
        pending,
        this.accounts.lookup(input.email),
        this.keys.encrypt(input.email.trim()),
      ]);
      await announce(tx, 'person.sign_up_requested', pending);
      return null;
    });
  }

  remove(actor: Actor, input: RemoveEmailInput): Promise<{ removed: true }> {
    return this.database.write(actor, { name: 'removeEmail', input }, async (tx) => {
      await requireFresh(tx);
      const { change } = await tx.only<{ change: string | null }>('SELECT vault.remove_email($1) AS change', [
        actor.sessionId,
      ]);
      if (change === null) throw refuse('WRONG_STATE', 'Your account has no address, so there is none to remove.');
      await announce(tx, 'person.email_changed', change);
      return { removed: true as const };
    });
  }

  async undo(input: UndoEmailChangeInput, address: string): Promise<void> {
    await this.limits.count('codeFromAddress', address);
    const token = hashToken(input.code.trim());
    const command = { name: 'undoEmailChange', input, scope: `code:${token.toString('hex')}` };
    await this.database.write(anonymous, command, async (tx) => {
      const { person } = await tx.only<{ person: string | null }>('SELECT vault.undo_email_change($1) AS person', [
        token,
      ]);
      if (person === null) throw invalidLink('code');
      await announce(tx, 'person.email_restored', person);
      return null;
    });
  }
}
