/** The payment application behind the terminal's own line. What is not said clearly counts as no answer: nothing is taken for zero, or for done. */

import { err, ok, type Result } from "../../base/result.ts";
import type { AllowedPayments, PaymentApp, PaymentAppFailure, PaymentAppStatus } from "../../ports/paymentApp.ts";
import type { SlfCommand } from "../../serial/slf/command.ts";
import {
  eraseMerchantData,
  erasePaymentKeys,
  onlinePayments,
  pausePayments,
  resumePayments,
  settleBatch,
} from "../../serial/slf/commands/payments.ts";
import { type SlfStatus, st } from "../../serial/slf/commands/st.ts";
import { rc } from "../../serial/slf/message.ts";
import type { TerminalFailure } from "../terminal.ts";
import type { SlfLine, SlfTold } from "./line.ts";

type Erased = Result<"done" | "notPerformed", PaymentAppFailure>;

const allowing: Readonly<Record<AllowedPayments, SlfCommand<true>>> = {
  all: resumePayments,
  onlineOnly: onlinePayments,
  none: pausePayments,
};

export function createSlfPaymentApp(line: SlfLine): PaymentApp {
  const erase = async (command: SlfCommand<true>): Promise<Erased> => {
    const told = await line.order(command);
    if (isTold(told)) return ok("done");
    return refusalOf(told) === rc.notSupported ? ok("notPerformed") : err({ code: "payment/no-answer" });
  };

  return {
    async status() {
      const told = await line.read((ask) => ask(st));
      if (!told.ok || told.value.kind !== "told") return err(failureOf(told));
      const status = fundsIn(told.value.value);
      return status ? ok(status) : err({ code: "payment/no-answer" });
    },
    async allowPayments(which) {
      const told = await line.order(allowing[which]);
      if (isTold(told)) return ok();
      // Without this order it may still have the other two.
      const unknown = which === "onlineOnly" && refusalOf(told) === rc.notSupported;
      return err(unknown ? { code: "payment/online-only-unsupported" } : failureOf(told));
    },
    async settleLastBatch() {
      const told = await line.order(settleBatch);
      if (isTold(told)) return ok();
      const refusal = refusalOf(told);
      if (refusal === null || refusal === rc.notSupported) return err(failureOf(told));
      return err({ code: "payment/settlement-failed", reason: `RC ${refusal}` });
    },
    eraseMerchantData: () => erase(eraseMerchantData),
    erasePaymentKeys: () => erase(erasePaymentKeys),
  };
}

type Told = Result<SlfTold<unknown>, TerminalFailure>;

function isTold(told: Told): boolean {
  return told.ok && told.value.kind === "told";
}

function refusalOf(told: Told): string | null {
  return told.ok && told.value.kind === "refused" ? told.value.rc : null;
}

/** A terminal that knows none of these commands takes payments in some other way, or none. */
function failureOf(told: Told): PaymentAppFailure {
  return { code: refusalOf(told) === rc.notSupported ? "payment/no-application" : "payment/no-answer" };
}

function fundsIn(status: SlfStatus): PaymentAppStatus | null {
  const { openBatch, storedOffline, allowed, pendingReversals, pendingRefunds } = status;
  if (openBatch === null || storedOffline === null || allowed === null) return null;
  return { openBatch, storedOffline, pendingReversals, pendingRefunds, allowed };
}
