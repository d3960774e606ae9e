/** What is said of what was given. Reads and judges by device/evidence, as `verify` does, and remembers nothing. */

import { createScriptHash } from "../../device/adapters/common/scriptHash.ts";
import { fromUtf8, utf8 } from "../../device/base/bytes.ts";
import { keyId, type PublicJwk } from "../../device/contract/fields.ts";
import { maxBundleBytes } from "../../device/evidence/bundle.ts";
import { maxTermsBytes } from "../../device/evidence/terms.ts";
import {
  type EvidenceFailure,
  judgeBundle,
  judgeReceipt,
  readEvidence,
  type Verdict,
} from "../../device/evidence/verdict.ts";
import type { VerifierFailure } from "../../device/text/verifierTexts.ts";
import { engineVerifies, thumbprint } from "../../device/trust/jws.ts";
import { type PublicKeyFailure, parsePublicKeys } from "../../device/trust/publicKeys.ts";

/** Evidence as it was given, under a name that its giver knows. */
export type Given = { readonly name: string; readonly bytes: Uint8Array };

export type OwnFailure = {
  readonly code: VerifierFailure;
  readonly file?: string;
  readonly maxBytes?: number;
};

export type Failure = OwnFailure | EvidenceFailure | PublicKeyFailure;

export type Judgement =
  | { readonly kind: "verdict"; readonly verdict: Verdict }
  | { readonly kind: "failure"; readonly failure: Failure };

/** What the reader brings beside the evidence; an empty key ID is none. */
export type Brought = {
  readonly keys: readonly PublicJwk[];
  readonly deviceKid: string;
  readonly terms: Given | null;
};

export type Keys = { readonly keys: readonly PublicJwk[]; readonly kids: string };

const hash = createScriptHash();

export async function judge(given: Given, { keys, deviceKid, terms: text }: Brought): Promise<Judgement> {
  const failed = (failure: Failure): Judgement => ({ kind: "failure", failure });
  if (!(await canJudge())) return failed({ code: "crypto-missing" });
  const { name: file, bytes } = given;
  if (bytes.length === 0) return failed({ code: "file-empty", file });
  if (bytes.length > maxBundleBytes) return failed({ code: "file-too-large", file, maxBytes: maxBundleBytes });
  if (deviceKid !== "" && !keyId.safeParse(deviceKid).success) return failed({ code: "device-key-id-wrong" });
  const terms = text ? textOf(text.bytes) : undefined;
  if (terms === null) return failed({ code: "terms-not-text", file: text?.name ?? "", maxBytes: maxTermsBytes });

  const evidence = readEvidence(bytes, hash);
  if (!evidence.ok) return failed(evidence.error);
  if (evidence.value.kind === "bundle") {
    const asked = { upstreamKeys: keys, deviceKid: deviceKid || undefined, terms };
    return { kind: "verdict", verdict: await judgeBundle(evidence.value.bundle, asked, hash) };
  }
  if (text) return failed({ code: "terms-for-receipt" });
  if (deviceKid !== "") return failed({ code: "device-key-id-for-receipt" });
  if (keys.length === 0) return failed({ code: "receipt-needs-key" });
  return { kind: "verdict", verdict: await judgeReceipt(evidence.value.jws, keys) };
}

function textOf(bytes: Uint8Array): string | null {
  return bytes.length > maxTermsBytes ? null : fromUtf8(bytes);
}

/** An engine that checks no signatures would call everything forged. */
async function canJudge(): Promise<boolean> {
  return globalThis.crypto?.subtle !== undefined && (await engineVerifies().catch(() => false));
}

/** The keys of a text, and how they are called. */
export function readKeys(text: string): Keys | PublicKeyFailure {
  const keys = parsePublicKeys(utf8(text), "verify");
  if (!keys.ok) return keys.error;
  return { keys: keys.value, kids: keys.value.map((key) => thumbprint(key, hash)).join(" ") };
}
