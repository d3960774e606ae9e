/** The time an operator spends in the menu: it ends by itself when nobody touches anything (PCI PTS POI B8). */

import type { SessionView } from "../contract/host.ts";
import type { Clock } from "../ports/clock.ts";

export const sessionPolicy = { idleMs: 60_000, warningMs: 20_000 } as const;

export type Session = {
  view(): SessionView;
  open(): void;
  /** The PIN was right. */
  authenticate(): void;
  /** When the PIN was accepted, Unix milliseconds; null before. */
  authenticatedAt(): number | null;
  touch(): void;
  close(): void;
};

/** `onClosed` is called whenever an open session ends, by itself or not. */
export function createSession(clock: Clock, onChange: () => void, onClosed: () => void): Session {
  let view: SessionView = { phase: "closed" };
  let authenticatedAt: number | null = null;
  let callOff: () => void = () => {};

  function wait(): void {
    callOff();
    if (view.phase === "closed") return;
    view = { ...view, closesAt: null };
    callOff = clock.after(sessionPolicy.idleMs - sessionPolicy.warningMs, warn);
    onChange();
  }

  function warn(): void {
    if (view.phase === "closed") return;
    view = { ...view, closesAt: clock.now() + sessionPolicy.warningMs };
    callOff = clock.after(sessionPolicy.warningMs, close);
    onChange();
  }

  function close(): void {
    callOff();
    if (view.phase === "closed") return;
    view = { phase: "closed" };
    authenticatedAt = null;
    onClosed();
    onChange();
  }

  return {
    view: () => view,
    open() {
      if (view.phase === "open") return;
      view = { phase: "open", authenticated: false, closesAt: null };
      wait();
    },
    authenticate() {
      if (view.phase === "closed") return;
      authenticatedAt = clock.now();
      view = { ...view, authenticated: true };
      wait();
    },
    authenticatedAt: () => authenticatedAt,
    touch: wait,
    close,
  };
}
