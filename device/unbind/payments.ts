/** Which payments may be taken, as a function of what is known; and the orders that make the payment application keep to it. */

import type { Background } from "../base/background.ts";
import type { Cell } from "../base/cell.ts";
import { createMutex } from "../base/mutex.ts";
import { ok, type Result } from "../base/result.ts";
import { type BindingEpoch, endsWith, isSame, isSameEpoch, leavesTerminalBound } from "../bindings/binding.ts";
import { endedUpstream, type KnownBindings } from "../bindings/known.ts";
import type { PaymentOrder } from "../contract/views/unbind.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { AllowedPayments, PaymentApp, PaymentAppFailure } from "../ports/paymentApp.ts";
import type { History } from "./history.ts";
import { isApplying, isOpen, isUnbound, isWaiting, paymentsMayContinue, type UnbindState } from "./states.ts";
import type { Trouble } from "./trouble.ts";

/** How long until an order that the payment application did not hear is given again. */
const orderAgainMs = 30_000;

type Past = Pick<History, "paidInto" | "ended">;

/** Which payments may be taken as far as is known: what would be taken for nobody is not taken. */
export function paymentsAllowed(state: UnbindState, known: KnownBindings, past: Past): AllowedPayments {
  const ended = endedUpstream(known);
  if (ended.some((binding) => !leavesTerminalBound(binding))) return "none";
  const inState = paymentsAllowedIn(state);
  if (isAccountLost(ended, past)) {
    if (!hasAccount(known, ended, past.paidInto())) return "none";
    // Another account took over from the one whose end is still on the screen.
    if (state.name === "completed" && leavesTerminalBound(state.request)) return "all";
  }
  return inState;
}

/**
 * Whether that may be ordered at all. What was held stays held until the upstream's signed word lifts it: a receipt, or a binding.
 * Before one is found, after a start or where what was kept is lost, only what is certain without it is ordered, and that
 * is to stop.
 */
export function isDecided(state: UnbindState, known: KnownBindings): boolean {
  const isOwnEnded = endedUpstream(known).some((binding) => !leavesTerminalBound(binding));
  // Without leave to go on, it depends on the accounts that are left.
  const isAccountGone = state.name === "completed" && leavesTerminalBound(state.request) && !paymentsMayContinue(state);
  const isCertain = isUnbound(state) ? !isAccountGone : paymentsAllowedIn(state) === "none";
  return isOwnEnded || isCertain || known.kept.length > 0;
}

/** The account that payments went into was unbound: here, and the receipt did not let them go on without it, or upstream. */
function isAccountLost(ended: readonly BindingEpoch[], past: Past): boolean {
  const wasEndedHere = (binding: BindingEpoch) =>
    past.ended().some(({ request }) => isSame(request, binding) && request.epoch >= binding.epoch);
  return past.paidInto() !== null || ended.some((binding) => !wasEndedHere(binding));
}

/** A card or an account of this terminal is bound, whose ever: what two providers count as epochs is not compared. */
function hasAccount(known: KnownBindings, ended: readonly BindingEpoch[], lost: BindingEpoch | null): boolean {
  return known.kept.some(({ payload }) => {
    if (!leavesTerminalBound(payload) || payload.state !== "bound") return false;
    return !ended.some((binding) => isSameEpoch(binding, payload)) && !(lost && endsWith(payload, lost));
  });
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

const strictness: Readonly<Record<AllowedPayments, number>> = { all: 0, onlineOnly: 1, none: 2 };

export type Heard = "heard" | "nobody" | "undecided";

export type Payments = {
  allowed(): AllowedPayments;
  /** What became of the newest order. */
  order(): PaymentOrder;
  /** False once an order came to nobody, and none to stop was heard since: what takes payments here may tell what it owes all the same. */
  canStop(): boolean;
  /**
   * Stops or resumes payments as it is wanted when the order's turn comes: the newest has the last word. "nobody" where
   * nothing on this terminal takes payments: there is nothing to stop, and nobody who could tell what is owed. "undecided"
   * where nothing was ordered, because what it depends on is not known yet.
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
  let canStop = true;
  /** Why it was not heard. */
  let unheard: PaymentAppFailure["code"] | null = null;
  /** Null while it is not known. */
  let wanted = decided();
  let { told } = known.get();

  state.listen((now, before) => {
    isNew ||= paymentsAllowedIn(now) !== paymentsAllowedIn(before);
    follow();
  });
  known.listen(follow);

  /** Something happened to the unbind, or was ordered, since this process started: what follows from that is no memory. */
  let isNew = false;

  function follow(): void {
    const [before, wasTold] = [wanted, told];
    wanted = decided();
    told = known.get().told;
    const waited = told && !wasTold && became !== "heard";
    if (wanted !== before || waited) background.run(async () => trouble.note(await align()));
  }

  /** Held by an order that this journal knows nothing of: it may be an older one, put back. Only the upstream lifts that. */
  async function isHeldAlready(which: AllowedPayments): Promise<boolean> {
    if (isNew || known.get().told) return false;
    const status = await paymentApp.status();
    return status.ok && strictness[status.value.allowed] > strictness[which];
  }

  function allowed(): AllowedPayments {
    return paymentsAllowed(state.get(), known.get(), history);
  }

  function decided(): AllowedPayments | null {
    return isDecided(state.get(), known.get()) ? allowed() : null;
  }

  function align(): Promise<Result<Heard, PaymentAppFailure>> {
    callOff();
    underWay += 1;
    return mutex.run(async () => {
      const which = decided();
      const isOpen = which !== null && !(await isHeldAlready(which));
      const ordered = isOpen ? await order(which) : ok("undecided" as const);
      isNew ||= ordered.ok && ordered.value === "heard";
      underWay -= 1;
      if (ordered.ok && unheard && trouble.failure()?.code === unheard) trouble.setFailure(null);
      unheard = ordered.ok ? null : ordered.error.code;
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
    callOff = clock.after(orderAgainMs, () => background.run(align));
  }

  async function order(wanted: AllowedPayments): Promise<Result<Heard, PaymentAppFailure>> {
    const ordered = await paymentApp.allowPayments(wanted);
    if (ordered.ok) {
      canStop ||= wanted === "none";
      return ok("heard");
    }
    const { code } = ordered.error;
    if (code === "payment/no-application") {
      canStop = false;
      return ok("nobody");
    }
    if (code !== "payment/online-only-unsupported" || wanted !== "onlineOnly") return ordered;
    // It knows all or none. What it stores meanwhile is found by the gate, and "none" would stop the shop for the review.
    log.note(code);
    return order("all");
  }

  return {
    allowed,
    order: () => (underWay > 0 ? "underWay" : became),
    canStop: () => canStop,
    align,
    stop() {
      stopped = true;
      callOff();
    },
  };
}
