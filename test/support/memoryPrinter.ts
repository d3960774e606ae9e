/** A printer in memory: keeps what it was given, and fails or takes for ever when it is told to. */

import { err, ok } from "../../device/base/result.ts";
import type { PrintedLine, Printer, PrinterFailure } from "../../device/ports/printer.ts";

export type MemoryPrinter = Printer & {
  readonly papers: (readonly PrintedLine[])[];
  /** What comes of the next prints; "never" where nothing does until it is stopped. */
  outcome: "prints" | "never" | PrinterFailure;
};

export function createMemoryPrinter(widthDots = 384, hasCharacters = (_text: string) => false): MemoryPrinter {
  let breakOff = () => {};
  const printer: MemoryPrinter = {
    widthDots,
    hasCharacters,
    papers: [],
    outcome: "prints",
    async print(lines) {
      if (printer.outcome === "never") {
        await new Promise<void>((resolve) => {
          breakOff = resolve;
        });
        return err({ code: "printer/broke-off", reason: "stopped" });
      }
      if (printer.outcome !== "prints") return err(printer.outcome);
      printer.papers.push(lines);
      return ok();
    },
    stop: () => breakOff(),
  };
  return printer;
}
