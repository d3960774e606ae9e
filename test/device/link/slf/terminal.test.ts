import { describe, expect, test } from "vitest";
import { createSimPaymentApp } from "../../../../device/adapters/sim/simPaymentApp.ts";
import { fromLatin1 } from "../../../../device/base/bytes.ts";
import type { Reading } from "../../../../device/identity/reading.ts";
import { createAtTerminal } from "../../../../device/link/at/terminal.ts";
import { createSlfExchange } from "../../../../device/link/slf/exchange.ts";
import { createSlfLine } from "../../../../device/link/slf/line.ts";
import { isInStep, probeSlf, probeTiming } from "../../../../device/link/slf/step.ts";
import { createSlfTerminal } from "../../../../device/link/slf/terminal.ts";
import { ec } from "../../../../device/serial/slf/commands/ec.ts";
import { createManualClock } from "../../../support/manualClock.ts";
import { createSimSlfTerminal, type SimSlfOptions } from "../../../support/sim/simSlfTerminal.ts";
import { createSimTerminal } from "../../../support/sim/simTerminal.ts";
import type { SimIdentity } from "../../../support/sim/simTerminalAnswers.ts";
import { createSimTerminalOpener } from "../../../support/sim/simTerminalLink.ts";

function createRig(identity: Partial<SimIdentity> = {}, options: Partial<SimSlfOptions> = {}) {
  const clock = createManualClock();
  const at = createSimTerminal({ clock, identity });
  const terminal = createSimSlfTerminal({ clock, terminal: at, payments: createSimPaymentApp({ clock }), ...options });
  const opener = createSimTerminalOpener(terminal);
  const bridge = createSlfTerminal(createSlfLine({ opener, clock }));
  return {
    clock,
    at,
    terminal,
    opener,
    bridge,
    readIdentity: () => clock.runUntil(bridge.readIdentity()),
    readStatus: () => clock.runUntil(bridge.readStatus()),
    readDiagnostics: () => clock.runUntil(bridge.readDiagnostics()),
    async readBriefly() {
      const report = await clock.runUntil(bridge.readIdentity());
      if (!report.ok) return report.error;
      const { sn, imei, tusn, model } = report.value;
      return { sn: brief(sn), imei: brief(imei), tusn: brief(tusn), model: brief(model) };
    },
  };
}

type Rig = ReturnType<typeof createRig>;

function brief(reading: Reading): string {
  if (reading.status === "unreadable") return [reading.problem, ...reading.masked].join(" ");
  return [reading.value, ...reading.warnings].join(" ");
}

const read = { sn: "JB26T1000042", imei: "490154203237518", tusn: "00002404JB26T1000042", model: "SIM-T1" };
const untold = { status: "unreadable", problem: "not-supported", masked: [] };
const noRadio = { status: "unreadable", problem: "not-supported" };
const told = (value: string) => ({ status: "read", value, source: "slf-id", warnings: [] });

describe("a terminal that speaks SLF", () => {
  test("tells who it is, each value with the command that told it, and what SLF cannot tell as that", async () => {
    expect(await createRig().readIdentity()).toEqual({
      ok: true,
      value: {
        sn: told("JB26T1000042"),
        imei: told("490154203237518"),
        tusn: told("00002404JB26T1000042"),
        model: told("SIM-T1"),
        firmware: told("T1-1.4.2"),
        manufacturer: untold,
        imeiWithoutCheckDigit: untold,
        imeisv: untold,
        meid: untold,
        esn: untold,
        vendorSn: untold,
      },
    });
  });

  test("tells its battery, its tamper switch and its printer, and nothing of the radio", async () => {
    expect(await createRig({ power: 0, percent: 42 }).readStatus()).toEqual({
      ok: true,
      value: {
        battery: { status: "read", power: "battery", percent: 42 },
        signal: { status: "unreadable", problem: "not-supported" },
        registration: { status: "unreadable", problem: "not-supported" },
        tamper: "clear",
        printer: "ready",
      },
    });
    const networks = { circuit: noRadio, packet: noRadio, lte: noRadio, nr: noRadio };
    expect(await createRig().readDiagnostics()).toEqual({
      ok: true,
      value: { sim: noRadio, card: noRadio, radio: noRadio, networks },
    });
  });

  test.each<[Partial<SimIdentity>, object]>([
    [
      { tamper: "tripped", printer: "no_paper" },
      { tamper: "tripped", printer: "no_paper" },
    ],
    [{ printer: "fault" }, { tamper: "clear", printer: "fault" }],
    [
      { tamper: null, printer: "none" },
      { tamper: null, printer: null },
    ],
    [
      { tamper: null, printer: null },
      { tamper: null, printer: null },
    ],
  ])("%o: what is not told is not clear or ready", async (identity, expected) => {
    expect(await createRig(identity).readStatus()).toMatchObject({ value: expected });
  });

  test("that does not know ST has told nothing of tamper and printer", async () => {
    const { terminal, readStatus } = createRig();
    terminal.refuses("01", "ST");

    expect(await readStatus()).toMatchObject({ value: { battery: noRadio, tamper: null, printer: null } });
  });

  test.each([
    [
      "a wrong check digit is a warning",
      { imei: "490154203237519" },
      { imei: "490154203237519 imei-check-digit-wrong" },
    ],
    ["an IMEI that was erased is none", { imei: "" }, { imei: "malformed" }],
    ["one digit throughout is a filler", { imei: "000000000000000" }, { imei: "placeholder" }],
    ["the IMEI in the place of the serial number is none", { sn: read.imei }, { sn: "not-supported" }],
    [
      "nor is the IMEI with a digit damaged",
      { sn: `5${read.imei.slice(1)}` },
      { sn: "contradictory •••••••••••7518 •••••••••••7518" },
    ],
    ["nor is it without its check digit", { sn: read.imei.slice(0, 14) }, { sn: "not-supported" }],
    [
      "fifteen digits that SLF calls a serial number are one, whatever their check digit",
      { sn: "356938035643809" },
      { sn: "356938035643809", imei: read.imei },
    ],
    ["a serial number that is too short is none", { sn: "1" }, { sn: "malformed", tusn: "placeholder" }],
  ])("%s", async (_story, identity, expected) => {
    expect(await createRig(identity).readBriefly()).toMatchObject(expected);
  });

  test("that is another one at the second reading has no serial number", async () => {
    const { terminal, at, readBriefly } = createRig();
    const heard: number[] = [];
    terminal.onBytes((bytes) => {
      if (bytes[0] === 0x02 && heard.push(1) === 2) at.becomes({ sn: "JB26T1009999" });
    });

    expect(await readBriefly()).toMatchObject({ sn: "contradictory ••••••••0042 ••••••••9999", imei: read.imei });
  });

  test("is asked once for everybody who asks at the same time", async () => {
    const { clock, bridge, terminal } = createRig();

    await clock.runUntil(Promise.all(Array.from({ length: 100 }, () => bridge.readIdentity())));

    expect(terminal.carriedOut()).toEqual(["EC", "ID", "ID"]);
  });

  test("that does not know ID is there, and unreadable", async () => {
    const { terminal, readBriefly } = createRig();
    terminal.refuses("01", "ID");

    expect(await readBriefly()).toEqual({
      sn: "not-supported",
      imei: "not-supported",
      tusn: "not-supported",
      model: "not-supported",
    });
  });

  test("the same terminal on the same line is read over AT as well", async () => {
    const { clock, opener } = createRig();

    const report = await clock.runUntil(createAtTerminal({ opener, clock }).readIdentity());

    expect(report).toMatchObject({ value: { sn: { value: read.sn, source: "cgsn0" }, imei: { value: read.imei } } });
  });
});

describe("a line that fails", () => {
  test.each([
    ["nobody answers", (rig: Rig) => rig.terminal.goesSilent(), "link/no-answer"],
    ["everything is garbled", (rig: Rig) => rig.terminal.nextSays(...Array(64).fill("corrupt")), "link/garbage"],
    ["the port is not there", (rig: Rig) => rig.terminal.unplug(), "link/port-missing"],
  ] as const)("%s", async (_story, fail, code) => {
    const rig = createRig();
    fail(rig);

    expect(await rig.readIdentity()).toMatchObject({ ok: false, error: { code } });
  });

  test("while it is read is told, and the next read opens anew", async () => {
    const { clock, terminal, readBriefly } = createRig();
    terminal.isSlow(1_000);
    clock.after(1_500, () => terminal.unplug());
    const lost = await readBriefly();
    terminal.plugIn();

    expect([lost, await readBriefly()]).toEqual([{ code: "link/closed" }, read]);
  });

  test("a link that has worked and went mute is opened once more", async () => {
    const { clock, terminal, readIdentity, readBriefly } = createRig();
    await readIdentity();
    terminal.goesSilent();
    clock.after(7_000, () => terminal.speaksAgain());

    expect(await readBriefly()).toEqual(read);
  });

  test("whoever waits behind a read that fails fails with it, and not seconds later", async () => {
    const { clock, terminal, bridge } = createRig();
    terminal.goesSilent();
    const startedMs = clock.monotonic();

    const both = await clock.runUntil(Promise.all([bridge.readIdentity(), bridge.readStatus()]));

    expect([both.map((result) => result.ok || result.error.code), clock.monotonic() - startedMs]).toEqual([
      ["link/no-answer", "link/no-answer"],
      1_800,
    ]);
  });

  test("a read that is called off ends with the question under way, and the next one is none the worse", async () => {
    const { clock, terminal, bridge, readBriefly } = createRig();
    const giveUp = new AbortController();
    terminal.isSlow(1_000);
    clock.after(1_500, () => giveUp.abort());
    const startedMs = clock.monotonic();

    const calledOff = await clock.runUntil(bridge.readIdentity(giveUp.signal));

    expect([calledOff, clock.monotonic() - startedMs, await readBriefly()]).toEqual([
      { ok: false, error: { code: "link/aborted" } },
      2_000,
      read,
    ]);
  });

  test("what comes after a close opens anew", async () => {
    const { clock, bridge, readBriefly } = createRig();
    await readBriefly();
    await clock.runUntil(bridge.close());

    expect(await readBriefly()).toEqual(read);
  });
});

describe("in step", () => {
  test("an answer that the terminal still keeps from another session is not taken for one of now", async () => {
    const { clock, opener, terminal, readBriefly } = createRig();
    const before = await opener.open();
    if (!before.ok) throw new Error(before.error.code);
    const session = createSlfExchange({ link: before.value, clock });
    await clock.runUntil(session.run(ec(fromLatin1("of before"))));
    await session.close();

    expect([await readBriefly(), terminal.carriedOut()]).toEqual([read, ["EC", "EC", "ID", "ID"]]);
  });

  test("a terminal that always says the same is not", async () => {
    const { clock, opener, terminal } = createRig();
    terminal.refuses("01", "EC");
    const link = await opener.open();
    if (!link.ok) throw new Error(link.error.code);

    expect(await clock.runUntil(isInStep(createSlfExchange({ link: link.value, clock }), clock))).toBe(false);
  });
});

describe("a probe", () => {
  const probed = async (rig: Pick<Rig, "clock" | "opener">) => {
    const link = await rig.opener.open();
    if (!link.ok) throw new Error(link.error.code);
    const startedMs = rig.clock.monotonic();
    const answers = await rig.clock.runUntil(probeSlf(link.value, rig.clock, probeTiming(115_200, "long")));
    return [answers, Math.round(rig.clock.monotonic() - startedMs)];
  };

  test("says yes where SLF answers, at once", async () => {
    expect(await probed(createRig())).toEqual([true, 0]);
  });

  test("says no where only AT does, or nobody, within a second", async () => {
    const { clock, at, terminal, opener } = createRig();
    terminal.goesSilent();

    expect([await probed({ clock, opener: createSimTerminalOpener(at) }), await probed({ clock, opener })]).toEqual([
      [false, 617],
      [false, 617],
    ]);
  });

  test("leaves the link as it was: AT is spoken on it afterwards", async () => {
    const { clock, opener, at } = createRig();
    const link = await opener.open();
    if (!link.ok) throw new Error(link.error.code);
    at.goesSilent();
    await clock.runUntil(probeSlf(link.value, clock, probeTiming(115_200, "short")));
    at.speaksAgain();
    const bridge = createAtTerminal({ opener: { open: async () => link }, clock });

    expect(await clock.runUntil(bridge.readIdentity())).toMatchObject({ value: { sn: { value: read.sn } } });
  });
});
