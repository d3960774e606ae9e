/** EC: what is sent comes back, byte for byte. Tells a line that works, and an answer of now from one of before. */

import { answerMs, type SlfCommand } from "../command.ts";
import { maxBodyBytes } from "../message.ts";

/** Throws on more bytes than an answer can hold. The value is true, or the answer is malformed. */
export function ec(bytes: Uint8Array): SlfCommand<true> {
  if (bytes.length > maxBodyBytes) throw new Error(`an echo of ${bytes.length} bytes`);
  return {
    name: "EC",
    body: bytes,
    answerMs: answerMs.look,
    parse: (body) => (body.length === bytes.length && body.every((byte, at) => byte === bytes[at]) ? true : null),
  };
}
