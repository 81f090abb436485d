import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Actor, anonymous } from './actor.js';
import { BearerTokens } from './bearer-tokens.js';

const secret = (letter: string) => letter.repeat(43);
const ana: Actor = { ...anonymous, kind: 'person', personId: 'ana' };

let tokens: BearerTokens;
let burnt: string[];

beforeEach(() => {
  burnt = [];
  tokens = new BearerTokens();
  tokens.register('acc_', {
    authenticate: async (token) => (token === `acc_${secret('a')}` ? ana : null),
    authenticateAll: async (all) => all.map((token) => (token === `acc_${secret('a')}` ? ana : null)),
    rejected: true,
  });
  tokens.register('key_', {
    authenticate: async () => null,
    authenticateAll: async (all) => all.map(() => null),
    rejected: 'key',
    burn: async (token) => void burnt.push(token),
  });
});

describe('who a token belongs to', () => {
  it('is asked of those who made tokens with its prefix', async () => {
    expect(await tokens.authenticate(`Bearer acc_${secret('a')}`)).toBe(ana);
  });

  it('is nobody without one, and nobody with an excuse for one that does not work', async () => {
    expect(await tokens.authenticate(undefined)).toBe(anonymous);
    expect(await tokens.authenticate('')).toBe(anonymous);
    expect(await tokens.authenticate(`Bearer acc_${secret('b')}`)).toEqual({ ...anonymous, rejected: true });
    expect(await tokens.authenticate(`Bearer key_${secret('a')}`)).toEqual({ ...anonymous, rejected: 'key' });
  });

  it('is told of many at once, each by its own kind; of what is no token of ours nothing is', async () => {
    const [good, ended, key, odd] = [
      `Bearer acc_${secret('a')}`,
      `Bearer acc_${secret('b')}`,
      `Bearer key_${secret('a')}`,
      'Bearer',
    ];
    expect(await tokens.authenticateAll([good, ended, key, odd])).toEqual(
      new Map<string, Actor>([
        [good, ana],
        [ended, { ...anonymous, rejected: true }],
        [key, { ...anonymous, rejected: 'key' }],
      ]),
    );
  });

  it.each([
    ['an unknown prefix', `Bearer xyz_${secret('a')}`],
    ['too few letters', 'Bearer acc_abc'],
    ['too many letters', `Bearer acc_${secret('a')}a`],
    ['another scheme', `Basic acc_${secret('a')}`],
    ['a name from everywhere', 'Bearer __proto__'],
    ['two of them', `Bearer acc_${secret('a')} acc_${secret('a')}`],
  ])('is nobody for %s', async (_, header) => {
    expect(await tokens.authenticate(header)).toEqual({ ...anonymous, rejected: true });
  });
});

describe('what is found where it does not belong', () => {
  it('is withdrawn, wherever in the text it stands', async () => {
    expect(await tokens.burn(`a=1&b=x-key_${secret('a')}&c`)).toBe(true);
    expect(burnt).toEqual([`key_${secret('a')}`]);
  });

  it('is withdrawn with more glued to either end of it', async () => {
    await tokens.burn(`acc_key_${secret('b')}more`);
    expect(burnt).toEqual([`key_${secret('b')}`]);
  });

  it('is found even where it cannot be withdrawn, and not found where there is none', async () => {
    expect(await tokens.burn(`acc_${secret('a')}`)).toBe(true);
    expect(await tokens.burn(`xyz_${secret('a')} key_short`)).toBe(false);
    expect(burnt).toEqual([]);
  });

  it('costs no more than a few looks, however much is sent', async () => {
    await tokens.burn(Array.from({ length: 100 }, () => `key_${secret('a')}`).join('&'));
    expect(burnt).toHaveLength(4);
  });
});

it('refuses a prefix that no header would be read by', () => {
  expect(() =>
    tokens.register('longer_', { authenticate: async () => null, authenticateAll: async () => [], rejected: true }),
  ).toThrow('no prefix');
});
