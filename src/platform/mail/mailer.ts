export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The same for every attempt at the same mail, so that a receiver can drop a repeat. */
  id?: string;
  /** A link that ends mails like it, by one click in the mail program (RFC 8058). */
  unsubscribe?: string;
}

/** Sends mail, or throws. */
export abstract class Mailer {
  abstract send(mail: Mail, signal?: AbortSignal): Promise<void>;
}

/** It will never be taken: the address does not exist, or wants none of us. */
export class Undeliverable extends Error {
  constructor(readonly responseCode: number) {
    super(`the recipient was refused (${responseCode})`);
    this.name = 'Undeliverable';
  }
}

/** It did not work this time. Holds codes only: what a mail server says quotes the address. */
export class MailFailed extends Error {
  constructor(
    readonly code: string,
    readonly responseCode?: number,
  ) {
    super(`the mail server did not take a mail (${[code, responseCode].filter(Boolean).join(' ')})`);
    this.name = 'MailFailed';
  }
}
