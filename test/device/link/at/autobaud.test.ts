import { describe, expect, test } from "vitest";
import { baudRates, createAutobaudOpener } from "../../../../device/link/at/autobaud.ts";
import { createManualClock } from "../../../support/manualClock.ts";
import { createSimTerminal } from "../../../support/sim/simTerminal.ts";
import { createSimTerminalOpener } from "../../../support/sim/simTerminalLink.ts";

/** A simulated terminal that is understood at one rate, and at every other one is noise in both directions. */
function createRig(rate: number | null) {
  const clock = createManualClock();
  const terminal = createSimTerminal({ clock });
  const tried: number[] = [];
  const openAt = (baudRate: number) => ({
    async open() {
      tried.push(baudRate);
      terminal.talksGarbage(baudRate !== rate);
      return createSimTerminalOpener(terminal).open();
    },
  });
  return { clock, terminal, tried, opener: createAutobaudOpener({ openAt, clock }) };
}

describe("the rate of a port", () => {
  test.each(baudRates.map((rate) => [rate]))("is found at %i", async (rate) => {
    const rig = createRig(rate);

    const opened = await rig.clock.runUntil(rig.opener.open());

    expect({ opened: opened.ok, tried: rig.tried }).toEqual({
      opened: true,
      tried: baudRates.slice(0, baudRates.indexOf(rate) + 1),
    });
  });

  test("found once is tried first the next time", async () => {
    const rig = createRig(38_400);
    const first = await rig.clock.runUntil(rig.opener.open());
    if (first.ok) await first.value.close();
    rig.tried.length = 0;

    await rig.clock.runUntil(rig.opener.open());

    expect(rig.tried).toEqual([38_400]);
  });

  test("that nothing answers at is none, within six seconds, and every port is closed again", async () => {
    const rig = createRig(null);

    const opened = await rig.clock.runUntil(rig.opener.open());

    expect({ opened, tried: rig.tried, withinMs: rig.clock.monotonic() <= 6_000, timers: rig.clock.pending() }).toEqual(
      {
        opened: { ok: false, error: { code: "link/no-answer" } },
        tried: baudRates,
        withinMs: true,
        timers: 0,
      },
    );
  });

  test("needs two answers: a line that says OK once is not it", async () => {
    const rig = createRig(115_200);
    rig.terminal.answers("AT", null);
    rig.clock.after(200, () => rig.terminal.says("OK"));

    const opened = await rig.clock.runUntil(rig.opener.open());

    expect(opened).toEqual({ ok: false, error: { code: "link/no-answer" } });
  });

  test("is still found where the terminal needs the first AT to find it itself", async () => {
    const rig = createRig(115_200);
    rig.terminal.goesSilent();
    rig.clock.after(290, () => rig.terminal.speaksAgain());

    const opened = await rig.clock.runUntil(rig.opener.open());

    expect({ opened: opened.ok, tried: rig.tried }).toEqual({ opened: true, tried: [115_200] });
  });

  test("is not looked for on a port that cannot be opened", async () => {
    const rig = createRig(115_200);
    rig.terminal.unplug();

    const opened = await rig.clock.runUntil(rig.opener.open());

    expect({ opened, tried: rig.tried }).toEqual({
      opened: { ok: false, error: { code: "link/port-missing", path: "sim" } },
      tried: [115_200],
    });
  });
});
