/** Somebody who has never seen the page: reads what stands there unfolded, presses buttons by their words, and counts how often a finger comes down. */

import { expect, vi } from "vitest";
import { goodPin, type Rig } from "../support/rig.ts";
import { settled, type TinyElement } from "../support/tinyDom.ts";
import { unfoldedText } from "./engineersWords.ts";

export type Stranger = {
  /** A PIN is one, a hold is one. */
  taps(): number;
  /** What can be read before anything is unfolded. */
  reads(): string;
  /** Whether such a button stands there and can be pressed. */
  canPress(words: string): boolean;
  press(words: string): Promise<void>;
  hold(words: string, held: () => boolean): Promise<void>;
  typePin(digits?: string): Promise<void>;
  /** Lets the page draw what has come. */
  look(): Promise<void>;
};

export function strangerAt(rig: Rig, root: TinyElement): Stranger {
  let taps = 0;
  const look = async () => {
    await rig.see();
    await settled();
    await settled();
  };
  const wordsOf = (element: TinyElement) => element.textContent.replace(/\s+/g, " ").trim();
  const find = (words: string) =>
    [...visible(root)].find((element) => isButton(element) && wordsOf(element).startsWith(words));
  const button = (words: string) => {
    const found = find(words);
    if (!found) throw new Error(`no button says "${words}": ${unfoldedText(root)}`);
    return found;
  };
  return {
    taps: () => taps,
    reads: () => unfoldedText(root).replace(/\s+/g, " "),
    canPress: (words) => find(words) !== undefined,
    look,
    async press(words) {
      taps += 1;
      button(words).fire("click");
      await look();
    },
    async hold(words, held) {
      taps += 1;
      button(words).fire("pointerdown");
      // As long as it takes.
      await vi.waitFor(() => expect(held()).toBe(true), { timeout: 30_000 });
      await look();
    },
    async typePin(digits = goodPin) {
      taps += 1;
      await rig.type(digits);
      await look();
    },
  };
}

function isButton({ localName, attributes }: TinyElement): boolean {
  return localName === "button" && !attributes.has("disabled");
}

/** Not what is folded away. */
function* visible(element: TinyElement): Generator<TinyElement> {
  yield element;
  const folded = element.localName === "details" && !element.attributes.has("open");
  for (const child of element.childNodes) {
    if ("localName" in child && (!folded || (child as TinyElement).localName === "summary"))
      yield* visible(child as TinyElement);
  }
}
