/**
 * Which signed objects of the upstream this terminal accepts: the signature first, then from whom and for whom it is, then
 * every field against the request.
 */

import type * as z from "zod/mini";
import { msOf } from "../base/instant.ts";
import { err, ok, type Result } from "../base/result.ts";
import type { PinRole } from "../contract/codes.ts";
import { type BindingPayload, bindingPayload } from "../contract/messages/binding.ts";
import { type Earlier, earlier } from "../contract/messages/earlier.ts";
import { type HeardPayload, heardPayload } from "../contract/messages/heard.ts";
import { type JwsType, jwsType, type SchemaVersion } from "../contract/messages/jwsTypes.ts";
import { offlineAnswerPayload, type PinUnlockPayload, pinUnlockPayload } from "../contract/messages/offline.ts";
import {
  acknowledgementPayload,
  type DecisionPayload,
  decisionPayload,
  grantPayload,
  orderPayload,
  receiptPayload,
  verificationDemandPayload,
} from "../contract/messages/outcome.ts";
import { challengeHash } from "../offline/challenge.ts";
import type { Hash } from "../ports/hash.ts";
import { isReferenceTo, jwsHash, peekJws, schemaVersionOf, type TrustFailure, verifyJws } from "./jws.ts";
import type { Challenge, ConfirmedRequest, Decision, Execution, Grant, Receipt } from "./signedObjects.ts";
import type { TrustedKeys } from "./upstreamKeys.ts";

/** `field` is the first that differs. */
export type VerifierFailure =
  | TrustFailure
  /** The key is the upstream's, and its time is over. */
  | { readonly code: "trust/key-not-in-force"; readonly object: JwsType; readonly kid: string }
  /** It names another terminal; `trust/field-mismatch` is for this one and not for this request. */
  | { readonly code: "trust/other-terminal"; readonly object: JwsType; readonly field: string }
  | { readonly code: "trust/field-mismatch"; readonly object: JwsType; readonly field: string }
  | { readonly code: "trust/expired"; readonly object: JwsType }
  /** It wants something typed on this terminal that must never be. */
  | { readonly code: "trust/forbidden-factor"; readonly factor: string }
  /** It sends a telephone to a page that is not among those of the provider's signed profile; null where its address has no origin. */
  | { readonly code: "trust/origin-unlisted"; readonly origin: string | null };

/** From whom and for whom an object is; nobody said so in schema version 1. */
export type Addressed = { readonly iss?: string | undefined; readonly aud?: string | undefined };

type Opened<T> = Promise<Result<T, VerifierFailure>>;

export type UpstreamVerifier = {
  /** Anything that comes from the upstream for this terminal: by a key that is in force while it comes. */
  open<T extends Addressed>(jws: string, typ: JwsType, schema: z.ZodMiniType<T>, version?: SchemaVersion): Opened<T>;
  /** What lies on this terminal, from an earlier program perhaps, or for the key before; it came while its key was in force. */
  openKept<T extends Addressed>(jws: string, typ: JwsType, schema: z.ZodMiniType<T>): Opened<T>;
  grant(jws: string, request: ConfirmedRequest): Promise<Result<Grant, VerifierFailure>>;
  /** `execution`: the one that has left for this request, if any has. */
  receipt(
    jws: string,
    request: ConfirmedRequest,
    execution: Execution | null,
  ): Promise<Result<Receipt, VerifierFailure>>;
  /** What it is kept as, and when it was decided. `execution` as of a receipt. */
  decision(
    jws: string,
    request: ConfirmedRequest,
    execution: Execution | null,
  ): Promise<Result<{ readonly decision: Decision; readonly at: string }, VerifierFailure>>;
  acknowledgement(
    jws: string,
    request: ConfirmedRequest,
    attestation: string,
  ): Promise<Result<Earlier["acknowledgement"], VerifierFailure>>;
  binding(jws: string, sn: string): Promise<Result<BindingPayload, VerifierFailure>>;
  /** How far it has heard this terminal, in answer to the question that has this nonce. */
  heard(jws: string, sn: string, nonce: string): Promise<Result<HeardPayload, VerifierFailure>>;
  /** One that lies on this terminal, where an earlier program may have put it. */
  keptBinding(jws: string, sn: string): Promise<Result<BindingPayload, VerifierFailure>>;
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
  ): Promise<Result<Earlier["verificationDemand"], VerifierFailure>>;
  offlineAnswer(
    jws: string,
    request: ConfirmedRequest,
    challenge: Challenge,
    nowMs: number,
  ): Promise<Result<Earlier["offlineAnswer"], VerifierFailure>>;
  /** The upstream's leave to choose a new PIN for this role, in answer to this challenge. */
  pinUnlock(
    jws: string,
    asked: { readonly sn: string; readonly role: PinRole; readonly challenge: Pick<Challenge, "letters"> },
    nowMs: number,
  ): Promise<Result<PinUnlockPayload, VerifierFailure>>;
};

/** What may be typed on a terminal at all; a profile may allow less, nobody more. */
const typedFactors: ReadonlySet<string> = new Set(["code", "sms", "unbind_password"]);

export type UpstreamVerifierParts = {
  /** The only keys whose words count. */
  readonly keys: TrustedKeys;
  /** The upstream, by the name that this terminal calls it. */
  readonly issuer: string;
  /** The terminal's key in use, and the one whose place it took. */
  readonly deviceKids: () => readonly [inUse: string, before?: string];
  readonly hash: Hash;
};

export function createUpstreamVerifier({ keys, issuer, deviceKids, hash }: UpstreamVerifierParts): UpstreamVerifier {
  function addressed<T extends Addressed>(payload: T, object: JwsType): Result<T, VerifierFailure> {
    const { iss = issuer, aud = deviceKids()[0] } = payload;
    if (iss !== issuer) return err({ code: "trust/field-mismatch", object, field: "iss" });
    return aud === deviceKids()[0] ? ok(payload) : err({ code: "trust/other-terminal", object, field: "aud" });
  }

  const open: UpstreamVerifier["open"] = async (jws, typ, schema, version) => {
    const verify = () => verifyJws(jws, typ, keys.known(), schema, version);
    let verified = await verify();
    // The upstream may have changed its keys since it was asked for them.
    const isUnknown = !verified.ok && verified.error.code === "trust/key-not-pinned";
    if (isUnknown && (await keys.lookUp())) verified = await verify();
    if (!verified.ok) return verified;
    const kid = String(peekJws(jws).header.kid);
    if (!keys.isInForce(kid)) return err({ code: "trust/key-not-in-force", object: typ, kid });
    return addressed(verified.value, typ);
  };

  /** The reference as it was said where it fits, and as it should be where it does not. */
  const referenceTo = (jws: string, said: string | undefined, version: SchemaVersion) =>
    said !== undefined && isReferenceTo(said, jws, hash, version) ? said : jwsHash(jws, hash, version);

  return {
    open,
    async openKept(jws, typ, schema) {
      const verified = await verifyJws(jws, typ, keys.known(), schema, 1);
      const [, before = ""] = deviceKids();
      return verified.ok && verified.value.aud !== before ? addressed(verified.value, typ) : verified;
    },
    async grant(jws, request) {
      const version = schemaVersionOf(request.jws);
      const verified = await open(jws, jwsType.grant, version === 1 ? earlier.grant : grantPayload, version);
      if (!verified.ok) return verified;
      const { grantId, expiresAt } = verified.value;
      const { requestId, sn, epoch, bindingKind } = request;
      const requestHash = referenceTo(request.jws, verified.value.requestHash, version);
      const wanted = { requestId, requestHash, sn, epoch, bindingKind };
      const granted = { grantId, jws, hash: jwsHash(jws, hash, version), expiresAt };
      return matching(jwsType.grant, verified.value, wanted, granted);
    },
    async receipt(jws, request, execution) {
      const version = schemaVersionOf(request.jws);
      const verified = await open(jws, jwsType.receipt, version === 1 ? earlier.receipt : receiptPayload, version);
      if (!verified.ok) return verified;
      const payload = verified.value;
      const { requestId, sn, imeiHash, epoch, bindingKind } = request;
      const requestHash = referenceTo(request.jws, payload.requestHash, version);
      // What ended before this request was executed answers no execution of it.
      const answers = execution && version === 2 && (payload.executionHash ?? payload.outcome === "unbound_now");
      const executionHash = answers ? { executionHash: jwsHash(execution.jws, hash) } : {};
      const wanted = { requestId, requestHash, sn, imeiHash, epoch, bindingKind, ...executionHash };
      return matching(jwsType.receipt, payload, wanted, { jws, hash: jwsHash(jws, hash, version), payload });
    },
    async decision(jws, request, execution) {
      const version = schemaVersionOf(request.jws);
      const verified = await open(jws, jwsType.decision, decisionPayload, version);
      if (!verified.ok) return verified;
      const payload = verified.value;
      const { requestId, sn, epoch, bindingKind } = request;
      const requestHash = referenceTo(request.jws, payload.requestHash, version);
      const refused = payload.outcome === "execution_refused" ? (execution?.jws ?? "") : null;
      const executionHash = refused === null ? undefined : referenceTo(refused, payload.executionHash, version);
      const wanted: Partial<DecisionPayload> = { requestId, requestHash, sn, epoch, bindingKind, executionHash };
      const { outcome, code, text, until, at } = payload;
      const said = { ...(text !== undefined && { text }), ...(until !== undefined && { until }) };
      return matching(jwsType.decision, payload, wanted, { decision: { jws, outcome, code, ...said }, at });
    },
    async acknowledgement(jws, request, attestation) {
      const version = schemaVersionOf(request.jws);
      const schema = version === 1 ? earlier.acknowledgement : acknowledgementPayload;
      const verified = await open(jws, jwsType.acknowledgement, schema, version);
      if (!verified.ok) return verified;
      const attestationHash = referenceTo(attestation, verified.value.attestationHash, version);
      const wanted = { requestId: request.requestId, attestationHash };
      return matching(jwsType.acknowledgement, verified.value, wanted, verified.value);
    },
    async binding(jws, sn) {
      const verified = await open(jws, jwsType.binding, bindingPayload);
      if (verified.ok) keys.hearTime(msOf(verified.value.issuedAt));
      return verified.ok ? matching(jwsType.binding, verified.value, { sn }, verified.value) : verified;
    },
    async heard(jws, sn, nonce) {
      const verified = await open(jws, jwsType.heard, heardPayload);
      if (verified.ok) keys.hearTime(msOf(verified.value.at));
      return verified.ok ? matching(jwsType.heard, verified.value, { sn, nonce }, verified.value) : verified;
    },
    async keptBinding(jws, sn) {
      // For whom it is was looked at when it was taken; a key that was exchanged since is told as that.
      const verified = await verifyJws(jws, jwsType.binding, keys.known(), earlier.binding, 1);
      if (!verified.ok) return verified;
      keys.hearTime(msOf(verified.value.issuedAt));
      const { iss = issuer, aud = deviceKids()[0], serial = 0, ...said } = verified.value;
      return matching(jwsType.binding, verified.value, { sn }, { iss, aud, serial, ...said });
    },
    async order(jws, binding, imeiHash, nowMs) {
      const verified = await open(jws, jwsType.order, orderPayload);
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
      const version = schemaVersionOf(request.jws);
      const schema = version === 1 ? earlier.verificationDemand : verificationDemandPayload;
      const verified = await open(jws, jwsType.verificationDemand, schema, version);
      if (!verified.ok) return verified;
      const { factor, how } = verified.value;
      if (how.kind === "code" && !typedFactors.has(factor)) return err({ code: "trust/forbidden-factor", factor });
      if (how.kind === "handOver") {
        const origin = originOf(how.uri);
        if (!origin || !handOverOrigins.includes(origin)) return err({ code: "trust/origin-unlisted", origin });
      }
      const requestHash = referenceTo(request.jws, verified.value.requestHash, version);
      const wanted = { requestId: request.requestId, requestHash };
      return matching(jwsType.verificationDemand, verified.value, wanted, verified.value);
    },
    async offlineAnswer(jws, request, challenge, nowMs) {
      const version = schemaVersionOf(request.jws);
      const schema = version === 1 ? earlier.offlineAnswer : offlineAnswerPayload;
      const verified = await open(jws, jwsType.offlineAnswer, schema, version);
      if (!verified.ok) return verified;
      const { requestId, sn, epoch, bindingKind } = request;
      const named = verified.value.requestId === undefined ? {} : { requestId };
      const wanted = { sn, epoch, bindingKind, ...named, challengeHash: challengeHash(challenge, hash) };
      const matched = matching(jwsType.offlineAnswer, verified.value, wanted, verified.value);
      if (!matched.ok || nowMs < msOf(verified.value.expiresAt)) return matched;
      return err({ code: "trust/expired", object: jwsType.offlineAnswer });
    },
    async pinUnlock(jws, { sn, role, challenge }, nowMs) {
      const verified = await open(jws, jwsType.pinUnlock, pinUnlockPayload);
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
