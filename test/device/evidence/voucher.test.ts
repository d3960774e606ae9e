// The voucher's QR codes: one link where the provider has a verifier and it fits, else the receipt alone in two codes at most.

import { expect, test } from "vitest";
import { base64url, utf8 } from "../../../device/base/bytes.ts";
import { followUpCode } from "../../../device/contract/codes.ts";
import { receiptPayload } from "../../../device/contract/messages/outcome.ts";
import { maxQrBytes } from "../../../device/evidence/qrParts.ts";
import { readEvidence } from "../../../device/evidence/verdict.ts";
import { receiptInLink, voucherCodes } from "../../../device/evidence/voucher.ts";
import { tell } from "./forging.ts";
import { hash } from "./keys.ts";

const address = "https://verify.provider.example/receipt";
const receiptOf = async () => (await tell()).parts.receipt ?? "";
const read = (text: string) => readEvidence(utf8(text), hash);

test("with an address it is one link, and whoever reads the link reads the receipt", async () => {
  const receipt = await receiptOf();

  const codes = voucherCodes(receipt, address, hash);

  expect([codes, read(codes.join("\n"))]).toEqual([
    [`${address}#${receipt}`],
    { ok: true, value: { kind: "receipt", jws: receipt } },
  ]);
});

test("without one it is the receipt, as it is", async () => {
  const receipt = await receiptOf();

  expect(voucherCodes(receipt, null, hash)).toEqual([receipt]);
});

/** The longest that a provider with a name in ASCII signs. */
function longestReceipt(): string {
  const payload = {
    iss: `https://${"a".repeat(192)}`,
    aud: "k".repeat(43),
    receiptId: "019b76da-a800-7000-8000-000000000004",
    requestId: "019b76da-a800-7000-8000-000000000001",
    requestHash: "h".repeat(43),
    executionHash: "h".repeat(43),
    outcome: "already_unbound",
    unboundAt: "2026-03-02T08:00:00.000+08:00",
    sn: "S".repeat(64),
    imeiHash: "h".repeat(43),
    epoch: 1_000_000,
    bindingKind: "settlement_card_to_merchant",
    subjectMasked: "终".repeat(80),
    paymentsMayContinue: false,
    followUps: followUpCode.options.slice(0, 16),
  };
  receiptPayload.parse(payload);
  const header = { alg: "ES256", typ: "unbind-receipt+jws", kid: "k".repeat(43) };
  return `${[header, payload].map((part) => base64url(utf8(JSON.stringify(part)))).join(".")}.${"s".repeat(86)}`;
}

test("the longest receipt is two codes that a camera still reads, with an address or without", () => {
  const receipt = longestReceipt();

  const [linked, alone] = [voucherCodes(receipt, address, hash), voucherCodes(receipt, null, hash)];

  expect([linked, alone.length, alone.every((code) => code.length <= maxQrBytes), read(alone.join("\n"))]).toEqual([
    alone,
    2,
    true,
    { ok: true, value: { kind: "receipt", jws: receipt } },
  ]);
});

test.each([
  ["an address alone", address],
  ["a fragment that is no receipt", `${address}#top`],
  ["another scheme", "http://verify.provider.example/#a.b.c"],
  ["two of them", `${address}#a.b.c#a.b.c`],
  ["a blank within", `${address}#a.b .c`],
])("%s is no link with a receipt", (_, text) => {
  expect(receiptInLink(text)).toBe(null);
});
