import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config.js';
import { randomInt } from 'node:crypto';
import { system } from '../../platform/access/actor.js';
import { hashToken, Keys, newToken } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import { CONFIG } from '../../platform/http/config.token.js';
import type { OutboxEvent } from '../../platform/jobs/event-handlers.js';
import { Channels } from './channels.js';
import { type MailTemplate, write, type WrittenMail } from './mail-text.js';
import { addressChanged } from './mails/address-changed.js';
import { addressKnown } from './mails/address-known.js';
import { choosePassword } from './mails/choose-password.js';
import { confirmAddress } from './mails/confirm-address.js';
import { confirmMessenger } from './mails/confirm-messenger.js';

/** A mail with a code, by what arms the code in the vault as the mail is sent, and the page that takes it. */
interface CodeLetter {
  arms: 'arm_password_reset' | 'arm_email_undo';
  page: 'reset' | 'undo';
  template: MailTemplate<{ link: string; code: string }>;
}

/** Writes what carries a code. It is made here, where it leaves, so that it is stored nowhere but as a digest. */
@Injectable()
export class Letters {
  constructor(
    private readonly db: Database,
    private readonly keys: Keys,
    private readonly channels: Channels,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** A repeat makes a new token. */
  async confirmation(event: OutboxEvent, signal: AbortSignal): Promise<void> {
    const code = newToken();
    const pending = await this.db.write(system, null, (tx) =>
      tx.row<{ email_cipher: Buffer; known: boolean; language: string }>('SELECT * FROM vault.arm_sign_up($1, $2)', [
        event.subjectId,
        hashToken(code),
      ]),
    );
    if (!pending) return;
    const { publicUrl } = this.config;
    const written = pending.known
      ? write(addressKnown, pending.language, { link: publicUrl })
      : write(confirmAddress, pending.language, { link: `${publicUrl}/confirm#${code}`, code });
    await this.mail(event, pending.email_cipher, written, signal);
  }

  passwordCode(event: OutboxEvent, signal: AbortSignal): Promise<void> {
    return this.code(event, signal, { arms: 'arm_password_reset', page: 'reset', template: choosePassword });
  }

  /** To the address that the account had. */
  undoCode(event: OutboxEvent, signal: AbortSignal): Promise<void> {
    return this.code(event, signal, { arms: 'arm_email_undo', page: 'undo', template: addressChanged });
  }

  /** Short enough to be typed, so kept under a key and good for a few minutes only. */
  async messengerCode(event: OutboxEvent, signal: AbortSignal): Promise<void> {
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const armed = await this.db.write(system, null, (tx) =>
      tx.row<{ address_cipher: Buffer; language: string }>('SELECT * FROM vault.arm_messenger($1, $2)', [
        event.subjectId,
        messengerCodeDigest(this.keys, code),
      ]),
    );
    if (!armed) return;
    const written = write(confirmMessenger, armed.language, { code });
    await this.channels.send('MESSENGER', armed.address_cipher, { id: attemptOf(event), written }, signal);
  }

  /** Nothing is armed, and nothing sent, where there is no such account or the time is over. */
  private async code(event: OutboxEvent, signal: AbortSignal, { arms, page, template }: CodeLetter): Promise<void> {
    const code = newToken();
    const armed = await this.db.write(system, null, (tx) =>
      tx.row<{ email_cipher: Buffer; language: string }>(`SELECT * FROM vault.${arms}($1, $2)`, [
        event.subjectId,
        hashToken(code),
      ]),
    );
    if (!armed) return;
    const written = write(template, armed.language, { link: `${this.config.publicUrl}/${page}#${code}`, code });
    await this.mail(event, armed.email_cipher, written, signal);
  }

  private async mail(event: OutboxEvent, cipher: Buffer, written: WrittenMail, signal: AbortSignal): Promise<void> {
    await this.channels.send('MAIL', cipher, { id: attemptOf(event), written }, signal);
  }
}

/** Each attempt carries another code, so it is another message: one that was dropped as a repeat would be the one that works. */
function attemptOf({ id, attempt }: OutboxEvent): string {
  return `${id}.${attempt}`;
}

export function messengerCodeDigest(keys: Keys, code: string): Buffer {
  return keys.digest('messenger', code);
}
