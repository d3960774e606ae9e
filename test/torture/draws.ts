/** Chance that can be repeated: whatever is drawn follows from the seed and from how often was drawn. */

export type Draws = {
  /** From 0 to before 1. */
  fraction(): number;
  /** A whole number from 0 to before `end`. */
  below(end: number): number;
  chance(probability: number): boolean;
  oneOf<T>(list: readonly [T, ...T[]]): T;
  /** One of the names, each as often as its weight says. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name;
};

/** Other seeds are other rows; so what one part draws changes nothing for another. */
export function createDraws(seed: string): Draws {
  let state = hashOf(seed);

  /** Mulberry32: 32 bits of state, evenly spread. */
  function fraction(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  const below = (end: number) => Math.floor(fraction() * end);
  return {
    fraction,
    below,
    chance: (probability) => fraction() < probability,
    oneOf: (list) => list[below(list.length)] ?? list[0],
    weighted(weights) {
      const entries = Object.entries<number>(weights) as [keyof typeof weights, number][];
      let left = fraction() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [name, weight] of entries) {
        left -= weight;
        if (left < 0) return name;
      }
      throw new Error("nothing to draw from");
    },
  };
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}
