/**
 * The Printer port over ZPL II, for label printers: the whole label as one picture, and the printer's own word before and
 * after. ~HS is answered with three lines between STX and ETX (Zebra's ZPL II Programming Guide).
 */

import { type Bitmap, stacked } from "../../base/bitmap.ts";
import { latin1, utf8 } from "../../base/bytes.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { PrintedLine, Printer, PrinterFailure } from "../../ports/printer.ts";
import type { SerialLink } from "../../ports/serialLink.ts";
import { type PrinterLinkFailure, printerOver } from "./printerLinks.ts";
import { within } from "./within.ts";

export type ZplOptions = {
  readonly open: () => Promise<Result<SerialLink, PrinterLinkFailure>>;
  readonly widthDots: number;
  /** False for printers that answer nothing. */
  readonly tellsStatus: boolean;
  readonly clock: Clock;
};

const [stx, etx] = ["\x02", "\x03"];
const statusMs = 2_000;
const writeMs = 15_000;
const maxAnswerLetters = 400;

export function createZplPrinter({ open, widthDots, tellsStatus, clock }: ZplOptions): Printer {
  async function printOver(link: SerialLink, lines: readonly PrintedLine[]): Promise<Result<void, PrinterFailure>> {
    const before = tellsStatus ? await readiness(link, clock) : ok();
    if (!before.ok) return before;
    const written = await within(writeMs, clock, link.write(utf8(labelOf(stacked(lines.map(({ dots }) => dots))))));
    if (written === null) return err({ code: "printer/broke-off", reason: "ETIMEDOUT" });
    if (!written.ok) return err({ code: "printer/broke-off", reason: written.error.code });
    return tellsStatus ? readiness(link, clock) : ok();
  }

  return printerOver({ open, widthDots, hasCharacters: () => false }, printOver);
}

/** ^GFA: the picture's bytes in hexadecimal; black is 1, as on the bitmap. */
export function labelOf({ widthDots, heightDots, rows }: Bitmap): string {
  const bytesOfRow = widthDots / 8;
  const hexadecimal = [...rows].map((byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join("");
  const picture = `^GFA,${rows.length},${rows.length},${bytesOfRow},${hexadecimal}`;
  return `^XA^PW${widthDots}^LL${heightDots}^FO0,0${picture}^FS^XZ\n`;
}

/** The first line's second field is 1 without paper, its third while paused; the second line's third with the head up. */
async function readiness(link: SerialLink, clock: Clock): Promise<Result<void, PrinterFailure>> {
  const lines = await hostStatus(link, clock);
  if (lines === null) return err({ code: "printer/no-answer" });
  const [first = [], second = []] = lines;
  if (second[2] === "1") return err({ code: "printer/cover-open" });
  if (first[1] === "1") return err({ code: "printer/paper-out" });
  return first[2] === "1" ? err({ code: "printer/offline" }) : ok();
}

/** The fields of its three lines; null where they do not come. */
function hostStatus(link: SerialLink, clock: Clock): Promise<readonly (readonly string[])[] | null> {
  return new Promise((resolve) => {
    let heard = "";
    const end = (lines: readonly (readonly string[])[] | null) => {
      callOff();
      stopListening();
      stopWaiting();
      resolve(lines);
    };
    const stopListening = link.onBytes((bytes) => {
      heard = (heard + latin1(bytes)).slice(-maxAnswerLetters);
      const lines = heard
        .split(stx)
        .flatMap((line) => (line.includes(etx) ? [line.split(etx)[0]?.split(",") ?? []] : []));
      if (lines.length >= 3) end(lines);
    });
    const stopWaiting = link.onClosed(() => end(null));
    const callOff = clock.after(statusMs, () => end(null));
    void link.write(utf8("~HS\n")).then((written) => {
      if (!written.ok) end(null);
    });
  });
}
