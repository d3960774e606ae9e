/**
 * A contiguous piece of the journal, away from its file. Knows the chain and where signed objects lie in the records;
 * not what the records mean.
 */

import { utf8 } from "../base/bytes.ts";
import { parseStrictJson } from "../base/json.ts";
import { err, ok, type Result } from "../base/result.ts";
import type { Hash } from "../ports/hash.ts";
import { peekJws } from "../trust/jws.ts";
import { type ChainPoint, decodeRecord, type JournalRecord, linkAt, pointAt, pointBefore } from "./record.ts";

export type Excerpt = { readonly records: readonly JournalRecord[]; readonly head: ChainPoint };

/** `line` counts from 1 within the excerpt. */
export type ExcerptFailure = { readonly code: "journal/damaged"; readonly line: number };

/** Reads lines that follow one another, from whichever record; what came before the first is taken at its word. */
export function readExcerpt(lines: readonly string[], hash: Hash): Result<Excerpt, ExcerptFailure> {
  const records: JournalRecord[] = [];
  let head = pointBefore(lines[0] ?? "");
  for (const [index, line] of lines.entries()) {
    const bytes = utf8(line);
    const record = decodeRecord(bytes, 0, bytes.length, linkAt(head), hash);
    // It may be somebody else's: a record that can be read in two ways is none.
    if (!record || parseStrictJson(line.slice(line.indexOf(" ") + 1)) === undefined)
      return err({ code: "journal/damaged", line: index + 1 });
    records.push(record);
    head = pointAt(record);
  }
  return ok({ records, head });
}

export type FoundObject = { readonly seq: number; readonly typ: unknown; readonly jws: string };

/** What an object says of itself when it belongs to an unbind. */
export type About = { readonly requestId: unknown; readonly challengeHash: string | undefined };

/** The signed objects about one request or its challenge, in the order in which they were written. Nothing is verified. */
export function findSignedObjects(records: readonly JournalRecord[], about: About): readonly FoundObject[] {
  const found: FoundObject[] = [];
  for (const { seq, kind, body } of records) {
    if (kind !== "unbind") continue;
    for (const jws of jwsTexts(body)) {
      const { header, payload } = peekJws(jws);
      const { requestId, challengeHash } = payload;
      const names =
        requestId !== undefined ? requestId === about.requestId : isSame(challengeHash, about.challengeHash);
      if (names) found.push({ seq, jws, typ: header.typ });
    }
  }
  return found;
}

function isSame(said: unknown, expected: string | undefined): boolean {
  return expected !== undefined && said === expected;
}

/** Records hold an object's text at the top or one level down (`jws`, `approval`, `receipt.jws`, ...). */
function* jwsTexts(body: unknown, depth = 0): Generator<string> {
  if (typeof body !== "object" || body === null) return;
  for (const value of Object.values(body)) {
    if (typeof value === "string" && looksSigned.test(value)) yield value;
    else if (depth === 0) yield* jwsTexts(value, 1);
  }
}

/** A JWS's header is a JSON object, and base64url of `{"` is `eyJ`. */
const looksSigned = /^eyJ[^.]*\.[^.]+\.[^.]+$/;
