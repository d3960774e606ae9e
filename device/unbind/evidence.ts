/**
 * Puts the evidence of an unbind together from the journal, the one at hand or an earlier one, and hands it to the store.
 * What the journal does not hold, it does not know.
 */

import type { Cell } from "../base/cell.ts";
import { err, ok, type Result } from "../base/result.ts";
import { isSameEpoch, type Target } from "../bindings/binding.ts";
import type { KnownBindings } from "../bindings/known.ts";
import { type ErrorView, errorView } from "../contract/errors.ts";
import type { PublicJwk } from "../contract/fields.ts";
import type { UnbindView } from "../contract/views/unbind.ts";
import { type BundleParts, deviceKidOf, writeBundle } from "../evidence/bundle.ts";
import { voucherCodes } from "../evidence/voucher.ts";
import { readExcerpt } from "../journal/excerpt.ts";
import type { Journal } from "../journal/journal.ts";
import type { Clock } from "../ports/clock.ts";
import type { EvidenceStore, SavedPlace } from "../ports/evidenceStore.ts";
import type { Hash } from "../ports/hash.ts";
import type { Signer } from "../ports/signer.ts";
import { durableEvent } from "./events.ts";
import { type History, unbindRecordKind } from "./history.ts";
import { replayUnbind } from "./machine.ts";
import { isUnbound, type RequestedState, receiptOf, type UnbindState } from "./states.ts";

export type UnbindEvidenceParts = {
  readonly clock: Clock;
  readonly hash: Hash;
  readonly signer: Signer;
  readonly journal: Journal;
  readonly history: History;
  readonly upstreamKeys: readonly PublicJwk[];
  /** By which the upstream's keys were changed since. */
  readonly keySets: () => readonly string[];
  readonly store: EvidenceStore;
  readonly known: Cell<KnownBindings>;
  /** Where the provider of this binding lets anybody check a voucher. */
  readonly verifierOf: (target: Target) => string | null;
  readonly onChange: () => void;
};

export type UnbindEvidence = {
  /** Where the last bundle was put, for the screen; null before. */
  place(): SavedPlace | null;
  save(requestId: string): Promise<Result<void, ErrorView>>;
  /** The receipt as QR codes, once there is one. */
  voucherOf(state: UnbindState): UnbindView["voucher"];
};

export function createUnbindEvidence(parts: UnbindEvidenceParts): UnbindEvidence {
  const { journal, history, known, upstreamKeys, keySets, store, onChange } = parts;
  let place: SavedPlace | null = null;

  async function bundleOf(requestId: string): Promise<Result<string, ErrorView>> {
    const entry = history.of(requestId);
    if (!entry) return err({ code: "host/not-now" });
    const lines = await journal.excerpt(entry.fromSeq, lastSeqOf(history, requestId));
    if (!lines.ok) return err(errorView(lines.error));
    const state = stateAfter(lines.value, parts.hash);
    if (!state) return err({ code: "evidence/not-writable", facts: { reason: "journal" } });
    // The upstream's word on the binding that this ends, while it is kept.
    const objects = objectsOf(state);
    const kid = deviceKidOf(objects);
    const binding = known
      .get()
      .kept.find(({ payload }) => isSameEpoch(payload, state.request) && (kid ?? payload.aud) === payload.aud)?.jws;
    const bundle = {
      ...(binding && state.request.origin === "terminal" && { binding }),
      ...objects,
      ...(keySets().length > 0 && { keySets: [...keySets()] }),
      journalLines: lines.value,
      upstreamKeys,
    };
    const written = await writeBundle(bundle, parts.signer, parts.hash, parts.clock);
    return written.ok ? written : err({ code: "evidence/not-writable", facts: { reason: written.error.code } });
  }

  return {
    place: () => place,
    async save(requestId) {
      const bundle = await bundleOf(requestId);
      if (!bundle.ok) return bundle;
      const saved = await store.save(requestId, bundle.value);
      if (!saved.ok) return err(errorView(saved.error));
      place = saved.value;
      onChange();
      return ok();
    },
    voucherOf(state) {
      const receipt = receiptOf(state);
      if (!receipt || !("request" in state)) return null;
      const verifier = parts.verifierOf(state.request);
      return { codes: voucherCodes(receipt.jws, verifier, parts.hash), verifier };
    },
  };
}

/** The last unbind's piece goes to the journal's end; an earlier one's ends with it. */
function lastSeqOf(history: History, requestId: string): number | undefined {
  const entries = history.entries();
  const last = entries[entries.length - 1];
  return last?.request.requestId === requestId ? undefined : history.of(requestId)?.toSeq;
}

/** Where the events of these lines lead to. */
function stateAfter(lines: readonly string[], hash: Hash): RequestedState | null {
  const excerpt = readExcerpt(lines, hash);
  let state: UnbindState = { name: "bound" };
  for (const record of excerpt.ok ? excerpt.value.records : []) {
    if (record.kind !== unbindRecordKind) continue;
    const event = durableEvent.safeParse(record.body);
    // With these the request is over and done with; what comes after them is not about it.
    if (event.success && (event.data.type === "outcomeSeen" || event.data.type === "boundAgain")) break;
    state = (event.success && replayUnbind(state, event.data)) || state;
  }
  return "request" in state ? state : null;
}

type Objects = Omit<BundleParts, "journalLines" | "upstreamKeys" | "keySets">;

function objectsOf(state: RequestedState): Objects {
  const { request, approval } = state;
  const receipt = receiptOf(state);
  const ordered = request.origin === "upstream";
  return {
    ...(ordered ? { order: request.jws } : { request: request.jws }),
    ...(approval && { approval }),
    ...(!ordered && "grant" in state && state.grant && { grant: state.grant.jws }),
    ...("execution" in state && state.execution && { execution: state.execution.jws }),
    ...offlineOf(state),
    ...("decision" in state && state.decision && { decision: state.decision }),
    ...(receipt && { receipt: receipt.jws }),
    ...("attestation" in state && { attestation: state.attestation }),
    ...("report" in state && state.report && { report: state.report }),
    ...("acknowledgement" in state && { acknowledgement: state.acknowledgement }),
  };
}

function offlineOf(state: RequestedState): Pick<Objects, "offline"> {
  if (!isUnbound(state) || state.proof.kind === "receipt") return {};
  const { kind, challenge, answer, at: authorisedAt } = state.proof;
  const common = { challenge: challenge.letters, nonce: challenge.nonce, authorisedAt };
  if (kind === "offline_code" || answer === null) return { offline: { ...common, tier: "offline_code" } };
  return { offline: { ...common, tier: "offline_signed", answer } };
}
