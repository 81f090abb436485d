import { describe, expect, it } from '@jest/globals';
import { generateSync } from 'otplib/functional';
import { newTotp, stepOf } from './totp.js';

// The secret and times of RFC 6238, appendix B, for SHA-1, cut to six digits.
const RFC = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const vectors: [number, string][] = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
];

describe('codes of an app', () => {
  it.each(vectors)('at second %d', (second, code) => {
    expect(stepOf(RFC, code, second, null)).toBe(Math.floor(second / 30));
  });

  it('count one step before and after, and no further', () => {
    const at = 1_700_000_010;
    const steps = [-2, -1, 0, 1, 2].map((away) =>
      stepOf(RFC, generateSync({ secret: RFC, epoch: at + away * 30 }), at, null),
    );
    const now = Math.floor(at / 30);
    expect(steps).toEqual([null, now - 1, now, now + 1, null]);
  });

  it('count once: not the same step again, and none before it', () => {
    const at = 1_700_000_010;
    const now = Math.floor(at / 30);
    const code = (away: number) => generateSync({ secret: RFC, epoch: at + away * 30 });
    expect(stepOf(RFC, code(0), at, now)).toBeNull();
    expect(stepOf(RFC, code(-1), at, now)).toBeNull();
    expect(stepOf(RFC, code(1), at, now)).toBe(now + 1);
  });

  it('are six digits, spaces aside, and nothing else', () => {
    expect(stepOf(RFC, ' 287 082 ', 59, null)).toBe(1);
    for (const odd of ['', '28708', '2870822', '28708a', '２８７０８２', '-28708', '287082; DROP'])
      expect(stepOf(RFC, odd, 59, null)).toBeNull();
  });

  it('come from a secret of 160 bits, whose address an app can read and whose picture draws that address', async () => {
    const { secret, uri, qrCode } = await newTotp('quiet-river-123456');
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(uri).toBe(`otpauth://totp/Accompany:quiet-river-123456?secret=${secret}&issuer=Accompany`);
    expect(qrCode).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect((await newTotp('x')).secret).not.toBe(secret);
  });
});
