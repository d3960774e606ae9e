/** Every failure an operator can meet, by code. Each has a sentence and a remedy in every language (device/text). */

import * as z from "zod/mini";
import type { Immutable } from "../base/immutable.ts";

export const errorCodes = [
  // the serial port and the terminal behind it
  "link/port-missing",
  "link/port-busy",
  "link/port-denied",
  "link/not-a-tty",
  "link/open-failed",
  "link/no-answer",
  "link/garbage",
  "link/wrong-rate",
  "link/closed",
  "link/port-ambiguous",
  "link/another-terminal",
  "link/aborted",
  // the way to the upstream and back
  "upstream/unreachable",
  "upstream/no-answer",
  "upstream/answer-too-large",
  "upstream/answer-not-understood",
  "upstream/server-error",
  "upstream/busy",
  "upstream/certificate-refused",
  "upstream/client-certificate-refused",
  "upstream/handshake-failed",
  // the files that secure this way
  "tls/file-missing",
  "tls/file-unreadable",
  "tls/file-too-large",
  "tls/file-damaged",
  "tls/key-exposed",
  "tls/key-mismatch",
  // the upstream said no
  "upstream/refused",
  "upstream/key-unknown",
  "upstream/signature-refused",
  "upstream/clock-skew",
  "upstream/code-refused",
  "upstream/code-used",
  "upstream/code-expired",
  "upstream/code-foreign",
  "upstream/terminal-unknown",
  "upstream/request-unknown",
  "upstream/binding-unknown",
  "upstream/identity-mismatch",
  "upstream/epoch-mismatch",
  "upstream/idempotency-conflict",
  "upstream/request-already-open",
  "upstream/not-approved",
  "upstream/grant-refused",
  "upstream/not-cancellable",
  "upstream/limit-reached",
  "upstream/window-closed",
  "upstream/policy-outdated",
  "upstream/approval-missing",
  "upstream/verification-refused",
  "upstream/offline-refused",
  // something signed by the upstream that this terminal does not accept
  "trust/key-not-pinned",
  "trust/signature-wrong",
  "trust/malformed",
  "trust/other-terminal",
  "trust/field-mismatch",
  "trust/expired",
  "trust/forbidden-factor",
  // a provider's profile that the upstream signed
  "profile/stale",
  "profile/unknown-provider",
  "profile/kept-refused",
  // this terminal's own parts
  "signer/key-unusable",
  "signer/key-unreadable",
  "signer/key-exposed",
  "store/unusable",
  "journal/in-use",
  "journal/unreadable",
  "journal/not-writable",
  "journal/disk-full",
  "journal/damaged",
  "payment/no-application",
  "payment/no-answer",
  "payment/online-only-unsupported",
  "payment/settlement-failed",
  "evidence/not-writable",
  "provisioning/no-code",
  "provisioning/identity-unreadable",
  "provisioning/identity-changed",
  "provisioning/key-changed",
  "provisioning/nothing-bound",
  "provisioning/state-incomplete",
  // the operator's PIN
  "pin/too-short",
  "pin/too-guessable",
  "pin/not-repeated",
  "pin/wrong",
  "pin/wait",
  "pin/locked",
  "pin/not-set",
  "pin/already-used",
  "pin/same-person",
  "pin/vault-unusable",
  "pin/reset-expired",
  "pin/reset-tries-used-up",
  // the unbind
  "unbind/gate-closed",
  "unbind/answer-wrong",
  "unbind/answer-tries-used-up",
  "unbind/no-answer-found",
  "unbind/challenge-expired",
  "unbind/verification-moved-on",
  "unbind/summary-changed",
  "unbind/not-unbound-upstream",
  // the unbind without a network
  "offline/no-secret",
  "offline/secret-unusable",
  "offline/no-carrier",
  "offline/carrier-unreadable",
  "offline/carrier-not-writable",
  "offline/code-incomplete",
  "offline/code-mistyped",
  // the page and the host
  "host/not-now",
  "host/not-authenticated",
  "host/not-permitted",
  "host/needs-second-person",
  "host/needs-upstream-grant",
  "host/malformed-order",
  "host/foreign-sender",
  "host/bug",
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** A failure as it crosses to the page: the code, and facts in field terms that a technician can quote. */
export const failure = z.strictObject({
  code: z.enum(errorCodes),
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
