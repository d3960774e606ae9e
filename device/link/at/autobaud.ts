/** Finds the rate of a port by asking: the rate at which "AT" is answered with OK twice. Knows nothing of which port. */

import { fromLatin1 } from "../../base/bytes.ts";
import { err } from "../../base/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { SerialLink, SerialLinkOpener } from "../../ports/serialLink.ts";
import { attention } from "../../serial/at/commands/attention.ts";
import { createAtReader } from "../../serial/at/reader.ts";

/** The rates of terminals' ports, the likeliest first. */
export const baudRates = [115_200, 9_600, 57_600, 38_400, 19_200, 460_800] as const;

/** A terminal that finds the rate by itself needs the first AT for that. */
const triesPerRate = 3;
const answersWanted = 2;
/** For an answer of a few bytes at 9600 baud, with time to spare. */
const answerMs = 300;

/** Opens at the rate that answers, the one of last time first. "link/no-answer" when none does, after at most six seconds. */
export function createAutobaudOpener(parts: {
  readonly openAt: (baudRate: number) => SerialLinkOpener;
  readonly clock: Clock;
}): SerialLinkOpener {
  const { openAt, clock } = parts;
  let last: number | null = null;
  return {
    async open() {
      const rates = last === null ? baudRates : [last, ...baudRates.filter((rate) => rate !== last)];
      for (const rate of rates) {
        const opened = await openAt(rate).open();
        if (!opened.ok) return opened;
        if (await answersAtThisRate(opened.value, clock)) {
          last = rate;
          return opened;
        }
        await opened.value.close();
      }
      return err({ code: "link/no-answer" });
    },
  };
}

/** Whether "AT" is answered with OK twice, in at most a second. Leaves the link open. */
export async function answersAtThisRate(link: SerialLink, clock: Clock): Promise<boolean> {
  let answers = 0;
  for (let tries = 1; tries <= triesPerRate; tries++) {
    if (await saysOk(link, clock)) answers++;
    if (answers === answersWanted) return true;
    if (answers + triesPerRate - tries < answersWanted) return false;
  }
  return false;
}

function saysOk(link: SerialLink, clock: Clock): Promise<boolean> {
  return new Promise((resolve) => {
    const reader = createAtReader();
    reader.begin(attention, "optional");
    const end = (said: boolean) => {
      callOff();
      for (const stop of stopListening) stop();
      resolve(said);
    };
    const callOff = clock.after(answerMs, () => end(false));
    const stopListening = [
      link.onBytes((bytes) => {
        const answer = reader.feed(bytes).find((event) => event.kind === "answer");
        if (answer) end(answer.answer.final?.result === "OK");
      }),
      link.onClosed(() => end(false)),
    ];
    link.write(fromLatin1(`${attention.line}\r`)).then((written) => {
      if (!written.ok) end(false);
    });
  });
}
