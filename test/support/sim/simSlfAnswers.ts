/** What the simulated terminal answers to one SLF request, from what it is and what its payment application says. No bytes of a line, no time. */

import type { Result } from "../../../device/base/result.ts";
import type { PaymentApp, PaymentAppFailure } from "../../../device/ports/paymentApp.ts";
import { encodeIdentity } from "../../../device/serial/slf/commands/id.ts";
import { encodeStatus, type SlfBattery } from "../../../device/serial/slf/commands/st.ts";
import { rc, type SlfRequest } from "../../../device/serial/slf/message.ts";
import type { SimIdentity } from "./simTerminalAnswers.ts";

export type SimSlfParts = {
  readonly identity: SimIdentity;
  readonly tusn: string;
  readonly payments: PaymentApp;
};

export type SimSlfAnswer = { readonly rc: string; readonly body: Uint8Array };

const nothing = new Uint8Array();
const powers = ["battery", "mains", "none", "fault"] as const;

export async function answerToSlf({ name, body }: SlfRequest, parts: SimSlfParts): Promise<SimSlfAnswer> {
  const { identity, tusn, payments } = parts;
  switch (name) {
    case "EC":
      return { rc: rc.ok, body };
    case "ID":
      return { rc: rc.ok, body: encodeIdentity({ ...identity, tusn }) };
    case "ST":
      return { rc: rc.ok, body: await statusBody(parts) };
    case "PP":
      return outcome(await payments.allowPayments("none"));
    case "PO":
      return outcome(await payments.allowPayments("onlineOnly"));
    case "PR":
      return outcome(await payments.allowPayments("all"));
    case "SB":
      return outcome(await payments.settleLastBatch());
    case "EM":
      return outcome(await payments.eraseMerchantData());
    case "EK":
      return outcome(await payments.erasePaymentKeys());
    default:
      return { rc: rc.notSupported, body: nothing };
  }
}

const nobodyKnows = {
  openBatch: null,
  storedOffline: null,
  allowed: null,
  pendingReversals: null,
  pendingRefunds: null,
} as const;

async function statusBody({ identity, payments }: SimSlfParts): Promise<Uint8Array> {
  const power = powers[identity.power];
  const battery: SlfBattery | null = power === undefined ? null : { power, percent: identity.percent };
  const status = await payments.status();
  const { tamper, printer } = identity;
  return encodeStatus({ battery, tamper, printer, ...(status.ok ? status.value : nobodyKnows) });
}

function outcome(result: Result<unknown, PaymentAppFailure>): SimSlfAnswer {
  if (result.ok) return { rc: result.value === "notPerformed" ? rc.notSupported : rc.ok, body: nothing };
  if (result.error.code === "payment/no-application") return { rc: rc.notSupported, body: nothing };
  return { rc: result.error.code === "payment/settlement-failed" ? rc.failed : rc.busy, body: nothing };
}
