/** Something that puts dots on paper. It may be out of paper, open, switched off or gone at any moment, and keeps nothing. */

import type { Bitmap } from "../base/bitmap.ts";
import type { Result } from "../base/result.ts";

export type PrinterFailure =
  /** No device at its place, or nobody answers there. `reason` is the system's. */
  | { readonly code: "printer/not-reachable"; readonly reason: string }
  | { readonly code: "printer/paper-out" }
  | { readonly code: "printer/cover-open" }
  /** It says that it does not print, and not why. */
  | { readonly code: "printer/offline" }
  /** It took what was asked and says nothing. */
  | { readonly code: "printer/no-answer" }
  /** It went away or stopped taking bytes in the middle: part of the paper may be printed. */
  | { readonly code: "printer/broke-off"; readonly reason: string };

/**
 * A line of the paper: as dots, and where it is one of text, as text too, for a printer that has characters of its own.
 * All dots of a job are equally wide.
 */
export type PrintedLine = {
  readonly text: { readonly characters: string; readonly large: boolean } | null;
  readonly dots: Bitmap;
};

export interface Printer {
  /** How wide its paper is: 384 dots on 58 mm, 576 on 80 mm. */
  readonly widthDots: number;
  /** Whether it has all these characters itself, so that nobody has to draw them. */
  hasCharacters(text: string): boolean;
  /**
   * Prints all of it, or says what is in the way. It always ends: nothing is waited for longer than 20 seconds at a time.
   * Nobody calls it while it prints.
   */
  print(lines: readonly PrintedLine[]): Promise<Result<void, PrinterFailure>>;
  /** What is being printed breaks off. */
  stop(): void;
}
