/** What each guide states and on what it is silent, as one table: the files must be silent in the same places. */

import { expect, test } from "vitest";
import { bundledProfiles } from "../../../device/profiles/bundled.ts";
import type { ProviderProfile } from "../../../device/profiles/schema.ts";

/** In the order: generic, 立刷, 拉卡拉 settlement card, 店掌柜, 开益宝. "Y" stated, "-" not. */
const matrix: readonly [item: string, stated: string, states: (profile: ProviderProfile) => boolean][] = [
  ["the serial number is needed", "- Y - Y Y", (p) => needs(p, "terminal_sn", "machine_number")],
  ["the IMEI is named", "- Y - - -", (p) => needs(p, "imei")],
  ["the battery is checked", "- - Y - -", (p) => asks(p, "BATTERY_LOW")],
  ["the network is checked", "- Y Y - -", (p) => asks(p, "NETWORK_DOWN")],
  ["the device is in working order", "- - - Y -", (p) => asks(p, "TAMPER_FLAG") && asks(p, "STORAGE_FAULT")],
  ["data is backed up", "- Y - - -", (p) => asks(p, "data_backed_up")],
  ["somebody allowed it before", "- - - Y -", (p) => asks(p, "NOT_AUTHORISED")],
  ["a code is sent", "Y Y Y - Y", (p) => proves(p, "code")],
  ["a face is shown", "- - Y - -", (p) => proves(p, "face")],
  ["the card's password is asked for", "- - Y - -", (p) => proves(p, "card_pin")],
  ["documents are listed", "Y Y Y Y -", (p) => p.documents !== "unspecified"],
  ["it is confirmed a second time", "- Y Y Y -", (p) => p.secondConfirmation === true],
  ["approved first, executed then", "Y - - Y -", (p) => p.execution === "approve_then_execute"],
  ["the system does it in one step", "- - Y - -", (p) => p.execution === "one_step"],
  ["people review it", "Y Y - Y Y", (p) => p.review.by === "staff"],
  ["rejected, it may be amended", "- - - Y -", (p) => p.review.onReject === "amend_and_resubmit"],
  ["risk is assessed", "- - Y - -", (p) => p.risk.assessment === true],
  ["how often may be limited", "- - Y - -", (p) => p.limits.frequency !== "unspecified"],
  ["how many devices is limited", "- Y - - -", (p) => p.limits.devicesPerAccount !== "unspecified"],
  ["funds are moved out", "Y - - - -", (p) => p.funds.settlement !== "unspecified"],
  ["the new account is to be effective", "- - Y - -", (p) => p.funds.newAccountEffective !== "unspecified"],
  ["the deposit comes back", "- Y - - -", (p) => p.funds.deposit !== "unspecified"],
  ["how one is told", "- Y Y Y Y", (p) => p.notification.channels !== "unspecified"],
  ["a record is kept", "Y - Y - Y", (p) => p.voucher.keep !== "unspecified"],
  [
    "what was unbound can be looked up",
    "- Y Y - -",
    (p) => p.voucher.history === true || p.voucher.listShowsUnbound === true,
  ],
  ["a counter or an institution helps", "Y - - - Y", (p) => reaches(p, "counter", "bank_or_institution")],
  ["a law is named", "- - - Y -", (p) => p.legal !== "unspecified"],
];

test("the five files speak and keep silent where their guides do", () => {
  const found = matrix.map(([item, , states]) => [item, bundledProfiles.map((p) => (states(p) ? "Y" : "-")).join(" ")]);

  expect(found).toEqual(matrix.map(([item, stated]) => [item, stated]));
});

test("no provider names a battery level, or says whether one proof is enough", () => {
  const said = bundledProfiles.flatMap(({ verification, preconditions }) => [
    verification.mode,
    ...preconditions.flatMap((condition) => ("threshold" in condition ? [condition.threshold] : [])),
  ]);

  expect(said).toEqual(Array(6).fill("unspecified"));
});

function needs({ identifiers }: ProviderProfile, ...codes: readonly string[]): boolean {
  return identifiers.some(({ code, use }) => codes.includes(code) && use !== "unspecified");
}

function asks({ preconditions }: ProviderProfile, check: string): boolean {
  return preconditions.some((condition) => condition.check === check);
}

function proves({ verification }: ProviderProfile, kind: string): boolean {
  return verification.factors.some((factor) => factor.kind === kind);
}

function reaches({ channels }: ProviderProfile, ...kinds: readonly string[]): boolean {
  return channels.some(({ kind }) => kinds.includes(kind));
}
