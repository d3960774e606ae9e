/**
 * What this terminal is bound to: keeps the bindings that the upstream signed, asks for them again, and enrols the
 * terminal's key where it was never enrolled. Interrupted anywhere, it goes on: the same proof is answered as before.
 */

import * as z from "zod/mini";
import { uuidV7 } from "../base/ids.ts";
import { instantOf } from "../base/instant.ts";
import { err, ok, type Result } from "../base/result.ts";
import { type ErrorCode, type ErrorView, errorView } from "../contract/errors.ts";
import { type BindingPayload, jwsType } from "../contract/evidence.ts";
import { bindingKind, epoch, keyId, serialNumber, sha256Text, text } from "../contract/fields.ts";
import { paths } from "../contract/upstream.ts";
import { compactJws } from "../evidence/jws.ts";
import type { IdentityReport } from "../identity/reading.ts";
import type { Journal, JournalFailure } from "../journal/journal.ts";
import type { JournalRecord } from "../journal/record.ts";
import type { EnrolmentCode } from "../ports/enrolmentCode.ts";
import type { MerchantStore, MerchantStoreFailure } from "../ports/merchantStore.ts";
import type { OfflineSecret } from "../ports/offlineSecret.ts";
import type { Belief } from "../unbind/belief.ts";
import type { Target } from "../unbind/events.ts";
import type { PaperPorts, Papers } from "../unbind/papers.ts";
import type { UpstreamClient } from "../upstream/client.ts";
import { failureView } from "../upstream/problems.ts";

export const provisioningRecordKind = "provisioning";

/** Outlives the wipe, so it names nobody: the terminal, the key, and the epoch of each binding. */
export const enrolledEvent = z.strictObject({
  type: z.literal("enrolled"),
  kid: keyId,
  sn: serialNumber,
  imeiHash: sha256Text,
  bindings: z.array(z.strictObject({ providerId: text(64), bindingKind, epoch })).check(z.minLength(1), z.maxLength(8)),
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

export type KeptBinding = { readonly jws: string; readonly payload: BindingPayload };

export type BindingKeeperParts = Omit<PaperPorts, "hash" | "app"> & {
  readonly client: UpstreamClient;
  readonly belief: Belief;
  readonly papers: Papers;
  readonly store: MerchantStore;
  readonly journal: Journal;
  readonly enrolmentCode: EnrolmentCode;
  readonly offlineSecret: OfflineSecret;
  readonly enrolled: Enrolled | null;
  /** False for a binding that has ended: an answer that was still on its way must not bring back what is wiped. */
  readonly mayKeep: (binding: BindingPayload) => boolean;
  readonly onStorageFault: (failure: JournalFailure) => void;
};

/** What the upstream says now: the bindings, and its order to end one of them (not verified yet). */
export type ToldBindings = { readonly bindings: readonly KeptBinding[]; readonly order: string | null };

export type BindingKeeper = {
  enrolled(): Enrolled | null;
  /** The bindings as kept on this terminal. */
  kept(): readonly KeptBinding[];
  failure(): ErrorView | null;
  /** Finds the bindings of this terminal: kept, asked for, or by enrolment. */
  find(identity: IdentityReport): Promise<void>;
  /** What the upstream says of the bindings now; nothing is kept of it. */
  ask(sn: string): Promise<Result<ToldBindings, ErrorView>>;
  /** The profiles of this terminal's providers, not verified yet. */
  askProfiles(sn: string): Promise<Result<readonly string[], ErrorView>>;
  /** Keeps newer words of the upstream about bindings that are kept, and new bindings of this terminal. */
  refresh(told: ToldBindings): Promise<Result<void, ErrorView>>;
  /** Enrols the same key again, after an unbind, with a code of its own. */
  bindAgain(identity: IdentityReport): Promise<Result<readonly KeptBinding[], ErrorView>>;
  forget(target: Target): Promise<Result<void, MerchantStoreFailure>>;
  /** Overwrites and deletes all that is kept of them. */
  forgetAll(): Promise<Result<void, MerchantStoreFailure>>;
};

export function isOf(target: Target): (binding: Pick<KeptBinding, "payload">) => boolean {
  return ({ payload }) => payload.providerId === target.providerId && payload.bindingKind === target.bindingKind;
}

export function createBindingKeeper(parts: BindingKeeperParts): BindingKeeper {
  const { clock, random, signer, deviceKey, audience, client, belief, papers, store, journal } = parts;
  let enrolled = parts.enrolled;
  let kept: readonly KeptBinding[] = [];
  let failure: ErrorView | null = null;

  async function believe(jwsList: readonly string[], sn: string): Promise<Result<readonly KeptBinding[], ErrorView>> {
    const bindings: KeptBinding[] = [];
    for (const jws of jwsList) {
      const believed = await belief.binding(jws, sn);
      if (!believed.ok) return refused(believed.error);
      bindings.push({ jws, payload: believed.value });
    }
    return ok(bindings);
  }

  async function readKept(sn: string): Promise<Result<readonly KeptBinding[], ErrorView>> {
    const stored = await store.readBindings();
    return stored.ok ? believe(stored.value, sn) : refused(stored.error);
  }

  async function ask(sn: string): Promise<Result<ToldBindings, ErrorView>> {
    const authorisation = await papers.signQuery(sn, paths.bindings(sn));
    if (!authorisation.ok) return refused(authorisation.error);
    const told = await client.readBindings(sn, authorisation.value);
    if (!told.ok) return err(failureView(told.error));
    const bindings = await believe(told.value.value.bindings, sn);
    return bindings.ok ? ok({ bindings: bindings.value, order: told.value.value.order ?? null }) : bindings;
  }

  async function enrol(sn: string, imei: string): Promise<Result<readonly KeptBinding[], ErrorView>> {
    const code = await parts.enrolmentCode.read();
    if (code === null) return refused({ code: "provisioning/no-code" });
    const secret = await parts.offlineSecret.reveal();
    if (!secret.ok) return refused(secret.error);
    const createdAt = instantOf(clock.now());
    const payload = {
      ...{ aud: audience, code, sn, imei, offlineSecret: secret.value, keyStorage: deviceKey.storage },
      ...{ createdAt, nonce: uuidV7(clock.now(), random.bytes(10)) },
    };
    const proof = await compactJws({ typ: jwsType.enrolment, jwk: deviceKey.publicJwk, payload }, signer);
    if (!proof.ok) return refused(proof.error);
    const told = await client.enrol(proof.value);
    return told.ok ? believe(told.value.value, sn) : err(failureView(told.error));
  }

  async function write(bindings: readonly KeptBinding[]): Promise<Result<void, ErrorView>> {
    const written = await store.writeBindings(bindings.map(({ jws }) => jws));
    if (!written.ok) return refused(written.error);
    kept = bindings;
    return ok();
  }

  /** The bindings first, the record of the enrolment after them: a cut between them asks again and is answered the same. */
  async function keep(
    bindings: readonly KeptBinding[],
    sn: string,
    imei: string,
  ): Promise<Result<readonly KeptBinding[], ErrorView>> {
    const alive = bindings.filter(({ payload }) => parts.mayKeep(payload));
    if (alive.length === 0) return refused({ code: "host/not-now" });
    const written = await write(alive);
    if (!written.ok) return written;
    const event: Enrolled = {
      type: "enrolled",
      kid: deviceKey.kid,
      sn,
      imeiHash: papers.imeiHash(imei),
      bindings: bindings.map(({ payload }) => ({
        providerId: payload.providerId,
        bindingKind: payload.bindingKind,
        epoch: payload.epoch,
      })),
    };
    if (JSON.stringify(event) === JSON.stringify(enrolled)) return ok(alive);
    const noted = await journal.append([{ kind: provisioningRecordKind, body: event }]);
    if (!noted.ok) {
      parts.onStorageFault(noted.error);
      return refused(noted.error);
    }
    enrolled = event;
    return ok(alive);
  }

  async function search({ sn, imei }: IdentityReport): Promise<Result<readonly KeptBinding[], ErrorView>> {
    if (sn.status !== "read" || imei.status !== "read") return refused({ code: "provisioning/identity-unreadable" });
    if (enrolled && (enrolled.sn !== sn.value || enrolled.imeiHash !== papers.imeiHash(imei.value)))
      return refused({ code: "provisioning/identity-changed" });
    if (enrolled && enrolled.kid !== deviceKey.kid) return refused({ code: "provisioning/key-changed" });
    const found = await readKept(sn.value);
    if (!found.ok) return found;
    if (found.value.length > 0 && enrolled) return found;
    const told = enrolled ? await ask(sn.value) : null;
    if (told && !told.ok) return told;
    const bindings = told ? ok(told.value.bindings) : await enrol(sn.value, imei.value);
    return bindings.ok ? keep(bindings.value, sn.value, imei.value) : bindings;
  }

  return {
    enrolled: () => enrolled,
    kept: () => kept,
    failure: () => failure,
    ask,
    async find(identity) {
      const found = await search(identity);
      kept = found.ok ? found.value : [];
      failure = found.ok ? null : found.error;
    },
    async askProfiles(sn) {
      const authorisation = await papers.signQuery(sn, paths.profiles(sn));
      if (!authorisation.ok) return refused(authorisation.error);
      const told = await client.readProfiles(sn, authorisation.value);
      return told.ok ? ok(told.value.value) : err(failureView(told.error));
    },
    async refresh({ bindings }) {
      if (kept.length === 0) return ok();
      const alive = bindings.filter(({ payload }) => parts.mayKeep(payload));
      const newer = kept.map((old) => alive.find(isOf(old.payload)) ?? old);
      const added = alive.filter(({ payload }) => !kept.some(isOf(payload)));
      const changed = added.length > 0 || newer.some((binding, at) => binding.jws !== kept[at]?.jws);
      return changed ? write([...newer, ...added]) : ok();
    },
    async bindAgain({ sn, imei }) {
      if (sn.status !== "read" || imei.status !== "read") return refused({ code: "provisioning/identity-unreadable" });
      const bindings = await enrol(sn.value, imei.value);
      return bindings.ok ? keep(bindings.value, sn.value, imei.value) : bindings;
    },
    async forget(target) {
      const others = kept.filter((binding) => !isOf(target)(binding));
      const written = await store.writeBindings(others.map(({ jws }) => jws));
      if (written.ok) kept = others;
      return written;
    },
    async forgetAll() {
      const erased = await store.eraseBindings();
      if (erased.ok) kept = [];
      return erased;
    },
  };
}

function refused(failure: { readonly code: ErrorCode }): Result<never, ErrorView> {
  return err(errorView(failure));
}
