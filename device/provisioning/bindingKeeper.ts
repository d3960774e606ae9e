/**
 * What this terminal is bound to: enrols its key once, keeps the binding that the upstream signed, and can ask again.
 * Interrupted anywhere, it goes on: the same key with the same code is answered as before.
 */

import * as z from "zod/mini";
import { uuidV7 } from "../base/ids.ts";
import { instantOf } from "../base/instant.ts";
import { err, ok, type Result } from "../base/result.ts";
import { type ErrorCode, type ErrorView, errorView } from "../contract/errors.ts";
import { type BindingPayload, jwsType } from "../contract/evidence.ts";
import { bindingKind, epoch, keyId, serialNumber, text } from "../contract/fields.ts";
import { paths } from "../contract/upstream.ts";
import { compactJws } from "../evidence/jws.ts";
import type { IdentityReport } from "../identity/reading.ts";
import type { Journal, JournalFailure } from "../journal/journal.ts";
import type { JournalRecord } from "../journal/record.ts";
import type { EnrolmentCode } from "../ports/enrolmentCode.ts";
import type { MerchantStore } from "../ports/merchantStore.ts";
import type { Belief } from "../unbind/belief.ts";
import type { PaperPorts, Papers } from "../unbind/papers.ts";
import type { UpstreamClient } from "../upstream/client.ts";

export const provisioningRecordKind = "provisioning";

/** Outlives the wipe, so it names nobody: the terminal, the key and the epoch. */
export const enrolledEvent = z.strictObject({
  type: z.literal("enrolled"),
  kid: keyId,
  sn: serialNumber,
  providerId: text(64),
  bindingKind,
  epoch,
});
export type Enrolled = z.infer<typeof enrolledEvent>;

/** The last enrolment on record, null where there is none; undefined when a record is not one of ours. */
export function foldEnrolment(records: readonly JournalRecord[]): Enrolled | null | undefined {
  let enrolled: Enrolled | null = null;
  for (const record of records) {
    if (record.kind !== provisioningRecordKind) continue;
    const event = enrolledEvent.safeParse(record.body);
    if (!event.success) return undefined;
    enrolled = event.data;
  }
  return enrolled;
}

export type BindingKeeperParts = Omit<PaperPorts, "hash" | "app"> & {
  readonly client: UpstreamClient;
  readonly belief: Belief;
  readonly papers: Papers;
  readonly store: MerchantStore;
  readonly journal: Journal;
  readonly enrolmentCode: EnrolmentCode;
  readonly enrolled: Enrolled | null;
  /** False once the binding has ended: an answer that was still on its way must not bring back what is wiped. */
  readonly mayKeep: () => boolean;
  readonly onStorageFault: (failure: JournalFailure) => void;
};

export type BindingKeeper = {
  enrolled(): Enrolled | null;
  /** The binding as kept on this terminal. */
  kept(): BindingPayload | null;
  failure(): ErrorView | null;
  /** Finds the binding of this terminal: kept, asked for, or by enrolment. */
  find(identity: IdentityReport): Promise<void>;
  /** What the upstream says of the binding now. */
  ask(sn: string): Promise<Result<BindingPayload, ErrorView>>;
};

export function createBindingKeeper(parts: BindingKeeperParts): BindingKeeper {
  const { clock, random, signer, deviceKey, audience, client, belief, papers, store, journal } = parts;
  let enrolled = parts.enrolled;
  let kept: BindingPayload | null = null;
  let failure: ErrorView | null = null;

  async function readKept(sn: string): Promise<Result<BindingPayload | null, ErrorView>> {
    const stored = await store.readBinding();
    if (!stored.ok) return refused(stored.error);
    if (stored.value === null) return ok(null);
    const believed = await belief.binding(stored.value, sn);
    return believed.ok ? believed : refused(believed.error);
  }

  async function fetchJws(sn: string): Promise<Result<string, ErrorView>> {
    const authorisation = await papers.signQuery(sn, paths.binding(sn));
    if (!authorisation.ok) return refused(authorisation.error);
    const told = await client.readBinding(sn, authorisation.value);
    return told.ok ? ok(told.value.value) : refused({ code: told.error.code });
  }

  async function enrol(sn: string, imei: string): Promise<Result<string, ErrorView>> {
    const code = await parts.enrolmentCode.read();
    if (code === null) return refused({ code: "provisioning/no-code" });
    const nonce = uuidV7(clock.now(), random.bytes(10));
    const payload = { aud: audience, code, sn, imei, createdAt: instantOf(clock.now()), nonce };
    const proof = await compactJws({ typ: jwsType.enrolment, jwk: deviceKey.publicJwk, payload }, signer);
    if (!proof.ok) return refused(proof.error);
    const told = await client.enrol(proof.value);
    return told.ok ? ok(told.value.value) : refused({ code: told.error.code });
  }

  /** The binding first, the record of the enrolment after it: a cut between them asks again and is answered the same. */
  async function keep(jws: string, sn: string): Promise<Result<BindingPayload, ErrorView>> {
    const believed = await belief.binding(jws, sn);
    if (!believed.ok) return refused(believed.error);
    if (!parts.mayKeep()) return refused({ code: "host/not-now" });
    const written = await store.writeBinding(jws);
    if (!written.ok) return refused(written.error);
    const { providerId, bindingKind: kind, epoch: number } = believed.value;
    if (!enrolled) {
      const event: Enrolled = {
        type: "enrolled",
        kid: deviceKey.kid,
        sn,
        providerId,
        bindingKind: kind,
        epoch: number,
      };
      const noted = await journal.append([{ kind: provisioningRecordKind, body: event }]);
      if (!noted.ok) {
        parts.onStorageFault(noted.error);
        return refused(noted.error);
      }
      enrolled = event;
    }
    return believed;
  }

  async function search(identity: IdentityReport): Promise<Result<BindingPayload, ErrorView>> {
    const { sn, imei } = identity;
    if (sn.status !== "read" || imei.status !== "read") return refused({ code: "provisioning/identity-unreadable" });
    const found = await readKept(sn.value);
    if (!found.ok) return found;
    if (found.value && enrolled) return ok(found.value);
    const jws = enrolled ? await fetchJws(sn.value) : await enrol(sn.value, imei.value);
    return jws.ok ? keep(jws.value, sn.value) : jws;
  }

  return {
    enrolled: () => enrolled,
    kept: () => kept,
    failure: () => failure,
    async find(identity) {
      const found = await search(identity);
      kept = found.ok ? found.value : null;
      failure = found.ok ? null : found.error;
    },
    async ask(sn) {
      const jws = await fetchJws(sn);
      if (!jws.ok) return jws;
      const believed = await belief.binding(jws.value, sn);
      return believed.ok ? believed : refused(believed.error);
    },
  };
}

function refused(failure: { readonly code: ErrorCode }): Result<never, ErrorView> {
  return err(errorView(failure));
}
