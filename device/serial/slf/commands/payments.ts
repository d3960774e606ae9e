/** PP, PR, SB, EM and EK: orders to the payment application. They carry nothing but their name, and so does their answer. */

import { answerMs, type SlfCommand } from "../command.ts";

/** No payment starts after its answer, also after a restart of the terminal. */
export const pausePayments = order("PP", answerMs.look);
export const resumePayments = order("PR", answerMs.look);
/** Settles the open batch and uploads stored transactions. */
export const settleBatch = order("SB", answerMs.host);
export const eraseMerchantData = order("EM", answerMs.write);
export const erasePaymentKeys = order("EK", answerMs.write);

function order(name: string, withinMs: number): SlfCommand<true> {
  return { name, body: new Uint8Array(), answerMs: withinMs, parse: (body) => (body.length === 0 ? true : null) };
}
