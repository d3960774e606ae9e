/** Who a terminal is by its own platform: the best source counts, a placeholder never, and what is kept is told by its cause. */

import { expect, test } from "vitest";
import { ok } from "../../../../device/base/result.ts";
import type { Reading } from "../../../../device/identity/reading.ts";
import { createPlatformTerminal } from "../../../../device/link/platform/terminal.ts";
import type { PlatformClaim, PlatformStatus } from "../../../../device/ports/platformTerminal.ts";

type Number = PlatformClaim["number"];

const told = (number: Number, source: PlatformClaim["source"], value: string): PlatformClaim => ({
  number,
  source,
  value,
});
const kept = (problem: "hidden" | "permission-denied" | "not-supported", number: Number = "sn"): PlatformClaim => ({
  number,
  source: number === "imei" ? "android-imei" : "android-serial",
  problem,
});
const imei = told("imei", "android-imei", "490154203237518");

const silent: PlatformStatus = { battery: null, signalDbm: null, registered: null, tamper: null, printer: null };

/** Says one thing at each question, the last of them ever after. */
function terminalThatSays(...answers: (readonly PlatformClaim[])[]) {
  let asked = 0;
  return createPlatformTerminal({
    readClaims: async () => ok(answers[Math.min(asked++, answers.length - 1)] ?? []),
    readStatus: async () => ok(silent),
  });
}

async function identityBy(...answers: (readonly PlatformClaim[])[]) {
  const read = await terminalThatSays(...answers).readIdentity();
  if (!read.ok) throw new Error(read.error.code);
  return read.value;
}

const short = (reading: Reading) =>
  reading.status === "read" ? `${reading.value} by ${reading.source}` : reading.problem;

test("each value comes with its source, the maker's library before the system", async () => {
  const {
    sn,
    imei: read,
    tusn,
    manufacturer,
    model,
    firmware,
    meid,
  } = await identityBy([
    told("sn", "vendor-sdk", "P2A2041007315"),
    told("tusn", "vendor-sdk", "00001004P2A2041007315"),
    told("sn", "android-serial", "PB04187E41220"),
    imei,
    told("manufacturer", "android-build", "SUNMI"),
    told("model", "android-build", "P2 "),
    told("firmware", "android-build", "P2_1.0.4"),
  ]);

  expect([sn, read, tusn, manufacturer, model, firmware, meid].map(short)).toEqual([
    "P2A2041007315 by vendor-sdk",
    "490154203237518 by android-imei",
    "00001004P2A2041007315 by vendor-sdk",
    "SUNMI by android-build",
    "P2 by android-build",
    "P2_1.0.4 by android-build",
    "not-supported",
  ]);
});

test.each<[string, readonly PlatformClaim[], string]>([
  ["a word", [told("sn", "android-serial", "unknown")], "placeholder"],
  ["a count", [told("sn", "android-serial", "0123456789ABCDEF")], "placeholder"],
  ["one character", [told("sn", "android-serial", "0000000000000")], "placeholder"],
  ["nothing", [told("sn", "android-serial", "")], "malformed"],
  ["its own IMEI", [told("sn", "android-serial", "490154203237518"), imei], "not-supported"],
  ["hidden", [kept("hidden")], "hidden"],
  ["without the permission", [kept("permission-denied")], "permission-denied"],
  ["not there at the maker's, hidden by the system", [kept("not-supported"), kept("hidden")], "hidden"],
  [
    "a placeholder, then a number",
    [told("sn", "vendor-sdk", "unknown"), told("sn", "android-serial", "N910-77812")],
    "N910-77812 by android-serial",
  ],
  ["no claim at all", [], "not-supported"],
])("a serial number that is %s", async (_, claims, expected) => {
  expect(short((await identityBy(claims)).sn)).toBe(expected);
});

test.each<[string, PlatformClaim, string]>([
  ["zeros", told("imei", "android-imei", "000000000000000"), "placeholder"],
  ["fourteen digits", told("imei", "android-imei", "49015420323751"), "490154203237518 by android-imei"],
  ["no digits", told("imei", "android-imei", "A00000233F0A12"), "malformed"],
  ["hidden", kept("hidden", "imei"), "hidden"],
])("an IMEI that is %s", async (_, claim, expected) => {
  expect(short((await identityBy([claim])).imei)).toBe(expected);
});

test("two answers that differ are contradictory, and masked", async () => {
  const { sn } = await identityBy(
    [told("sn", "android-serial", "PB04187E41220")],
    [told("sn", "android-serial", "PB04187E41221")],
  );

  expect(sn).toMatchObject({
    status: "unreadable",
    problem: "contradictory",
    masked: ["•••••••••1220", "•••••••••1221"],
  });
});

test("a status that nobody knows is no status; what is known is told as it is", async () => {
  const silentTerminal = await terminalThatSays([]).readStatus();
  const platform = {
    readClaims: async () => ok([]),
    readStatus: async () =>
      ok<PlatformStatus>({
        battery: { power: "mains", percent: 81 },
        signalDbm: -71,
        registered: true,
        tamper: "clear",
        printer: "no_paper",
      }),
  };
  const knowing = await createPlatformTerminal(platform).readStatus();

  const untold = { status: "unreadable", problem: "not-supported" };
  expect([silentTerminal, knowing]).toEqual([
    ok({ battery: untold, signal: untold, registration: untold, tamper: null, printer: null }),
    ok({
      battery: { status: "read", power: "mains", percent: 81 },
      signal: { status: "read", dbm: -71 },
      registration: { status: "read", registered: true },
      tamper: "clear",
      printer: "no_paper",
    }),
  ]);
});

test("a way to the platform that is gone is a line that closed; what was called off counts for nothing", async () => {
  const gone = createPlatformTerminal({
    readClaims: async () => ({ ok: false, error: { code: "link/closed" } }),
    readStatus: async () => ({ ok: false, error: { code: "link/closed" } }),
  });

  expect([
    await gone.readIdentity(),
    await gone.readStatus(),
    await terminalThatSays([imei]).readIdentity(AbortSignal.abort()),
  ]).toEqual([
    { ok: false, error: { code: "link/closed" } },
    { ok: false, error: { code: "link/closed" } },
    { ok: false, error: { code: "link/aborted" } },
  ]);
});
