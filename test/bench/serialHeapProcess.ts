/** Exchanges commands with itself, without a port, and says what the heap holds after each hundred thousand. Needs --expose-gc. */

import { createNodeClock } from "../../device/adapters/node/nodeClock.ts";
import { fromLatin1, latin1 } from "../../device/base/bytes.ts";
import { createEmitter } from "../../device/base/emitter.ts";
import { ok } from "../../device/base/result.ts";
import { createAtExchange } from "../../device/link/at/exchange.ts";
import type { SerialLink } from "../../device/ports/serialLink.ts";
import { cgsnImei } from "../../device/serial/at/commands/cgsnImei.ts";
import { csq } from "../../device/serial/at/commands/csq.ts";

const exchanges = 100_000;
/** The heap of a running program breathes; what is left after the last of several collections is what is held. */
const collections = 4;
const answers = new Map([
  [cgsnImei.line, '\r\n+CGSN: "490154203237518"\r\n'],
  [csq.line, "\r\n+CSQ: 21,99\r\n"],
]);

const received = createEmitter<Uint8Array>();
const link: SerialLink = {
  onBytes: received.listen,
  onClosed: () => () => {},
  async write(bytes) {
    const command = latin1(bytes);
    queueMicrotask(() => {
      // A word that nobody asked for, too: what comes between answers must not gather either.
      received.emit(fromLatin1(`${command}${answers.get(command.trim()) ?? ""}\r\nOK\r\n\r\n+CREG: 2\r\n`));
    });
    return ok();
  },
  async close() {},
};
const exchange = createAtExchange({ link, clock: createNodeClock() });
if (!(await exchange.synchronise()).ok) throw new Error("out of step");

const held: number[] = [];
for (let hundredThousands = 0; hundredThousands < 2; hundredThousands++) {
  for (let times = 0; times < exchanges; times++) {
    const answer = await exchange.run(times % 2 === 0 ? cgsnImei : csq);
    if (!answer.ok) throw new Error(answer.error.code);
  }
  held.push(await heldNow());
}
process.send?.(held);
process.disconnect?.();

async function heldNow(): Promise<number> {
  for (let times = 0; times < collections; times++) {
    global.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return process.memoryUsage().heapUsed;
}
