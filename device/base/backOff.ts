/** How long to wait before the next try: spans that double up to a cap, and chance, so that many terminals do not come in step. */

export type BackOff = { readonly firstMs: number; readonly capMs: number };

/** The span after so many tries. */
export function spanAfter(tries: number, { firstMs, capMs }: BackOff): number {
  return Math.min(capMs, firstMs * 2 ** Math.min(tries, 16));
}

/** A span from the one to the other, each as likely as any; milliseconds, not rounded. */
export function between(leastMs: number, mostMs: number, random: { bytes(count: number): Uint8Array }): number {
  const [a = 0, b = 0, c = 0, d = 0] = random.bytes(4);
  const share = (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) / 2 ** 32;
  return leastMs + share * (mostMs - leastMs);
}
