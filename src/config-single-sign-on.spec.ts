import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './config.js';

const SECRET = { ACCOMPANY_SECRET: 'x'.repeat(32), PUBLIC_URL: 'https://union.example' };
const OIDC = { OIDC_ISSUER: 'https://provider.example/realms/us', OIDC_CLIENT_ID: 'accompany' };
const configOf = (environment: Record<string, string>) => loadConfig({ ...SECRET, ...environment });
const fault = (environment: Record<string, string>): string => {
  try {
    configOf(environment);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

describe('single sign-on', () => {
  it('is off by itself', () => {
    expect(configOf({}).singleSignOn).toBeUndefined();
    expect(configOf({ OIDC_ISSUER: ' ', OIDC_CLIENT_ID: '' }).singleSignOn).toBeUndefined();
  });

  it('is on with an issuer and a client, and trusts nothing more', () => {
    expect(configOf(OIDC).singleSignOn).toEqual({
      issuer: 'https://provider.example/realms/us',
      clientId: 'accompany',
      name: 'provider.example',
      redirectUri: 'https://union.example/single-sign-on',
      trustedAmr: [],
    });
  });

  it('takes a secret, a name, a page to come back to and methods to trust', () => {
    const more = {
      OIDC_CLIENT_SECRET: 'a secret',
      OIDC_NAME: 'The federation',
      OIDC_REDIRECT_URI: 'https://app.union.example/back',
      OIDC_TRUSTED_AMR: 'mfa, hwk',
    };
    expect(configOf({ ...OIDC, ...more }).singleSignOn).toMatchObject({
      clientSecret: 'a secret',
      name: 'The federation',
      redirectUri: 'https://app.union.example/back',
      trustedAmr: ['mfa', 'hwk'],
    });
  });

  it('says all that is wrong at once, and repeats no secret', () => {
    const told = fault({
      OIDC_ISSUER: 'https://name:hunter2@provider.example?tenant=1',
      OIDC_REDIRECT_URI: 'ftp://union.example',
      OIDC_TRUSTED_AMR: 'm fa',
    });
    expect(told).toMatch(/OIDC_ISSUER is more than an address[^]*/);
    expect(told).toContain('OIDC_CLIENT_ID is missing');
    expect(told).toContain('OIDC_REDIRECT_URI is not the right kind of address');
    expect(told).toContain('OIDC_TRUSTED_AMR is not a list');
    expect(told).not.toContain('hunter2');
  });

  it('refuses what does nothing without an issuer', () => {
    expect(fault({ OIDC_CLIENT_ID: 'accompany', OIDC_NAME: 'The federation' })).toBe(
      'OIDC_CLIENT_ID, OIDC_NAME without OIDC_ISSUER: set that too, or none of them.',
    );
    expect(fault({ OIDC_ISSUER: 'provider.example', OIDC_CLIENT_ID: 'accompany' })).toMatch(
      /^OIDC_ISSUER is not an address/,
    );
  });

  it.each([
    ['production', 'http://provider.example', false],
    ['production', 'http://127.0.0.1:8080', true],
    ['production', 'http://localhost:8080', true],
    ['production', 'http://[::1]:8080', true],
    ['production', 'http://127.0.0.1.example', false],
    ['production', 'http://localhost.example', false],
    ['development', 'http://provider.example', true],
  ])('in %s the issuer %s may be: %s', (NODE_ENV, OIDC_ISSUER, may) => {
    const told = fault({ ...OIDC, NODE_ENV, OIDC_ISSUER });
    expect(told).toBe(
      may ? '' : 'OIDC_ISSUER is not encrypted: in production set an address that starts with https://.',
    );
  });

  it('comes back to an encrypted page in production', () => {
    expect(fault({ ...OIDC, NODE_ENV: 'production', PUBLIC_URL: 'http://union.example' })).toBe(
      'OIDC_REDIRECT_URI is not encrypted: in production set an address that starts with https://.',
    );
  });
});

describe('origins of passkeys', () => {
  it('are pages, and apps by the digest of the key that signed them', () => {
    const app = `android:apk-key-hash:${'a'.repeat(43)}`;
    expect(configOf({ PASSKEY_ORIGINS: `https://app.union.example, ${app}` }).passkeyOrigins).toEqual([
      'https://app.union.example',
      app,
    ]);
    expect(configOf({}).passkeyOrigins).toEqual([]);
  });

  it.each(['app.union.example', 'https://app.union.example/page', 'android:apk-key-hash:short', 'null', '*'])(
    'are not %s',
    (PASSKEY_ORIGINS) => {
      expect(fault({ PASSKEY_ORIGINS })).toMatch(/^PASSKEY_ORIGINS holds/);
    },
  );
});
