/**
 * Every failure an operator can meet, by code: who raises it, and where the screen tells it. Each has a sentence and a
 * remedy in every language (device/text).
 */

import * as z from "zod/mini";
import type { Immutable } from "../base/immutable.ts";

/** A room of the product. The command line passes codes on, and raises some of them where it does a room's work itself. */
type Room =
  | "adapters"
  | "bindings"
  | "electron"
  | "journal"
  | "kiosk"
  | "link"
  | "offline"
  | "people"
  | "profiles"
  | "renderer"
  | "trust"
  | "unbind"
  | "upstream";

/** Where a failure stands on the screen, with its sentence and remedy, and what goes on there. */
type Place =
  /** In the place of every screen. Nothing is done any more; left only by a restart. */
  | "outOfService"
  /** With the terminal's values at the start, at home and in the factory. It is read again, by itself or at a touch. */
  | "terminal"
  /** With the upstream at home. It is asked again by itself. */
  | "upstream"
  /** In the place of the bindings, or where the terminal is enrolled. They are asked for again; another code can be typed. */
  | "bindings"
  /** Above the keys on which a PIN or a code is typed. It is typed again, unless a lock or a wait forbids it. */
  | "entry"
  /** With the unbind at hand. Its state says what comes next, and whether that needs a person. */
  | "unbind"
  /** As the fact of a check that failed. The checks are run again. */
  | "check"
  /** Above the screen that gave the order, until it is put away. Nothing was done. */
  | "order"
  /** With what was going to be printed. It can be printed again; nothing else depends on it. */
  | "paper"
  /** Beside the provider's keys, for whoever looks at the diagnostics. The kiosk goes on by the keys that it knows. */
  | "diagnostics"
  /** On no screen: in the log. The kiosk goes on without. */
  | "log"
  /** On no screen of the kiosk: only the command line comes to it. */
  | "commandLine";

type Told = { readonly raisedBy: readonly [Room, ...Room[]]; readonly screen: readonly [Place, ...Place[]] };

/** Wherever the upstream is spoken to. */
const exchange = ["upstream", "bindings", "unbind", "check", "entry"] as const;
/** No answer came, or none that could be read. */
const unheard = { raisedBy: ["adapters"], screen: exchange } as const;
/** A message about an unbind was understood and refused. */
const refused = { raisedBy: ["upstream"], screen: ["unbind"] } as const;
/** The code of an enrolment, or the terminal that sent it. */
const notEnrolled = { raisedBy: ["upstream"], screen: ["bindings"] } as const;
/** The port is looked for again all the time. */
const noPort = { raisedBy: ["adapters"], screen: ["terminal", "check"] } as const;
const noTerminal = { raisedBy: ["link"], screen: ["terminal", "check"] } as const;
/** The document is not used; the request goes on as it was. */
const notVerified = {
  raisedBy: ["trust"],
  screen: ["bindings", "unbind", "check", "order", "diagnostics", "log"],
} as const;
const noKey = { raisedBy: ["adapters"], screen: ["outOfService", "bindings", "unbind", "check", "order"] } as const;
const typedAgain = { raisedBy: ["people"], screen: ["entry"] } as const;

export const errorCodes = {
  // the serial port and the terminal behind it
  "link/port-missing": noPort,
  "link/port-busy": noPort,
  "link/port-denied": noPort,
  "link/not-a-tty": noPort,
  "link/open-failed": noPort,
  "link/no-answer": { raisedBy: ["link", "kiosk"], screen: ["terminal", "check"] },
  "link/garbage": noTerminal,
  "link/wrong-rate": noTerminal,
  "link/closed": { raisedBy: ["link", "adapters"], screen: ["terminal", "check"] },
  "link/port-ambiguous": noPort,
  "link/another-terminal": noTerminal,
  "link/aborted": { raisedBy: ["link"], screen: ["commandLine"] },
  // the way to the upstream and back
  "upstream/unreachable": { raisedBy: ["upstream", "adapters"], screen: exchange },
  "upstream/no-answer": { raisedBy: ["upstream", "adapters"], screen: exchange },
  "upstream/answer-too-large": unheard,
  "upstream/answer-not-understood": { raisedBy: ["bindings", "upstream", "unbind"], screen: exchange },
  "upstream/server-error": { raisedBy: ["upstream"], screen: exchange },
  "upstream/busy": { raisedBy: ["upstream"], screen: exchange },
  "upstream/certificate-refused": unheard,
  "upstream/client-certificate-refused": unheard,
  "upstream/handshake-failed": unheard,
  // the files that secure this way
  "tls/file-missing": unheard,
  "tls/file-unreadable": unheard,
  "tls/file-too-large": unheard,
  "tls/file-damaged": unheard,
  "tls/key-exposed": unheard,
  "tls/key-mismatch": unheard,
  // the upstream said no
  "upstream/refused": { raisedBy: ["upstream"], screen: exchange },
  "upstream/key-unknown": { raisedBy: ["upstream"], screen: exchange },
  "upstream/signature-refused": { raisedBy: ["upstream"], screen: exchange },
  "upstream/clock-skew": { raisedBy: ["upstream"], screen: exchange },
  "upstream/code-refused": notEnrolled,
  "upstream/code-used": notEnrolled,
  "upstream/code-expired": notEnrolled,
  "upstream/code-foreign": notEnrolled,
  "upstream/attestation-refused": notEnrolled,
  "upstream/terminal-unknown": { raisedBy: ["upstream"], screen: ["bindings", "unbind", "check"] },
  "upstream/request-unknown": { raisedBy: ["upstream", "unbind"], screen: ["unbind"] },
  "upstream/binding-unknown": { raisedBy: ["kiosk"], screen: ["check"] },
  "upstream/identity-mismatch": { raisedBy: ["upstream"], screen: ["bindings", "unbind", "check"] },
  "upstream/epoch-mismatch": refused,
  "upstream/idempotency-conflict": refused,
  "upstream/request-already-open": refused,
  "upstream/not-approved": refused,
  "upstream/grant-refused": refused,
  "upstream/not-cancellable": refused,
  "upstream/limit-reached": refused,
  "upstream/window-closed": refused,
  "upstream/policy-outdated": refused,
  "upstream/approval-missing": refused,
  "upstream/verification-refused": { raisedBy: ["upstream"], screen: ["entry", "unbind"] },
  "upstream/offline-refused": refused,
  // something signed by the upstream that this terminal does not accept
  "trust/key-not-pinned": notVerified,
  "trust/key-not-in-force": notVerified,
  "trust/signature-wrong": notVerified,
  "trust/malformed": notVerified,
  "trust/other-terminal": notVerified,
  "trust/field-mismatch": { raisedBy: ["trust", "unbind"], screen: ["unbind", "order", "log"] },
  "trust/expired": { raisedBy: ["trust"], screen: ["order", "log"] },
  "trust/stale": { raisedBy: ["bindings"], screen: ["check", "bindings"] },
  "trust/forbidden-factor": { raisedBy: ["trust"], screen: ["unbind"] },
  "trust/origin-unlisted": { raisedBy: ["trust"], screen: ["unbind"] },
  // what the upstream signed for all its terminals: its keys, and the profiles of providers
  "trust/key-set-refused": { raisedBy: ["trust"], screen: ["diagnostics", "log"] },
  "profile/stale": { raisedBy: ["profiles"], screen: ["log"] },
  "profile/unknown-provider": { raisedBy: ["profiles", "kiosk"], screen: ["order", "log"] },
  "profile/kept-refused": { raisedBy: ["profiles"], screen: ["log"] },
  // this terminal's own parts
  "signer/key-unusable": noKey,
  "signer/key-unreadable": noKey,
  "signer/key-exposed": noKey,
  "signer/chip-cleared": noKey,
  "signer/key-gone": noKey,
  "store/unusable": { raisedBy: ["adapters"], screen: ["bindings", "log"] },
  "state/newer": { raisedBy: ["kiosk"], screen: ["outOfService"] },
  "state/format-unreadable": { raisedBy: ["adapters"], screen: ["outOfService"] },
  "state/format-not-written": { raisedBy: ["adapters"], screen: ["log"] },
  "journal/in-use": { raisedBy: ["adapters"], screen: ["outOfService"] },
  "journal/unreadable": { raisedBy: ["adapters"], screen: ["outOfService", "order"] },
  "journal/not-writable": { raisedBy: ["adapters"], screen: ["outOfService"] },
  "journal/disk-full": { raisedBy: ["adapters"], screen: ["outOfService"] },
  "journal/gone": { raisedBy: ["adapters"], screen: ["outOfService"] },
  "journal/full": { raisedBy: ["adapters"], screen: ["outOfService"] },
  "journal/near-limit": { raisedBy: ["journal"], screen: ["terminal", "log"] },
  "journal/archive-unreadable": { raisedBy: ["adapters", "journal"], screen: ["order"] },
  "journal/archive-damaged": { raisedBy: ["journal"], screen: ["order"] },
  "journal/nothing-to-archive": { raisedBy: ["journal"], screen: ["order", "log"] },
  "journal/rolled-back": { raisedBy: ["bindings", "journal", "kiosk"], screen: ["outOfService", "order"] },
  "journal/damaged": { raisedBy: ["journal", "kiosk"], screen: ["outOfService", "order"] },
  "payment/no-application": { raisedBy: ["adapters", "link", "unbind"], screen: ["check", "log"] },
  "payment/no-answer": { raisedBy: ["adapters", "link"], screen: ["unbind", "check", "order", "log"] },
  "payment/another-terminal": { raisedBy: ["link"], screen: ["unbind", "order", "log"] },
  "payment/terminal-unread": { raisedBy: ["link"], screen: ["unbind", "order", "log"] },
  "payment/online-only-unsupported": { raisedBy: ["link"], screen: ["log"] },
  "payment/settlement-failed": { raisedBy: ["link"], screen: ["log"] },
  "evidence/not-writable": { raisedBy: ["adapters", "unbind"], screen: ["order"] },
  "printer/not-reachable": { raisedBy: ["adapters"], screen: ["paper"] },
  "printer/paper-out": { raisedBy: ["adapters"], screen: ["paper"] },
  "printer/cover-open": { raisedBy: ["adapters"], screen: ["paper"] },
  "printer/offline": { raisedBy: ["adapters"], screen: ["paper"] },
  "printer/no-answer": { raisedBy: ["adapters"], screen: ["paper"] },
  "printer/broke-off": { raisedBy: ["adapters"], screen: ["paper"] },
  "provisioning/no-code": { raisedBy: ["adapters"], screen: ["bindings"] },
  "provisioning/identity-unreadable": { raisedBy: ["bindings", "kiosk"], screen: ["bindings", "order"] },
  "provisioning/identity-changed": { raisedBy: ["bindings"], screen: ["bindings"] },
  "provisioning/key-changed": { raisedBy: ["bindings"], screen: ["bindings"] },
  "provisioning/nothing-bound": { raisedBy: ["bindings"], screen: ["bindings", "order"] },
  "provisioning/state-incomplete": { raisedBy: ["bindings"], screen: ["bindings"] },
  // the operator's PIN
  "pin/too-short": typedAgain,
  "pin/too-guessable": typedAgain,
  "pin/not-repeated": typedAgain,
  "pin/wrong": typedAgain,
  "pin/wait": typedAgain,
  "pin/locked": { raisedBy: ["people", "kiosk", "renderer"], screen: ["entry", "order"] },
  "pin/not-set": { raisedBy: ["people"], screen: ["order"] },
  "pin/already-used": typedAgain,
  "pin/same-person": { raisedBy: ["people"], screen: ["order"] },
  "pin/vault-unusable": { raisedBy: ["adapters", "people"], screen: ["entry", "order", "log"] },
  "pin/reset-expired": { raisedBy: ["people"], screen: ["entry", "order"] },
  "pin/reset-wait": { raisedBy: ["people"], screen: ["entry", "order"] },
  // the unbind
  "unbind/gate-closed": { raisedBy: ["unbind"], screen: ["unbind", "order"] },
  "unbind/answer-wrong": { raisedBy: ["offline", "unbind"], screen: ["entry"] },
  "unbind/answer-tries-used-up": { raisedBy: ["unbind", "kiosk"], screen: ["entry", "order"] },
  "unbind/no-answer-found": { raisedBy: ["offline"], screen: ["order"] },
  "unbind/clock-in-doubt": { raisedBy: ["unbind"], screen: ["unbind"] },
  "unbind/challenge-expired": { raisedBy: ["unbind"], screen: ["entry", "order"] },
  "unbind/verification-moved-on": { raisedBy: ["unbind"], screen: ["entry"] },
  "unbind/terminal-changed": { raisedBy: ["kiosk"], screen: ["order"] },
  "unbind/summary-changed": { raisedBy: ["kiosk"], screen: ["order"] },
  "unbind/policy-changed": { raisedBy: ["kiosk"], screen: ["order"] },
  "unbind/not-unbound-upstream": { raisedBy: ["unbind"], screen: ["unbind"] },
  // the unbind without a network
  "offline/no-secret": { raisedBy: ["adapters"], screen: ["entry"] },
  "offline/secret-unusable": { raisedBy: ["adapters"], screen: ["entry", "bindings"] },
  "offline/no-carrier": { raisedBy: ["adapters"], screen: ["order"] },
  "offline/carrier-unreadable": { raisedBy: ["adapters"], screen: ["order"] },
  "offline/carrier-not-writable": { raisedBy: ["adapters"], screen: ["order"] },
  "offline/code-incomplete": { raisedBy: ["offline", "people"], screen: ["entry"] },
  "offline/code-mistyped": { raisedBy: ["offline"], screen: ["entry"] },
  // the page and the host
  "host/not-now": { raisedBy: ["bindings", "electron", "kiosk", "people", "unbind"], screen: ["order"] },
  "host/not-authenticated": { raisedBy: ["kiosk"], screen: ["order"] },
  "host/not-permitted": { raisedBy: ["kiosk", "people"], screen: ["order"] },
  "host/needs-second-person": { raisedBy: ["people"], screen: ["order"] },
  "host/needs-upstream-grant": { raisedBy: ["people"], screen: ["order"] },
  "host/malformed-order": { raisedBy: ["electron", "kiosk"], screen: ["order", "log"] },
  "host/foreign-sender": { raisedBy: ["electron"], screen: ["log"] },
  "host/starts-failed": { raisedBy: ["electron"], screen: ["outOfService"] },
  "host/channel-broken": { raisedBy: ["renderer"], screen: ["outOfService"] },
  "host/bug": { raisedBy: ["electron", "kiosk", "renderer"], screen: ["outOfService", "order"] },
} as const satisfies Readonly<Record<string, Told>>;

export type ErrorCode = keyof typeof errorCodes;
export const errorCode = z.enum(Object.keys(errorCodes) as ErrorCode[]);

/** A failure as it crosses to the page: the code, and facts in field terms that a technician can quote. */
export const failure = z.strictObject({
  code: errorCode,
  facts: z.exactOptional(z.record(z.string(), z.union([z.string(), z.number()]))),
});
export type ErrorView = Immutable<z.infer<typeof failure>>;

/** A failure as the page may see it: its code, and those of its facts that are text or number. */
export function errorView(error: { readonly code: ErrorCode }): ErrorView {
  const facts: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(error)) {
    if (name !== "code" && (typeof value === "string" || typeof value === "number")) facts[name] = value;
  }
  return Object.keys(facts).length > 0 ? { code: error.code, facts } : { code: error.code };
}
