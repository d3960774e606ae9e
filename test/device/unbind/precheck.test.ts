// Facts in, results out: what blocks an unbind before it is signed, and before it is executed.

import { describe, expect, test } from "vitest";
import type { BindingPayload } from "../../../device/contract/evidence.ts";
import type { IdentityReport, Reading } from "../../../device/identity/reading.ts";
import type { AllowedPayments, PaymentAppStatus } from "../../../device/ports/paymentApp.ts";
import { type CheckFacts, eligibilityOf, judgeChecks } from "../../../device/unbind/precheck.ts";

const sn = "PX7A20260042";
const read = (value: string): Reading => ({ status: "read", value, source: "cgsn1", warnings: [] });
const unread: Reading = { status: "unreadable", problem: "no-answer", masked: [] };
const binding: BindingPayload = {
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
const owing = (openBatch: number, storedOffline: number, allowed: AllowedPayments): PaymentAppStatus => ({
  ...{ openBatch, storedOffline, allowed },
  ...{ pendingReversals: 0, pendingRefunds: 0 },
});
const fine: CheckFacts = {
  identity: { ok: true, value: identity },
  status: {
    ok: true,
    value: {
      battery: { status: "read", power: "battery", percent: 80 },
      signal: { status: "read", dbm: -70 },
      registration: { status: "read", registered: true },
    },
  } as CheckFacts["status"],
  upstreamTime: { ok: true, value: "2026-01-01T00:00:00.000Z" },
  binding,
  upstreamBinding: { ok: true, value: binding },
  payment: { ok: true, value: owing(0, 0, "none") },
  storageSound: true,
  requestOpen: false,
  consented: true,
  sameTerminal: true,
  nowMs: Date.parse("2026-01-01T00:00:00.000Z"),
};

const blocking = (facts: CheckFacts, gate: "apply" | "execute") =>
  judgeChecks(facts, gate).flatMap(({ code, level, outcome }) =>
    level === "must" && outcome === "failed" ? [code] : [],
  );

test("With nothing in the way the unbind is eligible at both gates", () => {
  expect([eligibilityOf(judgeChecks(fine, "apply")), eligibilityOf(judgeChecks(fine, "execute"))]).toEqual([
    "eligible",
    "eligible",
  ]);
});

const paying = (...owed: Parameters<typeof owing>): Partial<CheckFacts> => ({
  payment: { ok: true, value: owing(...owed) },
});

describe("In the way is", () => {
  test.each<readonly [string, Partial<CheckFacts>, string, string]>([
    [
      "no terminal",
      { identity: failed },
      "SN_UNREADABLE IMEI_UNREADABLE ID_MISMATCH",
      "SN_UNREADABLE IMEI_UNREADABLE ID_MISMATCH",
    ],
    [
      "no SN",
      { identity: { ok: true, value: { ...identity, sn: unread } } },
      "SN_UNREADABLE ID_MISMATCH",
      "SN_UNREADABLE ID_MISMATCH",
    ],
    ["no IMEI", { identity: { ok: true, value: { ...identity, imei: unread } } }, "IMEI_UNREADABLE", "IMEI_UNREADABLE"],
    [
      "another terminal than bound",
      { identity: { ok: true, value: { ...identity, sn: read("PX7A20269999") } } },
      "ID_MISMATCH",
      "ID_MISMATCH",
    ],
    ["another terminal than asked for", { sameTerminal: false }, "ID_MISMATCH", "ID_MISMATCH"],
    ["no binding here", { binding: null }, "ID_MISMATCH", "ID_MISMATCH"],
    [
      "a newer binding there",
      { upstreamBinding: { ok: true, value: { ...binding, epoch: 4 } } },
      "ID_MISMATCH",
      "ID_MISMATCH",
    ],
    [
      "an ended binding there",
      { upstreamBinding: { ok: true, value: { ...binding, state: "unbound" } } },
      "ID_MISMATCH",
      "ID_MISMATCH",
    ],
    [
      "no way to the upstream",
      { upstreamTime: failed, upstreamBinding: failed },
      "UPSTREAM_UNREACHABLE CLOCK_UNTRUSTED",
      "UPSTREAM_UNREACHABLE CLOCK_UNTRUSTED",
    ],
    ["an upstream that does not confirm the binding", { upstreamBinding: failed }, "ID_MISMATCH", "ID_MISMATCH"],
    ["a clock ahead", { nowMs: fine.nowMs + 300_001 }, "CLOCK_UNTRUSTED", "CLOCK_UNTRUSTED"],
    ["a clock behind", { nowMs: fine.nowMs - 300_001 }, "CLOCK_UNTRUSTED", "CLOCK_UNTRUSTED"],
    ["an upstream without a time", { upstreamTime: { ok: true, value: "soon" } }, "CLOCK_UNTRUSTED", "CLOCK_UNTRUSTED"],
    ["an open batch", paying(1, 0, "none"), "", "OPEN_BATCH"],
    ["a stored transaction", paying(0, 1, "none"), "", "STORED_OFFLINE_TX"],
    ["payments that go on", paying(0, 0, "all"), "", "OPEN_BATCH STORED_OFFLINE_TX"],
    ["payments that go on online", paying(0, 0, "onlineOnly"), "", "OPEN_BATCH STORED_OFFLINE_TX"],
    ["no payment application that answers", { payment: failed }, "", "OPEN_BATCH STORED_OFFLINE_TX"],
    ["an open request", { requestOpen: true }, "REQUEST_ALREADY_OPEN", "REQUEST_ALREADY_OPEN"],
    ["no consent", { consented: false }, "CONSENT_REQUIRED", "CONSENT_REQUIRED"],
    ["a fault of the storage", { storageSound: false }, "STORAGE_FAULT", "STORAGE_FAULT"],
  ])("%s", (_story, change, apply, execute) => {
    const facts = { ...fine, ...change };

    expect([blocking(facts, "apply").join(" "), blocking(facts, "execute").join(" ")]).toEqual([apply, execute]);
  });
});
