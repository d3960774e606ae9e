/** What the bench measures: a figure of ours beside its floor, taken in turn in the same run. */

import type { Ground } from "./ground.ts";
import { median } from "./statistics.ts";

export type Unit = "ms" | "µs" | "MB" | "bytes" | "/s" | "frames";

/** `floors` is null where the goal is an absolute one. */
export type Samples = { readonly ours: readonly number[]; readonly floors: readonly number[] | null };

export type Figure = {
  /** What `npm run bench -- NAME` calls it. */
  readonly name: string;
  readonly title: string;
  readonly floor: string;
  readonly unit: Unit;
  /** The highest ratio to the floor, or where there is none the highest value, that meets the goal. */
  readonly goal: number;
  /** It needs nothing of the machine but Node: no window, no terminal, no built app. */
  readonly alone?: true;
  /** Throws with the reason where this machine cannot measure it. */
  readonly measure: (ground: Ground) => Promise<Samples>;
};

export type Outcome =
  | { readonly measured: true; readonly ours: number; readonly floor: number | null; readonly rounds: number }
  | { readonly measured: false; readonly reason: string };

export type Row = { readonly figure: Omit<Figure, "measure">; readonly outcome: Outcome };

export function outcomeOf({ ours, floors }: Samples): Outcome {
  return { measured: true, ours: median(ours), floor: floors && median(floors), rounds: ours.length };
}

/** What is held against the goal: the ratio to the floor, or the value itself. */
export function judged({ ours, floor }: { readonly ours: number; readonly floor: number | null }): number {
  return floor === null ? ours : ours / floor;
}

/** Takes both in turn, so that whatever else the machine does falls on both; the first round warms up and does not count. */
export async function inTurn(
  rounds: number,
  ours: () => Promise<number>,
  floor: () => Promise<number>,
): Promise<Samples> {
  const taken = { ours: [] as number[], floors: [] as number[] };
  for (let round = 0; round <= rounds; round++) {
    const [mine, least] = [await ours(), await floor()];
    if (round === 0) continue;
    taken.ours.push(mine);
    taken.floors.push(least);
  }
  return taken;
}
