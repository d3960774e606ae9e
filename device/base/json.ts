/** JSON from outside, before any schema has looked at it. */

import { fromUtf8 } from "./bytes.ts";

/** What the text, or the UTF-8 bytes, say; undefined for what is no JSON, which every schema refuses. */
export function parseJson(json: string | Uint8Array): unknown {
  const text = typeof json === "string" ? json : fromUtf8(json);
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
