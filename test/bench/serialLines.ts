/**
 * Simulated terminals, each behind a device file, all at the rate of a real line in both directions. What a line has
 * carried is counted and not waited for byte by byte, so that many of them take little of the machine; between two
 * looks this process sleeps. Told "count", it says how many bytes each line carried since it was asked last. With the
 * word "numbered" each line leads to a terminal with numbers of its own, else all lead to the same.
 */

import { constants, openSync, writeSync } from "node:fs";
import { ReadStream } from "node:tty";
import { createNodeClock } from "../../device/adapters/node/nodeClock.ts";
import { createSimTerminal } from "../support/sim/simTerminal.ts";
import { numberedIdentity } from "./numberedIdentity.ts";
import type { ByteCount } from "./pacedTerminal.ts";
import { type FarEnd, farEndsIn } from "./serialFarSide.ts";

/** 8 data bits, a start and a stop bit. */
const bitsPerByte = 10;

const [baud, frame] = process.argv.slice(2);
const byteMs = (bitsPerByte * 1_000) / Number(baud);
/** How often what has arrived is handed over: a USB adapter does once in a frame of 1 ms, a UART whenever asked. */
const frameMs = Number(frame);
if (!(byteMs > 0 && frameMs > 0)) throw new Error("serialLines.ts BAUD FRAME_MS FD=PATH ...");

type Line = {
  /** Hands over what has left the terminal by now; says whether more is under way. */
  handOver(nowMs: number): boolean;
  count(): ByteCount;
};

let busy = false;
const sleeper = new Int32Array(new SharedArrayBuffer(4));
const isNumbered = process.argv.includes("numbered");
const same = createAnswers(0);
const farEnds = farEndsIn(process.argv);
const lines = farEnds.map((farEnd, at) => createLine(farEnd, isNumbered ? createAnswers(at) : same));

process.on("message", () => process.send?.(lines.map((line) => line.count())));
process.on("disconnect", () => process.exit());
process.send?.(farEnds.map(({ path }) => path));

function createLine({ fd, path }: FarEnd, answerTo: (bytes: Buffer) => Buffer): Line {
  let said: Buffer = Buffer.alloc(0);
  /** When the first byte of `said` begins to leave; where nothing is said, when the line was free. */
  let beginsMs = 0;
  let [received, sent] = [0, 0];

  // A pty hangs up when its last user closes it; a port does not end because nobody reads it.
  openSync(path, constants.O_RDWR | constants.O_NOCTTY);
  new ReadStream(fd).on("data", (bytes: Buffer) => {
    // The echo of a byte leaves when the byte is there, so that a byte later the terminal speaks, without a gap.
    beginsMs = Math.max(beginsMs, performance.now() + byteMs - said.length * byteMs);
    said = Buffer.concat([said, answerTo(bytes)]);
    received += bytes.length;
    if (!busy) look();
  });

  return {
    handOver(nowMs) {
      const gone = Math.min(said.length, Math.floor((nowMs - beginsMs) / byteMs));
      if (gone > 0) {
        writeSync(fd, said, 0, gone);
        said = said.subarray(gone);
        beginsMs += gone * byteMs;
        sent += gone;
      }
      return said.length > 0;
    },
    count() {
      const counted = { received, sent };
      [received, sent] = [0, 0];
      return counted;
    },
  };
}

/** Echo and answer of a terminal, which is asked each command once. */
function createAnswers(at: number): (bytes: Buffer) => Buffer {
  const terminal = createSimTerminal({
    clock: createNodeClock(),
    ...(isNumbered && { identity: numberedIdentity(at) }),
  });
  const known = new Map<string, Buffer>();
  return (bytes) => {
    const command = bytes.toString("latin1");
    const before = known.get(command);
    if (before) return before;
    const pieces: Uint8Array[] = [];
    const stopListening = terminal.onBytes((piece) => pieces.push(piece));
    terminal.receive(bytes);
    stopListening();
    const answer = Buffer.concat(pieces);
    known.set(command, answer);
    return answer;
  };
}

function look(): void {
  const nowMs = performance.now();
  busy = false;
  for (const line of lines) busy = line.handOver(nowMs) || busy;
  if (!busy) return;
  if (frameMs >= 1) return void setTimeout(look, frameMs);
  // Timers count milliseconds. This sleep hears nothing, but a line that speaks is hardly spoken to.
  Atomics.wait(sleeper, 0, 0, frameMs);
  setImmediate(look);
}
