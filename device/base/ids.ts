/** Identifiers that sort by time: UUID version 7 (RFC 9562 section 5.7). */

import { hex } from "./bytes.ts";

/** `random` must hold at least 10 bytes from a cryptographic source; `nowMs` is Unix time in milliseconds. */
export function uuidV7(nowMs: number, random: Uint8Array): string {
  if (random.length < 10) throw new Error("uuidV7 needs 10 random bytes");
  const bytes = new Uint8Array(16);
  let time = nowMs;
  for (let i = 5; i >= 0; i--) {
    bytes[i] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const text = hex(bytes);
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
}
