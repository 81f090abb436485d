import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const RSA = { modulusLength: 2048 } as const;
const own = generateKeyPairSync('rsa', RSA);
export const anothersKey = generateKeyPairSync('rsa', RSA).privateKey;

export interface Forgery {
  claims?: Record<string, unknown>;
  key?: KeyObject;
  algorithm?: 'RS256' | 'none';
  /** Instead of tokens. */
  answer?: (response: ServerResponse) => void;
}

/** Speaks as a provider does, and says of people what a test wants. */
export class ForgingProvider {
  forgery: Forgery = {};
  /** Requests that came, as `POST /token`. */
  readonly asked: string[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<ForgingProvider> {
    const server = createServer();
    const provider = new ForgingProvider(server);
    server.on('request', (request, response) => provider.answer(request, response));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return provider;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => {
      this.server.close(resolve);
    });
  }

  private answer({ method, url }: IncomingMessage, response: ServerResponse): void {
    this.asked.push(`${method} ${url}`);
    const { issuer } = this;
    if (url === '/.well-known/openid-configuration') {
      return json(response, {
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        id_token_signing_alg_values_supported: ['RS256'],
        token_endpoint_auth_methods_supported: ['client_secret_post'],
      });
    }
    if (url === '/keys') {
      return json(response, {
        keys: [{ ...own.publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: '1' }],
      });
    }
    if (this.forgery.answer) return this.forgery.answer(response);
    return json(response, { access_token: 'x', token_type: 'Bearer', id_token: this.idToken() });
  }

  private idToken(): string {
    const { claims = {}, key = own.privateKey, algorithm = 'RS256' } = this.forgery;
    const now = Math.floor(Date.now() / 1000);
    const whole = { iss: this.issuer, aud: 'accompany', sub: 'mallory', iat: now, exp: now + 60, ...claims };
    const body = [{ alg: algorithm, kid: '1' }, whole]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    const signature = algorithm === 'none' ? '' : sign('sha256', Buffer.from(body), key).toString('base64url');
    return `${body}.${signature}`;
  }
}

function json(response: ServerResponse, body: unknown): void {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body));
}
