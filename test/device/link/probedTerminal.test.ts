import { describe, expect, test } from "vitest";
import { createSimPaymentApp } from "../../../device/adapters/sim/simPaymentApp.ts";
import { createAtTerminal } from "../../../device/link/at/terminal.ts";
import { createProbedTerminal } from "../../../device/link/probedTerminal.ts";
import { createSlfLine } from "../../../device/link/slf/line.ts";
import { createSlfTerminal } from "../../../device/link/slf/terminal.ts";
import { createManualClock } from "../../support/manualClock.ts";
import { createSimSlfTerminal } from "../../support/sim/simSlfTerminal.ts";
import { createSimTerminal } from "../../support/sim/simTerminal.ts";
import { createSimTerminalOpener } from "../../support/sim/simTerminalLink.ts";

function createRig(farEnd: "at" | "slf" | "slf, then at") {
  const clock = createManualClock();
  const at = createSimTerminal({ clock });
  const payments = createSimPaymentApp({ clock });
  const slf = createSimSlfTerminal({ clock, terminal: at, payments, speaksAt: farEnd === "slf, then at" });
  const opener = createSimTerminalOpener(farEnd === "at" ? at : slf);
  if (farEnd === "slf, then at") at.goesSilent();
  const terminal = createProbedTerminal([
    createAtTerminal({ opener, clock }),
    createSlfTerminal(createSlfLine({ opener, clock })),
  ]);
  return {
    at,
    slf,
    async source() {
      const report = await clock.runUntil(terminal.readIdentity());
      if (!report.ok) return report.error.code;
      return report.value.imei.status === "read" ? report.value.imei.source : report.value.imei.problem;
    },
  };
}

describe("A terminal whose language nobody has named", () => {
  test("speaks AT: read over AT", async () => {
    expect(await createRig("at").source()).toBe("cgsn1");
  });

  test("speaks SLF alone: read over SLF, and at once the next time", async () => {
    const rig = createRig("slf");
    const first = await rig.source();

    expect([first, await rig.source()]).toEqual(["slf-id", "slf-id"]);
  });

  test("says nothing in any: told as silent", async () => {
    const rig = createRig("at");
    rig.at.goesSilent();

    expect(await rig.source()).toBe("link/no-answer");
  });

  test("falls silent in one and speaks another afterwards: found again", async () => {
    const rig = createRig("slf, then at");
    const before = await rig.source();
    rig.slf.goesSilent();
    const silent = await rig.source();
    rig.at.speaksAgain();

    expect([before, silent, await rig.source()]).toEqual(["slf-id", "link/no-answer", "cgsn1"]);
  });
});
