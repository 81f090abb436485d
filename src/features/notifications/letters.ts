import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Config } from '../../config.js';
import { system } from '../../platform/access/actor.js';
import { hashToken, Keys, newToken } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import { CONFIG } from '../../platform/http/config.token.js';
import type { OutboxEvent } from '../../platform/jobs/event-handlers.js';
import { Mailer, Undeliverable } from '../../platform/mail/mailer.js';
import { type MailTemplate, timeOf, write, type WrittenMail } from './mail-text.js';
import { addressChanged } from './mails/address-changed.js';
import { addressKnown } from './mails/address-known.js';
import { choosePassword } from './mails/choose-password.js';
import { confirmAddress } from './mails/confirm-address.js';
import { isNotice, notices } from './mails/index.js';
import { NOTICE_DUE } from './notices.js';

/** About three days of attempts. Older news helps nobody. */
const LAST_ATTEMPT = 450;

/** A mail with a code, by what arms the code in the vault as the mail is sent, and the page that takes it. */
interface CodeLetter {
  arms: 'arm_password_reset' | 'arm_email_undo';
  page: 'reset' | 'undo';
  template: MailTemplate<{ link: string; code: string }>;
}

/** Writes one mail to one person. Only here an address is read and decrypted, and only to be handed to the mailer. */
@Injectable()
export class Letters {
  private readonly logger = new Logger('Letters');

  constructor(
    private readonly db: Database,
    private readonly keys: Keys,
    private readonly mailer: Mailer,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async notice(event: OutboxEvent, signal: AbortSignal): Promise<void> {
    const { notice, language } = event.data;
    if (!isNotice(notice) || event.attempt > LAST_ATTEMPT) return;
    const row = await this.db.write(system, null, (tx) =>
      tx.row<{ cipher: Buffer | null }>('SELECT vault.email_of($1, $2) AS cipher', [event.subjectId, NOTICE_DUE]),
    );
    if (!row?.cipher) return;
    const needs = { link: this.config.publicUrl, until: timeOf(event.data['until'], String(language)) };
    const written = write(notices[notice], String(language), needs);
    await this.send(event, row.cipher, written, signal);
  }

  /** The token is made here, where it leaves, so that it is stored nowhere but as a digest. A repeat makes a new one. */
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
    // Each attempt carries another code, so it is another mail: one that was dropped as a repeat would be the one that works.
    await this.send({ ...event, id: `${event.id}.${event.attempt}` }, pending.email_cipher, written, signal);
  }

  passwordCode(event: OutboxEvent, signal: AbortSignal): Promise<void> {
    return this.code(event, signal, { arms: 'arm_password_reset', page: 'reset', template: choosePassword });
  }

  /** To the address that the account had. */
  undoCode(event: OutboxEvent, signal: AbortSignal): Promise<void> {
    return this.code(event, signal, { arms: 'arm_email_undo', page: 'undo', template: addressChanged });
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
    await this.send({ ...event, id: `${event.id}.${event.attempt}` }, armed.email_cipher, written, signal);
  }

  private async send(event: OutboxEvent, cipher: Buffer, written: WrittenMail, signal: AbortSignal): Promise<void> {
    try {
      await this.mailer.send({ ...written, to: this.keys.decrypt(cipher), id: event.id }, signal);
    } catch (error) {
      if (!(error instanceof Undeliverable)) throw error;
      this.logger.warn({ undeliverable: event.id, responseCode: error.responseCode });
    }
  }
}
