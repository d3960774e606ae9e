import { expect, test } from "vitest";
import { requestSlip } from "../../../device/evidence/requestSlip.ts";
import { hash } from "./keys.ts";
import { at, technician, usualRequest } from "./unbindPapers.ts";

/** What a slip says hangs on the bytes of the request, and here they are always the same. */
const jws = `${btoa('{"typ":"unbind-request+jws"}').replaceAll("=", "")}.e30.e30`;

test("a slip says what was asked for, that it is no receipt, and how the request is told from another", () => {
  expect(requestSlip(usualRequest, jws, hash)).toMatchInlineSnapshot(`
    [
      "NOT-A-RECEIPT unbind-request+jws",
      "request",
      "019b76da-a800-7000-8000-00000000",
      "0001",
      "sn JB00012345",
      "imei 352656100367872",
      "provider generic",
      "binding terminal_to_merchant 3",
      "intent unbind_only online",
      "reason switch_provider",
      "created 2026-01-01T08:00:00.000Z",
      "expires 2026-01-01T08:59:00.000Z",
      "sha-256 31f6 1a59 3b05 5e09 2cdd",
      "d0ad b64e 7e06 2d7c 341d 4e59",
      "0689 95ee 8bce 154d 557c",
    ]
  `);
});

test("with a waiver, a masked card and a challenge, on wider paper", () => {
  const waiver = {
    check: "BATTERY_LOW",
    reason: "terminal_broken",
    role: "technician",
    principalId: technician,
  } as const;
  const request = {
    ...usualRequest,
    subjectMasked: "6222 •••• 1234",
    precheck: { checks: [], waivers: [{ ...waiver, at: at(0) }] },
  };
  expect(requestSlip(request, jws, hash, { columns: 48, challenge: "CWRWBBZMJVPCDZRNWWDX" })).toMatchInlineSnapshot(`
    [
      "NOT-A-RECEIPT unbind-request+jws",
      "request 019b76da-a800-7000-8000-000000000001",
      "sn JB00012345",
      "imei 352656100367872",
      "provider generic",
      "binding terminal_to_merchant 3",
      "subject 6222 •••• 1234",
      "intent unbind_only online",
      "reason switch_provider",
      "created 2026-01-01T08:00:00.000Z",
      "expires 2026-01-01T08:59:00.000Z",
      "waived BATTERY_LOW",
      "challenge CWRW BBZM JVPC DZRN WWDX",
      "sha-256 31f6 1a59 3b05 5e09 2cdd d0ad b64e 7e06",
      "2d7c 341d 4e59 0689 95ee 8bce 154d 557c",
    ]
  `);
});

test("no line is wider than the paper, also where a serial number is", () => {
  const request = { ...usualRequest, device: { ...usualRequest.device, sn: "S".repeat(64) } };
  const slip = requestSlip(request, jws, hash, { columns: 24 });
  expect([slip.filter((line) => line.length > 24), slip.join("").includes("S".repeat(64))]).toEqual([[], true]);
});
