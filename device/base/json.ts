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
  return value === undefined || secondReadingAt(text) !== null ? undefined : value;
}

/** Why `parseStrictJson` reads nothing, for a person who wrote the text by hand; null where it reads something. Lines count from 1. */
export type JsonFault = { readonly fault: "not-json" | "ambiguous"; readonly line: number };

export function findJsonFault(json: Uint8Array): JsonFault | null {
  const text = fromUtf8(json);
  if (text === null) return { fault: "not-json", line: lineNotUtf8(json) };
  const lineOf = (at: number) => text.slice(0, at).split("\n").length;
  const faultAt = syntaxFaultAt(text);
  if (faultAt !== null) return { fault: "not-json", line: lineOf(faultAt) };
  const secondAt = secondReadingAt(text);
  return secondAt === null ? null : { fault: "ambiguous", line: lineOf(secondAt) };
}

/** No byte of a character of several is a line feed (RFC 3629 section 3). */
function lineNotUtf8(bytes: Uint8Array): number {
  for (let line = 1, at = 0; ; line++) {
    const end = bytes.indexOf(0x0a, at);
    if (end < 0 || fromUtf8(bytes.subarray(at, end)) === null) return line;
    at = end + 1;
  }
}

/** RFC 8259 sections 2, 3, 6 and 7. */
const syntax =
  /[ \t\r\n]*(?:([{}[\],:])|("(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/uy;

/** Where the first token begins that cannot stand there, or that is none; the end where something is missing; null for JSON. */
function syntaxFaultAt(text: string): number | null {
  const open: ("{" | "[")[] = [];
  let next: "value" | "valueOrEnd" | "name" | "nameOrEnd" | "colon" | "separator" = "value";
  for (let at = 0; ; at = syntax.lastIndex) {
    const start = at + (/^[ \t\r\n]*/.exec(text.slice(at))?.[0].length ?? 0);
    if (start === text.length && next === "separator" && open.length === 0) return null;
    syntax.lastIndex = at;
    const [, mark, string] = syntax.exec(text) ?? [];
    const isToken = syntax.lastIndex > at;
    const within = open[open.length - 1];
    const wantsValue = next === "value" || next === "valueOrEnd";
    if (!isToken) return start;
    if (mark === "{" || mark === "[") {
      if (!wantsValue) return start;
      open.push(mark);
      next = mark === "{" ? "nameOrEnd" : "valueOrEnd";
    } else if (mark === "}" || mark === "]") {
      const opener = mark === "}" ? "{" : "[";
      const mayEnd = next === "separator" || next === (mark === "}" ? "nameOrEnd" : "valueOrEnd");
      if (within !== opener || !mayEnd) return start;
      open.pop();
      next = "separator";
    } else if (mark === ",") {
      if (next !== "separator" || within === undefined) return start;
      next = within === "{" ? "name" : "value";
    } else if (mark === ":") {
      if (next !== "colon") return start;
      next = "value";
    } else if (string !== undefined && (next === "name" || next === "nameOrEnd")) {
      next = "colon";
    } else {
      if (!wantsValue) return start;
      next = "separator";
    }
  }
}

/** A string, what opens or closes a level, or a comma: all that has to be seen of a text that is JSON. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/g;

/** A surrogate, one of a pair or not, or an escape that may be one: looked for in single units, which is fast. */
const surrogate = /[\ud800-\udfff]|\\u[dD][89a-fA-F]/;

/** Where a text that is JSON first says something that could be read as something else. */
function secondReadingAt(text: string): number | null {
  /** The names so far of each object that is open; null for a list. */
  const open: (Set<string> | null)[] = [];
  const mayHoldHalf = surrogate.test(text);
  let nameIsNext = false;
  for (const { 0: token, index } of text.matchAll(tokens)) {
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
        // Most of a text are values: they are looked at only where the whole gives reason to.
        if (!nameIsNext && !mayHoldHalf) break;
        const said: string = token.includes("\\") ? JSON.parse(token) : token.slice(1, -1);
        if (mayHoldHalf && /\p{Surrogate}/u.test(said)) return index;
        if (!nameIsNext) break;
        if (names?.has(said)) return index;
        names?.add(said);
        nameIsNext = false;
      }
    }
  }
  return null;
}
