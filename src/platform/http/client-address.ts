import { createHmac } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { FastifyRequest } from 'fastify';

const DAY = 86_400_000;
const MOST_KNOWN = 10_000;

/**
 * A digest of the network (IPv4 /24, IPv6 /56) that a request came from, under a key of the day: the same network counts
 * as one within a day, and yesterday's digests match nothing.
 */
export function clientAddressWith(
  secret: Buffer,
  now: () => Date = () => new Date(),
): (request: FastifyRequest) => string {
  let [today, key] = [-1, secret];
  // The same few ask again and again, and a digest costs more than the cheapest request may.
  const known = new Map<string, string>();
  return ({ ip }) => {
    const instant = now();
    const day = Math.floor(instant.getTime() / DAY);
    if (day !== today || known.size >= MOST_KNOWN) known.clear();
    if (day !== today) [today, key] = [day, keyOf(secret, instant)];
    let digest = known.get(ip);
    if (digest === undefined) {
      digest = createHmac('sha256', key).update(networkOf(ip)).digest('base64url').slice(0, 22);
      known.set(ip, digest);
    }
    return digest;
  };
}

function keyOf(secret: Buffer, instant: Date): Buffer {
  return createHmac('sha256', secret)
    .update(`address ${instant.toISOString().slice(0, 10)}`)
    .digest();
}

export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  if (!isIPv6(plain)) return plain.split('.').slice(0, 3).join('.');
  const [head = '', tail = ''] = plain.split('%')[0]?.split('::') ?? [];
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const missing = plain.includes('::')
    ? Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0')
    : [];
  const groups = [...left, ...missing, ...right].map((group) => group.padStart(4, '0').toLowerCase());
  return `${groups.slice(0, 3).join(':')}:${groups[3]?.slice(0, 2) ?? '00'}`;
}
