import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import type { Provider as OidcProvider } from 'oidc-provider';
import type { SingleSignOnConfig } from '../../src/config-single-sign-on.js';

const KEY_FOR_COOKIES = 'of a provider that lives as long as a test';

/** A real OpenID Connect provider on this machine, where whoever comes is let in as who they say they are. */
export class TestProvider {
  static readonly clientId = 'accompany';
  static readonly clientSecret = 'a-secret-of-the-test-and-of-nobody-else';
  static readonly publicClientId = 'accompany-public';

  private constructor(
    readonly issuer: string,
    private readonly redirectUri: string,
    private readonly server: Server,
  ) {}

  static async start(redirectUri: string, port = 0): Promise<TestProvider> {
    // It warns of all that it needs to serve more than a test.
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    jest.spyOn(console, 'info').mockImplementation(() => undefined);
    let answer: (request: IncomingMessage, response: ServerResponse) => unknown = () => undefined;
    const server = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', resolve);
    });
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const provider = await providerAt(issuer, redirectUri);
    const callback = provider.callback();
    answer = async (request, response) => {
      if (!request.url?.startsWith('/interaction/')) return callback(request, response);
      const { params } = await provider.interactionDetails(request, response);
      const accountId = String(params['login_hint']);
      const login = { accountId, ...(accountId.startsWith('careful') && { amr: ['pwd', 'mfa'] }) };
      return provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
    };
    return new TestProvider(issuer, redirectUri, server);
  }

  /** Of a server whose people sign in here. */
  get config(): { singleSignOn: SingleSignOnConfig } {
    const { issuer, redirectUri } = this;
    const { clientId, clientSecret } = TestProvider;
    return {
      singleSignOn: { issuer, clientId, clientSecret, name: 'The federation', redirectUri, trustedAmr: [] },
    };
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => {
      this.server.close(resolve);
    });
  }
}

async function providerAt(issuer: string, redirectUri: string): Promise<OidcProvider> {
  const { Provider } = await import('oidc-provider');
  const redirect_uris = [redirectUri];
  const provider: OidcProvider = new Provider(issuer, {
    clients: [
      { client_id: TestProvider.clientId, client_secret: TestProvider.clientSecret, redirect_uris },
      { client_id: TestProvider.publicClientId, token_endpoint_auth_method: 'none', redirect_uris },
    ],
    cookies: { keys: [KEY_FOR_COOKIES] },
    claims: { openid: ['sub', 'email', 'email_verified', 'amr'] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => ({
        sub,
        email: `${sub}@people.example`,
        email_verified: true,
      }),
    }),
    async loadExistingGrant({ oidc }) {
      const grant = new provider.Grant({
        accountId: oidc.session?.accountId ?? '',
        clientId: oidc.client?.clientId ?? '',
      });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
  });
  return provider;
}

/** Follows the provider's redirects as a browser does, signed in there as `person`, until it is sent back to us. */
export async function visit(authorizationUrl: string, person: string, redirectUri: string): Promise<string> {
  const cookies = new Map<string, string>();
  let url = new URL(authorizationUrl);
  url.searchParams.set('login_hint', person);
  for (let step = 0; step < 10; step += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) throw new Error(`The provider stopped at ${url.pathname}: ${await response.text()}`);
    url = new URL(location, url);
    if (url.href.startsWith(redirectUri)) return url.href;
  }
  throw new Error('The provider sends us in circles.');
}
