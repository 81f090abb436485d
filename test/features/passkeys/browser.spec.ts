import { createServer } from 'node:net';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { inBrowser, openBrowser } from '../../support/browser.js';
import { type Answer, startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { World } from '../../support/world.js';

const LONGEST = 60_000;

let on: TestApp;
let world: World;
let browser: Browser | undefined;
let publicUrl: string;

beforeAll(async () => {
  const port = await freePort();
  // Browsers make passkeys for names, not for addresses of the network; this one they trust without a certificate.
  publicUrl = `http://localhost:${port}`;
  on = await startTestApp({ urls: await freshDatabase('browser_passkeys'), config: { env: 'development', publicUrl } });
  await on.app.listen(port, '127.0.0.1');
  world = new World(on);
  browser = await openBrowser();
}, LONGEST);
afterAll(async () => {
  await browser?.close();
  await on.close();
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** A page of the server, in a browser with a device that verifies whoever uses it. */
async function pageWithDevice(isUserVerified = true): Promise<Page> {
  const page = await browser!.newPage();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified,
      automaticPresenceSimulation: true,
    },
  });
  await page.goto(`${publicUrl}/graphiql`);
  return page;
}

/** As the descriptions of the schema tell a web developer to do it: start, hand to the browser, send on. */
function ceremony(page: Page, names: { start: string; finish: string; fields: string }, accessToken?: string) {
  return page.evaluate(
    async ({ start, finish, fields, token }) => {
      const send = async (query: string, variables: unknown) => {
        const response = await fetch('/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
          body: JSON.stringify({ query, variables }),
        });
        return ((await response.json()) as { data: Answer }).data;
      };
      const { options } = (await send(`mutation { ${start}(input: {}) { options } }`, {}))[start];
      const { PublicKeyCredential: Key, navigator: browser } = globalThis as Answer;
      const asked = JSON.parse(options);
      const credential = asked.user
        ? await browser.credentials.create({ publicKey: Key.parseCreationOptionsFromJSON(asked) })
        : await browser.credentials.get({ publicKey: Key.parseRequestOptionsFromJSON(asked) });
      const type = `${finish[0]?.toUpperCase()}${finish.slice(1)}Input`;
      const query = `mutation ($i: ${type}!) { ${finish}(input: $i) { ${fields} userErrors { code } } }`;
      return (await send(query, { i: { response: JSON.stringify(credential) } }))[finish];
    },
    { ...names, token: accessToken ?? '' },
  );
}

const REGISTER = { start: 'startPasskeyRegistration', finish: 'registerPasskey', fields: 'passkey { id }' };
const SIGN_IN = { start: 'startPasskeySignIn', finish: 'signInWithPasskey', fields: 'session { accessToken }' };
const STEP_UP = { start: 'startPasskeyStepUp', finish: 'stepUpWithPasskey', fields: 'steppedUp' };

inBrowser(
  'a real browser makes a passkey, signs in with it without a name, steps up, and makes no second one',
  async () => {
    const person = await world.person();
    const page = await pageWithDevice();
    expect(await ceremony(page, REGISTER, person.accessToken)).toEqual({
      passkey: { id: expect.any(String) },
      userErrors: [],
    });

    const { session, userErrors } = await ceremony(page, SIGN_IN);
    expect(userErrors).toEqual([]);
    const { viewer } = await on.query(session, '{ viewer { signInName passkeys { lastUsedOn } } }');
    expect(viewer).toEqual({ signInName: person.signInName, passkeys: [{ lastUsedOn: expect.any(String) }] });

    await sql(on.urls.owner)(`UPDATE vault.session SET proved_at = now() - interval '1 hour'`);
    expect(await on.refusal(session, REGISTER.start, {})).toBe('STEP_UP_REQUIRED');
    expect(await ceremony(page, STEP_UP, session.accessToken)).toEqual({ steppedUp: true, userErrors: [] });

    await expect(ceremony(page, REGISTER, session.accessToken)).rejects.toThrow(/InvalidStateError/);
    await page.close();
  },
  LONGEST,
);

inBrowser(
  'a device that verifies nobody signs nobody in',
  async () => {
    const page = await pageWithDevice(false);
    const person = await world.person();
    await expect(ceremony(page, REGISTER, person.accessToken)).rejects.toThrow(/NotAllowedError/);
    await page.close();
  },
  LONGEST,
);

inBrowser(
  'a page of another origin gets no passkey of ours',
  async () => {
    const person = await world.person();
    const page = await pageWithDevice();
    await ceremony(page, REGISTER, person.accessToken);
    // The same server under another name is another origin to the browser.
    await page.goto(`${publicUrl.replace('localhost', 'elsewhere.localhost')}/graphiql`);
    await expect(ceremony(page, SIGN_IN)).rejects.toThrow(/SecurityError/);
    await page.close();
  },
  LONGEST,
);
