/** Which signed objects of the upstream this terminal accepts: the signature first, then every field against the request. */

import { msOf } from "../base/instant.ts";
import { err, ok, type Result } from "../base/result.ts";
import type { PinRole } from "../contract/codes.ts";
import type { PublicJwk } from "../contract/fields.ts";
import { type BindingPayload, bindingPayload } from "../contract/messages/binding.ts";
import { type JwsType, jwsType } from "../contract/messages/jwsTypes.ts";
import {
  type OfflineAnswerPayload,
  offlineAnswerPayload,
  type PinUnlockPayload,
  pinUnlockPayload,
} from "../contract/messages/offline.ts";
import {
  type AcknowledgementPayload,
  acknowledgementPayload,
  grantPayload,
  orderPayload,
  receiptPayload,
  type VerificationDemandPayload,
  verificationDemandPayload,
} from "../contract/messages/outcome.ts";
import { challengeHash } from "../offline/challenge.ts";
import type { Hash } from "../ports/hash.ts";
import { jwsHash, type TrustFailure, verifyJws } from "./jws.ts";
import type { Challenge, ConfirmedRequest, Grant, Receipt } from "./signedObjects.ts";

/** `field` is the first that differs. */
export type VerifierFailure =
  | TrustFailure
  /** It names another terminal; `trust/field-mismatch` is for this one and not for this request. */
  | { readonly code: "trust/other-terminal"; readonly object: JwsType; readonly field: string }
  | { readonly code: "trust/field-mismatch"; readonly object: JwsType; readonly field: string }
  | { readonly code: "trust/expired"; readonly object: JwsType }
  /** It wants something typed on this terminal that must never be. */
  | { readonly code: "trust/forbidden-factor"; readonly factor: string }
  /** It sends a telephone to a page that is not among those of the provider's signed profile; null where its address has no origin. */
  | { readonly code: "trust/origin-unlisted"; readonly origin: string | null };

export type UpstreamVerifier = {
  grant(jws: string, request: ConfirmedRequest): Promise<Result<Grant, VerifierFailure>>;
  receipt(jws: string, request: ConfirmedRequest): Promise<Result<Receipt, VerifierFailure>>;
  acknowledgement(
    jws: string,
    request: ConfirmedRequest,
    attestation: string,
  ): Promise<Result<AcknowledgementPayload, VerifierFailure>>;
  binding(jws: string, sn: string): Promise<Result<BindingPayload, VerifierFailure>>;
  /** The upstream's order to end `binding`, as the request and the grant that it is. */
  order(
    jws: string,
    binding: BindingPayload,
    imeiHash: string,
    nowMs: number,
  ): Promise<
    Result<{ readonly request: ConfirmedRequest; readonly grant: Grant; readonly at: string }, VerifierFailure>
  >;
  /** `handOverOrigins`: whose pages a telephone may be sent to. */
  demand(
    jws: string,
    request: ConfirmedRequest,
    handOverOrigins: readonly string[],
  ): Promise<Result<VerificationDemandPayload, VerifierFailure>>;
  offlineAnswer(
    jws: string,
    request: ConfirmedRequest,
    challenge: Challenge,
    nowMs: number,
  ): Promise<Result<OfflineAnswerPayload, VerifierFailure>>;
  /** The upstream's leave to choose a new PIN for this role, in answer to this challenge. */
  pinUnlock(
    jws: string,
    asked: { readonly sn: string; readonly role: PinRole; readonly challenge: Pick<Challenge, "letters"> },
    nowMs: number,
  ): Promise<Result<PinUnlockPayload, VerifierFailure>>;
};

/** What may be typed on a terminal at all; a profile may allow less, nobody more. */
const typedFactors: ReadonlySet<string> = new Set(["code", "sms", "unbind_password"]);

/** `pinnedKeys` are the only keys whose words count. */
export function createUpstreamVerifier(pinnedKeys: readonly PublicJwk[], hash: Hash): UpstreamVerifier {
  return {
    async grant(jws, request) {
      const verified = await verifyJws(jws, jwsType.grant, pinnedKeys, grantPayload);
      if (!verified.ok) return verified;
      const { grantId, expiresAt } = verified.value;
      const { requestId, hash: requestHash, sn, epoch, bindingKind } = request;
      const wanted = { requestId, requestHash, sn, epoch, bindingKind };
      return matching(jwsType.grant, verified.value, wanted, { grantId, jws, hash: jwsHash(jws, hash), expiresAt });
    },
    async receipt(jws, request) {
      const verified = await verifyJws(jws, jwsType.receipt, pinnedKeys, receiptPayload);
      if (!verified.ok) return verified;
      const { requestId, hash: requestHash, sn, imeiHash, epoch, bindingKind } = request;
      const wanted = { requestId, requestHash, sn, imeiHash, epoch, bindingKind };
      const payload = verified.value;
      return matching(jwsType.receipt, payload, wanted, { jws, hash: jwsHash(jws, hash), payload });
    },
    async acknowledgement(jws, request, attestation) {
      const verified = await verifyJws(jws, jwsType.acknowledgement, pinnedKeys, acknowledgementPayload);
      if (!verified.ok) return verified;
      const wanted = { requestId: request.requestId, attestationHash: jwsHash(attestation, hash) };
      return matching(jwsType.acknowledgement, verified.value, wanted, verified.value);
    },
    async binding(jws, sn) {
      const verified = await verifyJws(jws, jwsType.binding, pinnedKeys, bindingPayload);
      return verified.ok ? matching(jwsType.binding, verified.value, { sn }, verified.value) : verified;
    },
    async order(jws, binding, imeiHash, nowMs) {
      const verified = await verifyJws(jws, jwsType.order, pinnedKeys, orderPayload);
      if (!verified.ok) return verified;
      const { requestId, reason, issuedAt, expiresAt } = verified.value;
      const { providerId, bindingKind, sn, epoch } = binding;
      const wanted = { providerId, bindingKind, sn, epoch, imeiHash };
      if (msOf(expiresAt) <= nowMs) return err({ code: "trust/expired", object: jwsType.order });
      const ordered = jwsHash(jws, hash);
      const request: ConfirmedRequest = {
        requestId,
        origin: "upstream",
        jws,
        hash: ordered,
        ...wanted,
        intent: "unbind_only",
        reason,
        execution: "approve_then_execute",
        way: "online",
        waived: [],
        confirmedAt: issuedAt,
        expiresAt,
      };
      const grant: Grant = { grantId: requestId, jws, hash: ordered, expiresAt };
      return matching(jwsType.order, verified.value, wanted, { request, grant, at: issuedAt });
    },
    async demand(jws, request, handOverOrigins) {
      const verified = await verifyJws(jws, jwsType.verificationDemand, pinnedKeys, verificationDemandPayload);
      if (!verified.ok) return verified;
      const { factor, how } = verified.value;
      if (how.kind === "code" && !typedFactors.has(factor)) return err({ code: "trust/forbidden-factor", factor });
      if (how.kind === "handOver") {
        const origin = originOf(how.uri);
        if (!origin || !handOverOrigins.includes(origin)) return err({ code: "trust/origin-unlisted", origin });
      }
      const { requestId, hash: requestHash } = request;
      return matching(jwsType.verificationDemand, verified.value, { requestId, requestHash }, verified.value);
    },
    async offlineAnswer(jws, request, challenge, nowMs) {
      const verified = await verifyJws(jws, jwsType.offlineAnswer, pinnedKeys, offlineAnswerPayload);
      if (!verified.ok) return verified;
      const { requestId, sn, epoch, bindingKind } = request;
      const named = verified.value.requestId === undefined ? {} : { requestId };
      const wanted = { sn, epoch, bindingKind, ...named, challengeHash: challengeHash(challenge, hash) };
      const matched = matching(jwsType.offlineAnswer, verified.value, wanted, verified.value);
      if (!matched.ok || nowMs < msOf(verified.value.expiresAt)) return matched;
      return err({ code: "trust/expired", object: jwsType.offlineAnswer });
    },
    async pinUnlock(jws, { sn, role, challenge }, nowMs) {
      const verified = await verifyJws(jws, jwsType.pinUnlock, pinnedKeys, pinUnlockPayload);
      if (!verified.ok) return verified;
      const wanted = { sn, role, challengeHash: challengeHash(challenge, hash) };
      const matched = matching(jwsType.pinUnlock, verified.value, wanted, verified.value);
      if (!matched.ok || nowMs < msOf(verified.value.expiresAt)) return matched;
      return err({ code: "trust/expired", object: jwsType.pinUnlock });
    },
  };
}

/** Stricter than any browser: what a profile could not list has no origin. */
function originOf(uri: string): string | null {
  return /^(https:\/\/[a-z0-9.-]+(?::\d{1,5})?)(?:[/?#]|$)/.exec(uri)?.[1] ?? null;
}

function matching<T, P extends object>(
  object: JwsType,
  said: P,
  wanted: Partial<P>,
  accepted: T,
): Result<T, VerifierFailure> {
  for (const field of Object.keys(wanted) as (keyof P & string)[]) {
    if (said[field] === wanted[field]) continue;
    const ofTerminal = field === "sn" || field === "imeiHash";
    return err({ code: ofTerminal ? "trust/other-terminal" : "trust/field-mismatch", object, field });
  }
  return ok(accepted);
}
