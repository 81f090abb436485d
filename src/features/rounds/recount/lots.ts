import { createHash } from 'node:crypto';

/** The ids in the order of their lots: that of SHA-256 over the seed and the 16 bytes of the id. */
export function drawnFrom(seed: string, ids: readonly string[]): string[] {
  const digests = ids.map((id) => ({ id, digest: digestOf(seed, id) }));
  return digests.sort((one, other) => Buffer.compare(one.digest, other.digest)).map(({ id }) => id);
}

function digestOf(seed: string, id: string): Buffer {
  return createHash('sha256')
    .update(Buffer.from(seed, 'hex'))
    .update(Buffer.from(id.replaceAll('-', ''), 'hex'))
    .digest();
}
