/** The whole story of one unbind as its evidence: every object signed by whom it must be, every event in the journal. */

import { base64url, utf8 } from "../../../device/base/bytes.ts";
import type { OfflineTier } from "../../../device/contract/codes.ts";
import type { BindingPayload } from "../../../device/contract/messages/binding.ts";
import { type JwsType, jwsType } from "../../../device/contract/messages/jwsTypes.ts";
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
import { type Bundle, type BundleParts, readBundle, writeBundle } from "../../../device/evidence/bundle.ts";
import { chainStart, encodeRecord } from "../../../device/journal/record.ts";
import { challengeHash, makeChallenge } from "../../../device/offline/challenge.ts";
import { compactJws, jwsHash } from "../../../device/trust/jws.ts";
import type { ConfirmedRequest } from "../../../device/trust/signedObjects.ts";
import { type DurableEvent, durableEvent } from "../../../device/unbind/events.ts";
import { createManualClock } from "../../support/manualClock.ts";
import { createParty, hash, type Party } from "./keys.ts";
import * as usual from "./unbindPapers.ts";
import { at, sha256 } from "./unbindPapers.ts";

/** In which of the ways that there are the unbind goes. */
export const forms = ["twoStep", "oneStep", "ordered", "offlineSigned", "offlineCode"] as const;
export type Form = (typeof forms)[number];

/** What this story tells otherwise than the usual one. */
export type Twist = {
  readonly upstream?: Party;
  readonly terminal?: Party;
  /** In two steps unless told. */
  readonly form?: Form;
  /** How far the story goes; to the end unless told. "authorised": an order, a grant or an answer is there. */
  readonly until?: "request" | "authorised" | "receipt" | "attestation" | "report";
  /** A technician has to approve as well. */
  readonly twoPersons?: boolean;
  readonly binding?: Partial<BindingPayload>;
  readonly order?: Partial<OrderPayload>;
  readonly request?: Partial<RequestPayload>;
  readonly approval?: Partial<ApprovalPayload>;
  readonly grant?: Partial<GrantPayload>;
  readonly execution?: Partial<ExecutionPayload>;
  readonly offline?: { readonly nonce?: string; readonly authorisedAt?: string };
  readonly answer?: Partial<OfflineAnswerPayload>;
  /** The upstream decides after what there is until then. */
  readonly decision?: Partial<DecisionPayload>;
  readonly receipt?: Partial<ReceiptPayload>;
  readonly attestation?: Partial<AttestationPayload>;
  readonly report?: Partial<OfflineReportPayload>;
  readonly acknowledgement?: Partial<AcknowledgementPayload>;
  /** Who signs the receipt, or the answer; the upstream unless told. */
  readonly receiptBy?: Party;
  readonly answerBy?: Party;
  readonly decisionBy?: Party;
  readonly acknowledgementBy?: Party;
};

export type Story = {
  readonly terminal: Party;
  readonly upstream: Party;
  readonly events: readonly DurableEvent[];
  readonly parts: BundleParts;
};

type Objects = Omit<BundleParts, "journalLines" | "upstreamKeys">;

export async function signedBy(party: Party, typ: JwsType, payload: object): Promise<string> {
  const jws = await compactJws({ typ, kid: party.kid, payload }, party.signer);
  if (!jws.ok) throw new Error(jws.error.reason);
  return jws.value;
}

/** By the upstream to the terminal; another signer may pretend to be it. */
function toTerminal(
  { terminal, upstream }: Pick<Teller, "terminal" | "upstream">,
  typ: JwsType,
  payload: object,
  by?: Party,
) {
  return signedBy(by ?? upstream, typ, { iss: usual.upstreamName, aud: terminal.kid, ...payload });
}

/** One who tells: keeps what was said, and knows when to stop. */
function createTeller(twist: Twist) {
  const { terminal = createParty(), upstream = createParty() } = twist;
  const events: DurableEvent[] = [];
  let objects: Objects = {};
  return {
    terminal,
    upstream,
    hear: (event: DurableEvent) => void events.push(durableEvent.parse(event)),
    keep: (more: Objects) => {
      objects = { ...objects, ...more };
    },
    said: () => objects,
    story: (): Story => ({
      terminal,
      upstream,
      events,
      parts: { ...objects, ...journalOf(events), upstreamKeys: [upstream.jwk] },
    }),
  };
}
type Teller = ReturnType<typeof createTeller>;

/** What the later chapters need of the first. */
type Beginning = { readonly jws: string; readonly about: usual.About; readonly imeiHash: string };

export async function tellUnbind(twist: Twist = {}): Promise<Story> {
  const teller = createTeller(twist);
  const binding = { ...usual.usualBinding, ...twist.binding };
  teller.keep({ binding: await toTerminal(teller, jwsType.binding, binding) });
  if (twist.form === "ordered") await tellOrder(teller, twist);
  else await tellRequest(teller, twist);
  return teller.story();
}

async function tellRequest(teller: Teller, twist: Twist): Promise<void> {
  const { terminal, hear, keep } = teller;
  const offline = twist.form === "offlineSigned" || twist.form === "offlineCode";
  const request: RequestPayload = {
    ...usual.usualRequest,
    ...(twist.form === "oneStep" && { execution: "one_step" }),
    ...(offline && { way: "offline" }),
    ...(twist.twoPersons && { secondApproval: "technician" }),
    ...twist.request,
  };
  const { requestId, epoch, device } = request;
  const jws = await signedBy(terminal, jwsType.request, request);
  const about = { requestId, sn: device.sn, epoch };
  const beginning = { jws, about, imeiHash: sha256(device.imei) };
  hear({ type: "requestConfirmed", request: confirmed(beginning, request) });
  keep({ request: jws });
  const approval = twist.twoPersons || twist.approval ? await tellApproval(teller, twist, beginning) : undefined;
  if (twist.until === "request") return;
  if (offline) return tellOffline(teller, twist, beginning, approval);
  hear({ type: "sendStarted", attempt: 1 });
  if (twist.form !== "oneStep") await tellGrant(teller, twist, beginning);
  if (twist.decision) await tellDecision(teller, twist, beginning);
  if (twist.until !== "authorised") await tellReceipt(teller, twist, beginning);
}

function confirmed(
  { jws, about, imeiHash }: Beginning,
  told: RequestPayload | Omit<OrderPayload, "iss" | "aud">,
): ConfirmedRequest {
  const { providerId, bindingKind, reason, expiresAt } = told;
  const facts = { ...about, jws, hash: jwsHash(jws, hash), imeiHash, providerId, bindingKind, reason, expiresAt };
  if (!("way" in told)) {
    const style = { execution: "approve_then_execute", way: "online", intent: "unbind_only" } as const;
    return { ...facts, ...style, origin: "upstream", waived: [], confirmedAt: told.issuedAt };
  }
  const { execution, way, intent, precheck, createdAt } = told;
  const waived = precheck.waivers.map(({ check }) => check);
  return { ...facts, execution, way, intent, origin: "terminal", waived, confirmedAt: createdAt };
}

async function tellApproval(teller: Teller, twist: Twist, { jws, about }: Beginning): Promise<string> {
  const payload = { ...usual.usualApproval({ ...about, requestHash: jwsHash(jws, hash) }, jws), ...twist.approval };
  const approval = await signedBy(teller.terminal, jwsType.approval, payload);
  teller.hear({ type: "secondApproved", approval });
  teller.keep({ approval });
  return approval;
}

async function tellGrant(teller: Teller, twist: Twist, { jws, about }: Beginning): Promise<void> {
  const payload = { ...usual.usualGrant({ ...about, requestHash: jwsHash(jws, hash) }), ...twist.grant };
  const grant = await toTerminal(teller, jwsType.grant, payload);
  const grantHash = jwsHash(grant, hash);
  const kept = { grantId: usual.uuid(2), jws: grant, hash: grantHash, expiresAt: at(30) };
  teller.hear({ type: "grantVerified", grant: kept, at: at(1) });
  teller.keep({ grant });
  if (twist.until !== "authorised") await tellExecution(teller, twist, { jws, about }, kept);
}

async function tellDecision(teller: Teller, twist: Twist, { jws, about }: Beginning): Promise<void> {
  const payload = { ...usual.usualDecision({ ...about, requestHash: jwsHash(jws, hash) }), ...twist.decision };
  const decision = await toTerminal(teller, jwsType.decision, payload, twist.decisionBy);
  const { outcome, code, at: decidedAt } = payload;
  teller.hear({ type: "decisionVerified", decision: { jws: decision, outcome, code }, at: decidedAt });
  teller.keep({ decision });
}

async function tellOrder(teller: Teller, twist: Twist): Promise<void> {
  const order = { ...usual.usualOrder, ...twist.order };
  const { requestId, sn, epoch, imeiHash, expiresAt } = order;
  const jws = await toTerminal(teller, jwsType.order, order);
  const beginning = { jws, about: { requestId, sn, epoch }, imeiHash };
  const grant = { grantId: requestId, jws, hash: jwsHash(jws, hash), expiresAt };
  teller.hear({ type: "orderVerified", request: confirmed(beginning, order), grant, at: at(1) });
  teller.keep({ order: jws });
  if (twist.until === "authorised") return;
  await tellExecution(teller, twist, beginning, grant);
  await tellReceipt(teller, twist, beginning);
}

type Granted = { readonly grantId: string; readonly hash: string };

async function tellExecution(
  teller: Teller,
  twist: Twist,
  { jws, about }: Pick<Beginning, "jws" | "about">,
  grant: Granted,
): Promise<void> {
  const named = { ...about, requestHash: jwsHash(jws, hash) };
  const payload = { ...usual.usualExecution(named, grant.grantId, grant.hash), ...twist.execution };
  const execution = await signedBy(teller.terminal, jwsType.execution, payload);
  teller.hear({ type: "executionPrepared", execution: { executionId: payload.executionId, jws: execution } });
  teller.keep({ execution });
}

async function receiptOf(teller: Teller, twist: Twist, { jws, about, imeiHash }: Beginning, minute: number) {
  const named = { ...about, requestHash: jwsHash(jws, hash) };
  const execution = teller.said().execution;
  const answers = execution === undefined ? {} : { executionHash: jwsHash(execution, hash) };
  const addressed = { iss: usual.upstreamName, aud: teller.terminal.kid };
  const payload = { ...addressed, ...usual.usualReceipt(named, imeiHash, minute), ...answers, ...twist.receipt };
  const receipt = await toTerminal(teller, jwsType.receipt, payload, twist.receiptBy);
  return { jws: receipt, hash: jwsHash(receipt, hash), payload };
}

async function tellReceipt(teller: Teller, twist: Twist, beginning: Beginning): Promise<void> {
  const receipt = await receiptOf(teller, twist, beginning, 3);
  teller.hear({ type: "receiptVerified", receipt, at: at(3) });
  teller.keep({ receipt: receipt.jws });
  if (twist.until === "receipt") return;
  const attestation = await tellWipe(teller, twist, beginning, { kind: "receipt", receiptHash: receipt.hash });
  if (twist.until === "attestation") return;
  const acknowledgement = await acknowledged(teller, twist, beginning, attestation, 5);
  teller.hear({ type: "attestationAcknowledged", jws: acknowledgement });
  teller.keep({ acknowledgement });
}

async function tellWipe(
  { terminal, hear, keep }: Teller,
  twist: Twist,
  { about }: Beginning,
  proof: AttestationPayload["proof"],
): Promise<string> {
  const payload = { ...usual.usualAttestation(about, proof), ...twist.attestation };
  const attestation = await signedBy(terminal, jwsType.attestation, payload);
  hear({ type: "wipeAttested", jws: attestation });
  keep({ attestation });
  return attestation;
}

function acknowledged(teller: Teller, twist: Twist, { about }: Beginning, attestation: string, minute: number) {
  const payload = usual.usualAcknowledgement(about, jwsHash(attestation, hash), minute);
  const said = { ...payload, ...twist.acknowledgement };
  return toTerminal(teller, jwsType.acknowledgement, said, twist.acknowledgementBy);
}

async function tellOffline(
  teller: Teller,
  twist: Twist,
  beginning: Beginning,
  approval: string | undefined,
): Promise<void> {
  const { terminal, hear, keep } = teller;
  const { jws: request, about } = beginning;
  const requestHash = jwsHash(request, hash);
  const nonce = new Uint8Array(16).fill(7);
  const subject = { purpose: "unbind", bindingKind: "terminal_to_merchant", ...about, requestHash, nonce } as const;
  const made = makeChallenge(subject, hash);
  const tier: OfflineTier = twist.form === "offlineSigned" ? "offline_signed" : "offline_code";
  const challenge = { letters: made.letters, nonce: base64url(nonce), issuedAt: at(1), expiresAt: at(21) };
  hear({ type: "challengeIssued", challenge, tries: 0 });

  const answerPayload = { ...usual.usualAnswer(about, challengeHash(made, hash)), ...twist.answer };
  const answer = await toTerminal(teller, jwsType.offlineAnswer, answerPayload, twist.answerBy);
  const authorised = { challenge: made.letters, nonce: challenge.nonce, authorisedAt: at(3), ...twist.offline };
  const offline =
    tier === "offline_signed" ? ({ ...authorised, tier, answer } as const) : ({ ...authorised, tier } as const);
  hear({ type: "offlineAuthorised", tier, ...("answer" in offline && { answer }), at: authorised.authorisedAt });
  keep({ offline });
  if (twist.until === "authorised") return;

  const attestation = await tellWipe(teller, twist, beginning, {
    kind: tier,
    challengeHash: challengeHash(made, hash),
  });
  if (twist.until === "attestation") return;
  const reported = { request, ...(approval && { approval }), ...offline, attestation };
  const reportPayload = { ...usual.usualReport({ ...about, requestHash }, reported), ...twist.report };
  const report = await signedBy(terminal, jwsType.offlineReport, reportPayload);
  hear({ type: "reportSigned", jws: report });
  keep({ report });
  if (twist.until === "report") return;

  const receipt = await receiptOf(teller, twist, beginning, 6);
  const acknowledgement = await acknowledged(teller, twist, beginning, attestation, 6);
  hear({ type: "reportAcknowledged", receipt, acknowledgement, at: at(6) });
  keep({ receipt: receipt.jws, acknowledgement });
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
  const written = await writeBundle(parts, terminal.signer, hash, createManualClock(Date.parse(at(7))));
  if (!written.ok) throw new Error(written.error.code);
  return written.value;
}

export async function sealedBundle(terminal: Party, parts: BundleParts): Promise<Bundle> {
  const read = readBundle(utf8(await sealedText(terminal, parts)));
  if (!read.ok) throw new Error(read.error.code);
  return read.value;
}
