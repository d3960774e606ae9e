/** Which driver answers at which rate on one port: opens it anew for each look, asks shortly, and lists what was heard. */

import { err, ok, type Result } from "../../base/result.ts";
import { answersAtThisRate, type Look, looksAt } from "../../link/at/autobaud.ts";
import { probeSlf, probeTiming } from "../../link/slf/step.ts";
import type { Driver, TerminalFailure } from "../../link/terminal.ts";
import type { Clock } from "../../ports/clock.ts";
import type { SerialLink, SerialLinkOpener } from "../../ports/serialLink.ts";
import type { Probed } from "./schema.ts";

/** `link` is open, and the caller's to close. */
export type ProbedLine = { readonly baudRate: number; readonly driver: Driver; readonly link: SerialLink };

/** Ends with the first answer. "link/closed" when the port goes away meanwhile. */
export async function probe(options: {
  readonly openerAt: (baudRate: number) => SerialLinkOpener;
  readonly rates: readonly number[];
  readonly drivers: readonly Driver[];
  readonly clock: Clock;
}): Promise<Result<{ readonly probed: readonly Probed[]; readonly found: ProbedLine | null }, TerminalFailure>> {
  const { openerAt, rates, drivers, clock } = options;
  const heardBy = new Map<string, Probed>();
  const probed = () => [...heardBy.values()];
  for (const look of looksAt(rates)) {
    const asked = drivers.filter((driver) => driver === "at" || look.pace !== "once");
    if (asked.length === 0) continue;
    const { baudRate } = look;
    const opened = await openerAt(baudRate).open();
    if (!opened.ok) return opened;
    const link = opened.value;
    let gone = false;
    link.onClosed(() => {
      gone = true;
    });
    for (const driver of asked) {
      const heard = await heardWhile(link, () => answers(driver, link, clock, look));
      if (gone) return err({ code: "link/closed" });
      const before = heardBy.get(`${baudRate} ${driver}`)?.heard;
      heardBy.set(`${baudRate} ${driver}`, {
        baudRate,
        driver,
        heard: heard === "silence" ? (before ?? heard) : heard,
      });
      if (heard === "answer") return ok({ probed: probed(), found: { baudRate, driver, link } });
    }
    await link.close();
  }
  return ok({ probed: probed(), found: null });
}

/** What came over the link while it was asked; without an answer, any byte is garbage. */
async function heardWhile(link: SerialLink, ask: () => Promise<boolean>): Promise<Probed["heard"]> {
  let bytes = 0;
  const stopListening = link.onBytes((received) => {
    bytes += received.length;
  });
  const answered = await ask();
  stopListening();
  if (answered) return "answer";
  return bytes > 0 ? "garbage" : "silence";
}

function answers(driver: Driver, link: SerialLink, clock: Clock, look: Look): Promise<boolean> {
  if (driver === "at") return answersAtThisRate(link, clock, look);
  return probeSlf(link, clock, probeTiming(look.baudRate, look.pace === "long" ? "long" : "short"));
}
