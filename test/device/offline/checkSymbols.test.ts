import { describe, expect, test } from "vitest";
import {
  checkDigitOf,
  checkLetterOf,
  endsInCheckDigit,
  endsInCheckLetter,
} from "../../../device/offline/checkSymbols.ts";

type Symbols = readonly number[];
type Scheme = {
  readonly size: number;
  readonly end: (body: Symbols) => number;
  readonly holds: (text: Symbols) => boolean;
};

const schemes: Readonly<Record<string, Scheme>> = {
  letter: { size: 20, end: checkLetterOf, holds: endsInCheckLetter },
  digit: { size: 10, end: checkDigitOf, holds: endsInCheckDigit },
};

/** Every text of four symbols that is right. The first symbol brings the scheme into each state that it has. */
function* rightTexts({ size, end }: Scheme): Generator<number[]> {
  for (let number = 0; number < size ** 3; number++) {
    const body = [Math.floor(number / size ** 2), Math.floor(number / size) % size, number % size];
    yield [...body, end(body)];
  }
}

function replaced(text: Symbols, at: number, symbols: Symbols): number[] {
  return [...text.slice(0, at), ...symbols, ...text.slice(at + symbols.length)];
}

function* withOneWrong(text: Symbols, size: number): Generator<number[]> {
  for (const [at, right] of text.entries()) {
    for (let wrong = 0; wrong < size; wrong++) if (wrong !== right) yield replaced(text, at, [wrong]);
  }
}

function* withNeighboursSwapped(text: Symbols): Generator<number[]> {
  for (let at = 1; at < text.length; at++) {
    const [left = 0, right = 0] = text.slice(at - 1, at + 1);
    if (left !== right) yield replaced(text, at - 1, [right, left]);
  }
}

describe.each(Object.entries(schemes))("the check %s", (_, scheme) => {
  test("ends every text, and no slip of one symbol or of two neighbours leaves a right text", () => {
    let right = 0;
    let slips = 0;
    const unseen: number[][] = [];
    for (const text of rightTexts(scheme)) {
      if (scheme.holds(text)) right += 1;
      for (const slip of [...withOneWrong(text, scheme.size), ...withNeighboursSwapped(text)]) {
        slips += 1;
        if (scheme.holds(slip)) unseen.push(slip);
      }
    }

    expect({ right, enough: slips > 4 * (scheme.size - 1) * right, unseen }).toEqual({
      right: scheme.size ** 3,
      enough: true,
      unseen: [],
    });
  });
});

test("a pair of letters that is heard as another pair of equal letters is seen", () => {
  const unseen: number[][] = [];
  for (let number = 0; number < 20 ** 3; number++) {
    const [first, twin, other] = [Math.floor(number / 400), Math.floor(number / 20) % 20, number % 20] as const;
    const end = checkLetterOf([first, twin, twin]);
    if (twin !== other && endsInCheckLetter([first, other, other, end])) unseen.push([first, twin, other]);
  }

  expect(unseen).toEqual([]);
});
