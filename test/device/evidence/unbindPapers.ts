/** What each object of a usual unbind says, before anybody twists or signs it. */

import { base64url, utf8 } from "../../../device/base/bytes.ts";
import type { BindingPayload } from "../../../device/contract/messages/binding.ts";
import type { OfflineAnswerPayload, OfflineReportPayload } from "../../../device/contract/messages/offline.ts";
import type {
  AcknowledgementPayload,
  DecisionPayload,
  GrantPayload,
  OrderPayload,
  ReceiptPayload,
} from "../../../device/contract/messages/outcome.ts";
import type { ApprovalPayload, ExecutionPayload, RequestPayload } from "../../../device/contract/messages/request.ts";
import type { AttestationPayload } from "../../../device/contract/messages/wipe.ts";
import { hash } from "./keys.ts";

export const sn = "JB00012345";
export const imei = "352656100367872";
export const at = (minute: number) => `2026-01-01T08:${String(minute).padStart(2, "0")}:00.000Z`;
export const uuid = (tail: number) => `019b76da-a800-7000-8000-${String(tail).padStart(12, "0")}`;
export const sha256 = (text: string) => base64url(hash.sha256(utf8(text)));

/** The upstream, as terminals call it. */
export const upstreamName = "https://upstream.test";
const aud = upstreamName;

/** What the upstream says, before it is said to whom. */
type Unaddressed<Payload> = Omit<Payload, "iss" | "aud">;

export const merchant = uuid(101);
export const technician = uuid(102);

const bindingKind = "terminal_to_merchant";
const fiveElements = {
  acquirerCode: "1",
  merchantCodeHash: sha256("merchant"),
  creditCodeHash: sha256("credit"),
  settlementAccountMasked: "••••1",
  addressMasked: "上海•••",
};

export const usualBinding: Unaddressed<BindingPayload> = {
  providerId: "generic",
  bindingKind,
  state: "bound",
  sn,
  epoch: 3,
  merchantName: "某店",
  merchantIdMasked: "••••1",
  fiveElements,
  policy: { id: "p", version: "1" },
  issuedAt: at(0),
  serial: 1,
};

export const usualRequest: RequestPayload = {
  schemaVersion: 2,
  aud,
  requestId: uuid(1),
  providerId: "generic",
  profileVersion: "1",
  bindingKind,
  intent: "unbind_only",
  execution: "approve_then_execute",
  way: "online",
  reason: { code: "switch_provider" },
  device: { sn, snSource: "cgsn", imei, imeiSource: "cgsn", app: "0.1.0" },
  epoch: 3,
  binding: fiveElements,
  precheck: { checks: [], waivers: [] },
  actors: [{ role: "merchant", principalId: merchant, method: "pin", approvedAt: at(0) }],
  consent: { policyId: "p", policyVersion: "1", at: at(0) },
  statements: [],
  funds: { openBatch: 0, storedOffline: 0 },
  createdAt: at(0),
  expiresAt: at(59),
};

export const usualOrder: Unaddressed<OrderPayload> = {
  schemaVersion: 2,
  requestId: uuid(1),
  providerId: "generic",
  bindingKind,
  sn,
  imeiHash: sha256(imei),
  epoch: 3,
  reason: { code: "regulatory" },
  issuedAt: at(1),
  expiresAt: at(30),
};

/** What everything after the request or the order refers to it by. */
export type About = { readonly requestId: string; readonly sn: string; readonly epoch: number };
type Named = About & { readonly requestHash: string };

export const usualApproval = (named: Named, request: string): ApprovalPayload => ({
  aud,
  request,
  ...named,
  actor: { role: "technician", principalId: technician, method: "pin", approvedAt: at(0) },
});

export const usualGrant = (named: Named): Unaddressed<GrantPayload> => ({
  grantId: uuid(2),
  ...named,
  bindingKind,
  grantedAt: at(1),
  expiresAt: at(30),
});

export const usualExecution = (named: Named, grantId: string, grantHash: string): ExecutionPayload => ({
  aud,
  executionId: uuid(3),
  ...named,
  grantId,
  grantHash,
  checks: [],
  funds: { openBatch: 0, storedOffline: 0, paymentsPaused: true },
  createdAt: at(2),
});

export const usualAnswer = ({ sn, epoch }: About, challengeHash: string): Unaddressed<OfflineAnswerPayload> => ({
  answerId: uuid(5),
  challengeHash,
  sn,
  epoch,
  bindingKind,
  answeredAt: at(2),
  expiresAt: at(12),
});

export const usualDecision = (named: Named): Unaddressed<DecisionPayload> => ({
  ...named,
  outcome: "rejected",
  bindingKind,
  code: "debts",
  at: at(3),
});

export const usualReceipt = (named: Named, imeiHash: string, minute: number): Unaddressed<ReceiptPayload> => ({
  receiptId: uuid(4),
  ...named,
  outcome: "unbound_now",
  unboundAt: at(minute),
  imeiHash,
  bindingKind,
  subjectMasked: "某•店",
  paymentsMayContinue: false,
  followUps: [],
});

export const usualAttestation = (about: About, proof: AttestationPayload["proof"]): AttestationPayload => ({
  aud,
  ...about,
  proof,
  items: [
    { name: "binding_record", method: "delete", result: "done", at: at(4) },
    { name: "payment_keys", method: "vendorKeyErase", result: "notPerformed", at: at(4) },
  ],
  app: "0.1.0",
  assurance: "software",
  notClaimed: ["flash_cells_erased"],
  createdAt: at(4),
});

export type Reported = Pick<
  OfflineReportPayload,
  "request" | "approval" | "challenge" | "nonce" | "tier" | "answer" | "authorisedAt" | "attestation"
>;

export const usualReport = (named: Named, reported: Reported): OfflineReportPayload => ({
  aud,
  ...named,
  ...reported,
  createdAt: at(5),
});

export const usualAcknowledgement = (
  { requestId }: About,
  attestationHash: string,
  minute: number,
): Unaddressed<AcknowledgementPayload> => ({ requestId, attestationHash, bindingState: "unbound", at: at(minute) });
