/** The terminal as the rest of the core sees it: it can be asked who it is and how it is. It cannot be written to. */

import type { Result } from "../base/result.ts";
import type { DiagnosticsReport, IdentityReport, StatusReport } from "../identity/reading.ts";
import type { LinkFailure } from "../ports/serialLink.ts";

/** The language on the line: AT commands (3GPP TS 27.007), or SLF frames. */
export type Driver = "at" | "slf";

export type TerminalFailure =
  | LinkFailure
  /** The port opened and nothing that answers AT is on it: silence, or text that is no answer. */
  | { readonly code: "link/no-answer" }
  | { readonly code: "link/garbage" }
  /** What came was for the most part no text, as at a wrong rate. */
  | { readonly code: "link/wrong-rate" }
  /** The port went away in the middle. */
  | { readonly code: "link/closed" }
  /** The caller's signal said stop; what was read until then counts for nothing. */
  | { readonly code: "link/aborted" };

export interface Terminal {
  /** Reads every identity value twice, in a different order, and compares. Opens the port when it is not open. */
  readIdentity(signal?: AbortSignal): Promise<Result<IdentityReport, TerminalFailure>>;
  /** Battery, signal, registration, tamper and printer, each on its own readable or not. */
  readStatus(signal?: AbortSignal): Promise<Result<StatusReport, TerminalFailure>>;
  /** SIM, radio and each kind of network, for who looks for a fault: asks more and takes longer than the status. */
  readDiagnostics(signal?: AbortSignal): Promise<Result<DiagnosticsReport, TerminalFailure>>;
  close(): Promise<void>;
}
