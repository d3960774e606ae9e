/** Finds the rate of a port by asking: the rate at which the terminal answers twice. Knows nothing of which port. */

import { fromLatin1 } from "../../base/bytes.ts";
import { err } from "../../base/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { SerialLink, SerialLinkOpener } from "../../ports/serialLink.ts";
import { setUp } from "../../serial/at/commands/setUp.ts";
import { createAtReader } from "../../serial/at/reader.ts";
import type { LineEnd } from "./wire.ts";

/** The rates of terminals' ports, the likeliest first. */
export const baudRates = [115_200, 9_600, 57_600, 38_400, 19_200, 460_800, 230_400, 921_600, 4_800, 2_400] as const;

/** One look at one rate. */
export type Look = { readonly baudRate: number; readonly pace: "short" | "long" | "once" };

/** How long each call waits for its answer, beside the time that the bytes need on the line. */
const callsMs: Readonly<Record<Look["pace"], readonly number[]>> = {
  // A terminal that finds the rate by itself needs the first call for that.
  short: [80, 80],
  // For one that is slow, or deaf for a second after opening.
  long: [300, 300, 600],
  once: [100],
};
const confirmMs = 300;
/** A call and its answer, with the echo. */
const bytesOfCall = 24;
const bitsPerByte = 10;

/** All rates shortly, then the likeliest at length, then the others once more: a terminal that was still starting hears by then. */
export function looksAt(rates: readonly number[]): readonly Look[] {
  const at = (pace: Look["pace"]) => (baudRate: number) => ({ baudRate, pace });
  return [...rates.map(at("short")), ...rates.slice(0, 1).map(at("long")), ...rates.slice(1).map(at("once"))];
}

/** Opens at the rate that answers, the one of last time first. "link/no-answer" when none does, after at most five seconds. */
export function createAutobaudOpener(parts: {
  readonly openAt: (baudRate: number) => SerialLinkOpener;
  readonly clock: Clock;
}): SerialLinkOpener {
  const { openAt, clock } = parts;
  let last: number | null = null;
  const looks = () => {
    if (last === null) return looksAt(baudRates);
    const others = baudRates.filter((baudRate) => baudRate !== last);
    return [{ baudRate: last, pace: "long" } as const, ...looksAt(others).slice(0, others.length)];
  };
  return {
    async open() {
      for (const look of looks()) {
        const opened = await openAt(look.baudRate).open();
        if (!opened.ok) return opened;
        if (await answersAtThisRate(opened.value, clock, look)) {
          last = look.baudRate;
          return opened;
        }
        await opened.value.close();
      }
      return err({ code: "link/no-answer" });
    },
  };
}

/** Whether two calls are answered. Leaves the link open. */
export async function answersAtThisRate(link: SerialLink, clock: Clock, { baudRate, pace }: Look): Promise<boolean> {
  const wireMs = (bytesOfCall * bitsPerByte * 1_000) / baudRate;
  let end: LineEnd = "\r";
  let begin = "";
  for (const callMs of callsMs[pace]) {
    if (await isAnswered(link, clock, begin + setUp.line + end, callMs + wireMs))
      return isAnswered(link, clock, setUp.line + end, confirmMs + wireMs);
    // Some firmware takes a line only when it ends with both; the call of before is still in its line.
    end = "\r\n";
    begin = "\n";
  }
  return false;
}

/** With results and echo switched on by the same line: a terminal without both would never answer. */
function isAnswered(link: SerialLink, clock: Clock, call: string, waitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const reader = createAtReader();
    reader.begin(setUp, "optional");
    const end = (answered: boolean) => {
      callOff();
      for (const stop of stopListening) stop();
      resolve(answered);
    };
    const callOff = clock.after(waitMs, () => end(false));
    const stopListening = [
      link.onBytes((bytes) => {
        if (reader.feed(bytes).some((event) => event.kind === "answer")) end(true);
      }),
      link.onClosed(() => end(false)),
    ];
    link.write(fromLatin1(call)).then((written) => {
      if (!written.ok) end(false);
    });
  });
}
