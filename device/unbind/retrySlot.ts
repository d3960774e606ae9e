/** The one thing that waits for its turn to speak to the upstream: a question, a withdrawal, an attestation, a report. */

import type { Background } from "../base/background.ts";
import type { Clock } from "../ports/clock.ts";
import type { Random } from "../ports/random.ts";
import { retryDelayMs } from "../upstream/retry.ts";

export type RetrySlot = {
  /** When it comes, Unix milliseconds; null while nothing waits. */
  at(): number | null;
  /** Waits longer the more turns went by without news, and never less than the upstream asked for. */
  later(take: () => Promise<void>, quietTurns: number, atLeastMs?: number): void;
  /** What waits goes on waiting, at least so long. */
  postpone(quietTurns: number, atLeastMs: number): void;
  now(): Promise<void>;
  callOff(): void;
};

type RetrySlotParts = {
  readonly clock: Clock;
  readonly random: Random;
  readonly onChange: () => void;
  readonly background: Background;
};

export function createRetrySlot({ clock, random, onChange, background }: RetrySlotParts): RetrySlot {
  let waiting: { readonly take: () => Promise<void>; readonly at: number; readonly callOff: () => void } | null = null;

  function callOff(): void {
    waiting?.callOff();
    waiting = null;
  }

  function later(take: () => Promise<void>, quietTurns: number, atLeastMs = 0): void {
    callOff();
    const delayMs = retryDelayMs(quietTurns, atLeastMs, random);
    const taken = () => {
      waiting = null;
      return take();
    };
    waiting = { take, at: clock.now() + delayMs, callOff: clock.after(delayMs, () => background.run(taken)) };
    onChange();
  }

  return {
    at: () => waiting?.at ?? null,
    later,
    postpone(quietTurns, atLeastMs) {
      if (waiting) later(waiting.take, quietTurns, atLeastMs);
    },
    async now() {
      const due = waiting;
      callOff();
      await due?.take();
    },
    callOff,
  };
}
