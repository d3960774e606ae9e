/**
 * Drives the unbind machine: one step at a time, and every event is durable before anything follows from it. What follows,
 * others do.
 */

import type { WritableCell } from "../base/cell.ts";
import { createEmitter } from "../base/emitter.ts";
import { createMutex } from "../base/mutex.ts";
import { err, ok, type Result } from "../base/result.ts";
import { errorView } from "../contract/errors.ts";
import type { Journal, JournalFailure } from "../journal/journal.ts";
import type { Clock } from "../ports/clock.ts";
import { type DurableEvent, isDurable, type UnbindEvent } from "./events.ts";
import { closingRecordKind, type History, unbindRecordKind } from "./history.ts";
import { stepUnbind, type UnbindEffect } from "./machine.ts";
import type { UnbindState } from "./states.ts";
import type { Trouble } from "./trouble.ts";

export type DispatchFailure = JournalFailure | { readonly code: "host/not-now" };

/** A step that was taken; the state is the new one already. */
export type Taken = { readonly events: readonly UnbindEvent[]; readonly effects: readonly UnbindEffect[] };

export type UnbindDriver = {
  /** Steps through the events as one piece: all are durable before any effect runs, or none happened. */
  dispatch(events: readonly UnbindEvent[]): Promise<Result<void, DispatchFailure>>;
  onTaken(listener: (taken: Taken) => void): () => void;
  /** Takes no step any more. */
  stop(): void;
};

type UnbindDriverParts = {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly history: History;
  readonly state: WritableCell<UnbindState>;
  readonly trouble: Trouble;
};

type Noted = { readonly event: DurableEvent; readonly state: UnbindState };

export function createUnbindDriver({ clock, journal, history, state, trouble }: UnbindDriverParts): UnbindDriver {
  const mutex = createMutex();
  const taken = createEmitter<Taken>();
  let stopped = false;

  async function take(events: readonly UnbindEvent[]): Promise<Result<void, DispatchFailure>> {
    if (stopped) return err({ code: "host/not-now" });
    let next = state.get();
    const effects: UnbindEffect[] = [];
    const durable: Noted[] = [];
    for (const event of events) {
      const step = stepUnbind(next, event);
      if (!step) return err({ code: "host/not-now" });
      next = step[0];
      effects.push(...step[1]);
      if (isDurable(event)) durable.push({ event, state: next });
    }
    const written = await write(durable);
    if (!written.ok) {
      trouble.setFailure(errorView(written.error));
      return written;
    }
    state.set(next);
    taken.emit({ events, effects });
    return ok();
  }

  async function write(durable: readonly Noted[]): Promise<Result<void, JournalFailure>> {
    const [first, ...others] = durable;
    if (!first) return ok();
    // The last event of an unbind takes what is left of it along.
    const closings = first.state.name === "bound" ? history.closings() : [];
    const written = await journal.append([
      recordOf(first),
      ...closings.map((body) => ({ kind: closingRecordKind, body })),
      ...others.map(recordOf),
    ]);
    if (!written.ok) return written;
    const { seq: last } = journal.head();
    durable.forEach(({ event, state: then }, i) => {
      const seq = i === 0 ? last - durable.length - closings.length + 1 : last - durable.length + 1 + i;
      history.note(event, then, { seq, at: clock.now() });
    });
    for (const closed of closings) history.close(closed);
    return ok();
  }

  return {
    dispatch: (events) => mutex.run(() => take(events)),
    onTaken: taken.listen,
    stop() {
      stopped = true;
    },
  };
}

function recordOf({ event }: Noted): { readonly kind: string; readonly body: DurableEvent } {
  return { kind: unbindRecordKind, body: event };
}
