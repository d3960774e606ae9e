/**
 * What helps against every code with which an order can be refused: another order, the same one again, or somebody who is
 * not here. By type there is no code without; a new one does not compile until somebody has said what helps.
 */

import type { ErrorCode, errorCodes } from "../../device/contract/errors.ts";
import type { OrderName } from "../../device/contract/orders.ts";
import type { Given } from "./everyOrder.ts";

/** Where the answer to an order is told: above the screen, above the keys, or where a terminal is enrolled. */
type Answering = "order" | "entry" | "bindings";
type AnswersOrder<Code extends ErrorCode> = Answering & (typeof errorCodes)[Code]["screen"][number];
export type RefusalCode = { [Code in ErrorCode]: AnswersOrder<Code> extends never ? never : Code }[ErrorCode];

export type Help =
  /** At least one of them is offered wherever an order is refused so. */
  | { readonly offers: readonly [OrderName, ...OrderName[]] }
  /** The same order, by somebody who did what the remedy says. */
  | "again"
  /** Something that leads on is offered, or the state waits for the upstream by itself. */
  | "goOn"
  /** No order helps; the remedy names who does. */
  | { readonly who: "maintenance" | "upstream" };

const maintenance = { who: "maintenance" } as const;
const upstream = { who: "upstream" } as const;
const typing = { offers: ["pressDigit"] } as const;
const otherWays = { offers: ["readAnswer", "sendUnbind"] } as const;
const readAgain = { offers: ["readTerminal"] } as const;

export const helpAgainst: Readonly<Record<RefusalCode, Help>> = {
  "upstream/unreachable": "again",
  "upstream/no-answer": "again",
  "upstream/answer-too-large": upstream,
  "upstream/answer-not-understood": "again",
  "upstream/server-error": "again",
  "upstream/busy": "again",
  "upstream/certificate-refused": upstream,
  "upstream/client-certificate-refused": upstream,
  "upstream/handshake-failed": upstream,
  "tls/file-missing": maintenance,
  "tls/file-unreadable": maintenance,
  "tls/file-too-large": maintenance,
  "tls/file-damaged": maintenance,
  "tls/key-exposed": maintenance,
  "tls/key-mismatch": maintenance,
  "upstream/refused": upstream,
  "upstream/key-unknown": upstream,
  "upstream/signature-refused": upstream,
  "upstream/clock-skew": maintenance,
  "upstream/code-refused": "again",
  "upstream/code-used": upstream,
  "upstream/code-expired": upstream,
  "upstream/code-foreign": "again",
  "upstream/attestation-refused": maintenance,
  "upstream/terminal-unknown": upstream,
  "upstream/identity-mismatch": upstream,
  "upstream/verification-refused": typing,
  "trust/key-not-pinned": maintenance,
  "trust/key-not-in-force": "again",
  "trust/signature-wrong": maintenance,
  "trust/malformed": upstream,
  "trust/other-terminal": upstream,
  "trust/field-mismatch": upstream,
  "trust/expired": { offers: ["checkNow", "readAnswer"] },
  "trust/stale": upstream,
  "profile/unknown-provider": "goOn",
  "signer/key-unusable": maintenance,
  "signer/chip-cleared": maintenance,
  "signer/key-unreadable": maintenance,
  "signer/key-exposed": maintenance,
  "signer/key-gone": maintenance,
  "store/unusable": maintenance,
  "journal/unreadable": maintenance,
  "journal/archive-unreadable": maintenance,
  "journal/archive-damaged": maintenance,
  "journal/nothing-to-archive": "again",
  "journal/rolled-back": maintenance,
  "journal/damaged": maintenance,
  "payment/no-answer": "again",
  "payment/another-terminal": "again",
  "payment/terminal-unread": "again",
  "evidence/not-writable": "again",
  "provisioning/no-code": { offers: ["provision"] },
  "provisioning/identity-unreadable": readAgain,
  "provisioning/identity-changed": readAgain,
  "provisioning/key-changed": upstream,
  "provisioning/nothing-bound": upstream,
  "provisioning/state-incomplete": { offers: ["provision"] },
  "pin/too-short": typing,
  "pin/too-guessable": typing,
  "pin/not-repeated": typing,
  "pin/wrong": typing,
  "pin/wait": { offers: ["askPinReset", "leaveEntry"] },
  "pin/locked": { offers: ["askPinReset", "liftPinLock"] },
  "pin/not-set": { offers: ["changePin", "askPinReset"] },
  "pin/already-used": typing,
  "pin/same-person": typing,
  "pin/vault-unusable": maintenance,
  "pin/reset-expired": { offers: ["askPinReset"] },
  "pin/reset-wait": { offers: ["readPinReset"] },
  "unbind/gate-closed": "again",
  "unbind/answer-wrong": typing,
  "unbind/answer-tries-used-up": otherWays,
  "unbind/no-answer-found": "again",
  "unbind/challenge-expired": { offers: ["sendUnbind", "cancelUnbind"] },
  "unbind/verification-moved-on": "goOn",
  "unbind/terminal-changed": { offers: ["runChecks", "readTerminal"] },
  "unbind/policy-changed": { offers: ["chooseReason", "cancelUnbind"] },
  "unbind/summary-changed": { offers: ["confirmUnbind", "runChecks"] },
  "offline/no-secret": otherWays,
  "offline/secret-unusable": otherWays,
  "offline/no-carrier": "again",
  "offline/carrier-unreadable": "again",
  "offline/carrier-not-writable": "again",
  "offline/code-incomplete": typing,
  "offline/code-mistyped": typing,
  "host/not-now": "goOn",
  "host/not-authenticated": { offers: ["openMenu"] },
  "host/not-permitted": { offers: ["leaveMenu"] },
  "host/needs-second-person": { offers: ["approveUnbind", "leaveMenu"] },
  "host/needs-upstream-grant": upstream,
  "host/malformed-order": "again",
  "host/bug": maintenance,
};

/** Orders that are there in every state, and lead nowhere of its own. */
const everywhere: ReadonlySet<string> = new Set([
  "setLanguage",
  "readTerminal",
  "openMenu",
  "leaveMenu",
  "stayInMenu",
  "pressDigit",
  "eraseDigit",
  "leaveEntry",
  "leavePinReset",
  "changePin",
  "readHistory",
]);

/** Whether what helps against a refusal was offered where it was met. Only "who" is left to the words. */
export function isHelped({ name, answer, offered, waits }: Given): boolean {
  const help = new Map<string, Help>(Object.entries(helpAgainst)).get(answer);
  if (help === undefined) return false;
  if (help === "again") return offered[name] !== undefined;
  if (help === "goOn") return waits || Object.keys(offered).some((order) => !everywhere.has(order));
  return "who" in help || help.offers.some((order) => offered[order] !== undefined);
}
