/** Whether a text that somebody holds is the one that was agreed to, by the hash that the terminal signed. */

import { base64url, utf8 } from "../base/bytes.ts";
import type { Hash } from "../ports/hash.ts";

/** Several times the longest that a profile may carry. */
export const maxTermsBytes = 65_536;

export type TermsVerdict = {
  readonly agreed: boolean;
  /** What was agreed to; left out where the request names no text. */
  readonly textHash?: string;
};

/** `text` as a file has it: an editor adds a byte order mark, carriage returns and an end to the last line, and no profile's text has those. */
export function judgeTerms(text: string, textHash: string | undefined, hash: Hash): TermsVerdict {
  if (textHash === undefined) return { agreed: false };
  const lines = text.replace(/^\uFEFF/, "").replace(/\r\n/g, "\n");
  const hashes = [lines, lines.replace(/\n$/, "")].map((spelt) => base64url(hash.sha256(utf8(spelt))));
  return { agreed: hashes.includes(textHash), textHash };
}
