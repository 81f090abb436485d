import { createHmac } from 'node:crypto';
import { Undeliverable } from '../mail/mailer.js';
import { GatewayFailed, MessageGateway, type ShortMessage } from './message-gateway.js';

export interface HttpGatewayOptions {
  url: string;
  secret: string;
  /** Milliseconds for one attempt. */
  patience?: number;
}

/** What says that this message will never be taken: malformed, unknown, gone, or refused for what it is. */
const NEVER = [400, 404, 410, 422];

/**
 * Posts `{to, text, id}` as JSON, signed by the Standard Webhooks convention: the header `webhook-signature` is `v1,` and
 * the HMAC-SHA256, in base64, of `id.timestamp.body` under the secret. It follows no redirect, which could carry a
 * telephone number to someone else.
 */
export class HttpGateway extends MessageGateway {
  readonly isOn = true;

  constructor(private readonly options: HttpGatewayOptions) {
    super();
  }

  async send({ to, text, id }: ShortMessage, signal?: AbortSignal): Promise<void> {
    const { url, secret, patience = 10_000 } = this.options;
    const body = JSON.stringify({ to, text, id });
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
    const limit = AbortSignal.timeout(patience);
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1,${signature}`,
      },
      body,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    }).catch((error: unknown) => {
      throw new GatewayFailed(error instanceof Error ? error.name : 'unknown');
    });
    // Nothing that it answers is read but the code.
    await response.body?.cancel().catch(() => undefined);
    if (NEVER.includes(response.status)) throw new Undeliverable(response.status);
    if (response.status < 200 || response.status > 299) throw new GatewayFailed(String(response.status));
  }
}
