/** The payment application behind the terminal's own line. What is not said clearly counts as no answer: nothing is taken for zero, or for done. */

import { err, ok, type Result } from "../base/result.ts";
import type { PaymentApp, PaymentAppFailure, PaymentAppStatus } from "../ports/paymentApp.ts";
import type { SlfCommand } from "../serial/slf/command.ts";
import {
  eraseMerchantData,
  erasePaymentKeys,
  pausePayments,
  resumePayments,
  settleBatch,
} from "../serial/slf/commands/payments.ts";
import { type SlfStatus, st } from "../serial/slf/commands/st.ts";
import { rc } from "../serial/slf/message.ts";
import type { SlfLine, SlfTold } from "./slfLine.ts";
import type { TerminalFailure } from "./terminal.ts";

type Done = Result<void, PaymentAppFailure>;
type Erased = Result<"done" | "notPerformed", PaymentAppFailure>;

export function createSlfPaymentApp(line: SlfLine): PaymentApp {
  const order = async (command: SlfCommand<true>): Promise<Done> => {
    const told = await line.order(command);
    return isTold(told) ? ok() : err(failureOf(told));
  };

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
    pausePayments: () => order(pausePayments),
    resumePayments: () => order(resumePayments),
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

function fundsIn({ openBatch, storedOffline, paymentsPaused }: SlfStatus): PaymentAppStatus | null {
  if (openBatch === null || storedOffline === null || paymentsPaused === null) return null;
  return { openBatch, storedOffline, paymentsPaused };
}
