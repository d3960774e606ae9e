/**
 * A simulated terminal behind a real device file, at the rate of a real line in both directions: a byte is there when
 * its last bit is, and its echo cannot begin before. A process of its own, so that keeping time takes none from the
 * one that is measured. Told "count", it says how many bytes went each way since it was asked last; told "begin", it
 * becomes the odd terminal that it was named, or falls silent where it was named "nobody".
 */

import { createPtyLine } from "../support/ptyLine.ts";
import { oddTerminals } from "../support/sim/oddTerminals.ts";
import { createSimTerminal } from "../support/sim/simTerminal.ts";
import { createSimWire } from "../support/sim/simTerminalWire.ts";
import { createLineClock } from "./lineClock.ts";

export type ByteCount = { readonly received: number; readonly sent: number };

const [path, baud, story] = process.argv.slice(2);
if (!path || !baud) throw new Error("pacedTerminal.ts PATH BAUD [STORY]");
const { clock, keepUp } = createLineClock();
const terminal = createSimTerminal({ clock });
terminal.paces(Number(baud));
const incoming = createSimWire(clock, terminal.receive);
incoming.setBaudRate(Number(baud));

let count: ByteCount = { received: 0, sent: 0 };
await createPtyLine(path, {
  ...terminal,
  onBytes: (listener) =>
    terminal.onBytes((bytes) => {
      count = { ...count, sent: count.sent + bytes.length };
      listener(bytes);
    }),
  receive(bytes) {
    count = { ...count, received: count.received + bytes.length };
    keepUp();
    incoming.send(bytes);
  },
});

process.on("message", (order) => {
  if (order === "begin") {
    if (story === "nobody") terminal.goesSilent();
    oddTerminals.find((odd) => odd.story === story)?.makeOdd(terminal);
  }
  process.send?.(count);
  count = { received: 0, sent: 0 };
});
process.on("disconnect", () => process.exit());
process.send?.("ready");
