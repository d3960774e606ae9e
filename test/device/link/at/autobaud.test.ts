import { describe, expect, test } from "vitest";
import { baudRates, createAutobaudOpener } from "../../../../device/link/at/autobaud.ts";
import { createManualClock } from "../../../support/manualClock.ts";
import { createSimTerminal, type SimTerminal } from "../../../support/sim/simTerminal.ts";
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

  test("that nothing answers at is none, within five seconds, and every port is closed again", async () => {
    const rig = createRig(null);

    const opened = await rig.clock.runUntil(rig.opener.open());

    expect({ opened, tried: rig.tried, withinMs: rig.clock.monotonic() <= 5_000, timers: rig.clock.pending() }).toEqual(
      {
        opened: { ok: false, error: { code: "link/no-answer" } },
        tried: [...baudRates, ...baudRates],
        withinMs: true,
        timers: 0,
      },
    );
  });

  test("needs two answers: a line that says OK once is not it", async () => {
    const rig = createRig(115_200);
    rig.terminal.answers("ATQ0V1E1", null);
    rig.clock.after(50, () => rig.terminal.says("OK"));

    const opened = await rig.clock.runUntil(rig.opener.open());

    expect(opened).toEqual({ ok: false, error: { code: "link/no-answer" } });
  });

  test("is still found where the terminal needs the first call to find it itself", async () => {
    const rig = createRig(115_200);
    rig.terminal.isDeaf(70);

    const opened = await rig.clock.runUntil(rig.opener.open());

    expect({ opened: opened.ok, tried: rig.tried }).toEqual({ opened: true, tried: [115_200] });
  });

  test.each([
    [115_200, 2_500],
    [38_400, 2_500],
  ])("is found at %i by a terminal that is deaf for %i ms after opening", async (rate, deafMs) => {
    const rig = createRig(rate);
    rig.terminal.isDeaf(deafMs);

    expect(await rig.clock.runUntil(rig.opener.open())).toMatchObject({ ok: true });
  });

  test.each<[string, (terminal: SimTerminal) => void]>([
    [
      "was stored without result codes and without echo",
      (terminal) => terminal.keepsProfile({ quiet: true, echo: false }),
    ],
    ["takes lines that end with CR LF only", (terminal) => terminal.endsLinesAt("\r\n")],
    ["refuses to be set up", (terminal) => terminal.answers("ATQ0V1E1", { final: "ERROR" })],
  ])("is found of a terminal that %s", async (_story, makeOdd) => {
    const rig = createRig(19_200);
    makeOdd(rig.terminal);

    expect(await rig.clock.runUntil(rig.opener.open())).toMatchObject({ ok: true });
  });

  test("is looked for again, shorter, where it was known and nobody answers any longer", async () => {
    const rig = createRig(19_200);
    const first = await rig.clock.runUntil(rig.opener.open());
    if (first.ok) await first.value.close();
    rig.terminal.goesSilent();
    rig.tried.length = 0;
    const begunMs = rig.clock.monotonic();

    const opened = await rig.clock.runUntil(rig.opener.open());

    expect({
      opened,
      tried: rig.tried.map((rate, at) => [rate, rig.tried.indexOf(rate) === at]),
      inTime: rig.clock.monotonic() - begunMs <= 3_500,
    }).toEqual({
      opened: { ok: false, error: { code: "link/no-answer" } },
      tried: [19_200, ...baudRates.filter((rate) => rate !== 19_200)].map((rate) => [rate, true]),
      inTime: true,
    });
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
