import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './config.js';

const SECRET = { ACCOMPANY_SECRET: 'x'.repeat(32) };
const GATEWAY = {
  MESSAGE_GATEWAY_URL: 'https://gateway.example/messages',
  MESSAGE_GATEWAY_SECRET: 'a secret of sixteen or more',
};
const configOf = (environment: Record<string, string>) => loadConfig({ ...SECRET, ...environment });

describe('the gateway for short messages', () => {
  it('is off by itself', () => {
    expect(configOf({}).messageGateway).toBeUndefined();
    expect(configOf({ MESSAGE_GATEWAY_URL: '', MESSAGE_GATEWAY_SECRET: ' ' }).messageGateway).toBeUndefined();
  });

  it('is on with an address and a secret', () => {
    expect(configOf(GATEWAY).messageGateway).toEqual({
      url: GATEWAY.MESSAGE_GATEWAY_URL,
      secret: GATEWAY.MESSAGE_GATEWAY_SECRET,
    });
  });

  it.each(['http://localhost:8080/sms', 'http://127.0.0.1:8080/sms', 'http://[::1]:8080/sms'])(
    'may be unencrypted on this machine: %s',
    (url) => {
      expect(configOf({ ...GATEWAY, MESSAGE_GATEWAY_URL: url }).messageGateway?.url).toBe(url);
    },
  );

  it.each([
    [{ MESSAGE_GATEWAY_URL: 'http://gateway.example/messages' }, /https:\/\//],
    [{ MESSAGE_GATEWAY_URL: 'http://localhost.example/messages' }, /https:\/\//],
    [{ MESSAGE_GATEWAY_URL: 'ftp://gateway.example' }, /MESSAGE_GATEWAY_URL/],
    [{ MESSAGE_GATEWAY_SECRET: 'short' }, /at least 16 characters/],
    [{ MESSAGE_GATEWAY_SECRET: '' }, /at least 16 characters/],
    [{ MESSAGE_GATEWAY_URL: '' }, /goes with MESSAGE_GATEWAY_URL/],
  ])('refuses to start with %j', (odd, complaint) => {
    expect(() => configOf({ ...GATEWAY, ...odd })).toThrow(complaint);
  });
});
