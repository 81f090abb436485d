import { Global, Logger, Module } from '@nestjs/common';
import type { Config } from '../../config.js';
import { CONFIG } from '../http/config.token.js';
import { Mailbox } from './mailbox.js';
import { Mailer } from './mailer.js';
import { SmtpMailer } from './smtp-mailer.js';

@Global()
@Module({
  providers: [
    {
      provide: Mailer,
      inject: [CONFIG],
      useFactory: (config: Config): Mailer => {
        if (config.smtpUrl !== undefined) return new SmtpMailer({ url: config.smtpUrl, from: config.mailFrom });
        if (config.env === 'production') new Logger('Mail').warn('SMTP_URL is not set: no mail leaves this server.');
        return new Mailbox();
      },
    },
  ],
  exports: [Mailer],
})
export class MailModule {}
