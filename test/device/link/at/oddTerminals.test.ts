/** Every odd terminal is read, and read right, in no more than three seconds; where nobody is, that is told in eight. */

import { expect, test } from "vitest";
import { createAtTerminal } from "../../../../device/link/at/terminal.ts";
import { createManualClock } from "../../../support/manualClock.ts";
import { oddTerminals, readOfAll } from "../../../support/sim/oddTerminals.ts";
import { createSimTerminal } from "../../../support/sim/simTerminal.ts";
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
