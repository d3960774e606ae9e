/** Time that stands still until a test moves it. Timers run in the order they fall due; promises settle between them. */

import type { Clock } from "../../device/ports/clock.ts";
import { allSettled } from "./outsideWork.ts";

export type ManualClock = Clock & {
  /** Moves both clocks on and runs every timer that falls due on the way, also those set on the way. */
  advance(spanMs: number): Promise<void>;
  /** Moves the clock on, a timer at a time, until the promise settles; fails after `limitMs` of its time. */
  runUntil<T>(promise: Promise<T>, limitMs?: number): Promise<T>;
  /** Makes the wall clock jump, as when somebody sets it; timers do not notice. */
  setNow(nowMs: number): void;
  /** How many timers wait. */
  pending(): number;
};

type Timer = { readonly dueMs: number; readonly order: number; readonly run: () => void };

/** How long work that nobody counts (a file) may keep a promise open when no timer is left. */
const maxOutsideTurns = 50_000;

/** `startMs` is Unix time; the default is 2026-01-01T00:00:00Z. */
export function createManualClock(startMs = 1_767_225_600_000): ManualClock {
  let elapsedMs = 0;
  let offsetMs = startMs;
  let orders = 0;
  const timers = new Set<Timer>();

  const nextDue = (untilMs: number): Timer | undefined =>
    [...timers].filter((timer) => timer.dueMs <= untilMs).sort((a, b) => a.dueMs - b.dueMs || a.order - b.order)[0];

  const fire = async (timer: Timer) => {
    timers.delete(timer);
    elapsedMs = Math.max(elapsedMs, timer.dueMs);
    timer.run();
    await allSettled();
  };

  return {
    now: () => offsetMs + elapsedMs,
    monotonic: () => elapsedMs,
    after(spanMs, run) {
      const timer = { dueMs: elapsedMs + Math.max(0, spanMs), order: orders++, run };
      timers.add(timer);
      return () => {
        timers.delete(timer);
      };
    },
    async advance(spanMs) {
      const untilMs = elapsedMs + spanMs;
      await allSettled();
      for (let timer = nextDue(untilMs); timer; timer = nextDue(untilMs)) await fire(timer);
      elapsedMs = untilMs;
      await allSettled();
    },
    async runUntil(promise, limitMs = 600_000) {
      const untilMs = elapsedMs + limitMs;
      let settled = false;
      let outsideTurns = 0;
      const done = () => {
        settled = true;
      };
      promise.then(done, done);
      await allSettled();
      while (!settled) {
        const timer = nextDue(untilMs);
        if (!timer && outsideTurns++ < maxOutsideTurns) {
          await allSettled();
          continue;
        }
        if (!timer) throw new Error(`nothing left to wait for within ${limitMs} ms, and the promise has not settled`);
        await fire(timer);
      }
      return promise;
    },
    setNow(nowMs) {
      offsetMs = nowMs - elapsedMs;
    },
    pending: () => timers.size,
  };
}
