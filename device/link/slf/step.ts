/** Whether the other end answers SLF, and answers what it is asked now. */

import { fromLatin1 } from "../../base/bytes.ts";
import type { Clock } from "../../ports/clock.ts";
import type { SerialLink } from "../../ports/serialLink.ts";
import { ec } from "../../serial/slf/commands/ec.ts";
import { rc } from "../../serial/slf/message.ts";
import { createSlfExchange, type SlfExchange } from "./exchange.ts";

/** A port is asked at several rates: as short as the attempts of the AT side. */
const probeTiming = { maxSends: 3, acknowledgeMs: 300, wakeUpMs: 300 } as const;

/**
 * True when the terminal says back what it never heard before. It may still keep an answer to the last request of another
 * session, under the very sequence that this one begins with; after the second echo that is over.
 */
export async function isInStep(exchange: SlfExchange, clock: Clock): Promise<boolean> {
  for (let tries = 0; tries < 2; tries++) {
    const echo = ec(fromLatin1(`${clock.now()} ${clock.monotonic()} ${tries}`));
    const answer = await exchange.run(echo);
    if (!answer.ok) return false;
    if (answer.value.rc === rc.ok && echo.parse(answer.value.body)) return true;
  }
  return false;
}

/** Says whether SLF answers on an open link, in one second where nobody does; leaves the link open and stops listening. */
export async function probeSlf(link: SerialLink, clock: Clock): Promise<boolean> {
  const exchange = createSlfExchange({ link, clock, timing: probeTiming });
  const answers = await isInStep(exchange, clock);
  exchange.release();
  return answers;
}
