/** A payment application that is not there: it counts transactions, refuses, settles and forgets as it is told. */

import * as z from "zod/mini";
import { parseJson } from "../../base/json.ts";
import { createMutex } from "../../base/mutex.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { PaymentApp, PaymentAppFailure, PaymentAppStatus } from "../../ports/paymentApp.ts";

/** Where its state outlives the process; null is a first start. */
export type SimPaymentStore = {
  load(): Promise<Result<string | null, PaymentAppFailure>>;
  save(text: string): Promise<Result<void, PaymentAppFailure>>;
};

/** What it owes. A null is a count that this application does not keep. */
export type SimPaymentCounts = Omit<PaymentAppStatus, "allowed">;

export type SimPaymentState = PaymentAppStatus & { readonly merchantData: boolean };

export type SimErasable = "merchantData" | "paymentKeys";

export type SimPaymentApp = PaymentApp & {
  /** A customer pays: one more in the open batch, or among the stored ones; or refused because it is not allowed. */
  pay(how?: { readonly offline: boolean }): Promise<Result<"approved" | "refused", PaymentAppFailure>>;
  setCounts(counts: Partial<SimPaymentCounts>): Promise<void>;
  /** From now on: a failed settlement fails only settling, another failure fails every call; null ends it. */
  fail(failure: PaymentAppFailure | null): void;
  /** From now on these cannot be erased; none ends it. */
  failErasing(...items: readonly SimErasable[]): void;
};

/** `settleMs` is how long a settlement takes. The counts are those of a first start; none are owed where they are left out. */
export function createSimPaymentApp(
  options: {
    readonly clock: Clock;
    readonly store?: SimPaymentStore;
    readonly settleMs?: number;
  } & Partial<SimPaymentCounts>,
): SimPaymentApp {
  const { clock, store = createMemoryStore(), settleMs = 0 } = options;
  const { openBatch = 0, storedOffline = 0, pendingReversals = 0, pendingRefunds = 0 } = options;
  const atFirst: SimPaymentState = {
    openBatch,
    storedOffline,
    pendingReversals,
    pendingRefunds,
    allowed: "all",
    merchantData: true,
  };
  let state: SimPaymentState | null = null;
  let failing: PaymentAppFailure | null = null;
  let unerasable: readonly SimErasable[] = [];
  const mutex = createMutex();

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

  const save = async (
    changesOf: (now: SimPaymentState) => Partial<SimPaymentState> | null,
  ): Promise<Result<"changed" | "unchanged", PaymentAppFailure>> => {
    const loaded = await load();
    if (!loaded.ok) return loaded;
    const changes = changesOf(loaded.value);
    if (!changes) return ok("unchanged");
    const changed = { ...loaded.value, ...changes };
    const saved = await store.save(JSON.stringify(changed));
    if (!saved.ok) return saved;
    state = changed;
    return ok("changed");
  };

  // One change after the other: a payment under way while payments are stopped must not put back what it found.
  const change = (changesOf: Parameters<typeof save>[0]): ReturnType<typeof save> => mutex.run(() => save(changesOf));

  const done = async (changing: ReturnType<typeof save>): Promise<Result<void, PaymentAppFailure>> => {
    const changed = await changing;
    return changed.ok ? ok() : changed;
  };

  const erase = async (item: SimErasable): Promise<Result<void, PaymentAppFailure>> => {
    const loaded = await load();
    if (!loaded.ok) return loaded;
    return unerasable.includes(item) ? err({ code: "payment/no-answer" }) : ok();
  };

  return {
    status: async () => {
      const loaded = await load();
      if (!loaded.ok) return loaded;
      const { merchantData: _, ...status } = loaded.value;
      return ok(status);
    },
    allowPayments: (which) => done(change(() => ({ allowed: which }))),
    settleLastBatch: async () => {
      const loaded = await load();
      if (!loaded.ok) return loaded;
      if (settleMs > 0) await new Promise<void>((resolve) => clock.after(settleMs, resolve));
      if (failing) return err(failing);
      return done(
        change((now) => ({
          openBatch: 0,
          storedOffline: 0,
          pendingReversals: now.pendingReversals === null ? null : 0,
        })),
      );
    },
    eraseMerchantData: async () => {
      const erased = await erase("merchantData");
      if (!erased.ok) return erased;
      const changed = await change(() => ({ merchantData: false }));
      return changed.ok ? ok("done") : changed;
    },
    // As with most vendors: there is no call for it, and it is not claimed.
    erasePaymentKeys: async () => {
      const erased = await erase("paymentKeys");
      return erased.ok ? ok("notPerformed") : erased;
    },
    pay: async ({ offline } = { offline: false }) => {
      const paid = await change(({ allowed, openBatch, storedOffline }) => {
        if (allowed === "none" || (offline && allowed === "onlineOnly")) return null;
        return offline ? { storedOffline: storedOffline + 1 } : { openBatch: openBatch + 1 };
      });
      if (!paid.ok) return paid;
      return ok(paid.value === "changed" ? "approved" : "refused");
    },
    setCounts: async (counts) => {
      const changed = await change(() => counts);
      if (!changed.ok) throw new Error(changed.error.code);
    },
    fail: (failure) => {
      failing = failure;
    },
    failErasing: (...items) => {
      unerasable = items;
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

const count = z.int().check(z.nonnegative());

const paymentState = z.strictObject({
  openBatch: count,
  storedOffline: count,
  pendingReversals: z.nullable(count),
  pendingRefunds: z.nullable(count),
  allowed: z.enum(["all", "onlineOnly", "none"]),
  merchantData: z.boolean(),
});

/** Null when the text is not a state: counts that cannot be read are not taken for zero. */
function parseState(text: string): SimPaymentState | null {
  return paymentState.safeParse(parseJson(text)).data ?? null;
}
