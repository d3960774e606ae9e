/** The whole story of one unbind as its evidence: every object signed by whom it must be, every event in the journal. */

import { base64url, utf8 } from "../../../device/base/bytes.ts";
import {
  type AcknowledgementPayload,
  type AttestationPayload,
  type ExecutionPayload,
  type GrantPayload,
  type JwsType,
  jwsType,
  type ReceiptPayload,
  type RequestPayload,
} from "../../../device/contract/evidence.ts";
import { type Bundle, type BundleParts, readBundle, writeBundle } from "../../../device/evidence/bundle.ts";
import { compactJws, jwsHash } from "../../../device/evidence/jws.ts";
import { chainStart, encodeRecord } from "../../../device/journal/record.ts";
import { type DurableEvent, durableEvent } from "../../../device/unbind/events.ts";
import { createManualClock } from "../../support/manualClock.ts";
import { createParty, hash, type Party } from "./keys.ts";

/** What this story tells otherwise than the usual one. */
export type Twist = {
  readonly upstream?: Party;
  readonly terminal?: Party;
  /** How far the story goes; to the acknowledgement unless told. */
  readonly until?: "request" | "grant" | "receipt";
  readonly request?: Partial<RequestPayload>;
  readonly grant?: Partial<GrantPayload>;
  readonly execution?: Partial<ExecutionPayload>;
  readonly receipt?: Partial<ReceiptPayload>;
  readonly attestation?: Partial<AttestationPayload>;
  readonly acknowledgement?: Partial<AcknowledgementPayload>;
  /** Who signs the receipt; the upstream unless told. */
  readonly receiptBy?: Party;
};

export type Story = {
  readonly terminal: Party;
  readonly upstream: Party;
  readonly events: readonly DurableEvent[];
  readonly parts: BundleParts;
};

const sn = "JB00012345";
const imei = "352656100367872";
const at = (minute: number) => `2026-01-01T08:${String(minute).padStart(2, "0")}:00.000Z`;
const uuid = (tail: number) => `019b76da-a800-7000-8000-${String(tail).padStart(12, "0")}`;
const hashed = base64url(hash.sha256(utf8("salted")));

export async function signedBy(party: Party, typ: JwsType, payload: object): Promise<string> {
  const jws = await compactJws({ typ, kid: party.kid, payload }, party.signer);
  if (!jws.ok) throw new Error(jws.error.reason);
  return jws.value;
}

export async function tellUnbind(twist: Twist = {}): Promise<Story> {
  const { terminal = createParty(), upstream = createParty(), until } = twist;
  const request: RequestPayload = {
    schemaVersion: 1,
    aud: "https://upstream.test",
    requestId: uuid(1),
    providerId: "generic",
    profileVersion: "1",
    bindingKind: "terminal_to_merchant",
    intent: "unbind_only",
    reason: { code: "switch_provider" },
    device: { sn, snSource: "cgsn", imei, imeiSource: "cgsn", app: "0.1.0" },
    epoch: 3,
    binding: {
      acquirerCode: "1",
      merchantCodeHash: hashed,
      creditCodeHash: hashed,
      settlementAccountMasked: "••••1",
      addressMasked: "上海•••",
    },
    precheck: { checks: [] },
    actors: [{ role: "merchant", method: "pin", approvedAt: at(0) }],
    consent: { policyId: "p", policyVersion: "1", at: at(0) },
    funds: { openBatch: 0, storedOffline: 0 },
    createdAt: at(0),
    expiresAt: at(59),
    ...twist.request,
  };
  const { requestId, epoch, bindingKind } = request;
  const events: DurableEvent[] = [];
  const tell = (event: DurableEvent) => events.push(durableEvent.parse(event));
  const about = { requestId, sn: request.device.sn, epoch };

  const requestJws = await signedBy(terminal, jwsType.request, request);
  const requestHash = jwsHash(requestJws, hash);
  const imeiHash = base64url(hash.sha256(utf8(request.device.imei)));
  tell({
    type: "requestConfirmed",
    request: {
      ...about,
      jws: requestJws,
      hash: requestHash,
      providerId: request.providerId,
      bindingKind,
      imeiHash,
      reason: request.reason,
      confirmedAt: request.createdAt,
      expiresAt: request.expiresAt,
    },
  });
  tell({ type: "sendStarted", attempt: 1 });
  let objects: Omit<BundleParts, "journalLines" | "upstreamKeys"> = { request: requestJws };
  const end = () => ({
    terminal,
    upstream,
    events,
    parts: { ...objects, ...journalOf(events), upstreamKeys: [upstream.jwk] },
  });
  if (until === "request") return end();

  const grantId = uuid(2);
  const grant = await signedBy(upstream, jwsType.grant, {
    grantId,
    ...about,
    requestHash,
    bindingKind,
    grantedAt: at(1),
    expiresAt: at(30),
    ...twist.grant,
  });
  const grantHash = jwsHash(grant, hash);
  tell({ type: "grantVerified", grant: { grantId, jws: grant, hash: grantHash, expiresAt: at(30) }, at: at(1) });
  objects = { ...objects, grant };
  if (until === "grant") return end();

  const executionId = uuid(3);
  const execution = await signedBy(terminal, jwsType.execution, {
    aud: request.aud,
    executionId,
    ...about,
    requestHash,
    grantId,
    grantHash,
    checks: [],
    funds: { openBatch: 0, storedOffline: 0, paymentsPaused: true },
    createdAt: at(2),
    ...twist.execution,
  });
  tell({ type: "executionPrepared", execution: { executionId, jws: execution } });
  const receiptPayload: ReceiptPayload = {
    receiptId: uuid(4),
    ...about,
    requestHash,
    outcome: "unbound_now",
    unboundAt: at(3),
    imeiHash,
    bindingKind,
    subjectMasked: "某•店",
    followUps: [],
    ...twist.receipt,
  };
  const receipt = await signedBy(twist.receiptBy ?? upstream, jwsType.receipt, receiptPayload);
  const receiptHash = jwsHash(receipt, hash);
  tell({ type: "receiptVerified", receipt: { jws: receipt, hash: receiptHash, payload: receiptPayload }, at: at(3) });
  objects = { ...objects, execution, receipt };
  if (until === "receipt") return end();

  const attestation = await signedBy(terminal, jwsType.attestation, {
    aud: request.aud,
    ...about,
    receiptHash,
    items: [
      { name: "binding_record", method: "delete", result: "done", at: at(4) },
      { name: "payment_keys", method: "vendorKeyErase", result: "notPerformed", at: at(4) },
    ],
    app: "0.1.0",
    assurance: "software",
    notClaimed: ["flash_cells_erased"],
    createdAt: at(4),
    ...twist.attestation,
  });
  tell({ type: "wipeAttested", jws: attestation });
  const acknowledgement = await signedBy(upstream, jwsType.acknowledgement, {
    requestId,
    attestationHash: jwsHash(attestation, hash),
    bindingState: "unbound",
    at: at(5),
    ...twist.acknowledgement,
  });
  tell({ type: "attestationAcknowledged", jws: acknowledgement });
  objects = { ...objects, attestation, acknowledgement };
  return end();
}

/** The events as they lie in a journal that had 40 records before. */
export function journalOf(events: readonly DurableEvent[]): { readonly journalLines: readonly string[] } {
  let point = { ...chainStart, seq: 40 };
  const journalLines = events.map((body, minute) => {
    const record = { seq: point.seq + 1, prev: point.hash, at: Date.parse(at(minute)), kind: "unbind", body };
    const encoded = encodeRecord(record, hash);
    point = encoded.point;
    return encoded.line;
  });
  return { journalLines };
}

/** Seals the parts as the terminal would. */
export async function sealedText(terminal: Party, parts: BundleParts): Promise<string> {
  const written = await writeBundle(parts, terminal.signer, hash, createManualClock(Date.parse(at(6))));
  if (!written.ok) throw new Error(written.error.code);
  return written.value;
}

export async function sealedBundle(terminal: Party, parts: BundleParts): Promise<Bundle> {
  const read = readBundle(utf8(await sealedText(terminal, parts)));
  if (!read.ok) throw new Error(read.error.code);
  return read.value;
}
