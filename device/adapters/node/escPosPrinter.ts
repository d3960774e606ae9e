/**
 * The Printer port over ESC/POS. Commands that print are made by a library; this file knows what a printer says of itself:
 * DLE EOT n is answered at once, GS r 1 after everything before it was printed (both in Epson's ESC/POS reference).
 */

import { type Bitmap, isBlack, stacked } from "../../base/bitmap.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { PrintedLine, Printer, PrinterFailure } from "../../ports/printer.ts";
import type { SerialLink } from "../../ports/serialLink.ts";
import { toGb18030 } from "./gb18030.ts";
import { type PrinterLinkFailure, printerOver } from "./printerLinks.ts";
import { within } from "./within.ts";

export type EscPosOptions = {
  readonly open: () => Promise<Result<SerialLink, PrinterLinkFailure>>;
  readonly widthDots: number;
  /** Whether the printer has Chinese characters of its own; those that it has not are dots all the same. */
  readonly chinese: "gb18030" | "dots";
  /** False for printers that answer nothing; then nobody knows whether paper came out. */
  readonly tellsStatus: boolean;
  readonly clock: Clock;
};

/** The most that goes out before it is looked whether the printer still takes anything. */
const chunkBytes = 4_096;
const chunkMs = 10_000;
const statusMs = 1_000;
/** The longest paper takes a printer of 50 mm a second less than half of it. */
const printedMs = 15_000;

export function createEscPosPrinter(options: EscPosOptions): Printer {
  const { open, widthDots, chinese, tellsStatus, clock } = options;

  async function printOver(link: SerialLink, lines: readonly PrintedLine[]): Promise<Result<void, PrinterFailure>> {
    const before = tellsStatus ? await readiness(link, clock) : ok();
    if (!before.ok) return before;
    const bytes = await commandsOf(lines, chinese);
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      const written = await within(chunkMs, clock, link.write(bytes.subarray(at, at + chunkBytes)));
      if (written === null) return (await troubleOf(link, options)) ?? brokeOff("ETIMEDOUT");
      if (!written.ok) return brokeOff("reason" in written.error ? written.error.reason : written.error.code);
    }
    if (!tellsStatus) return ok();
    const sensor = await ask(link, clock, gsR1, printedMs);
    if (sensor !== null) return (sensor & 0x0c) === 0 ? ok() : err({ code: "printer/paper-out" });
    // Some do not know that question; then what they say of themselves is all there is.
    return readiness(link, clock);
  }

  const hasCharacters = (text: string) => chinese === "gb18030" && toGb18030(text) !== null;
  return printerOver({ open, widthDots, hasCharacters }, printOver);
}

type Question = { readonly bytes: Uint8Array; readonly isAnswer: (byte: number) => boolean };

/** Bits 1 and 4 of the answer are set, 0 and 7 are not; so XON and XOFF are none. */
const dleEot = (n: number): Question => ({
  bytes: Uint8Array.of(0x10, 0x04, n),
  isAnswer: (byte) => (byte & 0x93) === 0x12,
});
/** Bits 4 and 7 of the answer are not set. */
const gsR1: Question = { bytes: Uint8Array.of(0x1d, 0x72, 1), isAnswer: (byte) => (byte & 0x90) === 0 };

/** Whether it would print now: the cover, the paper, and then whatever else keeps it offline. */
async function readiness(link: SerialLink, clock: Clock): Promise<Result<void, PrinterFailure>> {
  const cause = await ask(link, clock, dleEot(2), statusMs);
  if (cause === null) return err({ code: "printer/no-answer" });
  if ((cause & 0x04) !== 0) return err({ code: "printer/cover-open" });
  const paper = await ask(link, clock, dleEot(4), statusMs);
  if ((cause & 0x20) !== 0 || ((paper ?? 0) & 0x60) !== 0) return err({ code: "printer/paper-out" });
  const printer = await ask(link, clock, dleEot(1), statusMs);
  return ((printer ?? 0) & 0x08) !== 0 ? err({ code: "printer/offline" }) : ok();
}

async function troubleOf(
  link: SerialLink,
  { tellsStatus, clock }: EscPosOptions,
): Promise<Result<never, PrinterFailure> | null> {
  const now = tellsStatus ? await readiness(link, clock) : ok();
  return now.ok ? null : now;
}

function brokeOff(reason: string): Result<never, PrinterFailure> {
  return err({ code: "printer/broke-off", reason });
}

/** One byte; null where none comes that could be the answer. */
function ask(link: SerialLink, clock: Clock, { bytes, isAnswer }: Question, withinMs: number): Promise<number | null> {
  return new Promise((resolve) => {
    const end = (answer: number | null) => {
      callOff();
      stopListening();
      stopWaiting();
      resolve(answer);
    };
    const stopListening = link.onBytes((received) => {
      const answer = received.find(isAnswer);
      if (answer !== undefined) end(answer);
    });
    const stopWaiting = link.onClosed(() => end(null));
    const callOff = clock.after(withinMs, () => end(null));
    void link.write(bytes).then((written) => {
      if (!written.ok) end(null);
    });
  });
}

const fsChineseOn = [0x1c, 0x26];
const lf = 0x0a;
const lineSpacing = (dots: number) => [0x1b, 0x33, dots];
const characterSize = (large: boolean) => [0x1d, 0x21, large ? 0x11 : 0x00];

/** The library is loaded with the first print and not with the program. */
async function commandsOf(lines: readonly PrintedLine[], chinese: EscPosOptions["chinese"]): Promise<Uint8Array> {
  const { default: Encoder } = await import("@point-of-sale/receipt-printer-encoder");
  const encoder = new Encoder({
    language: "esc-pos",
    imageMode: "raster",
    // Its own ends of lines are LF CR, and it feeds after each picture: both would tear a drawing apart.
    newline: "\n",
    feedAfterBlock: false,
    width: (lines[0]?.dots.widthDots ?? 384) / 12,
  });
  encoder.initialize();
  let drawn: Bitmap[] = [];
  const flush = () => {
    if (drawn.length > 0)
      encoder.image(imageOf(stacked(drawn)), stacked(drawn).widthDots, stacked(drawn).heightDots, "threshold");
    drawn = [];
  };
  for (const { text, dots } of lines) {
    const own = text && chinese === "gb18030" ? toGb18030(text.characters) : null;
    if (!own || !text) {
      drawn.push(dots);
      continue;
    }
    flush();
    // The library knows no GB18030: it would print "??".
    encoder.raw([...fsChineseOn, ...lineSpacing(dots.heightDots), ...characterSize(text.large), ...own, lf]);
    encoder.raw(characterSize(false));
  }
  flush();
  return encoder.cut("partial").encode();
}

/** As the library wants pictures: four bytes a dot, as many rows as fill whole bytes. */
function imageOf(bitmap: Bitmap) {
  const { widthDots: width, heightDots: height } = bitmap;
  const data = new Uint8ClampedArray(width * height * 4).fill(0xff);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++)
      if (isBlack(bitmap, x, y)) data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
  }
  return { data, width, height } as ImageData;
}
