import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Answer, startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { anothersKey, type Forgery, ForgingProvider } from '../../support/forging-provider.js';

const REDIRECT = 'http://accompany.test/single-sign-on';

let provider: ForgingProvider;
let on: TestApp;

beforeAll(async () => {
  provider = await ForgingProvider.start();
  const singleSignOn = {
    issuer: provider.issuer,
    clientId: 'accompany',
    clientSecret: 'a secret',
    name: 'The forger',
    redirectUri: REDIRECT,
    trustedAmr: [],
  };
  on = await startTestApp({ urls: await freshDatabase('forgeries'), config: { singleSignOn } });
});
afterAll(async () => {
  await on.close();
  await provider.stop();
});
beforeEach(async () => {
  provider.forgery = {};
  await sql(on.urls.owner)('DELETE FROM app.rate_limit');
});

interface Trip {
  nonce: string;
  input: { callbackUrl: string; secret: string };
}

async function trip(): Promise<Trip> {
  const { authorizationUrl, secret } = await on.mutate(null, 'startSingleSignOn', {}, 'authorizationUrl secret');
  const { searchParams } = new URL(authorizationUrl);
  const back = new URLSearchParams({ code: 'a code', state: searchParams.get('state') ?? '' });
  return { nonce: searchParams.get('nonce') ?? '', input: { callbackUrl: `${REDIRECT}?${back.toString()}`, secret } };
}

async function outcome(forgery: (nonce: string) => Forgery): Promise<Answer> {
  const { nonce, input } = await trip();
  provider.forgery = forgery(nonce);
  return on.mutate(null, 'finishSingleSignOn', input, 'session { accessToken }');
}

const seconds = () => Math.floor(Date.now() / 1000);
const people = async () => (await sql(on.urls.owner)('SELECT count(*)::int AS n FROM person'))[0]?.['n'];

describe('a provider that tells', () => {
  it.each<[string, (nonce: string) => Forgery]>([
    ['the truth', (nonce) => ({ claims: { nonce } })],
    ['the truth, and when it asked', (nonce) => ({ claims: { nonce, auth_time: seconds() - 30 } })],
  ])('%s is believed', async (_name, forgery) => {
    expect((await outcome(forgery)).userErrors).toEqual([]);
  });

  it.each<[string, (nonce: string) => Forgery]>([
    ['of another trip', () => ({ claims: { nonce: 'another' } })],
    ['of no trip', () => ({})],
    ['in the name of another provider', (nonce) => ({ claims: { nonce, iss: 'https://provider.example' } })],
    ['to another server', (nonce) => ({ claims: { nonce, aud: 'someone-else' } })],
    ['what is over', (nonce) => ({ claims: { nonce, exp: seconds() - 3600, iat: seconds() - 7200 } })],
    ['of nobody', (nonce) => ({ claims: { nonce, sub: undefined } })],
    ['of a number', (nonce) => ({ claims: { nonce, sub: 7 } })],
    ['of someone whom it asked long ago', (nonce) => ({ claims: { nonce, auth_time: seconds() - 3600 } })],
    ['by a key that is not its own', (nonce) => ({ claims: { nonce }, key: anothersKey })],
    ['without a signature', (nonce) => ({ claims: { nonce }, algorithm: 'none' })],
    ['that the code is wrong', () => ({ answer: (response) => refusedBy(response, 400, 'invalid_grant') })],
    ['that it does not know us', () => ({ answer: (response) => refusedBy(response, 401, 'invalid_client') })],
    ['a page', () => ({ answer: (response) => void response.end('<h1>Hello</h1>') })],
  ])('%s is not, and nobody gets an account', async (_name, forgery) => {
    const before = await people();
    const payload = await outcome(forgery);
    expect(payload).toMatchObject({ session: null, userErrors: [{ code: 'SINGLE_SIGN_ON_REFUSED' }] });
    expect(JSON.stringify(payload)).not.toMatch(/invalid_|Hello|JWT|claim/);
    expect(await people()).toBe(before);
  });

  it.each<[string, Forgery]>([
    ['that it has a fault', { answer: (response) => refusedBy(response, 500, 'server_error') }],
    ['a page that it is overloaded', { answer: (response) => void response.writeHead(503).end('<h1>Later</h1>') }],
    ['nothing, and hangs up', { answer: (response) => void response.socket?.destroy() }],
  ])('%s is asked again when the same request comes again', async (_name, forgery) => {
    const { nonce, input } = await trip();
    provider.forgery = forgery;
    expect(await on.refusal(null, 'finishSingleSignOn', input)).toBe('RETRY_LATER');
    provider.forgery = { claims: { nonce } };
    expect((await on.mutate(null, 'finishSingleSignOn', input, 'session { accessToken }')).session).not.toBeNull();
  });

  it('nothing for long is given up after five seconds, and holds no transaction meanwhile', async () => {
    const { input } = await trip();
    let reached: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      reached = resolve;
    });
    provider.forgery = { answer: () => reached() };
    const began = Date.now();
    const answer = on.refusal(null, 'finishSingleSignOn', input);
    await asked;
    const [open] = await sql(on.urls.owner)(
      `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL`,
    );
    expect(open).toEqual({ n: 0 });
    expect(await answer).toBe('RETRY_LATER');
    expect(Date.now() - began).toBeLessThan(9_000);
  }, 20_000);
});

it('asks the provider for its addresses once, not for each person', async () => {
  const before = provider.asked.filter((one) => one.includes('openid-configuration')).length;
  await trip();
  await trip();
  expect(provider.asked.filter((one) => one.includes('openid-configuration')).length).toBe(before);
});

function refusedBy(response: Parameters<NonNullable<Forgery['answer']>>[0], status: number, error: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
}
