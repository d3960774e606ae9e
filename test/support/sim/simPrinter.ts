/**
 * A thermal printer at the far end of a line: keeps what it was sent, answers DLE EOT n at once and GS r 1 in its turn, and
 * is out of paper, open, offline, silent or pulled off when it is told to be.
 */

import { createEmitter } from "../../../device/base/emitter.ts";
import type { SimFarEnd } from "./simFarEnd.ts";

export type SimPrinter = SimFarEnd & {
  /** What it was sent to print, its questions left out. */
  printed(): Uint8Array;
  readonly is: { paperOut: boolean; coverOpen: boolean; offline: boolean; silent: boolean };
  /** Pulls its plug once so many bytes have come. */
  unplugAfter(bytes: number): void;
};

export function createSimPrinter(): SimPrinter {
  const answers = createEmitter<Uint8Array>();
  const unplugged = createEmitter<void>();
  const is = { paperOut: false, coverOpen: false, offline: false, silent: false };
  let received: number[] = [];
  let kept: number[] = [];
  let pullAfter = Number.POSITIVE_INFINITY;
  let plugged = true;
  /** Of a picture: what looks like a question in there is dots. */
  let dotsToCome = 0;

  function answer(byte: number): void {
    if (!is.silent) answers.emit(Uint8Array.of(byte));
  }

  /** What begins here: a question with its length and its answer, null for anything else, "short" for half a question. */
  function questionAtStart(): { readonly length: number; readonly answer: number } | null | "short" {
    const [first, second, third] = received;
    const isDle = first === 0x10;
    const isGsR = first === 0x1d && (second === 0x72 || second === undefined);
    if (!isDle && !isGsR) return null;
    if (third === undefined) return "short";
    if (isGsR) return { length: 3, answer: is.paperOut ? 0x0c : 0 };
    if (second !== 0x04) return null;
    const stopped = is.paperOut || is.coverOpen || is.offline;
    const status = {
      1: stopped ? 0x08 : 0,
      2: (is.coverOpen ? 0x04 : 0) | (is.paperOut ? 0x20 : 0),
      4: is.paperOut ? 0x60 : 0,
    };
    return { length: 3, answer: 0x12 | (status[third as 1 | 2 | 4] ?? 0) };
  }

  return {
    is,
    printed: () => Uint8Array.from(kept),
    unplugAfter(bytes) {
      pullAfter = bytes;
    },
    receive(bytes) {
      if (!plugged) return;
      received.push(...bytes);
      while (received.length > 0) {
        if (dotsToCome === 0 && isPicture(received)) {
          if (received.length < pictureHead) return;
          const [, , , , xLow = 0, xHigh = 0, yLow = 0, yHigh = 0] = received;
          dotsToCome = pictureHead + (xLow + 256 * xHigh) * (yLow + 256 * yHigh);
        }
        const question = dotsToCome > 0 ? null : questionAtStart();
        if (question === "short") return;
        if (question) {
          received = received.slice(question.length);
          answer(question.answer);
        } else {
          const taken = received.splice(0, Math.max(1, dotsToCome));
          dotsToCome = Math.max(0, dotsToCome - taken.length);
          kept.push(...taken);
        }
        if (kept.length >= pullAfter) {
          received = [];
          unplugged.emit();
          return;
        }
      }
    },
    onBytes: answers.listen,
    onUnplugged: unplugged.listen,
    plugIn() {
      plugged = true;
      [received, kept] = [[], []];
    },
    unplug() {
      plugged = false;
    },
    isPluggedIn: () => plugged,
  };
}

/** GS v 0 m xL xH yL yH, and then the dots. */
const pictureHead = 8;
function isPicture([first, second, third]: readonly number[]): boolean {
  return first === 0x1d && second === 0x76 && (third === undefined || third === 0x30);
}
