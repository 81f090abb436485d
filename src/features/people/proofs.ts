import { Injectable } from '@nestjs/common';
import { hashToken, Keys } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import type { Actor } from '../../platform/access/actor.js';
import { passwordMatches } from './passwords.js';
import { canonicalSecret } from './sign-in-names.js';
import { stepOf, type TotpSecret } from './totp.js';

/** What a person can prove with; each at most once. */
export interface GivenProofs {
  password?: string | null | undefined;
  recoveryCode?: string | null | undefined;
  totpCode?: string | null | undefined;
}

export type ProofName = keyof GivenProofs;

export interface Provable {
  personId: string;
  passwordHash: string | null;
}

/** How many different things were proved, and the first that was wrong: then all of it is to be rolled back. */
export interface Outcome {
  proved: number;
  wrong: ProofName | null;
}

/** Nobody has this id: what is asked of an unknown name costs what is asked of a known one. */
const NOBODY: Provable = { personId: '00000000-0000-4000-8000-000000000000', passwordHash: null };

@Injectable()
export class Proofs {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
  ) {}

  /**
   * Whether the first thing given, password or recovery code, may be right. Outside of any transaction, since argon2
   * takes long; the same work for an unknown name.
   */
  async firstHolds(actor: Actor, who: Provable = NOBODY, given: GivenProofs): Promise<boolean> {
    if (given.password != null) return passwordMatches(who.passwordHash, given.password);
    if (given.recoveryCode == null) return false;
    const code = codeHash(given.recoveryCode);
    const [row] = await this.database.read(actor, (reader) =>
      reader.rows<{ known: boolean }>('SELECT vault.recovery_code_known($1, $2) AS known', [who.personId, code]),
    );
    return row?.known === true;
  }

  /** Uses up what was given, under a lock per person: of two who come with one code, one is told that it is wrong. */
  async use(tx: Tx, who: Provable, given: GivenProofs): Promise<Outcome> {
    const verified = given.password == null ? null : who.passwordHash;
    const held = await tx.row<{ held: boolean }>('SELECT vault.hold_proofs($1, $2) AS held', [who.personId, verified]);
    if (held?.held !== true) return { proved: 0, wrong: given.password == null ? 'recoveryCode' : 'password' };
    let proved = given.password == null ? 0 : 1;
    if (given.recoveryCode != null) {
      if (!(await this.useRecoveryCode(tx, who, given.recoveryCode))) return { proved, wrong: 'recoveryCode' };
      proved += 1;
    }
    if (given.totpCode != null) {
      if (!(await this.useTotp(tx, who, given.totpCode))) return { proved, wrong: 'totpCode' };
      proved += 1;
    }
    return { proved, wrong: null };
  }

  /** Whether one proof alone opens no session. */
  async needsTwo(tx: Tx, { personId }: Provable): Promise<boolean> {
    const row = await tx.only<{ two: boolean }>('SELECT vault.needs_two_proofs($1) AS two', [personId]);
    return row.two;
  }

  /** The step of a code under a stored secret, by the clock of the database. */
  stepOf({ secret_cipher, last_step, second }: TotpSecret, code: string): number | null {
    return stepOf(
      this.keys.decrypt(secret_cipher),
      code,
      Number(second),
      last_step === null ? null : Number(last_step),
    );
  }

  private async useRecoveryCode(tx: Tx, { personId }: Provable, code: string): Promise<boolean> {
    const row = await tx.row<{ used: boolean }>('SELECT vault.use_recovery_code($1, $2) AS used', [
      personId,
      codeHash(code),
    ]);
    return row?.used === true;
  }

  private async useTotp(tx: Tx, { personId }: Provable, code: string): Promise<boolean> {
    const secret = await tx.row<TotpSecret>('SELECT * FROM vault.totp_of($1)', [personId]);
    const step = secret ? this.stepOf(secret, code) : null;
    if (step === null) return false;
    const row = await tx.row<{ used: boolean }>('SELECT vault.use_totp($1, $2) AS used', [personId, step]);
    return row?.used === true;
  }
}

export function codeHash(code: string): Buffer {
  return hashToken(canonicalSecret(code));
}
