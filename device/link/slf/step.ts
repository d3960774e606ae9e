/** Whether the other end answers SLF, and answers what it is asked now. */

import { fromLatin1 } from "../../base/bytes.ts";
import type { Clock } from "../../ports/clock.ts";
import type { SerialLink } from "../../ports/serialLink.ts";
import { ec } from "../../serial/slf/commands/ec.ts";
import { rc } from "../../serial/slf/message.ts";
import { createSlfExchange, type SlfExchange, type SlfTiming } from "./exchange.ts";

/** Nobody knows yet whether anybody is there: more calls, and shorter ones, than in an exchange. A repeat is answered once. */
export const firstContactTiming: SlfTiming = { maxSends: 4, acknowledgeMs: 450, wakeUpMs: 450 };

/** An echo request with its acknowledgement and its answer. */
const bytesOfCall = 100;
const bitsPerByte = 10;

/** How a port is asked at several rates: shortly, or at length. */
export function probeTiming(baudRate: number, pace: "short" | "long"): SlfTiming {
  const wireMs = (bytesOfCall * bitsPerByte * 1_000) / baudRate;
  const waitMs = wireMs + (pace === "short" ? 100 : 300);
  return { maxSends: pace === "short" ? 1 : 2, acknowledgeMs: waitMs, wakeUpMs: waitMs };
}

/**
 * True when the terminal says back what it never heard before. It may still keep an answer to the last request of another
 * session, under the very sequence that this one begins with; after the second echo that is over.
 */
export async function isInStep(exchange: SlfExchange, clock: Clock, timing?: SlfTiming): Promise<boolean> {
  for (let tries = 0; tries < 2; tries++) {
    const echo = ec(fromLatin1(`${clock.now()} ${clock.monotonic()} ${tries}`));
    const answer = await exchange.run(echo, timing);
    if (!answer.ok) return false;
    if (answer.value.rc === rc.ok && echo.parse(answer.value.body)) return true;
  }
  return false;
}

/** Says whether SLF answers on an open link; leaves the link open and stops listening. */
export async function probeSlf(link: SerialLink, clock: Clock, timing: SlfTiming): Promise<boolean> {
  const exchange = createSlfExchange({ link, clock });
  const answers = await isInStep(exchange, clock, timing);
  exchange.release();
  return answers;
}
