// SLF over ports: node-serialport's stream on its mock binding, and a real device file at the pace of a real line.

import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createNodeClock } from "../../../../device/adapters/node/nodeClock.ts";
import { createNodeSerialLinkOpener } from "../../../../device/adapters/node/nodeSerialLink.ts";
import { createSimPaymentApp } from "../../../../device/adapters/sim/simPaymentApp.ts";
import { createAtTerminal } from "../../../../device/link/at/terminal.ts";
import { createSlfLine } from "../../../../device/link/slf/line.ts";
import { createSlfPaymentApp } from "../../../../device/link/slf/paymentApp.ts";
import { createSlfTerminal } from "../../../../device/link/slf/terminal.ts";
import type { SerialLinkOpener } from "../../../../device/ports/serialLink.ts";
import { createMockSerialPort } from "../../../support/mockSerialPort.ts";
import { createPtyTerminal } from "../../../support/ptyTerminal.ts";
import { makeScratchDir } from "../../../support/scratchDir.ts";
import { createSimSlfTerminal, type SimSlfTerminal } from "../../../support/sim/simSlfTerminal.ts";
import { createSimTerminal } from "../../../support/sim/simTerminal.ts";

const clock = createNodeClock();
const owed = { openBatch: 3, storedOffline: 1 };

type Bench = { readonly opener: SerialLinkOpener; readonly terminal: SimSlfTerminal; remove(): Promise<void> };

const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  async "the mock binding"() {
    const payments = createSimPaymentApp({ clock, ...owed });
    const terminal = createSimSlfTerminal({ clock, terminal: createSimTerminal({ clock }), payments });
    const port = createMockSerialPort(terminal);
    const opener = createNodeSerialLinkOpener({ path: port.path, baudRate: 115_200, makePort: port.makePort });
    return { opener, terminal, remove: async () => port.remove() };
  },
  async "a device file"() {
    const dir = await makeScratchDir();
    const path = join(dir, "tty");
    const payments = createSimPaymentApp({ clock, ...owed });
    const pty = await createPtyTerminal({ path, baudRate: 115_200, payments });
    const remove = async () => {
      await pty.stop();
      rmSync(dir, { recursive: true });
    };
    return { opener: createNodeSerialLinkOpener({ path, baudRate: 115_200 }), terminal: pty.slf, remove };
  },
};

test.each(Object.entries(benches))(
  "identity, what is owed and a settlement over %s, with an ACK lost on the way, and AT afterwards",
  async (_name, prepare) => {
    const { opener, terminal, remove } = await prepare();
    const line = createSlfLine({ opener, clock });
    const [slf, payments] = [createSlfTerminal(line), createSlfPaymentApp(line, () => "same")];

    const identity = await slf.readIdentity();
    terminal.nextSays("drop", "corrupt");
    const status = await payments.status();
    const settled = await payments.settleLastBatch();
    const left = await payments.status();
    await slf.close();
    const at = createAtTerminal({ opener, clock });
    const overAt = await at.readIdentity();
    await at.close();
    await remove();

    expect({
      identity,
      status,
      settled,
      left,
      overAt,
      settlements: terminal.carriedOut().filter((name) => name === "SB"),
    }).toMatchObject({
      identity: { value: { sn: { value: "JB26T1000042", source: "slf-id" }, imei: { value: "490154203237518" } } },
      status: { value: { openBatch: 3, storedOffline: 1 } },
      settled: { ok: true },
      left: { value: { openBatch: 0, storedOffline: 0 } },
      overAt: { value: { sn: { value: "JB26T1000042", source: "cgsn0" } } },
      settlements: ["SB"],
    });
  },
  20_000,
);
