import { Injectable, Logger } from '@nestjs/common';
import { Keys } from '../../platform/crypto/keys.js';
import type { Tx } from '../../platform/database/tx.js';
import { MessageGateway } from '../../platform/gateway/message-gateway.js';
import { Mailer, Undeliverable } from '../../platform/mail/mailer.js';
import type { WrittenMail } from './mail-text.js';

export const channelNames = ['MAIL', 'MESSENGER'] as const;
export type ChannelName = (typeof channelNames)[number];

export interface Message {
  to: string;
  /** The same at every attempt, so that a receiver can drop a repeat. */
  id: string;
  written: WrittenMail;
  /** A link by which the reader ends what is like it. */
  unsubscribe?: string;
}

/** A way to send a written message to an address of a person. */
export interface Channel {
  /** The person's address, sealed; null where there is none, or nothing to send by. That it was read is noted. */
  addressOf(tx: Tx, personId: string, purpose: string): Promise<Buffer | null>;
  /** Throws where it did not work this time, and `Undeliverable` where it never will. */
  send(message: Message, signal: AbortSignal): Promise<void>;
}

class MailChannel implements Channel {
  constructor(private readonly mailer: Mailer) {}

  addressOf(tx: Tx, personId: string, purpose: string): Promise<Buffer | null> {
    return cipherFrom(tx, 'vault.email_of', personId, purpose);
  }

  send({ to, id, written: { subject, text, html }, unsubscribe }: Message, signal: AbortSignal): Promise<void> {
    return this.mailer.send({ to, id, subject, text, html, ...(unsubscribe && { unsubscribe }) }, signal);
  }
}

/** Says less than a mail: what is on a locked screen is read by whoever stands by. */
class MessengerChannel implements Channel {
  constructor(private readonly gateway: MessageGateway) {}

  async addressOf(tx: Tx, personId: string, purpose: string): Promise<Buffer | null> {
    return this.gateway.isOn ? cipherFrom(tx, 'vault.messenger_of', personId, purpose) : null;
  }

  send({ to, id, written }: Message, signal: AbortSignal): Promise<void> {
    return this.gateway.send({ to, id, text: written.short }, signal);
  }
}

async function cipherFrom(tx: Tx, source: string, personId: string, purpose: string): Promise<Buffer | null> {
  const { cipher } = await tx.only<{ cipher: Buffer | null }>(`SELECT ${source}($1, $2) AS cipher`, [
    personId,
    purpose,
  ]);
  return cipher;
}

/** Every way there is. Only here an address is decrypted, and only to be handed to what sends. */
@Injectable()
export class Channels {
  private readonly logger = new Logger('Channels');
  private readonly channels: Readonly<Record<ChannelName, Channel>>;

  constructor(
    private readonly keys: Keys,
    mailer: Mailer,
    gateway: MessageGateway,
  ) {
    this.channels = { MAIL: new MailChannel(mailer), MESSENGER: new MessengerChannel(gateway) };
  }

  addressOf(name: ChannelName, tx: Tx, personId: string, purpose: string): Promise<Buffer | null> {
    return this.channels[name].addressOf(tx, personId, purpose);
  }

  /** An address that will never take it is noted and not tried again. */
  async send(name: ChannelName, cipher: Buffer, message: Omit<Message, 'to'>, signal: AbortSignal): Promise<void> {
    try {
      await this.channels[name].send({ ...message, to: this.keys.decrypt(cipher) }, signal);
    } catch (error) {
      if (!(error instanceof Undeliverable)) throw error;
      this.logger.warn({ undeliverable: message.id, responseCode: error.responseCode });
    }
  }
}
