import { Injectable } from '@nestjs/common';
import { type Actor, anonymous, system } from '../../platform/access/actor.js';
import { hashToken, Keys, newToken } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import { newId, newTimelessId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { refuse } from '../../platform/graphql/errors.js';
import { announce } from '../record/index.js';
import { invalidLink, Links } from './links.js';
import { hashPassword, refuseWeakPassword } from './passwords.js';
import type { ConfirmEmailInput, SignUpInput } from './people.graphql.js';
import { openSession, type Session } from './sessions.js';
import { SignInLimits } from './sign-in-limits.js';
import { canonicalSecret, newRecoveryCodes, newSignInName } from './sign-in-names.js';

export interface NewAccount {
  personId: string;
  session: Session;
  signInName: string;
  recoveryCodes: string[];
}

type MailPurpose = 'sign-up' | 'reset' | 'change';

/** What making an account by a link takes besides the link. */
export type AccountInput = Pick<SignUpInput, 'email' | 'password' | 'language' | 'timeZone' | 'deviceName'>;

/** Comes to be known: by a link, with a session at once, or by an address that must be confirmed first. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
    private readonly links: Links,
    private readonly limits: SignInLimits,
  ) {
    links.register('start', async (tx, link) => {
      const row = await tx.row<{ used: boolean }>('SELECT vault.use_start_link($1) AS used', [hashToken(link.token)]);
      return row?.used === true;
    });
  }

  /** Null when a mail is under way instead of an account, whether or not the address was known. */
  async signUp(input: SignUpInput, address: string): Promise<NewAccount | null> {
    await this.countSignUp(address);
    const { link } = input;
    if (link == null) {
      await this.requestSignUp(input);
      return null;
    }
    const passwordHash = await this.checkedPassword(input.password);
    await this.countMail(input.email);
    const command = { name: 'signUp', input, issuesSecrets: true, scope: `link:${hashToken(link).toString('hex')}` };
    return this.database.write(anonymous, command, async (tx) => {
      await this.links.check(tx, link);
      return this.create(tx, input, passwordHash);
    });
  }

  async countSignUp(address: string): Promise<void> {
    await this.limits.count('signUpFromAddress', address);
  }

  /**
   * Before any mail is asked for, by whatever way: a stranger must not fill someone's mailbox. Each purpose counts for
   * itself, so that whoever signs others up cannot keep them from a new password.
   */
  async countMail(email: string | null | undefined, purpose: MailPurpose = 'sign-up'): Promise<void> {
    if (email == null) return;
    const lookup = this.lookup(email).toString('base64url');
    await this.limits.count('mailToAddress', purpose === 'sign-up' ? lookup : `${purpose}:${lookup}`);
  }

  /** Argon2 takes long and no lock: before the transaction, never in it. */
  async checkedPassword(password: string | null | undefined): Promise<string | null> {
    if (password == null) return null;
    refuseWeakPassword(password);
    return hashPassword(password);
  }

  /** For whoever comes by a link that the caller has checked in the same transaction. */
  async create(tx: Tx, input: AccountInput, passwordHash: string | null): Promise<NewAccount> {
    const personId = newId();
    const identity = this.newIdentity();
    await tx.rows('SELECT vault.create_account($1, $2, $3, $4, $5, $6, $7)', [
      personId,
      input.language ?? 'en',
      input.timeZone ?? 'UTC',
      identity.lookup,
      identity.cipher,
      passwordHash,
      identity.codeHashes,
    ]);
    if (input.email != null) await this.request(tx, personId, input.email, input);
    return {
      personId,
      session: await openSession(tx, personId, { device: this.sealed(input.deviceName) }),
      signInName: identity.signInName,
      recoveryCodes: identity.recoveryCodes,
    };
  }

  /** For someone who has called and has no account: under a name and codes that nobody sees, until they take it over. */
  async createUnclaimed(tx: Tx): Promise<string> {
    const personId = newId();
    const { lookup, cipher, codeHashes } = this.newIdentity();
    const unknown = ['en', 'UTC', lookup, cipher, null, codeHashes];
    await tx.rows('SELECT vault.create_account($1, $2, $3, $4, $5, $6, $7)', [personId, ...unknown]);
    return personId;
  }

  /** Once, by the code that was given out: the account gets a name and codes that only its owner has seen. */
  async takeOver(tx: Tx, code: Buffer): Promise<NewAccount> {
    const identity = this.newIdentity();
    const row = await tx.row<{ id: string | null }>('SELECT vault.take_over_account($1, $2, $3, $4) AS id', [
      code,
      identity.lookup,
      identity.cipher,
      identity.codeHashes,
    ]);
    if (row?.id == null) throw invalidLink();
    return { personId: row.id, session: await openSession(tx, row.id, { device: null }), ...shown(identity) };
  }

  /**
   * A new account takes the password of whoever holds the code, never one sent with the sign-up: anyone could have sent
   * that for someone else's address. An address of an account is confirmed by its owner, signed in.
   */
  async confirmEmail(actor: Actor, input: ConfirmEmailInput, address: string): Promise<Partial<NewAccount>> {
    await this.limits.count('signInFromAddress', address);
    const passwordHash = await this.checkedPassword(input.password);
    const token = hashToken(input.code.trim());
    const identity = this.newIdentity();
    const command = { name: 'confirmEmail', input, issuesSecrets: true, scope: `code:${token.toString('hex')}` };
    const confirming = actor.personId === null ? anonymous : actor;
    return this.database.write(confirming, command, async (tx) => {
      const confirmed = await tx.row<{ person_id: string; created: boolean; change_id: string | null }>(
        'SELECT * FROM vault.confirm_sign_up($1, $2, $3, $4, $5, $6)',
        [token, newId(), identity.lookup, identity.cipher, passwordHash, identity.codeHashes],
      );
      if (!confirmed) throw invalidLink('code');
      if (confirmed.change_id !== null) await announce(tx, 'person.email_changed', confirmed.change_id);
      if (!confirmed.created) return {};
      if (passwordHash === null) {
        throw refuse('WEAK_PASSWORD', 'Choose the password of your new account: at least 8 characters.', 'password');
      }
      const device = this.sealed(input.deviceName);
      return { session: await openSession(tx, confirmed.person_id, { device }), ...shown(identity) };
    });
  }

  lookup(text: string): Buffer {
    return this.keys.digest('lookup', canonicalSecret(text));
  }

  sealed(text: string | null | undefined): Buffer | null {
    return text == null ? null : this.keys.encrypt(text);
  }

  /** The code by which the first founder of a server comes in; null once someone came in by it or by e-mail. */
  async startCode(): Promise<string | null> {
    const code = `s_${newToken(16)}`;
    return this.database.write(system, null, async (tx) => {
      const row = await tx.row<{ issued: boolean }>(
        `SELECT vault.issue_start_link($1, now() + interval '7 days') AS issued`,
        [hashToken(code)],
      );
      return row?.issued === true ? code : null;
    });
  }

  private async requestSignUp(input: SignUpInput): Promise<void> {
    const { email } = input;
    if (email == null) {
      throw refuse('INVALID', 'Send your e-mail address, or a start, invitation or ask link.', 'email');
    }
    await this.countMail(email);
    const command = { name: 'signUp', input, scope: `mail:${this.lookup(email).toString('hex')}` };
    await this.database.write(anonymous, command, async (tx) => {
      await this.request(tx, null, email, input);
      return null;
    });
  }

  private async request(tx: Tx, personId: string | null, email: string, input: AccountInput): Promise<void> {
    const pending = newTimelessId();
    await tx.rows('SELECT vault.request_sign_up($1, $2, $3, $4, $5, $6)', [
      pending,
      personId,
      this.lookup(email),
      this.keys.encrypt(email.trim()),
      input.language ?? 'en',
      input.timeZone ?? 'UTC',
    ]);
    await announce(tx, 'person.sign_up_requested', pending);
  }

  private newIdentity() {
    const signInName = newSignInName();
    const recoveryCodes = newRecoveryCodes();
    return {
      signInName,
      recoveryCodes,
      lookup: this.lookup(signInName),
      cipher: this.keys.encrypt(signInName),
      codeHashes: recoveryCodes.map((code) => hashToken(code)),
    };
  }
}

function shown({ signInName, recoveryCodes }: { signInName: string; recoveryCodes: string[] }) {
  return { signInName, recoveryCodes };
}
