/** Ends what was confirmed and never sent, once its time is over: nothing left, so no upstream has to be asked. */

import type { Background } from "../base/background.ts";
import type { Cell } from "../base/cell.ts";
import type { Clock } from "../ports/clock.ts";
import type { UnbindDriver } from "./driver.ts";
import { isUnsent, type UnbindState, type UnsentState } from "./states.ts";

const lookEveryMs = 30_000;

export type Expiry = {
  /** Whether what the journal says was under way had no time left. */
  expireAtStart(): Promise<boolean>;
  stop(): void;
};

type ExpiryParts = {
  readonly clock: Clock;
  readonly state: Cell<UnbindState>;
  readonly driver: UnbindDriver;
  /** Whether it may still be sent or answered. */
  readonly stillValid: (state: UnsentState) => boolean;
  readonly background: Background;
};

export function createExpiry({ clock, state, driver, stillValid, background }: ExpiryParts): Expiry {
  let callOff: () => void = () => {};
  let stopped = false;
  state.listen(look);

  function look(at: UnbindState): void {
    callOff();
    if (stopped || !isUnsent(at)) return;
    callOff = clock.after(lookEveryMs, () => {
      if (state.get() !== at) return;
      if (stillValid(at)) look(at);
      else background.run(() => driver.dispatch([{ type: "expiredUnsent" }]));
    });
  }

  return {
    async expireAtStart() {
      const at = state.get();
      if (!isUnsent(at) || stillValid(at)) return false;
      await driver.dispatch([{ type: "expiredUnsent" }]);
      return true;
    },
    stop() {
      stopped = true;
      callOff();
    },
  };
}
