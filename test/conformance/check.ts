/** What a check is, and the few ways in which one comes to its verdict. */

import type { Result } from "../../device/base/result.ts";
import type { VerifierFailure } from "../../device/trust/upstreamVerifier.ts";
import type { DeliveredAnswer } from "../upstream/faults.ts";
import type { Kit } from "./kit.ts";

export type Verdict =
  | { readonly kept: true }
  | { readonly kept: false; readonly expected: string; readonly came: string };

/** "restart": an operator who starts the provider anew. "rotation": one who changes its keys. "address": a network between. "tls": one that is https. */
export type Need = "restart" | "rotation" | "address" | "tls";

export type Check = {
  /** Stands in reports and behind `--only`; the part before the slash is its group. */
  readonly id: string;
  /** The sentence of the contract that it rests on. */
  readonly clause: string;
  /** "should": a terminal comes through all the same. */
  readonly severity: "must" | "should";
  /** What it cannot be carried out without. */
  readonly needs?: Need;
  run(kit: Kit): Promise<Verdict>;
};

export const kept: Verdict = { kept: true };

/** Deep equality of what JSON can say. */
export function is(came: unknown, expected: unknown): Verdict {
  const [a, b] = [JSON.stringify(came) ?? "nothing", JSON.stringify(expected) ?? "nothing"];
  return a === b ? kept : { kept: false, expected: b, came: a };
}

/** The first that is not kept. */
export function all(...verdicts: readonly Verdict[]): Verdict {
  return verdicts.find((verdict) => !verdict.kept) ?? kept;
}

/** The answer is "409 stale", "202 submitted" or "200": its status, and the kind of its problem or the state that it tells. */
export function says(answer: DeliveredAnswer, ...expected: readonly string[]): Verdict {
  const came = outcomeOf(answer);
  if (!expected.includes(came)) return { kept: false, expected: expected.join(" or "), came };
  return answer.status < 400 ? hasType(answer, "application/json") : isProblem(answer);
}

/** RFC 9457: the media type, and a `status` that is the answer's own. */
function isProblem(answer: DeliveredAnswer): Verdict {
  const { status } = bodyOf(answer);
  const told = status === undefined ? kept : is(status, answer.status);
  return all(hasType(answer, "application/problem+json"), told);
}

function hasType({ headers }: DeliveredAnswer, wanted: string): Verdict {
  return is(headers["content-type"]?.split(";")[0]?.trim().toLowerCase() ?? "no Content-Type", wanted);
}

/** A signed object that a terminal accepts: signature, reader, writer, and every field against what it is about. */
export function accepted(verified: Result<unknown, VerifierFailure>): Verdict {
  return verified.ok
    ? kept
    : { kept: false, expected: "a signed object that is accepted", came: JSON.stringify(verified.error) };
}

/** Never throws: what is no JSON has no members. */
export function bodyOf({ body }: DeliveredAnswer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

const problemPrefix = "urn:jiebang:problem:";

export function outcomeOf(answer: DeliveredAnswer): string {
  const { type, state } = bodyOf(answer);
  const kind = typeof type === "string" && type.startsWith(problemPrefix) ? type.slice(problemPrefix.length) : null;
  const word = kind ?? (typeof state === "string" ? state : null);
  return word === null ? String(answer.status) : `${answer.status} ${word}`;
}
