/** Which payments may be taken, as a function of what is known; and the orders that make the payment application keep to it. */

import type { Background } from "../base/background.ts";
import type { Cell } from "../base/cell.ts";
import { createMutex } from "../base/mutex.ts";
import { ok, type Result } from "../base/result.ts";
import { isOwnEndedUpstream, type KnownBindings } from "../bindings/known.ts";
import type { PaymentOrder } from "../contract/views/unbind.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { AllowedPayments, PaymentApp, PaymentAppFailure } from "../ports/paymentApp.ts";
import type { History } from "./history.ts";
import { isApplying, isOpen, isUnbound, isWaiting, paymentsMayContinue, type UnbindState } from "./states.ts";
import type { Trouble } from "./trouble.ts";

/** How long until an order that the payment application did not hear is given again. */
const orderAgainMs = 30_000;

/** The account that payments last went into, where it was unbound and the upstream did not say that they may go on without. */
export type LostAccount = NonNullable<ReturnType<History["paidInto"]>>;

export function paymentsAllowed(
  state: UnbindState,
  known: KnownBindings,
  lostAccount: LostAccount | null,
): AllowedPayments {
  return paymentsHeld(known, lostAccount) ? "none" : paymentsAllowedIn(state);
}

/**
 * The account that payments went into was unbound, and none has come in its place; or the upstream ended the terminal's
 * own binding without it: what is taken now would be taken for nobody.
 */
function paymentsHeld(known: KnownBindings, lostAccount: LostAccount | null): boolean {
  if (isOwnEndedUpstream(known)) return true;
  if (!lostAccount) return false;
  const { bindingKind, epoch } = lostAccount;
  return !known.kept.some(({ payload }) => payload.bindingKind === bindingKind && payload.epoch > epoch);
}

/**
 * Which payments may be taken in this state. A review may take weeks and stops no shop: payments go on until the unbind may
 * take effect, and again once its end leaves the binding alive.
 * "onlineOnly" from the confirmation on: what is approved on the device and not sent could be stranded.
 */
export function paymentsAllowedIn(state: UnbindState): AllowedPayments {
  if (isUnbound(state)) return paymentsMayContinue(state) ? "all" : "none";
  if (!isOpen(state)) return "all";
  if (state.name === "executing" || (state.name === "unknown" && state.phase === "execute")) return "none";
  if (state.name === "offlineChallenge") return "none";
  if (state.name === "confirmed" || state.name === "awaitingSecond") return state.preparing ? "none" : "onlineOnly";
  // A one-step request may take effect at any moment from its sending on.
  const mayTakeEffect = state.request.execution === "one_step" && (isApplying(state) || isWaiting(state));
  return mayTakeEffect ? "none" : "onlineOnly";
}

export type Heard = "heard" | "nobody";

export type Payments = {
  allowed(): AllowedPayments;
  /** What became of the newest order. */
  order(): PaymentOrder;
  /**
   * Stops or resumes payments as it is wanted when the order's turn comes: the newest has the last word. "nobody" where
   * nothing on this terminal takes payments: there is nothing to stop, and nobody who could tell what is owed.
   */
  align(): Promise<Result<Heard, PaymentAppFailure>>;
  stop(): void;
};

type PaymentsParts = {
  readonly clock: Clock;
  readonly log: Log;
  readonly paymentApp: PaymentApp;
  readonly state: Cell<UnbindState>;
  readonly known: Cell<KnownBindings>;
  readonly history: History;
  readonly trouble: Trouble;
  readonly onChange: () => void;
  readonly background: Background;
};

export function createPayments(parts: PaymentsParts): Payments {
  const { clock, log, paymentApp, state, known, history, trouble, onChange, background } = parts;
  const mutex = createMutex();
  let callOff: () => void = () => {};
  let stopped = false;
  let underWay = 0;
  /** Of the last order that ended; the first is given at the start. */
  let became: PaymentOrder = "underWay";

  state.listen((now, before) => {
    if (paymentsAllowedIn(now) !== paymentsAllowedIn(before)) background.run(async () => trouble.note(await align()));
  });

  function allowed(): AllowedPayments {
    return paymentsAllowed(state.get(), known.get(), history.paidInto());
  }

  function align(): Promise<Result<Heard, PaymentAppFailure>> {
    callOff();
    underWay += 1;
    return mutex.run(async () => {
      const ordered = await order(allowed());
      underWay -= 1;
      became = ordered.ok ? ordered.value : "unheard";
      alignAgain(ordered);
      onChange();
      return ordered;
    });
  }

  /** An order that was lost is given again: a shop whose payments may run must not wait for a restart. */
  function alignAgain(ordered: Result<Heard, PaymentAppFailure>): void {
    callOff();
    if (stopped || ordered.ok) return;
    const { code } = ordered.error;
    const again = async () => {
      const heard = await align();
      if (!heard.ok || trouble.failure()?.code !== code) return;
      trouble.setFailure(null);
      onChange();
    };
    callOff = clock.after(orderAgainMs, () => background.run(again));
  }

  async function order(wanted: AllowedPayments): Promise<Result<Heard, PaymentAppFailure>> {
    const ordered = await paymentApp.allowPayments(wanted);
    if (ordered.ok) return ok("heard");
    const { code } = ordered.error;
    if (code === "payment/no-application") return ok("nobody");
    if (code !== "payment/online-only-unsupported" || wanted !== "onlineOnly") return ordered;
    // It knows all or none. What it stores meanwhile is found by the gate, and "none" would stop the shop for the review.
    log.note(code);
    return order("all");
  }

  return {
    allowed,
    order: () => (underWay > 0 ? "underWay" : became),
    align,
    stop() {
      stopped = true;
      callOff();
    },
  };
}
