import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { hashToken, Keys } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import { refuse } from '../../platform/graphql/errors.js';
import { announce } from '../record/index.js';
import type { ConfirmTotpInput, RemoveTotpInput, RenewRecoveryCodesInput, StartTotpInput } from './factors.graphql.js';
import { requireFresh } from './fresh.js';
import './people.constraints.js';
import { Proofs } from './proofs.js';
import { SignInLimits } from './sign-in-limits.js';
import { newRecoveryCodes } from './sign-in-names.js';
import { type NewTotp, newTotp, type TotpSecret } from './totp.js';

/** What a person can sign in with besides a password. */
@Injectable()
export class FactorsService {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
    private readonly proofs: Proofs,
    private readonly limits: SignInLimits,
  ) {}

  async renewRecoveryCodes(actor: Actor, input: RenewRecoveryCodesInput): Promise<string[]> {
    const codes = newRecoveryCodes();
    await this.database.write(actor, { name: 'renewRecoveryCodes', input, issuesSecrets: true }, async (tx) => {
      await requireFresh(tx);
      const hashes = codes.map((code) => hashToken(code));
      await tx.rows('SELECT vault.renew_recovery_codes($1, $2)', [actor.sessionId, hashes]);
      await announce(tx, 'person.recovery_codes_renewed', String(actor.personId));
    });
    return codes;
  }

  /** Until a first code of the new secret came back, an app that was set up before stays the one that counts. */
  startTotp(actor: Actor, input: StartTotpInput): Promise<NewTotp> {
    return this.database.write(actor, { name: 'startTotp', input, issuesSecrets: true }, async (tx) => {
      await requireFresh(tx);
      const account = await tx.only<{ name: Buffer }>('SELECT sign_in_name_cipher AS name FROM vault.own_account()');
      const totp = await newTotp(this.keys.decrypt(account.name));
      await tx.rows('SELECT vault.start_totp($1, $2)', [actor.sessionId, this.keys.encrypt(totp.secret)]);
      return totp;
    });
  }

  async confirmTotp(actor: Actor, input: ConfirmTotpInput): Promise<{ confirmed: true }> {
    await this.limits.count('stepUpOfSession', `totp:${actor.sessionId}`);
    return this.database.write(actor, { name: 'confirmTotp', input }, async (tx) => {
      const pending = await tx.row<TotpSecret>('SELECT * FROM vault.pending_totp()');
      if (!pending) throw refuse('WRONG_STATE', 'No app is being set up. Begin with startTotp.');
      const step = this.proofs.stepOf(pending, input.code);
      if (step === null) {
        throw refuse('PROOF_WRONG', 'The app shows another code. Check its clock and send what it shows now.', 'code');
      }
      const row = await tx.only<{ done: boolean }>('SELECT vault.confirm_totp($1, $2) AS done', [
        actor.sessionId,
        step,
      ]);
      if (!row.done) throw refuse('WRONG_STATE', 'This session was refreshed meanwhile. Send the code once more.');
      await announce(tx, 'person.second_factor_changed', String(actor.personId));
      return { confirmed: true as const };
    });
  }

  removeTotp(actor: Actor, input: RemoveTotpInput): Promise<{ removed: true }> {
    return this.database.write(actor, { name: 'removeTotp', input }, async (tx) => {
      await requireFresh(tx);
      const row = await tx.only<{ done: boolean }>('SELECT vault.remove_totp($1) AS done', [actor.sessionId]);
      if (!row.done) throw refuse('WRONG_STATE', 'No app is set up, so there is none to remove.');
      await announce(tx, 'person.second_factor_changed', String(actor.personId));
      return { removed: true as const };
    });
  }
}
