/** Which signed words of the upstream this terminal believes: the signature first, then every field against the request. */

import { err, ok, type Result } from "../base/result.ts";
import {
  type AcknowledgementPayload,
  acknowledgementPayload,
  type BindingPayload,
  bindingPayload,
  grantPayload,
  type JwsType,
  jwsType,
  receiptPayload,
} from "../contract/evidence.ts";
import type { PublicJwk } from "../contract/fields.ts";
import { jwsHash, type TrustFailure, verifyJws } from "../evidence/jws.ts";
import type { Hash } from "../ports/hash.ts";
import type { ConfirmedRequest, Grant, Receipt } from "./events.ts";

/** `field` is the first that differs. */
export type BeliefFailure =
  | TrustFailure
  /** It names another terminal; `trust/field-mismatch` is for this one and not for this request. */
  | { readonly code: "trust/other-terminal"; readonly object: JwsType; readonly field: string }
  | { readonly code: "trust/field-mismatch"; readonly object: JwsType; readonly field: string };

export type Belief = {
  grant(jws: string, request: ConfirmedRequest): Promise<Result<Grant, BeliefFailure>>;
  receipt(jws: string, request: ConfirmedRequest): Promise<Result<Receipt, BeliefFailure>>;
  acknowledgement(
    jws: string,
    request: ConfirmedRequest,
    attestation: string,
  ): Promise<Result<AcknowledgementPayload, BeliefFailure>>;
  binding(jws: string, sn: string): Promise<Result<BindingPayload, BeliefFailure>>;
};

/** `pinnedKeys` are the only keys whose words count. */
export function createBelief(pinnedKeys: readonly PublicJwk[], hash: Hash): Belief {
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
  };
}

function matching<T, P extends object>(
  object: JwsType,
  said: P,
  wanted: Partial<P>,
  believed: T,
): Result<T, BeliefFailure> {
  for (const field of Object.keys(wanted) as (keyof P & string)[]) {
    if (said[field] === wanted[field]) continue;
    const ofTerminal = field === "sn" || field === "imeiHash";
    return err({ code: ofTerminal ? "trust/other-terminal" : "trust/field-mismatch", object, field });
  }
  return ok(believed);
}
