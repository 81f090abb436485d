/** Whole numbers of any length, as the counting methods share them. */
export function greatestCommonDivisor(one: bigint, other: bigint): bigint {
  return other === 0n ? one : greatestCommonDivisor(other, one % other);
}

/**
 * The quotient of a number that is not negative and one that is positive, however long they are: wrong by a share of no
 * more than 2 × 2⁻⁵³ of it.
 */
export function nearly(numerator: bigint, denominator: bigint): number {
  if (numerator === 0n) return 0;
  const shift = bits(denominator) - bits(numerator) + 64;
  const quotient = shift < 0 ? numerator / (denominator << BigInt(-shift)) : (numerator << BigInt(shift)) / denominator;
  return Number(quotient) * 2 ** -shift;
}

/** At most 3 too many. */
function bits(value: bigint): number {
  return 4 * value.toString(16).length;
}
