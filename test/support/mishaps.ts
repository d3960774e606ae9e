/**
 * What goes wrong, and when. Every double that is handed the same mishaps counts its writes and sends in one row;
 * at the one it is told to, the operation fails, or the whole machine dies: that call and all later ones never settle.
 */

import { err, type Failure, ok, type Result } from "../../device/base/result.ts";

/** How much of the operation took effect before it failed or before the power went. */
export type Landing = "nothing" | "half" | "all";

export type Mishaps = {
  /** The `nth` operation (from 1) fails, having had the effect given. */
  failAt(nth: number, landing?: Landing): void;
  /** The machine dies in the `nth` operation, which had the effect given. */
  dieAt(nth: number, landing: Landing): void;
  /** The `nth` operation takes a while; `meanwhile` is called when it has begun. */
  linger(nth: number, meanwhile: () => void): void;
  /** Kills the machine between two operations. */
  die(): void;
  /** From now on an operation of such a name takes for ever: whatever waits for it stays as it is. */
  hold(name: RegExp): void;
  /** The names of the operations so far, e.g. "journal.append". */
  readonly operations: readonly string[];
  /** Those of them that have begun and not ended. */
  readonly underWay: readonly string[];
  readonly dead: boolean;
  /** Resolves when the machine dies. */
  readonly died: Promise<void>;
  /** One write or send of a double. `act` is called with what lands, and not at all when nothing does. */
  perform<T, E extends Failure>(
    name: string,
    act: (landing: "half" | "all") => T | Promise<T>,
    failure: E,
  ): Promise<Result<T, E>>;
  /** A read of a double: not counted, but a dead machine does not answer it. */
  look<T>(read: () => T): Promise<T>;
};

type Plan = { readonly what: "fail" | "die"; readonly landing: Landing };

const never = () => new Promise<never>(() => undefined);

export function createMishaps(): Mishaps {
  const plans = new Map<number, Plan>();
  const operations: string[] = [];
  const held: RegExp[] = [];
  const lingering = new Map<number, () => void>();
  const underWay = new Map<number, string>();
  let dead = false;
  let announce = () => {};
  const died = new Promise<void>((resolve) => {
    announce = resolve;
  });
  const die = () => {
    dead = true;
    announce();
  };

  async function carryOut<T, E extends Failure>(
    nth: number,
    act: (landing: "half" | "all") => T | Promise<T>,
    failure: E,
  ): Promise<Result<T, E>> {
    const plan = plans.get(nth);
    const meanwhile = lingering.get(nth);
    if (meanwhile) {
      meanwhile();
      for (let turns = 0; turns < 50; turns++) await new Promise((resolve) => setImmediate(resolve));
    }
    if (!plan) {
      const value = await act("all");
      return dead ? never() : ok(value);
    }
    if (plan.what === "die") dead = true;
    if (plan.landing !== "nothing") await act(plan.landing);
    if (plan.what === "fail") return err(failure);
    announce();
    return never();
  }

  return {
    failAt: (nth, landing = "nothing") => void plans.set(nth, { what: "fail", landing }),
    dieAt: (nth, landing) => void plans.set(nth, { what: "die", landing }),
    linger: (nth, meanwhile) => void lingering.set(nth, meanwhile),
    die,
    hold: (name) => void held.push(name),
    operations,
    get underWay() {
      return [...underWay.values()];
    },
    get dead() {
      return dead;
    },
    died,
    async perform(name, act, failure) {
      if (dead) return never();
      operations.push(name);
      if (held.some((each) => each.test(name))) return never();
      const nth = operations.length;
      underWay.set(nth, name);
      try {
        return await carryOut(nth, act, failure);
      } finally {
        underWay.delete(nth);
      }
    },
    look: async (read) => (dead ? never() : read()),
  };
}
