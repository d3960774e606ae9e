// The program runs on the terminal itself: its platform says who it is, and what it keeps is told with what to do.

import { expect, test } from "vitest";
import { ok } from "../../../device/base/result.ts";
import type { PlatformClaim, PlatformTerminal } from "../../../device/ports/platformTerminal.ts";
import { carryOn } from "../../support/operator.ts";
import { finished, outcomeOf } from "../../support/promises.ts";
import { createRig, simIdentity } from "../../support/rig.ts";

const sn: PlatformClaim = { number: "sn", source: "vendor-sdk", value: simIdentity.sn };
const imei: PlatformClaim = { number: "imei", source: "android-imei", value: simIdentity.imei };

function createPlatform(): PlatformTerminal & { keeps: "hidden" | "permission-denied" | null } {
  return {
    keeps: null,
    async readClaims() {
      return ok([sn, this.keeps ? { number: "imei", source: "android-imei", problem: this.keeps } : imei]);
    },
    readStatus: async () =>
      ok({ battery: { power: "mains", percent: 90 }, signalDbm: -71, registered: true, tamper: null, printer: null }),
  };
}

test("a whole unbind, with the platform as the source of both numbers", async () => {
  const platformTerminal = createPlatform();
  const rig = await createRig({ openBatch: 3, platformTerminal });
  await rig.setUp();
  await carryOn(rig);
  const { terminal } = await rig.see();

  expect([terminal.sn, terminal.imei, await outcomeOf(rig, [])]).toMatchObject([
    { value: simIdentity.sn, source: "vendor-sdk" },
    { value: simIdentity.imei, source: "android-imei" },
    finished,
  ]);
});

test.each(["hidden", "permission-denied"] as const)(
  "an IMEI that is %s meanwhile stops the request, and is told as that",
  async (keeps) => {
    const platformTerminal = createPlatform();
    const rig = await createRig({ platformTerminal });
    await rig.setUp();
    platformTerminal.keeps = keeps;

    const { unbind, terminal } = await rig.draft();

    expect([terminal.imei, unbind.checks.filter(({ outcome }) => outcome === "failed")]).toMatchObject([
      { status: "unreadable", problem: keeps },
      [{ code: "IMEI_UNREADABLE", level: "must", fact: keeps }],
    ]);
  },
);
