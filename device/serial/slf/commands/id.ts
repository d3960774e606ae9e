/** ID: who the terminal is, all of it in one answer: SN, IMEI, TUSN, model and firmware. Judges no value. */

import { answerMs, type SlfCommand } from "../command.ts";
import { bodyOf, fieldsIn } from "../message.ts";

/** Each as the terminal tells it, empty where it has none. */
export type SlfIdentity = {
  readonly sn: string;
  readonly imei: string;
  readonly tusn: string;
  readonly model: string;
  readonly firmware: string;
};

/** Printable ASCII, and longer than a TUSN (50). */
const fieldShape = /^[ -~]{0,64}$/;

export const id: SlfCommand<SlfIdentity> = {
  name: "ID",
  body: new Uint8Array(),
  answerMs: answerMs.look,
  parse(body) {
    const [sn, imei, tusn, model, firmware, ...unknown] = fieldsIn(body);
    if (sn === undefined || imei === undefined || tusn === undefined) return null;
    if (model === undefined || firmware === undefined) return null;
    if (![sn, imei, tusn, model, firmware, ...unknown].every((field) => fieldShape.test(field))) return null;
    return { sn, imei, tusn, model, firmware };
  },
};

export function encodeIdentity({ sn, imei, tusn, model, firmware }: SlfIdentity): Uint8Array<ArrayBuffer> {
  return bodyOf([sn, imei, tusn, model, firmware]);
}
