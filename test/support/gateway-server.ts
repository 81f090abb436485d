import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedMessage {
  headers: IncomingHttpHeaders;
  text: string;
  body: { to: string; text: string; id: string };
}

/** A gateway for short messages: answers as `answer` says, and keeps everything that is posted to it. */
export class GatewayServer {
  readonly received: ReceivedMessage[] = [];

  private constructor(private readonly server: Server) {}

  static async start(answer: (turn: number) => number | 'silence' | { redirect: string } = () => 202) {
    const server = createServer((request, response) => {
      let text = '';
      request.on('data', (piece: Buffer) => (text += piece.toString('utf8')));
      request.on('end', () => {
        gateway.received.push({ headers: request.headers, text, body: text === '' ? {} : JSON.parse(text) });
        const said = answer(gateway.received.length);
        if (said === 'silence') return;
        if (typeof said === 'number') response.writeHead(said).end('{"to":"what a gateway answers is not read"}');
        else response.writeHead(307, { location: said.redirect }).end();
      });
    });
    const gateway = new GatewayServer(server);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/messages`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => {
      this.server.close(resolve);
    });
  }
}

/** As whoever runs a gateway checks it, by the Standard Webhooks convention. */
export function isSignedBy(secret: string, { headers, text }: ReceivedMessage): boolean {
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${text}`;
  return headers['webhook-signature'] === `v1,${createHmac('sha256', secret).update(signed).digest('base64')}`;
}
