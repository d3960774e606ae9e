/**
 * The time an operator spends in the menu: it ends by itself when nobody touches anything, and whatever is touched after
 * five minutes (PCI PTS POI B8: limits on actions and time): who was let in may have gone. It belongs to whoever was let in; that a second person
 * approves something does not change hands.
 */

import { createEmitter } from "../base/emitter.ts";
import type { Principal, SessionView } from "../contract/views/people.ts";
import type { Clock } from "../ports/clock.ts";

/** `longestMs` begins when the PIN was right. */
export const sessionPolicy = { idleMs: 60_000, warningMs: 20_000, longestMs: 300_000 } as const;

export type Session = {
  view(): SessionView;
  open(): void;
  /** The PIN was right: the session, where one is open, is the principal's from now on. */
  authenticate(principal: Principal): void;
  /** Who was let in; null before, and while the session is closed. */
  principal(): Principal | null;
  /** When the PIN was accepted, Unix milliseconds; null before. */
  authenticatedAt(): number | null;
  touch(): void;
  close(): void;
  /** Calls back whenever an open session ends, by itself or not. */
  onClosed(listener: () => void): () => void;
};

export function createSession(clock: Clock, onChange: () => void): Session {
  const ends = createEmitter<void>();
  let view: SessionView = { phase: "closed" };
  let authenticatedAt: number | null = null;
  /** On the monotonic clock; before anybody is let in there is nothing to end. */
  let latestEnd = Number.POSITIVE_INFINITY;
  let callOff: () => void = () => {};

  function wait(): void {
    callOff();
    if (view.phase === "closed") return;
    const leftMs = Math.min(sessionPolicy.idleMs, latestEnd - clock.monotonic());
    if (leftMs <= sessionPolicy.warningMs) {
      warn(leftMs);
      return;
    }
    view = { ...view, closesAt: null };
    callOff = clock.after(leftMs - sessionPolicy.warningMs, () => warn(sessionPolicy.warningMs));
    onChange();
  }

  function warn(leftMs: number): void {
    if (view.phase === "closed") return;
    view = { ...view, closesAt: clock.now() + leftMs };
    callOff = clock.after(leftMs, close);
    onChange();
  }

  function close(): void {
    callOff();
    if (view.phase === "closed") return;
    view = { phase: "closed" };
    authenticatedAt = null;
    latestEnd = Number.POSITIVE_INFINITY;
    ends.emit();
    onChange();
  }

  return {
    view: () => view,
    open() {
      if (view.phase === "open") return;
      view = { phase: "open", principal: null, closesAt: null };
      wait();
    },
    authenticate(principal) {
      if (view.phase === "closed") return;
      authenticatedAt = clock.now();
      latestEnd = clock.monotonic() + sessionPolicy.longestMs;
      view = { ...view, principal };
      wait();
    },
    principal: () => (view.phase === "open" ? view.principal : null),
    authenticatedAt: () => authenticatedAt,
    touch: wait,
    close,
    onClosed: ends.listen,
  };
}
