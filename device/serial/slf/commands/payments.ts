/** PP, PO, PR, SB, EM and EK: orders to the payment application. They carry nothing but their name, and so does their answer. */

import { answerMs, type SlfCommand } from "../command.ts";

/** Which payments may start: none, none that would be stored on the device, all. Of these three the newest holds, also after a restart of the terminal. */
export const pausePayments = order("PP", answerMs.look);
export const onlinePayments = order("PO", answerMs.look);
export const resumePayments = order("PR", answerMs.look);
/** Settles the open batch, uploads stored transactions and sends the reversals that are due. */
export const settleBatch = order("SB", answerMs.host);
export const eraseMerchantData = order("EM", answerMs.write);
export const erasePaymentKeys = order("EK", answerMs.write);

function order(name: string, withinMs: number): SlfCommand<true> {
  return { name, body: new Uint8Array(), answerMs: withinMs, parse: (body) => (body.length === 0 ? true : null) };
}
