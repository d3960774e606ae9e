/** What this terminal signs in the course of an unbind: request, execution, withdrawal, attestation, and its questions. */

import { base64url, utf8 } from "../base/bytes.ts";
import { uuidV7 } from "../base/ids.ts";
import { instantOf } from "../base/instant.ts";
import type { Result } from "../base/result.ts";
import {
  type AttestationPayload,
  type BindingPayload,
  type CheckResult,
  type ExecutionPayload,
  type JwsType,
  jwsType,
  type RequestPayload,
  requestPayload,
  type WipeItemReport,
} from "../contract/evidence.ts";
import { compactJws, jwsHash } from "../evidence/jws.ts";
import type { IdentityReport, Reading } from "../identity/reading.ts";
import type { Clock } from "../ports/clock.ts";
import type { Hash } from "../ports/hash.ts";
import type { Random } from "../ports/random.ts";
import type { DeviceKey, Signer, SignerFailure } from "../ports/signer.ts";
import type { ProviderProfile } from "../profiles/schema.ts";
import type { Choice, ConfirmedRequest, Execution, Grant, Receipt, Summary } from "./events.ts";

/** How long the upstream may take to decide and the operator to execute; the guides name no figure. */
const requestLifetimeMs = 7 * 24 * 3_600_000;

export type PaperPorts = {
  readonly clock: Clock;
  readonly hash: Hash;
  readonly random: Random;
  readonly signer: Signer;
  readonly deviceKey: DeviceKey;
  readonly audience: string;
  readonly app: string;
};

export type RequestFacts = {
  readonly profile: ProviderProfile;
  readonly choice: Choice;
  readonly checks: readonly CheckResult[];
  readonly identity: IdentityReport;
  readonly binding: BindingPayload;
  /** Left out where no payment application could tell. */
  readonly funds?: RequestPayload["funds"];
  /** When the operator's PIN was accepted. */
  readonly approvedAt: string;
};

type Signed<T> = Promise<Result<T, SignerFailure>>;

export type Papers = {
  /** The fields to be signed, or null while SN or IMEI cannot be read. */
  summarise(facts: RequestFacts): Summary | null;
  signRequest(summary: Summary): Signed<ConfirmedRequest>;
  signExecution(request: ConfirmedRequest, grant: Grant, checks: readonly CheckResult[]): Signed<Execution>;
  signCancellation(request: ConfirmedRequest): Signed<string>;
  signAttestation(request: ConfirmedRequest, receipt: Receipt, items: readonly WipeItemReport[]): Signed<string>;
  /** Authorises one GET of `path`. */
  signQuery(sn: string, path: string): Signed<string>;
  imeiHash(imei: string): string;
};

export function createPapers(ports: PaperPorts): Papers {
  const { clock, hash, random, signer, deviceKey, audience, app } = ports;
  const now = () => instantOf(clock.now());
  const newId = () => uuidV7(clock.now(), random.bytes(10));
  const sha256 = (text: string) => base64url(hash.sha256(utf8(text)));
  const sign = (typ: JwsType, payload: object) => compactJws({ typ, kid: deviceKey.kid, payload }, signer);

  return {
    imeiHash: sha256,

    summarise({ profile, choice, checks, identity, binding, funds, approvedAt }) {
      const { sn, imei } = identity;
      if (sn.status !== "read" || imei.status !== "read") return null;
      const payload = requestPayload.parse({
        schemaVersion: 1,
        aud: audience,
        requestId: newId(),
        providerId: profile.providerId,
        profileVersion: profile.profileVersion,
        bindingKind: binding.bindingKind,
        intent: "unbind_only",
        reason: choice.reason,
        device: {
          sn: sn.value,
          snSource: sn.source,
          imei: imei.value,
          imeiSource: imei.source,
          ...optional("model", identity.model),
          ...optional("firmware", identity.firmware),
          app,
        },
        epoch: binding.epoch,
        binding: binding.fiveElements,
        precheck: { checks },
        actors: [{ role: "merchant", method: "pin", approvedAt }],
        consent: { policyId: binding.policy.id, policyVersion: binding.policy.version, at: choice.consentAt },
        ...(funds && { funds }),
        createdAt: now(),
        expiresAt: instantOf(clock.now() + requestLifetimeMs),
      });
      return { payload, hash: sha256(JSON.stringify(payload)) };
    },

    async signRequest({ payload }) {
      const signed = await sign(jwsType.request, payload);
      if (!signed.ok) return signed;
      const { requestId, providerId, bindingKind, epoch, reason, createdAt, expiresAt } = payload;
      const { sn, imei } = payload.device;
      const jws = signed.value;
      const facts = { requestId, providerId, bindingKind, sn, imeiHash: sha256(imei), epoch, reason, expiresAt };
      return { ok: true, value: { ...facts, jws, hash: jwsHash(jws, hash), confirmedAt: createdAt } };
    },

    async signExecution(request, grant, checks) {
      const payload: ExecutionPayload = {
        aud: audience,
        executionId: newId(),
        requestId: request.requestId,
        requestHash: request.hash,
        grantId: grant.grantId,
        grantHash: grant.hash,
        sn: request.sn,
        epoch: request.epoch,
        checks: [...checks],
        funds: { openBatch: 0, storedOffline: 0, paymentsPaused: true },
        createdAt: now(),
      };
      const signed = await sign(jwsType.execution, payload);
      return signed.ok ? { ok: true, value: { executionId: payload.executionId, jws: signed.value } } : signed;
    },

    signCancellation: ({ requestId, hash: requestHash, sn, epoch }) =>
      sign(jwsType.cancellation, { aud: audience, requestId, requestHash, sn, epoch, createdAt: now() }),

    signAttestation(request, receipt, items) {
      const payload: AttestationPayload = {
        aud: audience,
        requestId: request.requestId,
        receiptHash: receipt.hash,
        sn: request.sn,
        epoch: request.epoch,
        items: [...items],
        app,
        assurance: "software",
        // A program cannot prove what flash cells still hold, nor look into the secure module.
        notClaimed: ["flash_cells_erased", "secure_module_inspected"],
        createdAt: now(),
      };
      return sign(jwsType.attestation, payload);
    },

    signQuery: (sn, path) =>
      sign(jwsType.query, { aud: audience, sn, method: "GET", path, createdAt: now(), nonce: newId() }),
  };
}

/** Further facts of the terminal: signed where they were read and fit, left out otherwise. */
function optional(name: "model" | "firmware", reading: Reading): Partial<Record<"model" | "firmware", string>> {
  return reading.status === "read" && reading.value.length <= 64 ? { [name]: reading.value } : {};
}
