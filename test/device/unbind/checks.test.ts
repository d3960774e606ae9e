// Facts in, results out: what blocks an unbind before it is signed, before it takes effect, and while nobody can be asked.

import { describe, expect, test } from "vitest";
import type { ErrorCode } from "../../../device/contract/errors.ts";
import type { BindingPayload } from "../../../device/contract/messages/binding.ts";
import type { IdentityReport, Reading } from "../../../device/identity/reading.ts";
import type { AllowedPayments, PaymentAppStatus } from "../../../device/ports/paymentApp.ts";
import { genericProfile } from "../../../device/profiles/bundled.ts";
import { effectiveProfile } from "../../../device/profiles/effective.ts";
import {
  type CheckFacts,
  type CheckRules,
  eligibilityOf,
  type Gate,
  judgeChecks,
} from "../../../device/unbind/checks.ts";

const sn = "PX7A20260042";
const read = (value: string): Reading => ({ status: "read", value, source: "cgsn1", warnings: [] });
const unread: Reading = { status: "unreadable", problem: "no-answer", masked: [] };
const binding: BindingPayload = {
  iss: "https://upstream.test",
  aud: "k".repeat(43),
  providerId: "generic-pos",
  bindingKind: "terminal_to_merchant",
  state: "bound",
  sn,
  epoch: 3,
  merchantName: "示例便利店",
  merchantIdMasked: "•••1",
  fiveElements: {
    acquirerCode: "0",
    merchantCodeHash: "h".repeat(43),
    creditCodeHash: "h".repeat(43),
    settlementAccountMasked: "•",
    addressMasked: "•",
  },
  policy: { id: "p", version: "1" },
  issuedAt: "2026-01-01T00:00:00.000Z",
  serial: 1,
};
// Readings that no check looks at are left out.
const identity = {
  sn: read(sn),
  imei: read("490154203237518"),
  manufacturer: unread,
  model: unread,
  firmware: unread,
} as IdentityReport;
const failed = { ok: false, error: { code: "link/no-answer" } } as const;
const failing = (code: ErrorCode) => ({ ok: false, error: { code } }) as const;
const owing = (openBatch: number, storedOffline: number, allowed: AllowedPayments): PaymentAppStatus => ({
  openBatch,
  storedOffline,
  allowed,
  pendingReversals: 0,
  pendingRefunds: 0,
});
const fine: CheckFacts = {
  identity: { ok: true, value: identity },
  status: {
    ok: true,
    value: {
      battery: { status: "read", power: "battery", percent: 80 },
      signal: { status: "read", dbm: -70 },
      registration: { status: "read", registered: true },
      tamper: "clear",
      printer: "ready",
    },
  } as CheckFacts["status"],
  upstreamTime: { ok: true, value: "2026-01-01T00:00:00.000Z" },
  binding,
  upstreamBinding: { ok: true, value: binding },
  payment: { ok: true, value: owing(0, 0, "none") },
  canStop: true,
  dependents: 0,
  freeBytes: 2 ** 30,
  requestId: null,
  choice: {
    reason: { code: "other" },
    intent: "unbind_only",
    way: "online",
    consent: null,
    statements: ["account_and_contact_verified"],
  },
  policyTexts: [],
  policyBehind: false,
  sameTerminal: true,
  nowMs: Date.parse("2026-01-01T00:00:00.000Z"),
  trustedTimeFloorMs: Date.parse("2026-01-01T00:00:00.000Z"),
};

const rules: CheckRules = effectiveProfile(genericProfile, false);
const apply: Gate = { moment: "apply", way: "online" };
const commit: Gate = { moment: "commit", way: "online" };
const offline: Gate = { moment: "commit", way: "offline" };

const blocking = (facts: CheckFacts, gate: Gate, by = rules) =>
  judgeChecks(facts, gate, by).flatMap(({ code, level, outcome }) =>
    level === "must" && outcome === "failed" ? [code] : [],
  );

test.each([
  ["before it is signed", apply],
  ["before it takes effect", commit],
  ["before a challenge", offline],
])("With nothing in the way the unbind is eligible %s", (_when, gate) => {
  expect(eligibilityOf(judgeChecks(fine, gate, rules))).toBe("eligible");
});

const paying = (...owed: Parameters<typeof owing>): Partial<CheckFacts> => ({
  payment: { ok: true, value: owing(...owed) },
});
const told = (word: Partial<BindingPayload>): Partial<CheckFacts> => ({
  upstreamBinding: { ok: true, value: { ...binding, ...word } },
});
const showing = (reading: object): Partial<CheckFacts> => ({
  status: { ...fine.status, value: { ...(fine.status.ok && fine.status.value), ...reading } } as CheckFacts["status"],
});
const choosing = (choice: Partial<NonNullable<CheckFacts["choice"]>>): Partial<CheckFacts> => ({
  choice: fine.choice && { ...fine.choice, ...choice },
});

const sha = (letter: string) => letter.repeat(43);
const consentTo = (letter: string) => ({
  policyId: "p",
  policyVersion: "1",
  language: "en" as const,
  textHash: sha(letter),
  at: "2026-01-01T00:00:00.000Z",
});

test("Consent to a text that is to be read here stands in nobody's way", () => {
  const agreed = { ...fine, ...choosing({ consent: consentTo("b") }), policyTexts: [sha("a"), sha("b")] };
  expect(blocking(agreed, apply)).toEqual([]);
});

/** In the way before it is signed; a second list where it is another one before it takes effect; a third before a challenge. */
const cases: readonly (readonly [
  story: string,
  change: Partial<CheckFacts>,
  first: string,
  second?: string,
  third?: string,
])[] = [
  ["no terminal", { identity: failed }, "SN_UNREADABLE IMEI_UNREADABLE"],
  ["no SN", { identity: { ok: true, value: { ...identity, sn: unread } } }, "SN_UNREADABLE"],
  ["no IMEI", { identity: { ok: true, value: { ...identity, imei: unread } } }, "IMEI_UNREADABLE"],
  [
    "another terminal than bound",
    { identity: { ok: true, value: { ...identity, sn: read("PX7A20269999") } } },
    "ID_MISMATCH",
  ],
  ["another terminal than asked for", { sameTerminal: false }, "ID_MISMATCH"],
  ["no binding here", { binding: null }, "ID_MISMATCH"],
  ["a newer binding there", told({ epoch: 4 }), "ID_MISMATCH"],
  [
    "no way to the upstream",
    { upstreamTime: failing("upstream/unreachable"), upstreamBinding: failing("upstream/unreachable") },
    "UPSTREAM_UNREACHABLE",
    "UPSTREAM_UNREACHABLE",
    "",
  ],
  [
    "an upstream that does not say whether it is bound",
    { upstreamBinding: failing("upstream/server-error") },
    ...(["UPSTREAM_UNREACHABLE", "UPSTREAM_UNREACHABLE", ""] as const),
  ],
  ["an upstream that knows no such binding", { upstreamBinding: failing("upstream/binding-unknown") }, "ID_MISMATCH"],
  ["a power supply with a fault", showing({ battery: { status: "read", power: "fault", percent: 90 } }), "BATTERY_LOW"],
  ["a clock ahead", { nowMs: fine.nowMs + 300_001 }, "CLOCK_UNTRUSTED", "CLOCK_UNTRUSTED", ""],
  ["a clock behind", { nowMs: fine.nowMs - 300_001 }, "CLOCK_UNTRUSTED"],
  ["a clock behind what was seen", { trustedTimeFloorMs: fine.nowMs + 300_001 }, "", "", "CLOCK_UNTRUSTED"],
  [
    "an upstream without a time",
    { upstreamTime: { ok: true, value: "soon" } },
    "CLOCK_UNTRUSTED",
    "CLOCK_UNTRUSTED",
    "",
  ],
  ["an open batch", paying(1, 0, "none"), "", "OPEN_BATCH"],
  ["a stored transaction", paying(0, 1, "none"), "", "STORED_OFFLINE_TX"],
  [
    "reversals and refunds that are still to be sent",
    { payment: { ok: true, value: { ...owing(0, 0, "none"), pendingReversals: 1, pendingRefunds: 1 } } },
    "",
    "PENDING_REVERSAL PENDING_REFUND",
  ],
  ["payments that go on", paying(0, 0, "all"), "", "OPEN_BATCH STORED_OFFLINE_TX PENDING_REVERSAL PENDING_REFUND"],
  [
    "payments that go on online",
    paying(0, 0, "onlineOnly"),
    "",
    "OPEN_BATCH STORED_OFFLINE_TX PENDING_REVERSAL PENDING_REFUND",
  ],
  [
    "payments that nobody can stop, and something to be taken back",
    { ...paying(0, 0, "all"), canStop: false },
    "",
    "OPEN_BATCH STORED_OFFLINE_TX",
  ],
  ["no payment application that answers", { payment: failed }, "", "OPEN_BATCH STORED_OFFLINE_TX"],
  ["a request that is open elsewhere", told({ terms: { openRequestId: "of somebody else" } }), "REQUEST_ALREADY_OPEN"],
  ["what must be vouched for is not", choosing({ statements: [] }), "CONSENT_REQUIRED"],
  ["a storage that is nearly full", { freeBytes: 1_000 }, "STORAGE_FAULT"],
  [
    "a battery that will not last",
    showing({ battery: { status: "read", power: "battery", percent: 19 } }),
    "BATTERY_LOW",
  ],
  ["a terminal that was opened", showing({ tamper: "tripped" }), "TAMPER_FLAG"],
  ["consent to a text that is not there any more", choosing({ consent: consentTo("a") }), "POLICY_VERSION_OLD"],
  ["no consent to a text that came meanwhile", { policyTexts: [sha("a")] }, "POLICY_VERSION_OLD"],
  ["consent to a text of another policy than holds by now", { policyBehind: true }, "POLICY_VERSION_OLD"],
  ["a policy that is not the one agreed to", told({ policy: { id: "p", version: "2" } }), "POLICY_VERSION_OLD"],
  [
    "a window that is over",
    told({ terms: { window: { opensAt: "2025-01-01T00:00:00.000Z", closesAt: "2026-01-01T00:00:00.000Z" } } }),
    "WINDOW_CLOSED",
  ],
  ["a limit that is reached", told({ terms: { unbindsLeft: 0 } }), "LIMIT_REACHED"],
];

describe("In the way is", () => {
  test.for(cases)("%s", ([_story, change, first, second = first, third = second]) => {
    const facts = { ...fine, ...change };

    expect([apply, commit, offline].map((gate) => blocking(facts, gate).join(" "))).toEqual([first, second, third]);
  });
});

describe("Told, and not in the way, is", () => {
  test.each<readonly [string, Partial<CheckFacts>, string]>([
    ["an IMEI that looks wrong", { identity: imeiWarned() }, "IMEI_INVALID"],
    ["a battery nobody knows of", showing({ battery: unread }), "BATTERY_UNKNOWN"],
    [
      "a terminal that is not in a network",
      showing({ registration: { status: "read", registered: false } }),
      "NETWORK_DOWN",
    ],
    ["a printer without paper", showing({ printer: "no_paper" }), "PRINTER_FAULT"],
    ["a card that hangs on this binding", { dependents: 1 }, "OTHER_BINDING_DEPENDS"],
  ])("%s", (_story, change, code) => {
    const checks = judgeChecks({ ...fine, ...change }, commit, rules);

    const noticed = checks.filter(({ outcome }) => outcome === "failed").map((check) => check.code);
    expect([noticed, eligibilityOf(checks)]).toEqual([[code], "eligible_with_side_effects"]);
  });
});

/** A fact is the cause as it was observed: by it the operator is told what to do. */
test.each<readonly [string, Partial<CheckFacts>, string]>([
  [
    "an upstream with a fault of its own is no doubt about the clock",
    { upstreamTime: failing("upstream/server-error"), upstreamBinding: failing("upstream/server-error") },
    "UPSTREAM_UNREACHABLE=upstream/server-error",
  ],
  [
    "a clock that the upstream refuses is no other terminal",
    { upstreamBinding: failing("upstream/clock-skew") },
    "UPSTREAM_UNREACHABLE=upstream/clock-skew",
  ],
  ["a terminal that tells of no network is not out of one", showing({ registration: unread }), ""],
  [
    "a terminal that was not read is no other one",
    { identity: failed, status: failed },
    "SN_UNREADABLE=link/no-answer IMEI_UNREADABLE=link/no-answer BATTERY_UNKNOWN",
  ],
  ["another terminal", { sameTerminal: false }, "ID_MISMATCH=terminal=another"],
  ["no binding here", { binding: null }, "ID_MISMATCH=binding=none"],
  ["a binding that is over", { binding: { ...binding, state: "unbound" } }, "ID_MISMATCH=binding=ended"],
  ["a newer binding there", told({ epoch: 4 }), "ID_MISMATCH=binding=newer"],
  ["no payment application", { payment: failing("payment/no-application") }, bothOwed("payment/no-application")],
  [
    "payments that nobody can stop, and a reversal that is due",
    { payment: { ok: true, value: { ...owing(0, 0, "all"), pendingReversals: 1 } }, canStop: false },
    `${bothOwed("payment/no-application")} PENDING_REVERSAL=count=1`,
  ],
  [
    "payments that go on",
    paying(0, 0, "all"),
    `${bothOwed("payments=running")} PENDING_REVERSAL=payments=running PENDING_REFUND=payments=running`,
  ],
  [
    "a power supply with a fault is not empty",
    showing({ battery: { status: "read", power: "fault", percent: 90 } }),
    "BATTERY_LOW=power=fault",
  ],
])("The cause that is told: %s", (_story, change, told) => {
  const checks = judgeChecks({ ...fine, ...change }, commit, rules);

  const failures = checks.filter(({ outcome }) => outcome === "failed");
  expect(failures.map(({ code, fact }) => (fact ? `${code}=${fact}` : code)).join(" ")).toBe(told);
});

function bothOwed(fact: string): string {
  return `OPEN_BATCH=${fact} STORED_OFFLINE_TX=${fact}`;
}

describe("Only where the provider asks for it, in the way is", () => {
  const asking: CheckRules = {
    ...rules,
    levels: { ...rules.levels, NOT_AUTHORISED: "must", DOCUMENTS_MISSING: "must", REPLACEMENT_UNVERIFIED: "must" },
  };
  const complete: CheckFacts = {
    ...fine,
    ...choosing({ statements: ["account_and_contact_verified", "documents_ready"] }),
    ...told({ terms: terms("2026-01-01T00:00:00.001Z", "validated") }),
  };
  test.each<readonly [string, Partial<CheckFacts>, string]>([
    ["nothing, with everything there", {}, ""],
    ["a permission that is over", told({ terms: terms("2026-01-01T00:00:00.000Z", "none") }), "NOT_AUTHORISED"],
    ["documents that are not ready", choosing({}), "DOCUMENTS_MISSING"],
    [
      "a new account that is not known to be good",
      told({ terms: terms("2026-01-01T00:00:00.001Z", "pending") }),
      "REPLACEMENT_UNVERIFIED",
    ],
  ])("%s", (_story, change, code) => {
    const facts = { ...complete, ...change };

    expect([blocking(facts, apply, asking).join(" "), blocking(facts, apply)]).toEqual([code, []]);
  });
});

test("In one step the request takes effect by itself: an open batch is in its way before it is signed", () => {
  const facts = { ...fine, ...paying(1, 1, "all") };

  expect(blocking(facts, apply, { ...rules, execution: "one_step" })).toEqual(["OPEN_BATCH", "STORED_OFFLINE_TX"]);
});

test("A failed must-check that was waived is a side effect, and waives no other", () => {
  const checks = judgeChecks({ ...fine, ...paying(1, 1, "none") }, commit, rules);

  expect([
    eligibilityOf(checks, new Set(["OPEN_BATCH", "STORED_OFFLINE_TX"] as const)),
    eligibilityOf(checks, new Set(["OPEN_BATCH"] as const)),
  ]).toEqual(["eligible_with_side_effects", "ineligible"]);
});

function imeiWarned(): CheckFacts["identity"] {
  const value = "490154203237519";
  const imei: Reading = { status: "read", value, source: "cgsn1", warnings: ["imei-check-digit-wrong"] };
  return { ok: true, value: { ...identity, imei } };
}

function terms(authorisedUntil: string, state: "pending" | "validated" | "none"): BindingPayload["terms"] {
  const id = "01900000-0000-7000-8000-000000000001";
  return { authorisation: { id, covers: ["unbind"], expiresAt: authorisedUntil }, replacement: { state } };
}
