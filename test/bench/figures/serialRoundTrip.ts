/**
 * One question and its answer over a device file whose far end answers at once: through our bridge, and through bare
 * node-serialport that sends the same bytes and waits for the same ones. Each has a device file of its own.
 */

import { SerialPort } from "serialport";
import { createNodeClock } from "../../../device/adapters/node/nodeClock.ts";
import { createNodeSerialLinkOpener } from "../../../device/adapters/node/nodeSerialLink.ts";
import { createAtExchange } from "../../../device/link/at/exchange.ts";
import { cgsnImei } from "../../../device/serial/at/commands/cgsnImei.ts";
import { type Figure, inTurn } from "../figure.ts";
import { startFarSide } from "../serialFarSide.ts";
import { median } from "../statistics.ts";

const rounds = 500;
const roundTripsARound = 8;
/** Enough for what V8 compiles late to be compiled. */
const warmUps = 2_000;
const baudRate = 115_200;

type Asking = { ask(): Promise<void>; close(): Promise<void> };

export const serialRoundTrip: Figure = {
  name: "serialRoundTrip",
  title: "one AT round trip over a pty",
  floor: "bare serialport, same bytes",
  unit: "µs",
  goal: 1.15,
  async measure() {
    const sides = [await startFarSide("serialResponder.ts", 1), await startFarSide("serialResponder.ts", 1)] as const;
    const [bridge, bare] = [await overBridge(sides[0].paths[0]), await overBareSerialport(sides[1].paths[0])];
    try {
      for (const { ask } of [bridge, bare]) for (let times = 0; times < warmUps; times++) await ask();
      return await inTurn(rounds, timing(bridge.ask), timing(bare.ask));
    } finally {
      await Promise.all([bridge, bare].map(({ close }) => close()));
      await Promise.all(sides.map(({ stop }) => stop()));
    }
  },
};

function timing(ask: () => Promise<void>): () => Promise<number> {
  return async () => {
    const spans: number[] = [];
    for (let times = 0; times < roundTripsARound; times++) {
      const begunMs = performance.now();
      await ask();
      spans.push((performance.now() - begunMs) * 1_000);
    }
    return median(spans);
  };
}

async function overBridge(path = ""): Promise<Asking> {
  const opened = await createNodeSerialLinkOpener({ path, baudRate }).open();
  if (!opened.ok) throw new Error(opened.error.code);
  const exchange = createAtExchange({ link: opened.value, clock: createNodeClock() });
  const ready = await exchange.synchronise();
  if (!ready.ok) throw new Error(ready.error.code);
  return {
    async ask() {
      const answer = await exchange.run(cgsnImei);
      if (!answer.ok || cgsnImei.parse(answer.value.lines) === null) throw new Error("no IMEI");
    },
    close: exchange.close,
  };
}

async function overBareSerialport(path = ""): Promise<Asking> {
  const port = new SerialPort({ path, baudRate, autoOpen: false, hupcl: false });
  await new Promise<void>((resolve, reject) => port.open((failed) => (failed ? reject(failed) : resolve())));
  let text = "";
  let answered = () => {};
  port.on("data", (bytes: Buffer) => {
    text += bytes.toString("latin1");
    if (text.endsWith("\r\nOK\r\n")) answered();
  });
  const command = Buffer.from(`${cgsnImei.line}\r`);
  return {
    ask: () =>
      new Promise((resolve) => {
        text = "";
        answered = resolve;
        port.write(command);
      }),
    close: () => new Promise((resolve) => port.close(() => resolve())),
  };
}
