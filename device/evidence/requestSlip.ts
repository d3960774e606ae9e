/**
 * The request slip: what a signed request says, as plain lines of codes and values for a narrow paper. It is no proof
 * of an unbind, and says so. Knows no language and no printer.
 */

import { fromBase64url, hex } from "../base/bytes.ts";
import type { RequestPayload } from "../contract/evidence.ts";
import type { Hash } from "../ports/hash.ts";
import { jwsHash, peekJws } from "./jws.ts";

/** What 58 mm paper takes in the usual type. */
const defaultColumns = 32;

/** `requestJws` is the terminal's own request; `challenge` its 20 letters, where it is to be answered offline. */
export function requestSlip(
  request: RequestPayload,
  requestJws: string,
  hash: Hash,
  { columns = defaultColumns, challenge }: { readonly columns?: number; readonly challenge?: string } = {},
): readonly string[] {
  const { requestId, providerId, bindingKind, intent, way, reason, device, epoch, createdAt, expiresAt } = request;
  const entries: readonly (readonly [name: string, value: string | undefined])[] = [
    ["NOT-A-RECEIPT", jwsTypeOf(requestJws)],
    ["request", requestId],
    ["sn", device.sn],
    ["imei", device.imei],
    ["provider", providerId],
    ["binding", `${bindingKind} ${epoch}`],
    ["subject", request.subjectMasked],
    ["intent", `${intent} ${way}`],
    ["reason", reason.code],
    ["created", createdAt],
    ["expires", expiresAt],
    ["waived", request.precheck.waivers.map(({ check }) => check).join(" ")],
    ["challenge", challenge && grouped(challenge)],
    // In hex: a person compares it group by group, and paper tells no 1 from l.
    ["sha-256", grouped(hex(fromBase64url(jwsHash(requestJws, hash)) ?? new Uint8Array()))],
  ];
  return entries.flatMap(([name, value]) => (value ? wrapped(`${name} ${value}`, columns) : []));
}

function jwsTypeOf(jws: string): string {
  return String(peekJws(jws).header.typ);
}

/** Four by four, as one reads aloud. */
function grouped(text: string): string {
  return text.replace(/.{4}(?=.)/g, "$& ");
}

/** Breaks at blanks, and within a word where it is longer than the paper is wide. */
function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (longer.length <= columns) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    line = word;
    for (; line.length > columns; line = line.slice(columns)) lines.push(line.slice(0, columns));
  }
  return line === "" ? lines : [...lines, line];
}
