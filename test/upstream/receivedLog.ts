/** What arrived, in order: enough to prove that no idempotency key ever carried two bodies, and when the last byte came. */

export type ReceivedMessage = {
  readonly method: string;
  readonly path: string;
  /** The header as it came, quotes included, or null. */
  readonly idempotencyKey: string | null;
  /** SHA-256 in base64url; for a signed message this is the hash by which other objects name it. */
  readonly bodyHash: string;
  /** When the last byte of the body was here, `process.hrtime.bigint()` in nanoseconds as text. */
  readonly lastByteAtNs: string;
};

/** The idempotency keys that carried more than one body; empty as long as every terminal keeps its word. */
export function keysWithTwoBodies(log: readonly ReceivedMessage[]): string[] {
  const bodies = new Map<string, Set<string>>();
  for (const { idempotencyKey, bodyHash } of log) {
    if (idempotencyKey === null) continue;
    bodies.set(idempotencyKey, (bodies.get(idempotencyKey) ?? new Set()).add(bodyHash));
  }
  return [...bodies].filter(([, hashes]) => hashes.size > 1).map(([key]) => key);
}
