/** Key sets as an upstream publishes them, and as somebody with one of its keys, or none, would like to. */

import { jwsType } from "../../../device/contract/messages/jwsTypes.ts";
import type { UpstreamKeysPayload } from "../../../device/contract/messages/upstreamKeys.ts";
import { jwsHash } from "../../../device/trust/jws.ts";
import { hash, type Party } from "./keys.ts";
import { upstreamName } from "./unbindPapers.ts";
import { signedBy } from "./unbindStory.ts";

/** A key of somebody, from the first of this month of 2025 on, and to that of another one where it has an end. */
export function stated({ jwk: key }: Party, from: number, to?: number): UpstreamKeysPayload["keys"][number] {
  return { key, notBefore: month(from), ...(to !== undefined && { notAfter: month(to) }) };
}

export const month = (number: number) => `2025-${String(number).padStart(2, "0")}-01T00:00:00.000Z`;

/** The set after this one; `said` in the place of what an upstream would say. */
export function keySetAfter(
  before: string | null,
  by: Party,
  said: Partial<UpstreamKeysPayload> & Pick<UpstreamKeysPayload, "keys">,
): Promise<string> {
  const previous = before === null ? null : jwsHash(before, hash);
  const usual = { iss: upstreamName, serial: 1, previous, issuedAt: month(said.serial ?? 1) };
  return signedBy(by, jwsType.upstreamKeys, { ...usual, ...said });
}
