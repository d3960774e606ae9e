/**
 * What an SLF payload says:  SEQ CMD(2) FS field FS ...        a request
 *                            SEQ CMD(2) FS RC(2) FS field ...  its answer
 * The commands are ID, ST and EC, and for the payments PP (none), PO (online only), PR (all), SB (settle the batch), EM
 * (erase merchant data) and EK (erase payment keys). A field may be of bytes only where it is the last one.
 */

import { concat, fromLatin1, latin1 } from "../../base/bytes.ts";
import { fieldSeparator, maxPayloadBytes } from "./frame.ts";

/** Result codes. What is not named here is a refusal as well. */
export const rc = { ok: "00", notSupported: "01", malformed: "02", busy: "03", failed: "04" } as const;

export type SlfRequest = { readonly sequence: number; readonly name: string; readonly body: Uint8Array };
export type SlfAnswer = {
  readonly sequence: number;
  readonly name: string;
  readonly rc: string;
  readonly body: Uint8Array;
};

/** Bytes before the body of a request: SEQ, CMD and the separator. */
const requestHead = 4;
/** And of an answer, with RC and one more separator. */
const answerHead = 7;

export const maxBodyBytes = maxPayloadBytes - answerHead;

export function encodeRequest({ sequence, name, body }: SlfRequest): Uint8Array<ArrayBuffer> {
  return concat([Uint8Array.of(sequence), fromLatin1(name), Uint8Array.of(fieldSeparator), body]);
}

export function encodeAnswer({ sequence, name, rc, body }: SlfAnswer): Uint8Array<ArrayBuffer> {
  const fs = Uint8Array.of(fieldSeparator);
  return concat([Uint8Array.of(sequence), fromLatin1(name), fs, fromLatin1(rc), fs, body]);
}

/** Null for a payload that is no request. The separator may be missing where nothing follows it. */
export function parseRequest(payload: Uint8Array): SlfRequest | null {
  const name = nameIn(payload);
  if (name === null || (payload.length > 3 && payload[3] !== fieldSeparator)) return null;
  return { sequence: payload[0] ?? 0, name, body: payload.slice(requestHead) };
}

/** Null for a payload that is no answer. The separator may be missing where nothing follows it. */
export function parseAnswer(payload: Uint8Array): SlfAnswer | null {
  const name = nameIn(payload);
  const code = latin1(payload.subarray(requestHead, requestHead + 2));
  const separated = payload[3] === fieldSeparator && (payload.length === 6 || payload[6] === fieldSeparator);
  if (name === null || !separated || !/^[0-9A-Z]{2}$/.test(code)) return null;
  return { sequence: payload[0] ?? 0, name, rc: code, body: payload.slice(answerHead) };
}

/** The fields of a body that holds text only. */
export function fieldsIn(body: Uint8Array): readonly string[] {
  return latin1(body).split(String.fromCharCode(fieldSeparator));
}

export function bodyOf(fields: readonly string[]): Uint8Array<ArrayBuffer> {
  return fromLatin1(fields.join(String.fromCharCode(fieldSeparator)));
}

function nameIn(payload: Uint8Array): string | null {
  const name = latin1(payload.subarray(1, 3));
  return /^[A-Z]{2}$/.test(name) ? name : null;
}
