/** What a command of the kiosk works with, and what it ends with. */

import type { Result } from "../../base/result.ts";
import type { ErrorView } from "../../contract/errors.ts";
import type { RequestPayload } from "../../contract/messages/request.ts";
import type { Snapshot } from "../../contract/snapshot.ts";
import type { UnbindView } from "../../contract/views/unbind.ts";
import type { KioskExit } from "../exitCodes.ts";
import type { KioskArguments } from "./arguments.ts";
import type { Headless } from "./headless.ts";
import type { Operator, OperatorFailure } from "./operator.ts";
import type { PaperEnd } from "./paper.ts";

export type JobFailure =
  | OperatorFailure
  | { readonly code: "cli/arguments-wrong"; readonly argument: string }
  | { readonly code: "cli/value-unknown"; readonly argument: string; readonly codes: string }
  | { readonly code: "cli/not-confirmed" | "cli/sn-tail-wrong" | "cli/no-request" | "cli/timed-out" | "cli/no-code" }
  | { readonly code: "cli/binding-missing" | "cli/binding-ambiguous"; readonly bindings: string }
  | { readonly code: "cli/reason-unknown"; readonly reasons: string }
  | { readonly code: "cli/file-unreadable"; readonly file: string; readonly reason: string }
  | { readonly code: "cli/file-too-large"; readonly file: string; readonly maxBytes: number };

/** `at`: the state of things when the command ended; what of it is reported, the action says. */
export type JobEnd = {
  readonly exit: KioskExit;
  readonly at: Snapshot;
  readonly failure?: ErrorView | { readonly code: "cli/not-confirmed" | "cli/sn-tail-wrong" };
  /** What came of printing it, where that was asked for. */
  readonly paper?: PaperEnd;
};

export type Job = {
  readonly args: KioskArguments;
  readonly headless: Headless;
  readonly operator: Operator;
  readonly tell: {
    readonly progress: (unbind: UnbindView) => void;
    /** What ends and what stays, and what the operator is asked to vouch for. */
    readonly terms: (unbind: UnbindView) => void;
    readonly summary: (payload: RequestPayload, hash: string) => void;
    readonly checks: (unbind: UnbindView) => void;
    readonly pinReset: (snapshot: Snapshot) => void;
  };
  /** The last four characters of the serial number, as the person agrees to it; null where nobody answers. */
  readonly confirm: () => Promise<string | null>;
  /** A one-time code, from wherever the arguments say. */
  readonly readCode: () => Promise<Result<string | null, JobFailure>>;
  /** A signed answer, typed or from the descriptor of codes. */
  readonly readAnswer: () => Promise<Result<string, JobFailure>>;
};

export type JobOutcome = Result<JobEnd, JobFailure>;
