/**
 * What the operator is told that went wrong with the unbind at hand. A refusal stays until there is news of the request;
 * any other failure until the same thing goes well.
 */

import type { Result } from "../base/result.ts";
import { type ErrorView, errorView } from "../contract/errors.ts";
import type { CheckResult } from "../contract/messages/request.ts";
import type { Log } from "../ports/log.ts";

/** `checks`: what the gate judged. */
export type Refusal = { readonly why: ErrorView; readonly checks: readonly CheckResult[] };

export type Trouble = {
  /** Null while there is none. */
  shown(): ErrorView | null;
  /** What went wrong in the last exchange or on this terminal. */
  failure(): ErrorView | null;
  /** Null: it went well. Whoever sets it tells the log. */
  setFailure(failure: ErrorView | null): void;
  /** Tells screen and log where it failed, and nothing where it went well. */
  note(result: Result<unknown, Parameters<typeof errorView>[0]>): void;
  /** Why the operator's last order came to nothing; null: there is news. */
  setRefusal(refusal: Refusal | null): void;
  /** Of the gate that is why; empty where it was none. */
  gateChecks(): readonly CheckResult[];
};

/** `refused`: what the operator's last order came to nothing for, before this process started. */
export function createTrouble(parts: { log: Log; refused: Refusal | null; onChange: () => void }): Trouble {
  const { log, onChange } = parts;
  let failure: ErrorView | null = null;
  let refusal = parts.refused;

  return {
    shown: () => failure ?? refusal?.why ?? null,
    failure: () => failure,
    setFailure(next) {
      failure = next;
    },
    note(result) {
      if (result.ok) return;
      const next = errorView(result.error);
      log.note(next.code, next.facts);
      // Another terminal is there: that is told on a screen of its own, and hides nothing here.
      if (next.code === "payment/another-terminal") return;
      failure = next;
      onChange();
    },
    setRefusal(next) {
      refusal = next;
    },
    gateChecks: () => refusal?.checks ?? [],
  };
}
