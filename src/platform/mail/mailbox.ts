import { randomUUID } from 'node:crypto';
import { type Mail, Mailer } from './mailer.js';

export interface KeptMail extends Mail {
  id: string;
  keptAt: Date;
}

const MOST = 200;

/** Keeps the latest mails in memory instead of sending them. */
export class Mailbox extends Mailer {
  private mails: KeptMail[] = [];

  async send(mail: Mail): Promise<void> {
    const kept = { ...mail, id: mail.id ?? randomUUID(), keptAt: new Date() };
    this.mails = [kept, ...this.mails].slice(0, MOST);
  }

  /** Newest first. */
  list(): readonly KeptMail[] {
    return this.mails;
  }

  clear(): void {
    this.mails = [];
  }
}
