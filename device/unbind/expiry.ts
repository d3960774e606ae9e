/**
 * Ends what was confirmed and never sent, once its time is certainly over: nothing left, so no upstream has to be asked. A
 * wall clock alone ends nothing for good: what it says is over waits, unsent and unanswered, until the time is certain.
 */

import type { Background } from "../base/background.ts";
import type { Cell } from "../base/cell.ts";
import type { Clock } from "../ports/clock.ts";
import type { UnbindDriver } from "./driver.ts";
import { takes } from "./machine.ts";
import type { OfflineUnbind } from "./offline.ts";
import { isUnsent, type UnbindState } from "./states.ts";
import type { Trouble } from "./trouble.ts";

const lookEveryMs = 30_000;

export type Expiry = {
  /** Whether what the journal says was under way has no time left, or none that is certain: then it is not taken up. */
  waitsAtStart(): boolean;
  stop(): void;
};

type ExpiryParts = {
  readonly clock: Clock;
  readonly state: Cell<UnbindState>;
  readonly driver: UnbindDriver;
  readonly trouble: Trouble;
  readonly offline: Pick<OfflineUnbind, "stillValid" | "isOver">;
  readonly background: Background;
  readonly onChange: () => void;
};

const inDoubt = "unbind/clock-in-doubt";

export function createExpiry(parts: ExpiryParts): Expiry {
  const { clock, state, driver, trouble, offline, background } = parts;
  let callOff: () => void = () => {};
  /** What was under way at the start is taken up once its time is certain. */
  let waits = false;
  let stopped = false;
  state.listen(lookLater);

  function lookLater(at: UnbindState): void {
    callOff();
    if (stopped) return;
    if (!isUnsent(at)) {
      waits = false;
      doubt(false);
      return;
    }
    callOff = clock.after(lookEveryMs, () => background.run(() => look(at)));
  }

  async function look(at: UnbindState): Promise<unknown> {
    if (state.get() !== at || !isUnsent(at)) return;
    if (offline.isOver(at)) return driver.dispatch([{ type: "expiredUnsent" }]);
    const isValid = offline.stillValid(at);
    doubt(!isValid);
    lookLater(at);
    const takesUp = waits && isValid;
    if (isValid) waits = false;
    if (takesUp && takes(at, { type: "restarted" })) return driver.dispatch([{ type: "restarted" }]);
  }

  function doubt(isDoubtful: boolean): void {
    const isTold = trouble.failure()?.code === inDoubt;
    if (isDoubtful && !isTold) trouble.note({ ok: false, error: { code: inDoubt } });
    if (isDoubtful || !isTold) return;
    trouble.setFailure(null);
    parts.onChange();
  }

  return {
    waitsAtStart() {
      const at = state.get();
      waits = isUnsent(at) && !offline.stillValid(at);
      if (waits) background.run(() => look(at));
      return waits;
    },
    stop() {
      stopped = true;
      callOff();
    },
  };
}
