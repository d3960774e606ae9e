/**
 * The payment application behind the terminal's own line. What is not said clearly counts as no answer: nothing is taken
 * for zero, or for done. Before each order the terminal says who it is, over the same link: another one hears no order.
 */

import { err, ok, type Result } from "../../base/result.ts";
import type { Recognise, Recognition } from "../../identity/sameTerminal.ts";
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
import type { SlfAnswer, SlfLine } from "./line.ts";
import { askIdentity } from "./terminal.ts";

type Erased = Result<"done" | "notPerformed", PaymentAppFailure>;

const allowing: Readonly<Record<AllowedPayments, SlfCommand<true>>> = {
  all: resumePayments,
  onlineOnly: onlinePayments,
  none: pausePayments,
};

export function createSlfPaymentApp(line: SlfLine, recognise: Recognise): PaymentApp {
  const order = (command: SlfCommand<true>): Promise<PaymentAnswer> =>
    line.order(async (ask) => {
      const found = recognise(await askIdentity(ask));
      return found === "same" ? ask(command) : { kind: "unordered", found };
    });

  const erase = async (command: SlfCommand<true>): Promise<Erased> => {
    const answer = await order(command);
    if (isAnswered(answer)) return ok("done");
    return refusalOf(answer) === rc.notSupported ? ok("notPerformed") : err(failureOf(answer));
  };

  return {
    async status() {
      const answer = await line.read((ask) => ask(st));
      if (!answer.ok || answer.value.kind !== "told") return err(failureOf(answer));
      const status = fundsIn(answer.value.value);
      return status ? ok(status) : err({ code: "payment/no-answer" });
    },
    async allowPayments(which) {
      const answer = await order(allowing[which]);
      if (isAnswered(answer)) return ok();
      // Without this order it may still have the other two.
      const unknown = which === "onlineOnly" && refusalOf(answer) === rc.notSupported;
      return err(unknown ? { code: "payment/online-only-unsupported" } : failureOf(answer));
    },
    async settleLastBatch() {
      const answer = await order(settleBatch);
      if (isAnswered(answer)) return ok();
      const refusal = refusalOf(answer);
      if (refusal === null || refusal === rc.notSupported) return err(failureOf(answer));
      return err({ code: "payment/settlement-failed", reason: `RC ${refusal}` });
    },
    eraseMerchantData: () => erase(eraseMerchantData),
    erasePaymentKeys: () => erase(erasePaymentKeys),
  };
}

/** The order was not given: who answered is not, or may not be, the terminal that it is about. */
type Unordered = { readonly kind: "unordered"; readonly found: Exclude<Recognition, "same"> };

type PaymentAnswer = Result<SlfAnswer<unknown> | Unordered, TerminalFailure>;

function isAnswered(answer: PaymentAnswer): boolean {
  return answer.ok && answer.value.kind === "told";
}

function refusalOf(answer: PaymentAnswer): string | null {
  return answer.ok && answer.value.kind === "refused" ? answer.value.rc : null;
}

const unordered = { another: "payment/another-terminal", unread: "payment/terminal-unread" } as const;

/** A terminal that knows none of these commands takes payments in some other way, or none. */
function failureOf(answer: PaymentAnswer): PaymentAppFailure {
  if (answer.ok && answer.value.kind === "unordered") return { code: unordered[answer.value.found] };
  return { code: refusalOf(answer) === rc.notSupported ? "payment/no-application" : "payment/no-answer" };
}

function fundsIn(status: SlfStatus): PaymentAppStatus | null {
  const { openBatch, storedOffline, allowed, pendingReversals, pendingRefunds } = status;
  if (openBatch === null || storedOffline === null || allowed === null) return null;
  return { openBatch, storedOffline, pendingReversals, pendingRefunds, allowed };
}
