/** Puts the evidence of the current request together and hands it to the store. */

import { err, ok, type Result } from "../base/result.ts";
import { type ErrorView, errorView } from "../contract/errors.ts";
import type { PublicJwk } from "../contract/fields.ts";
import { type BundleParts, writeBundle } from "../evidence/bundle.ts";
import type { Journal, JournalFailure } from "../journal/journal.ts";
import type { Clock } from "../ports/clock.ts";
import type { EvidenceStore } from "../ports/evidenceStore.ts";
import type { Hash } from "../ports/hash.ts";
import type { Signer } from "../ports/signer.ts";
import type { UnbindState } from "./machine.ts";

export type EvidenceDeskParts = {
  readonly clock: Clock;
  readonly hash: Hash;
  readonly signer: Signer;
  readonly journal: Journal;
  readonly upstreamKeys: readonly PublicJwk[];
  readonly store: EvidenceStore;
  readonly state: () => UnbindState;
  readonly onChange: () => void;
};

export type EvidenceDesk = {
  /** Where the last bundle was put, for the screen; null before. */
  place(): string | null;
  save(): Promise<Result<void, ErrorView>>;
};

export function createEvidenceDesk(parts: EvidenceDeskParts): EvidenceDesk {
  const { journal, upstreamKeys, store, onChange } = parts;
  let place: string | null = null;
  return {
    place: () => place,
    async save() {
      const state = parts.state();
      if (!("request" in state)) return err({ code: "host/not-now" });
      const { requestId } = state.request;
      const lines = await sinceConfirmed(journal, requestId);
      if (!lines.ok) return err(errorView(lines.error));
      const journalLines = lines.value;
      const bundle = { ...objectsOf(state), journalLines, upstreamKeys };
      const written = await writeBundle(bundle, parts.signer, parts.hash, parts.clock);
      if (!written.ok) return err({ code: "evidence/not-writable", facts: { reason: written.error.code } });
      const saved = await store.save(requestId, written.value);
      if (!saved.ok) return err(errorView(saved.error));
      place = saved.value.place;
      onChange();
      return ok();
    },
  };
}

type Objects = Omit<BundleParts, "journalLines" | "upstreamKeys">;

function objectsOf(state: UnbindState & { readonly request: { readonly jws: string } }): Objects {
  return {
    request: state.request.jws,
    ...("grant" in state && { grant: state.grant.jws }),
    ...("execution" in state && state.execution && { execution: state.execution.jws }),
    ...("receipt" in state && { receipt: state.receipt.jws }),
    ...("attestation" in state && { attestation: state.attestation }),
    ...("acknowledgement" in state && { acknowledgement: state.acknowledgement }),
  };
}

/** How far back is looked at first; a request that had a smooth way is shorter. */
const usualRecords = 32;

/** From the line that confirmed the request to the last. Looked for from the end, so that the past before it costs nothing. */
async function sinceConfirmed(journal: Journal, requestId: string): Promise<Result<readonly string[], JournalFailure>> {
  const { seq: last } = journal.head();
  for (let span = usualRecords; ; span *= 4) {
    const fromSeq = Math.max(1, last - span + 1);
    const lines = await journal.excerpt(fromSeq);
    if (!lines.ok) return lines;
    const at = lines.value.findIndex((line) => line.includes('"requestConfirmed"') && line.includes(requestId));
    if (at >= 0 || fromSeq === 1) return ok(at < 0 ? [] : lines.value.slice(at));
  }
}
