/** A payment application that is not there: it counts transactions, pauses, settles and forgets as it is told. */

import { err, ok, type Result } from "../../base/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { PaymentApp, PaymentAppFailure } from "../../ports/paymentApp.ts";

/** Where its state outlives the process; null is a first start. */
export type SimPaymentStore = {
  load(): Promise<Result<string | null, PaymentAppFailure>>;
  save(text: string): Promise<Result<void, PaymentAppFailure>>;
};

export type SimPaymentState = {
  readonly openBatch: number;
  readonly storedOffline: number;
  readonly paymentsPaused: boolean;
  readonly merchantData: boolean;
};

export type SimPaymentApp = PaymentApp & {
  /** A customer pays: one more in the open batch, or refused because payments are paused. */
  pay(): Promise<Result<"approved" | "refused", PaymentAppFailure>>;
  setCounts(counts: { readonly openBatch: number; readonly storedOffline: number }): Promise<void>;
  /** From now on: a failed settlement fails only settling, the other two fail every call; null ends it. */
  fail(failure: PaymentAppFailure | null): void;
};

/** `settleMs` is how long a settlement takes. The counts are those of a first start. */
export function createSimPaymentApp(options: {
  readonly clock: Clock;
  readonly store?: SimPaymentStore;
  readonly openBatch?: number;
  readonly storedOffline?: number;
  readonly settleMs?: number;
}): SimPaymentApp {
  const { clock, store = createMemoryStore(), settleMs = 0 } = options;
  const atFirst: SimPaymentState = {
    openBatch: options.openBatch ?? 0,
    storedOffline: options.storedOffline ?? 0,
    paymentsPaused: false,
    merchantData: true,
  };
  let state: SimPaymentState | null = null;
  let failing: PaymentAppFailure | null = null;

  const load = async (): Promise<Result<SimPaymentState, PaymentAppFailure>> => {
    if (failing && failing.code !== "payment/settlement-failed") return err(failing);
    if (state) return ok(state);
    const text = await store.load();
    if (!text.ok) return text;
    const found = text.value === null ? atFirst : parseState(text.value);
    if (!found) return err({ code: "payment/no-answer" });
    state ??= found;
    return ok(state);
  };

  const change = async (changes: Partial<SimPaymentState>): Promise<Result<void, PaymentAppFailure>> => {
    const loaded = await load();
    if (!loaded.ok) return loaded;
    const changed = { ...loaded.value, ...changes };
    const saved = await store.save(JSON.stringify(changed));
    if (saved.ok) state = changed;
    return saved;
  };

  const settle = async (): Promise<Result<void, PaymentAppFailure>> => {
    const loaded = await load();
    if (!loaded.ok) return loaded;
    if (settleMs > 0) await new Promise<void>((resolve) => clock.after(settleMs, resolve));
    if (failing) return err(failing);
    return change({ openBatch: 0, storedOffline: 0 });
  };

  return {
    status: async () => {
      const loaded = await load();
      if (!loaded.ok) return loaded;
      const { openBatch, storedOffline, paymentsPaused } = loaded.value;
      return ok({ openBatch, storedOffline, paymentsPaused });
    },
    pausePayments: () => change({ paymentsPaused: true }),
    resumePayments: () => change({ paymentsPaused: false }),
    settleLastBatch: settle,
    eraseMerchantData: async () => {
      const erased = await change({ merchantData: false });
      return erased.ok ? ok("done") : erased;
    },
    // As with most vendors: there is no call for it, and it is not claimed.
    erasePaymentKeys: async () => {
      const loaded = await load();
      return loaded.ok ? ok("notPerformed") : loaded;
    },
    pay: async () => {
      const loaded = await load();
      if (!loaded.ok) return loaded;
      if (loaded.value.paymentsPaused) return ok("refused");
      const counted = await change({ openBatch: loaded.value.openBatch + 1 });
      return counted.ok ? ok("approved") : counted;
    },
    setCounts: async ({ openBatch, storedOffline }) => {
      const changed = await change({ openBatch, storedOffline });
      if (!changed.ok) throw new Error(changed.error.code);
    },
    fail: (failure) => {
      failing = failure;
    },
  };
}

function createMemoryStore(): SimPaymentStore {
  let kept: string | null = null;
  return {
    load: async () => ok(kept),
    save: async (text) => {
      kept = text;
      return ok();
    },
  };
}

/** Null when the text is not a state: counts that cannot be read are not taken for zero. */
function parseState(text: string): SimPaymentState | null {
  try {
    const { openBatch, storedOffline, paymentsPaused, merchantData } = JSON.parse(text);
    const counts = [openBatch, storedOffline].every((count) => Number.isInteger(count) && count >= 0);
    const flags = [paymentsPaused, merchantData].every((flag) => typeof flag === "boolean");
    return counts && flags ? { openBatch, storedOffline, paymentsPaused, merchantData } : null;
  } catch {
    return null;
  }
}
