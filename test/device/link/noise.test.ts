/** A line with noise on it: what is asked once it has fallen quiet is answered, and never with the noise. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { fromLatin1, latin1 } from "../../../device/base/bytes.ts";
import { createEmitter } from "../../../device/base/emitter.ts";
import { ok } from "../../../device/base/result.ts";
import { createAtExchange } from "../../../device/link/at/exchange.ts";
import { createQuestions } from "../../../device/link/at/questions.ts";
import type { SerialLink } from "../../../device/ports/serialLink.ts";
import { cgsnBare } from "../../../device/serial/at/commands/cgsnSerial.ts";
import { csq } from "../../../device/serial/at/commands/csq.ts";
import { createManualClock } from "../../support/manualClock.ts";

/** A terminal that answers as it should, on a line that also carries what the test puts there. */
function createRig(echoes: boolean) {
  const clock = createManualClock();
  const received = createEmitter<Uint8Array>();
  const link: SerialLink = {
    onBytes: received.listen,
    onClosed: () => () => {},
    async write(bytes) {
      const command = latin1(bytes).trim();
      const told = { "AT+CGSN": "\r\nJB26T1000042\r\n", "AT+CSQ": "\r\n+CSQ: 21,99\r\n" }[command] ?? "";
      clock.after(2, () => received.emit(fromLatin1(`${echoes ? `${command}\r` : ""}${told}\r\nOK\r\n`)));
      return ok();
    },
    close: async () => {},
  };
  return { clock, put: (bytes: Uint8Array) => received.emit(bytes), exchange: createAtExchange({ link, clock }) };
}

const noise = fc.array(
  fc.record({
    atMs: fc.nat(3_000),
    bytes: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 60 }),
      fc
        .constantFrom(
          "\r\nOK\r\n",
          "\r\nERROR\r\n",
          "\r\nRDY\r\n",
          "\r\n+CPIN: READY\r\n",
          "4\r",
          "x".repeat(2_500),
          "\r\n99",
          "> ",
        )
        .map(fromLatin1),
    ),
  }),
  { maxLength: 12 },
);

test.each([
  ["that echoes", true],
  ["that does not echo", false],
])("a terminal %s is understood once its line has fallen quiet, whatever was on it before", async (_story, echoes) => {
  await fc.assert(
    fc.asyncProperty(noise, async (bursts) => {
      const { clock, put, exchange } = createRig(echoes);
      for (const { atMs, bytes } of bursts) clock.after(atMs, () => put(bytes));
      await clock.runUntil(createQuestions(exchange, clock).ask(csq));
      await clock.advance(4_000);

      const told = await clock.runUntil(createQuestions(exchange, clock).ask(cgsnBare));

      expect(told).toMatchObject({ kind: "told", value: { text: "JB26T1000042" } });
    }),
    { numRuns: 100 },
  );
});
