/**
 * Evidence of whichever kind, read and judged: a bundle, a receipt alone or in a link as a voucher's QR code has it, or the
 * texts of a series of QR codes. What is said of it in words is for text/; how a program ends by it, for whoever asked.
 */

import { fromUtf8, utf8 } from "../base/bytes.ts";
import { err, ok, type Result } from "../base/result.ts";
import { compactJws, type PublicJwk } from "../contract/fields.ts";
import { type Earlier, earlier } from "../contract/messages/earlier.ts";
import { jwsType } from "../contract/messages/jwsTypes.ts";
import { receiptPayload } from "../contract/messages/outcome.ts";
import type { Hash } from "../ports/hash.ts";
import { peekJws, verifyJws } from "../trust/jws.ts";
import { type Bundle, type BundleFailure, readBundle } from "./bundle.ts";
import { checkBundle, type Report } from "./check.ts";
import { type Facts, type Finding, finding } from "./finding.ts";
import { type Conclusion, concludeReceipt, nothingProven, type Provable } from "./proof.ts";
import { isQrPart, joinQrParts, type QrPartsFailure } from "./qrParts.ts";
import { judgeTerms, type TermsVerdict } from "./terms.ts";
import { receiptInLink } from "./voucher.ts";

/** Read, and not yet believed in anything. */
export type Evidence =
  | { readonly kind: "bundle"; readonly bundle: Bundle }
  /** It carries no key: whoever judges it has to bring the upstream's. */
  | { readonly kind: "receipt"; readonly jws: string };

export type EvidenceFailure = BundleFailure | QrPartsFailure;

/** `about` is what the unbind was about, in field terms, as far as its objects held. */
export type BundleVerdict = {
  readonly kind: "bundle";
  readonly conclusion: Conclusion;
  readonly about: Facts;
  readonly report: Report;
  /** Whether the reader brought the upstream's keys. */
  readonly pinned: boolean;
  /** Null where the reader brought no text, or the evidence does not hold. What it says of a text is beside the conclusion. */
  readonly terms: TermsVerdict | null;
};

export type ReceiptVerdict = {
  readonly kind: "receipt";
  readonly conclusion: Conclusion;
  readonly about: Facts;
  readonly signed: Finding;
  readonly provable: readonly Provable[];
  readonly toThirdParties: boolean;
  readonly notProven: readonly { readonly code: "receipt-alone"; readonly facts: Facts }[];
};

export type Verdict = BundleVerdict | ReceiptVerdict;

/** What the reader of a bundle brings. */
export type Asked = {
  /** The upstream's, as the reader got them from the upstream; none where the reader has none. */
  readonly upstreamKeys: readonly PublicJwk[];
  readonly deviceKid?: string | undefined;
  /** The text that somebody is said to have agreed to. */
  readonly terms?: string | undefined;
};

/** The bytes of a file, or of texts that were scanned, one a line. */
export function readEvidence(bytes: Uint8Array, hash: Hash): Result<Evidence, EvidenceFailure> {
  const scanned = (fromUtf8(bytes) ?? "").trim();
  const joined = isQrPart(scanned) ? joinQrParts(scanned.split(/\s+/), hash) : null;
  if (joined && !joined.ok) return joined;
  const jws = joined?.value ?? receiptInLink(scanned) ?? scanned;
  if (compactJws.safeParse(jws).success) return ok({ kind: "receipt", jws });
  const bundle = readBundle(joined ? utf8(joined.value) : bytes);
  return bundle.ok ? ok({ kind: "bundle", bundle: bundle.value }) : err(bundle.error);
}

export async function judgeBundle(
  bundle: Bundle,
  { upstreamKeys, deviceKid, terms: text }: Asked,
  hash: Hash,
): Promise<BundleVerdict> {
  const pinned = upstreamKeys.length > 0;
  const pinnedUpstream = pinned ? upstreamKeys : undefined;
  const report = await checkBundle(bundle, { pinnedUpstream, pinnedDeviceKid: deviceKid, hash });
  const { conclusion, payloads } = report;
  const isTold = text !== undefined && conclusion !== "inconsistent";
  const terms = isTold ? judgeTerms(text, payloads.request?.consent?.textHash, hash) : null;
  return { kind: "bundle", conclusion, about: aboutBundle(report, bundle), report, pinned, terms };
}

/** `upstreamKeys` are the upstream's as the reader got them from the upstream: at least one, or nothing holds. */
export async function judgeReceipt(jws: string, upstreamKeys: readonly PublicJwk[]): Promise<ReceiptVerdict> {
  const { header, payload } = peekJws(jws);
  // One by an earlier program says nothing of whom it is for, and that it does not cannot be forged.
  const version = "iss" in payload ? 2 : 1;
  const schema = version === 1 ? earlier.receipt : receiptPayload;
  const verified = await verifyJws(jws, jwsType.receipt, upstreamKeys, schema, version);
  const object = { object: "receipt", by: "upstream" };
  if (!verified.ok) {
    const signed = finding("evidence/signed", object, { reason: verified.error.code });
    const { conclusion, toThirdParties } = nothingProven;
    return { kind: "receipt", conclusion, about: {}, signed, provable: [], toThirdParties, notProven: [] };
  }
  return {
    kind: "receipt",
    conclusion: concludeReceipt(verified.value, true),
    about: aboutReceipt(verified.value),
    signed: finding("evidence/signed", { ...object, kid: String(header.kid) }, null),
    provable: [{ object: "receipt", word: "upstream", toThirdParties: true }],
    toThirdParties: true,
    notProven: [{ code: "receipt-alone", facts: {} }],
  };
}

function aboutBundle({ payloads: { request, order, decision, receipt } }: Report, { offline }: Bundle): Facts {
  const { requestId, epoch } = request ?? order ?? {};
  const sn = request?.device.sn ?? order?.sn;
  return {
    ...(requestId && sn && epoch && { requestId, sn, epoch }),
    ...(offline && { challenge: offline.challenge, tier: offline.tier, authorisedAt: offline.authorisedAt }),
    ...(decision && { decision: decision.outcome, decisionCode: decision.code, decidedAt: decision.at }),
    ...(receipt && aboutReceipt(receipt)),
  };
}

function aboutReceipt({ requestId, sn, epoch, receiptId, outcome, unboundAt }: Earlier["receipt"]): Facts {
  return { requestId, sn, epoch, receiptId, outcome, unboundAt };
}
