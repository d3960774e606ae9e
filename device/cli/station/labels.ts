/**
 * A label for each terminal that passed, one after the other on the one printer there is. No terminal waits for paper: what is
 * wrong with the printer ends the printing of a run and nothing else, and the next run prints what is missing.
 */

import { createMutex } from "../../base/mutex.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { type LabelValues, labelDocument } from "../../kiosk/paperDocuments.ts";
import { printedLines } from "../../kiosk/printedLines.ts";
import { charactersOf } from "../../paper/drawing.ts";
import { cellDots, layOut } from "../../paper/layout.ts";
import type { Printer, PrinterFailure } from "../../ports/printer.ts";
import type { PaperWords } from "../../text/paperTexts.ts";
import { shapesOf } from "../shapes.ts";
import type { Ledger, LedgerFailure } from "./ledger.ts";

export type LabelFailure = PrinterFailure | LedgerFailure;

export type Labels = {
  /** Prints it where no run has printed it yet. */
  print(values: LabelValues): Promise<Result<void, LabelFailure>>;
};

export function createLabels(printer: Printer, words: PaperWords, ledger: Ledger): Labels {
  const mutex = createMutex();
  let trouble: LabelFailure | null = null;

  async function printNow(values: LabelValues): Promise<Result<void, LabelFailure>> {
    if (ledger.isLabelled(values.kid)) return ok();
    if (trouble) return err(trouble);
    const lines = layOut(labelDocument(values, words), printer.widthDots / cellDots);
    const { glyphs } = shapesOf(charactersOf(lines));
    const printed = await printer.print(printedLines(lines, printer.widthDots, glyphs));
    const noted = printed.ok ? await ledger.label(values.kid) : printed;
    if (!noted.ok) trouble = noted.error;
    return noted;
  }

  return { print: (values) => mutex.run(() => printNow(values)) };
}
