/** The order of the ten digits on the screen's keypad: as on every keypad, or shuffled so that fingers tell nothing. */

import type { Random } from "../ports/random.ts";

export const plainKeypad: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0];

/** Every order is as likely as any other. */
export function shuffleKeypad(random: Random): readonly number[] {
  const left = [...plainKeypad];
  const order: number[] = [];
  while (left.length > 0) order.push(...left.splice(below(left.length, random), 1));
  return order;
}

/** A whole number from 0 to `limit` - 1. Bytes of the last, incomplete run of `limit` are drawn anew: they would favour the low ones. */
function below(limit: number, random: Random): number {
  for (;;) {
    const [byte = 0] = random.bytes(1);
    if (byte < 256 - (256 % limit)) return byte % limit;
  }
}
