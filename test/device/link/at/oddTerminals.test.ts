/** Every odd terminal is read, and read right, in no more than three seconds; where nobody is, that is told in eight. */

import { describe, expect, test } from "vitest";
import { createSimPaymentApp } from "../../../../device/adapters/sim/simPaymentApp.ts";
import { createAutobaudOpener } from "../../../../device/link/at/autobaud.ts";
import { createAtTerminal } from "../../../../device/link/at/terminal.ts";
import { createProbedTerminal } from "../../../../device/link/probedTerminal.ts";
import { createSlfLine } from "../../../../device/link/slf/line.ts";
import { createSlfTerminal } from "../../../../device/link/slf/terminal.ts";
import type { Terminal } from "../../../../device/link/terminal.ts";
import type { Clock } from "../../../../device/ports/clock.ts";
import type { SerialLinkOpener } from "../../../../device/ports/serialLink.ts";
import { createManualClock } from "../../../support/manualClock.ts";
import { oddTerminals, readOfAll } from "../../../support/sim/oddTerminals.ts";
import { createSimSlfTerminal, type SimSlfTerminal } from "../../../support/sim/simSlfTerminal.ts";
import { createSimTerminal, type SimTerminal } from "../../../support/sim/simTerminal.ts";
import { createSimTerminalOpener } from "../../../support/sim/simTerminalLink.ts";

test.each(oddTerminals.map((odd) => [odd.story, odd] as const))("A terminal that %s", async (_story, odd) => {
  const clock = createManualClock();
  const terminal = createSimTerminal({ clock });
  terminal.paces(115_200);
  odd.makeOdd(terminal);
  const bridge = createAtTerminal({ opener: createSimTerminalOpener(terminal), clock });

  const report = await clock.runUntil(bridge.readIdentity());

  const tookMs = Math.round(clock.monotonic());
  const { reads = readOfAll, maxReadMs = 3_000 } = odd;
  const told = Object.entries(report.ok ? report.value : {}).flatMap(([name, reading]) =>
    name in reads ? [[name, reading.status === "read" ? reading.value : reading.problem]] : [],
  );
  expect({ told: Object.fromEntries(told), inTime: tookMs <= maxReadMs || tookMs }).toEqual({
    told: reads,
    inTime: true,
  });
});

test.each([921_600, 460_800, 230_400, 4_800, 2_400])(
  "A terminal at %i baud, which nobody knows: found and read in three seconds, beside the time that it speaks",
  async (rate) => {
    const clock = createManualClock();
    const [terminal, nobody] = [createSimTerminal({ clock }), createSimTerminal({ clock })];
    terminal.paces(rate);
    nobody.goesSilent();
    let said = 0;
    terminal.onBytes((bytes) => {
      said += bytes.length;
    });
    const openAt = (baudRate: number) => createSimTerminalOpener(baudRate === rate ? terminal : nobody);
    const bridge = createAtTerminal({ opener: createAutobaudOpener({ openAt, clock }), clock });

    const report = await clock.runUntil(bridge.readIdentity());

    const speaksMs = (said * 10 * 1_000) / rate;
    const tookMs = Math.round(clock.monotonic() - speaksMs);
    const { sn, imei } = report.ok ? report.value : {};
    const told = [sn, imei].map((reading) => (reading?.status === "read" ? reading.value : reading));
    expect({ told, inTime: tookMs <= 3_000 || tookMs }).toEqual({
      told: [readOfAll.sn, readOfAll.imei],
      inTime: true,
    });
  },
);

describe("Nobody answers", () => {
  const drivers: Readonly<Record<string, (opener: SerialLinkOpener, clock: Clock) => Terminal>> = {
    "at a known rate over AT": (opener, clock) => createAtTerminal({ opener, clock }),
    "at a known rate over SLF": (opener, clock) => createSlfTerminal(createSlfLine({ opener, clock })),
    "at a known rate over either": (opener, clock) =>
      createProbedTerminal([createAtTerminal({ opener, clock }), createSlfTerminal(createSlfLine({ opener, clock }))]),
    "at any rate": (opener, clock) =>
      createAtTerminal({ opener: createAutobaudOpener({ openAt: () => opener, clock }), clock }),
  };

  test.each(
    Object.entries(drivers).flatMap(([name, driver]) => [
      [`${name}, from the start`, driver, false] as const,
      [`${name}, any longer`, driver, true] as const,
    ]),
  )("%s", async (_story, driver, answeredBefore) => {
    const clock = createManualClock();
    const at = createSimTerminal({ clock });
    const slf = createSimSlfTerminal({ clock, terminal: at, payments: createSimPaymentApp({ clock }) });
    const terminal = driver(createSimTerminalOpener(slf), clock);
    if (answeredBefore) await clock.runUntil(terminal.readIdentity());
    at.goesSilent();
    slf.goesSilent();
    const begunMs = clock.monotonic();

    const read = await clock.runUntil(terminal.readIdentity());

    const tookMs = Math.round(clock.monotonic() - begunMs);
    expect({ read, inTime: tookMs <= 8_000 || tookMs }).toEqual({
      read: { ok: false, error: { code: "link/no-answer" } },
      inTime: true,
    });
  });
});

test.each<[string, (slf: SimSlfTerminal, at: SimTerminal) => void]>([
  ["does as it should", () => {}],
  ["is deaf for a second after opening", (slf) => slf.isDeaf(1_000)],
  ["has noise before everything it says", (slf) => slf.isNoisy(true)],
  ["loses its first acknowledgement", (slf) => slf.nextSays("drop")],
  ["says its first answer twice", (slf) => slf.nextSays("fine", "duplicate")],
  ["takes a quarter of a second for each answer", (slf) => slf.isSlow(250)],
])("A terminal that speaks SLF and %s", async (_story, makeOdd) => {
  const clock = createManualClock();
  const at = createSimTerminal({ clock });
  const slf = createSimSlfTerminal({ clock, terminal: at, payments: createSimPaymentApp({ clock }) });
  slf.paces(115_200);
  makeOdd(slf, at);
  const terminal = createSlfTerminal(createSlfLine({ opener: createSimTerminalOpener(slf), clock }));

  const read = await clock.runUntil(terminal.readIdentity());

  const tookMs = Math.round(clock.monotonic());
  expect({ read, inTime: tookMs <= 3_000 || tookMs }).toMatchObject({
    read: { value: { sn: { value: readOfAll.sn }, imei: { value: readOfAll.imei } } },
    inTime: true,
  });
});
