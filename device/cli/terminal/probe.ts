/** Which driver answers at which rate on one port: opens it anew for each rate, asks shortly, and lists what was heard. */

import { err, ok, type Result } from "../../base/result.ts";
import { answersAtThisRate } from "../../link/at/autobaud.ts";
import { probeSlf } from "../../link/slf/step.ts";
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
  const probed: Probed[] = [];
  for (const baudRate of rates) {
    const opened = await openerAt(baudRate).open();
    if (!opened.ok) return opened;
    const link = opened.value;
    let gone = false;
    link.onClosed(() => {
      gone = true;
    });
    for (const driver of drivers) {
      const heard = await heardWhile(link, () => ask[driver](link, clock));
      if (gone) return err({ code: "link/closed" });
      probed.push({ baudRate, driver, heard });
      if (heard === "answer") return ok({ probed, found: { baudRate, driver, link } });
    }
    await link.close();
  }
  return ok({ probed, found: null });
}

/** What came over the link while it was asked; without an answer, any byte is garbage. */
async function heardWhile(link: SerialLink, answers: () => Promise<boolean>): Promise<Probed["heard"]> {
  let bytes = 0;
  const stopListening = link.onBytes((received) => {
    bytes += received.length;
  });
  const answered = await answers();
  stopListening();
  if (answered) return "answer";
  return bytes > 0 ? "garbage" : "silence";
}

const ask: Record<Driver, (link: SerialLink, clock: Clock) => Promise<boolean>> = {
  at: answersAtThisRate,
  slf: probeSlf,
};
