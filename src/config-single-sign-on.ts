import type { EnvironmentReader } from './platform/environment-reader.js';

/** The OpenID Connect provider at which people may sign in. */
export interface SingleSignOnConfig {
  issuer: string;
  clientId: string;
  /** None for a public client, which proves itself by PKCE alone. */
  clientSecret?: string;
  /** What people call it. */
  name: string;
  /** The page to which the provider sends people back. */
  redirectUri: string;
  /** Values of `amr` that stand for two factors at this provider; none by default. */
  trustedAmr: string[];
}

interface Surroundings {
  env: string;
  publicUrl: string;
}

const NAMES = ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_NAME', 'OIDC_REDIRECT_URI', 'OIDC_TRUSTED_AMR'];

/** Off unless there is an issuer. Everything that is wrong is complained of at once. */
export function readSingleSignOn(
  read: EnvironmentReader,
  { env, publicUrl }: Surroundings,
): SingleSignOnConfig | undefined {
  const issuer = read.url('OIDC_ISSUER', ['https:', 'http:']);
  const redirectUri = read.url('OIDC_REDIRECT_URI', ['https:', 'http:']) ?? `${publicUrl}/single-sign-on`;
  const clientId = read.optional('OIDC_CLIENT_ID');
  const clientSecret = read.optional('OIDC_CLIENT_SECRET');
  if (issuer === undefined) {
    if (read.optional('OIDC_ISSUER') !== undefined) return undefined;
    const lonely = NAMES.filter((name) => read.optional(name) !== undefined);
    if (lonely.length > 0) read.complain(`${lonely.join(', ')} without OIDC_ISSUER: set that too, or none of them.`);
    return undefined;
  }
  if (clientId === undefined) {
    read.complain('OIDC_CLIENT_ID is missing: set the name under which your provider knows this server.');
  }
  complainOfAddresses(read, env, { OIDC_ISSUER: issuer, OIDC_REDIRECT_URI: redirectUri });
  const trustedAmr = read.list('OIDC_TRUSTED_AMR');
  if (trustedAmr.some((value) => !/^[\w.:/-]{1,100}$/.test(value))) {
    read.complain('OIDC_TRUSTED_AMR is not a list: set values of amr such as "mfa", separated by commas.');
  }
  return {
    issuer,
    clientId: clientId ?? '',
    ...(clientSecret && { clientSecret }),
    name: read.text('OIDC_NAME', new URL(issuer).host),
    redirectUri,
    trustedAmr,
  };
}

function complainOfAddresses(read: EnvironmentReader, env: string, addresses: Record<string, string>): void {
  for (const [name, address] of Object.entries(addresses)) {
    const { protocol, hostname, search, hash, username, password } = new URL(address);
    if (search !== '' || hash !== '' || username !== '' || password !== '') {
      read.complain(`${name} is more than an address: leave out what follows a ? or #, and any name or password.`);
    }
    if (protocol === 'http:' && env === 'production' && !isLoopback(hostname)) {
      read.complain(`${name} is not encrypted: in production set an address that starts with https://.`);
    }
  }
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
