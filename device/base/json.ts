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

/**
 * The same for what somebody else wrote or signed, where two programs could read the same bytes as two things: undefined
 * also where a member stands twice or a string holds half a surrogate pair (RFC 7493 sections 2.1 and 2.3). A byte order mark
 * is no JSON to begin with (RFC 8259 section 8.1).
 */
export function parseStrictJson(json: string | Uint8Array): unknown {
  const text = typeof json === "string" ? json : fromUtf8(json);
  if (text === null) return undefined;
  const value = parseJson(text);
  return value === undefined || readsTwoWays(text) ? undefined : value;
}

/** A string, what opens or closes a level, or a comma: all that has to be seen of a text that is JSON. */
const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],]/g;

/** Of a text that is JSON. */
function readsTwoWays(text: string): boolean {
  /** The names so far of each object that is open; null for a list. */
  const open: (Set<string> | null)[] = [];
  let nameIsNext = false;
  for (const [token] of text.matchAll(tokens)) {
    const names = open[open.length - 1];
    switch (token) {
      case "{":
        open.push(new Set());
        nameIsNext = true;
        break;
      case "[":
        open.push(null);
        nameIsNext = false;
        break;
      case "}":
      case "]":
        open.pop();
        nameIsNext = false;
        break;
      case ",":
        nameIsNext = names !== null;
        break;
      default: {
        const said: string = token.includes("\\") ? JSON.parse(token) : token.slice(1, -1);
        if (/\p{Surrogate}/u.test(said)) return true;
        if (!nameIsNext) break;
        if (names?.has(said)) return true;
        names?.add(said);
        nameIsNext = false;
      }
    }
  }
  return false;
}
