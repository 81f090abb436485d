import type { OnApplicationShutdown } from '@nestjs/common';
import { type Mail, Mailer, MailFailed, Undeliverable } from './mailer.js';

export interface SmtpOptions {
  url: string;
  /** As people see it: `Accompany <accompany@example.org>`. */
  from: string;
  /** Milliseconds without a word from the server. */
  patience?: number;
}

interface SmtpError {
  code?: string;
  command?: string;
  responseCode?: number;
  message?: string;
}

/** Sends by SMTP over a few lasting connections. A silent server costs one attempt its time, and nothing else. */
export class SmtpMailer extends Mailer implements OnApplicationShutdown {
  private transport: ReturnType<typeof openTransport> | undefined;

  constructor(private readonly options: SmtpOptions) {
    super();
  }

  async send({ to, subject, text, html, id, unsubscribe }: Mail, signal?: AbortSignal): Promise<void> {
    try {
      const messageId = id === undefined ? {} : { messageId: `<${id}@accompany>` };
      const transport = await (this.transport ??= openTransport(this.options));
      // As an object, so that no address can be read as a list of several.
      await transport.sendMail({
        to: { name: '', address: to },
        subject,
        text,
        html,
        ...messageId,
        ...(unsubscribe !== undefined && { headers: endingAt(unsubscribe) }),
        ...(signal && { signal }),
      });
    } catch (error) {
      throw failureOf(error as SmtpError);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    (await this.transport)?.close();
  }
}

async function openTransport({ url, from, patience = 10_000 }: SmtpOptions) {
  const { createTransport } = await import('nodemailer');
  return createTransport(
    {
      pool: true,
      url,
      maxConnections: 4,
      // The outbox tries again by itself, and counts.
      maxRequeues: 0,
      idleTimeout: 30_000,
      connectionTimeout: patience,
      greetingTimeout: patience,
      socketTimeout: patience,
      dnsTimeout: patience,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from, xMailer: false, headers: { 'Auto-Submitted': 'auto-generated' } },
  );
}

function endingAt(link: string): Record<string, string> {
  return { 'List-Unsubscribe': `<${link}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}

function failureOf({ code, command, responseCode, message }: SmtpError): Error {
  // 4xx and full mailboxes (552) may pass; 535 and its like are a fault of our settings and lose nobody's mail.
  const refused = code === 'EENVELOPE' && command === 'RCPT TO' && [550, 551, 553, 554].includes(responseCode ?? 0);
  const malformed = code === 'EENVELOPE' && /^(?:Invalid recipient|No recipients)/.test(message ?? '');
  if (refused || malformed) return new Undeliverable(responseCode ?? 501);
  return new MailFailed(code ?? 'unknown', responseCode);
}
