/** What this terminal signs in the course of an unbind: request, execution, withdrawal, attestation, and its questions. */

import { base64url, utf8 } from "../base/bytes.ts";
import type { Cell } from "../base/cell.ts";
import { uuidV7 } from "../base/ids.ts";
import { instantOf } from "../base/instant.ts";
import type { Result } from "../base/result.ts";
import type { Role } from "../contract/codes.ts";
import type { Authorisation, BindingPayload } from "../contract/messages/binding.ts";
import type { Told } from "../contract/messages/heard.ts";
import { type JwsType, jwsType } from "../contract/messages/jwsTypes.ts";
import type { OfflineReportPayload } from "../contract/messages/offline.ts";
import {
  type Actor,
  type ApprovalPayload,
  type CancellationPayload,
  type CheckResult,
  type ExecutionPayload,
  type RequestPayload,
  requestPayload,
  type Waiver,
} from "../contract/messages/request.ts";
import type { AttestationPayload, WipeItemReport } from "../contract/messages/wipe.ts";
import type { IdentityReport, Reading } from "../identity/reading.ts";
import { challengeHash } from "../offline/challenge.ts";
import type { Clock } from "../ports/clock.ts";
import type { Hash } from "../ports/hash.ts";
import type { PaymentAppStatus } from "../ports/paymentApp.ts";
import type { Random } from "../ports/random.ts";
import type { DeviceKey, Signer, SignerFailure } from "../ports/signer.ts";
import { compactJws, jwsHash } from "./jws.ts";
import type { Choice, ConfirmedRequest, Execution, Grant, Proof, Summary } from "./signedObjects.ts";

/** How long the upstream may take to decide and the operator to execute; the guides name no figure. */
const requestLifetimeMs = 7 * 24 * 3_600_000;

export type MessageSignerPorts = {
  readonly clock: Clock;
  readonly hash: Hash;
  readonly random: Random;
  readonly signer: Signer;
  readonly deviceKey: Cell<DeviceKey>;
  readonly audience: string;
  readonly app: string;
};

export type RequestFacts = {
  readonly draft: {
    readonly choice: Choice;
    readonly actor: Actor;
    readonly checks: readonly CheckResult[];
    readonly waivers: readonly Waiver[];
  };
  readonly identity: IdentityReport;
  readonly binding: BindingPayload;
  readonly profileVersion: string;
  readonly execution: RequestPayload["execution"];
  /** Null where no payment application could tell. */
  readonly payment: PaymentAppStatus | null;
  readonly disposition: NonNullable<RequestPayload["funds"]>["disposition"];
  readonly secondApproval: Role | null;
  /** The upstream's permission, where this request rests on one. */
  readonly authorisation: Authorisation | null;
  readonly supersedes: string | null;
};

/** An unbind that was authorised without a network, wiped and attested. */
export type OfflineEnded = {
  readonly request: ConfirmedRequest;
  readonly approval: string | null;
  readonly proof: Proof;
  readonly attestation: string;
};

type Signed<T> = Promise<Result<T, SignerFailure>>;

export type MessageSigner = {
  /** The fields to be signed, or null while SN or IMEI cannot be read. */
  summarise(facts: RequestFacts): Summary | null;
  signRequest(summary: Summary): Signed<ConfirmedRequest>;
  signApproval(request: ConfirmedRequest, actor: Actor): Signed<string>;
  signExecution(
    request: ConfirmedRequest,
    grant: Grant,
    checks: readonly CheckResult[],
    left: ExecutionPayload["funds"],
  ): Signed<Execution>;
  signVerification(request: ConfirmedRequest, ref: string, code: string): Signed<string>;
  signCancellation(request: ConfirmedRequest): Signed<string>;
  signAttestation(request: ConfirmedRequest, proof: Proof, items: readonly WipeItemReport[]): Signed<string>;
  signReport(ended: OfflineEnded): Signed<string>;
  /** Authorises one GET of `path`. `told`: what the upstream is to know with it, and the nonce that its answer names. */
  signQuery(sn: string, path: string, told?: Told): Signed<string>;
  imeiHash(imei: string): string;
};

/**
 * Where something of the merchant may still be read after a wipe (old memory cells, journal, evidence, a used code in the file
 * that the configuration names), and what a program cannot look into.
 */
const notClaimed = [
  ...["flash_cells_erased", "merchant_absent_from_journal", "merchant_absent_from_evidence"],
  ...["enrolment_code_erased", "secure_module_inspected"],
];

export function createMessageSigner(ports: MessageSignerPorts): MessageSigner {
  const { clock, hash, random, signer, deviceKey, audience, app } = ports;
  const now = () => instantOf(clock.now());
  const newId = () => uuidV7(clock.now(), random.bytes(10));
  const sha256 = (text: string) => base64url(hash.sha256(utf8(text)));
  const sign = (typ: JwsType, payload: object) => compactJws({ typ, kid: deviceKey.get().kid, payload }, signer);

  return {
    imeiHash: sha256,

    summarise(facts) {
      const { draft, identity, binding, payment, disposition } = facts;
      const { sn, imei } = identity;
      const { choice, actor, checks, waivers } = draft;
      if (sn.status !== "read" || imei.status !== "read") return null;
      const payload = requestPayload.parse({
        schemaVersion: 2,
        aud: audience,
        requestId: newId(),
        providerId: binding.providerId,
        profileVersion: facts.profileVersion,
        bindingKind: binding.bindingKind,
        intent: choice.intent,
        execution: facts.execution,
        way: choice.way,
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
        ...(binding.subjectMasked && { subjectMasked: binding.subjectMasked }),
        precheck: { checks, waivers },
        actors: [actor, ...authorised(facts.authorisation, now())],
        ...(facts.secondApproval && { secondApproval: facts.secondApproval }),
        ...(choice.consent && { consent: choice.consent }),
        statements: choice.statements,
        ...(payment && {
          funds: {
            openBatch: payment.openBatch,
            storedOffline: payment.storedOffline,
            ...(disposition && { disposition }),
          },
        }),
        createdAt: now(),
        expiresAt: instantOf(clock.now() + requestLifetimeMs),
        ...(facts.supersedes && { supersedes: facts.supersedes }),
      });
      return { payload, hash: sha256(JSON.stringify(payload)) };
    },

    async signRequest({ payload }) {
      const signed = await sign(jwsType.request, payload);
      if (!signed.ok) return signed;
      const { requestId, providerId, bindingKind, execution, way, epoch, intent, reason } = payload;
      const { sn, imei } = payload.device;
      const jws = signed.value;
      const facts = { requestId, providerId, bindingKind, execution, way, sn, epoch, intent, reason };
      return {
        ok: true,
        value: {
          ...facts,
          origin: "terminal",
          jws,
          hash: jwsHash(jws, hash),
          imeiHash: sha256(imei),
          ...(payload.actors[0] && { actor: payload.actors[0] }),
          waived: payload.precheck.waivers.map(({ check }) => check),
          ...(payload.secondApproval && { secondApproval: payload.secondApproval }),
          confirmedAt: payload.createdAt,
          expiresAt: payload.expiresAt,
        },
      };
    },

    signApproval(request, actor) {
      const { requestId, hash: requestHash, sn, epoch, jws } = request;
      const payload: ApprovalPayload = { aud: audience, request: jws, requestId, requestHash, sn, epoch, actor };
      return sign(jwsType.approval, payload);
    },

    async signExecution(request, grant, checks, funds) {
      const payload: ExecutionPayload = {
        aud: audience,
        executionId: newId(),
        requestId: request.requestId,
        requestHash: request.hash,
        grantId: grant.grantId,
        grantHash: grant.hash,
        sn: request.sn,
        epoch: request.epoch,
        bindingKind: request.bindingKind,
        checks: [...checks],
        funds,
        createdAt: now(),
      };
      const signed = await sign(jwsType.execution, payload);
      return signed.ok ? { ok: true, value: { executionId: payload.executionId, jws: signed.value } } : signed;
    },

    signVerification: ({ requestId, sn }, ref, code) =>
      sign(jwsType.verification, { aud: audience, requestId, ref, sn, code, createdAt: now(), nonce: newId() }),

    signCancellation({ requestId, hash: requestHash, sn, epoch, bindingKind }) {
      const payload: CancellationPayload = {
        aud: audience,
        requestId,
        requestHash,
        sn,
        epoch,
        bindingKind,
        createdAt: now(),
      };
      return sign(jwsType.cancellation, payload);
    },

    signAttestation(request, proof, items) {
      const payload: AttestationPayload = {
        aud: audience,
        requestId: request.requestId,
        proof:
          proof.kind === "receipt"
            ? { kind: "receipt", receiptHash: proof.receipt.hash }
            : { kind: proof.kind, challengeHash: challengeHash(proof.challenge, hash) },
        sn: request.sn,
        epoch: request.epoch,
        items: [...items],
        app,
        assurance: "software",
        keyStorage: deviceKey.get().storage,
        notClaimed,
        createdAt: now(),
      };
      return sign(jwsType.attestation, payload);
    },

    signReport({ request, approval, proof, attestation }) {
      if (proof.kind === "receipt") throw new Error("what has a receipt needs no report");
      const { requestId, hash: requestHash, sn, epoch } = request;
      const { challenge, kind: tier, answer, at: authorisedAt } = proof;
      const payload: OfflineReportPayload = {
        aud: audience,
        request: request.jws,
        ...(approval && { approval }),
        requestId,
        requestHash,
        sn,
        epoch,
        challenge: challenge.letters,
        nonce: challenge.nonce,
        tier,
        ...(answer && { answer }),
        authorisedAt,
        attestation,
        createdAt: now(),
      };
      return sign(jwsType.offlineReport, payload);
    },

    signQuery: (sn, path, told) =>
      sign(jwsType.query, {
        schemaVersion: 2,
        aud: audience,
        sn,
        method: "GET",
        path,
        createdAt: now(),
        nonce: newId(),
        ...told,
      }),
  };
}

/** The upstream as the second who agreed, where the request rests on its permission. */
function authorised(authorisation: Authorisation | null, approvedAt: string): readonly Actor[] {
  if (!authorisation) return [];
  return [{ role: "upstream", principalId: authorisation.id, method: "upstream_authorisation", approvedAt }];
}

/** Further facts of the terminal: signed where they were read and fit, left out otherwise. */
function optional(name: "model" | "firmware", reading: Reading): Partial<Record<"model" | "firmware", string>> {
  return reading.status === "read" && reading.value.length <= 64 ? { [name]: reading.value } : {};
}
