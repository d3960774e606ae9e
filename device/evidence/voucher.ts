/**
 * The voucher as QR codes: one link to the provider's verifier with the receipt behind it, where the provider has one, or
 * the receipt alone. Believes nothing.
 */

import { compactJws } from "../contract/fields.ts";
import type { Hash } from "../ports/hash.ts";
import { maxQrBytes, qrParts } from "./qrParts.ts";

/**
 * The texts of the codes; none where the receipt is too long for a series. `verifier` is an https address without a
 * fragment. A browser keeps the fragment to itself (RFC 3986 section 3.5), so that no server gets the receipt.
 */
export function voucherCodes(receipt: string, verifier: string | null, hash: Hash): readonly string[] {
  const link = `${verifier}#${receipt}`;
  if (verifier !== null && link.length <= maxQrBytes) return [link];
  const parts = qrParts(receipt, hash);
  return parts.ok ? parts.value : [];
}

/** The receipt of such a link; null for what is none. */
export function receiptInLink(text: string): string | null {
  const receipt = /^https:\/\/[^\s#]+#(\S+)$/.exec(text)?.[1];
  return receipt !== undefined && compactJws.safeParse(receipt).success ? receipt : null;
}
