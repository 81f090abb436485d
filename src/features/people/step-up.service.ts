import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { FRESH_FOR_MS } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { refuse, Unauthenticated } from '../../platform/graphql/errors.js';
import { type Provable, Proofs } from './proofs.js';
import type { StepUpInput } from './sessions.graphql.js';
import { SignInLimits } from './sign-in-limits.js';

export interface SteppedUp {
  freshUntil: Date;
  hasSecondFactor: boolean;
}

/** A session proves once more whose it is, for what is hard to undo. */
@Injectable()
export class StepUpService {
  constructor(
    private readonly database: Database,
    private readonly proofs: Proofs,
    private readonly limits: SignInLimits,
  ) {}

  async stepUp(actor: Actor, input: StepUpInput, address: string): Promise<SteppedUp> {
    if (input.password == null && input.recoveryCode == null && input.totpCode == null) {
      throw refuse('INVALID', 'Send your password, one of your recovery codes, or the code of your app.', 'password');
    }
    await this.limits.count('stepUpFromAddress', address);
    const { family, who } = await this.own(actor);
    await this.limits.count('stepUpOfSession', family);
    const holds = input.password == null || (await this.proofs.firstHolds(actor, who, input));
    const result = await this.prove(actor, who, input, holds);
    await this.limits.giveBack('stepUpOfSession', family);
    return { ...result, freshUntil: new Date(result.freshUntil) };
  }

  private prove(actor: Actor, who: Provable, input: StepUpInput, holds: boolean) {
    return this.database.write(actor, { name: 'stepUp', input }, async (tx) => {
      if (!holds) throw wrong('password');
      const outcome = await this.proofs.use(tx, who, input);
      if (outcome.wrong !== null) throw wrong(outcome.wrong);
      const hasSecondFactor = input.totpCode != null || outcome.proved > 1;
      const { at } = await tx.only<{ at: Date | null }>('SELECT vault.prove_session($1, $2) AS at', [
        actor.sessionId,
        hasSecondFactor,
      ]);
      if (at === null)
        throw new Unauthenticated('Your session has ended or was replaced. Refresh it, or sign in again.');
      return {
        freshUntil: new Date(at.getTime() + FRESH_FOR_MS).toISOString(),
        hasSecondFactor: hasSecondFactor || actor.secondFactor === true,
      };
    });
  }

  private async own(actor: Actor): Promise<{ family: string; who: Provable }> {
    const [row] = await this.database.read(actor, (reader) =>
      reader.rows<{ family_id: string; password_hash: string | null }>('SELECT * FROM vault.own_proofs($1)', [
        actor.sessionId,
      ]),
    );
    if (!row || actor.personId === null) throw new Unauthenticated();
    return { family: row.family_id, who: { personId: actor.personId, passwordHash: row.password_hash } };
  }
}

function wrong(field: string) {
  return refuse(
    'PROOF_WRONG',
    'This password or code is not right, or was used before. Check it and try again.',
    field,
  );
}
