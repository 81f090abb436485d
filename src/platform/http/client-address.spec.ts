import { expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { clientAddressWith, networkOf } from './client-address.js';

const from = (ip: string) => ({ ip }) as FastifyRequest;
const at = (day: string) => clientAddressWith(Buffer.alloc(32, 1), () => new Date(`${day}T12:00:00Z`));

it.each([
  ['203.0.113.7', '203.0.113'],
  ['::ffff:203.0.113.7', '203.0.113'],
  ['2001:db8:1:2345:6789::1', '2001:0db8:0001:23'],
  ['2001:DB8:1:2300::', '2001:0db8:0001:23'],
  ['::1', '0000:0000:0000:00'],
  ['fe80::1%eth0', 'fe80:0000:0000:00'],
])('%s is in the network %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

it('is the same for a network within a day, and matches nothing the next day or elsewhere', () => {
  const today = at('2026-11-23')(from('203.0.113.7'));
  expect(at('2026-11-23')(from('203.0.113.9'))).toBe(today);
  expect(at('2026-11-24')(from('203.0.113.7'))).not.toBe(today);
  expect(at('2026-11-23')(from('203.0.114.7'))).not.toBe(today);
  expect(today).not.toContain('203');
});
