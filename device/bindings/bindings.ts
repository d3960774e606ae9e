/**
 * What this terminal is bound to: keeps the bindings that the upstream signed, asks for them again, and enrols the
 * terminal's key where it was never enrolled. Interrupted anywhere it goes on, and never enrols twice: whose key the
 * upstream knows already is told its bindings without a code.
 */

import { uuidV7 } from "../base/ids.ts";
import { instantOf } from "../base/instant.ts";
import { createMutex } from "../base/mutex.ts";
import { err, ok, type Result } from "../base/result.ts";
import { type ErrorCode, type ErrorView, errorView } from "../contract/errors.ts";
import type { BindingPayload } from "../contract/messages/binding.ts";
import { jwsType } from "../contract/messages/jwsTypes.ts";
import { paths } from "../contract/upstream.ts";
import type { Principal } from "../contract/views/people.ts";
import type { IdentityReport } from "../identity/reading.ts";
import type { Journal } from "../journal/journal.ts";
import type { EnrolmentCode } from "../ports/enrolmentCode.ts";
import type { MerchantStore, MerchantStoreFailure } from "../ports/merchantStore.ts";
import type { OfflineSecret } from "../ports/offlineSecret.ts";
import { compactJws } from "../trust/jws.ts";
import type { MessageSigner, MessageSignerPorts } from "../trust/messageSigner.ts";
import type { UpstreamVerifier } from "../trust/upstreamVerifier.ts";
import type { UpstreamClient } from "../upstream/client.ts";
import { failureView } from "../upstream/problems.ts";
import { type BindingEpoch, epochOf, isSame, isSameEpoch, type KeptBinding, type Target } from "./binding.ts";
import {
  type Enrolled,
  mostBindings,
  type Provisioned,
  type ProvisioningEvent,
  provisioningEvent,
  provisioningRecordKind,
  stepProvisioned,
} from "./enrolment.ts";

export type BindingsParts = Omit<MessageSignerPorts, "hash" | "app"> & {
  readonly client: UpstreamClient;
  readonly verifier: UpstreamVerifier;
  readonly messageSigner: MessageSigner;
  readonly store: MerchantStore;
  readonly journal: Journal;
  readonly enrolmentCode: EnrolmentCode;
  readonly offlineSecret: OfflineSecret;
  readonly provisioned: Provisioned;
  readonly onChange: () => void;
  /** False for a binding that has ended: an answer that was still on its way must not bring back what is wiped. */
  readonly mayKeep: (binding: BindingPayload) => boolean;
};

/** What the upstream says now: the bindings, and its order to end one of them (not verified yet). */
export type CurrentBindings = { readonly bindings: readonly KeptBinding[]; readonly order: string | null };

export type Bindings = {
  enrolled(): Enrolled | null;
  /** The bindings as kept on this terminal. */
  kept(): readonly KeptBinding[];
  /** Whether the upstream's last word on what this terminal was enrolled with is that it has ended. */
  hasEndedThere(binding: BindingEpoch): boolean;
  failure(): ErrorView | null;
  /** Something is being enrolled just now. */
  working(): boolean;
  /** To be bound again, and how that ended is not known. */
  isBindingAgain(): boolean;
  /** Finds the bindings of this terminal: kept, asked for, or by enrolment with the code of the configuration. */
  find(identity: IdentityReport): Promise<void>;
  /** Enrols a terminal that never was, with a code that somebody typed. The code is in one message and nowhere else. */
  enrol(identity: IdentityReport, code: string): Promise<Result<void, ErrorView>>;
  /** Enrols the same key again, after an unbind, with a code of its own; null: that of the configuration. */
  bindAgain(identity: IdentityReport, code: string | null, by: Principal): Promise<Result<void, ErrorView>>;
  /** Asks how that ended. */
  takeUpAgain(identity: IdentityReport): Promise<Result<void, ErrorView>>;
  /** What the upstream says of the bindings now; nothing is kept of it. */
  ask(sn: string): Promise<Result<CurrentBindings, ErrorView>>;
  /** The profiles of this terminal's providers, not verified yet. */
  askProfiles(sn: string): Promise<Result<readonly string[], ErrorView>>;
  /** Keeps newer words of the upstream about bindings that are kept, and new bindings of this terminal. */
  refresh(told: CurrentBindings): Promise<Result<void, ErrorView>>;
  forget(target: Target): Promise<Result<void, MerchantStoreFailure>>;
  /** Overwrites and deletes all that is kept of them. */
  forgetAll(): Promise<Result<void, MerchantStoreFailure>>;
};

type Found = Result<readonly KeptBinding[], ErrorView>;

type Named = { readonly sn: string; readonly imei: string };

export function createBindings(parts: BindingsParts): Bindings {
  const { clock, random, signer, deviceKey, audience, client, verifier, messageSigner, store, journal } = parts;
  let provisioned = parts.provisioned;
  let kept: readonly KeptBinding[] = [];
  /** The last word on each binding that this process has heard. */
  const latest = new Map<string, BindingPayload>();
  let failure: ErrorView | null = null;
  /** The code of the configuration that the upstream would not have. */
  let refusedCode: { readonly code: string; readonly why: Found } | null = null;
  let working = 0;
  /** An enrolment may have got through without an answer: in an earlier process, or just now. */
  let mayBeKnown = true;
  /** One search or enrolment at a time: the second one finds what the first one brought. */
  const mutex = createMutex();

  async function verify(jwsList: readonly string[], sn: string, by = verifier.binding): Promise<Found> {
    const bindings: KeptBinding[] = [];
    for (const jws of jwsList) {
      const verified = await by(jws, sn);
      if (!verified.ok) return refused(verified.error);
      bindings.push({ jws, payload: verified.value });
    }
    return ok(bindings);
  }

  /** What the upstream says now, unless it said something newer before: an older word hides no newer one. */
  async function hear(jwsList: readonly string[], sn: string): Promise<Found> {
    const told = await verify(jwsList, sn);
    if (!told.ok) return told;
    const before = [...provisioned.said, ...latest.values(), ...kept.map(({ payload }) => payload)];
    const isOlder = ({ payload }: KeptBinding) =>
      before.some((said) => isSame(said, payload) && said.serial > payload.serial);
    if (told.value.some(isOlder)) return refused({ code: "trust/stale" });
    for (const { payload } of told.value) {
      const noted = await noteSaid(payload);
      if (!noted.ok) return noted;
    }
    return told;
  }

  /** Written down where it is news, so that a restart forgets neither it nor its number. */
  async function noteSaid(payload: BindingPayload): Promise<Result<void, ErrorView>> {
    latest.set(`${payload.providerId} ${payload.bindingKind}`, payload);
    const before = provisioned.said.find((said) => isSame(said, payload));
    const { state, serial } = payload;
    const isNews = before ? before.state !== state || before.epoch !== payload.epoch : state === "unbound";
    return isNews ? note({ type: "bindingSaid", ...epochOf(payload), state, serial }) : ok();
  }

  async function readKept(sn: string): Promise<Found> {
    const stored = await store.readBindings();
    return stored.ok ? verify(stored.value, sn, verifier.keptBinding) : refused(stored.error);
  }

  async function ask(sn: string): Promise<Result<CurrentBindings, ErrorView>> {
    const authorisation = await messageSigner.signQuery(sn, paths.bindings(sn));
    if (!authorisation.ok) return refused(authorisation.error);
    const told = await client.readBindings(sn, authorisation.value);
    if (!told.ok) return err(failureView(told.error));
    const bindings = await hear(told.value.value.bindings, sn);
    return bindings.ok ? ok({ bindings: bindings.value, order: told.value.value.order ?? null }) : bindings;
  }

  async function note(event: ProvisioningEvent): Promise<Result<void, ErrorView>> {
    // Parsed, so that nothing is written that could not be read back at the next start.
    const body = provisioningEvent.parse(event);
    const noted = await journal.append([{ kind: provisioningRecordKind, body }]);
    if (!noted.ok) return refused(noted.error);
    provisioned = stepProvisioned(provisioned, body);
    return ok();
  }

  async function sendCode({ sn, imei }: Named, code: string): Promise<Found> {
    const secret = await parts.offlineSecret.reveal();
    if (!secret.ok) return refused(secret.error);
    const createdAt = instantOf(clock.now());
    const payload = {
      schemaVersion: 2,
      aud: audience,
      code,
      sn,
      imei,
      offlineSecret: secret.value,
      keyStorage: deviceKey.storage,
      createdAt,
      nonce: uuidV7(clock.now(), random.bytes(10)),
    };
    const proof = await compactJws({ typ: jwsType.enrolment, jwk: deviceKey.publicJwk, payload }, signer);
    if (!proof.ok) return refused(proof.error);
    working += 1;
    parts.onChange();
    const told = await client.enrol(proof.value);
    working -= 1;
    mayBeKnown = told.ok || !told.error.definite;
    parts.onChange();
    return told.ok ? hear(told.value.value, sn) : refused({ code: told.error.code });
  }

  /** Without a code; "provisioning/no-code" where the upstream does not know the key. */
  async function askWhetherKnown({ sn }: Named, leftOver: boolean): Promise<Found> {
    const unknown: ErrorView = { code: leftOver ? "provisioning/state-incomplete" : "provisioning/no-code" };
    if (!mayBeKnown) return err(unknown);
    const told = await ask(sn);
    if (told.ok) return ok(told.value.bindings);
    if (told.error.code !== "upstream/key-unknown") return told;
    mayBeKnown = false;
    return err(unknown);
  }

  async function write(bindings: readonly KeptBinding[]): Promise<Result<void, ErrorView>> {
    const written = await store.writeBindings(bindings.map(({ jws }) => jws));
    if (!written.ok) return refused(written.error);
    kept = bindings;
    return ok();
  }

  /** The bindings first, the record of the enrolment after them: a cut between them asks again and is answered the same. */
  async function keep(told: Found, { sn, imei }: Named): Promise<Found> {
    if (!told.ok) return told;
    const alive = told.value.filter(({ payload }) => parts.mayKeep(payload));
    if (alive.length === 0) return refused({ code: "provisioning/nothing-bound" });
    const written = await write(alive);
    if (!written.ok) return written;
    const event: Enrolled = {
      type: "enrolled",
      kid: deviceKey.kid,
      sn,
      imeiHash: messageSigner.imeiHash(imei),
      bindings: alive.map(({ payload }) => epochOf(payload)),
    };
    if (!provisioned.again && JSON.stringify(event) === JSON.stringify(provisioned.enrolled)) return ok(alive);
    const noted = await note(event);
    return noted.ok ? ok(alive) : noted;
  }

  /** Who this terminal is, where it is the one that was enrolled or none was. */
  function nameOf({ sn, imei }: IdentityReport): Result<Named, ErrorView> {
    if (sn.status !== "read" || imei.status !== "read") return refused({ code: "provisioning/identity-unreadable" });
    const named: Named = { sn: sn.value, imei: imei.value };
    const { enrolled } = provisioned;
    if (!enrolled) return ok(named);
    if (enrolled.sn !== named.sn) return err({ code: "provisioning/identity-changed", facts: { changed: "SN" } });
    if (enrolled.imeiHash !== messageSigner.imeiHash(named.imei))
      return err({ code: "provisioning/identity-changed", facts: { changed: "IMEI" } });
    if (enrolled.kid !== deviceKey.kid) return refused({ code: "provisioning/key-changed" });
    return ok(named);
  }

  async function search(identity: IdentityReport): Promise<Found> {
    const named = nameOf(identity);
    if (!named.ok) return named;
    const found = await readKept(named.value.sn);
    if (!found.ok) return found;
    if (!provisioned.enrolled) {
      const code = await parts.enrolmentCode.read();
      const leftOver = found.value.length > 0;
      // A code that was refused is refused again; another one may be put in its place.
      if (code !== null && refusedCode?.code === code) return refusedCode.why;
      const told = await (code === null ? askWhetherKnown(named.value, leftOver) : sendCode(named.value, code));
      const isRefused = !told.ok && told.error.code.startsWith("upstream/code-");
      refusedCode = code !== null && isRefused ? { code, why: told } : null;
      return keep(told, named.value);
    }
    if (found.value.length > 0) return found;
    const told = await ask(named.value.sn);
    return keep(told.ok ? ok(told.value.bindings) : told, named.value);
  }

  function settle(found: Found): Result<void, ErrorView> {
    if (found.ok) kept = found.value;
    failure = found.ok ? null : found.error;
    parts.onChange();
    return found.ok ? ok() : found;
  }

  async function sendCodeAgain(named: Named, typed: string | null, by: Principal): Promise<Found> {
    const code = typed ?? (await parts.enrolmentCode.read());
    if (code === null) return refused({ code: "provisioning/no-code" });
    const noted = await note({ type: "bindingAgain", role: by.role, principalId: by.principalId });
    if (!noted.ok) return noted;
    const told = await keep(await sendCode(named, code), named);
    return mayBeKnown && !told.ok && told.error.code !== "provisioning/nothing-bound" ? told : endAgain(told);
  }

  /** The upstream has spoken: nothing is under way any more. */
  async function endAgain(told: Found): Promise<Found> {
    if (told.ok || !provisioned.again) return told;
    const noted = await note({ type: "notBoundAgain", code: told.error.code });
    return noted.ok ? told : noted;
  }

  async function askAgain(named: Named): Promise<Found> {
    const told = await ask(named.sn);
    return told.ok ? endAgain(await keep(ok(told.value.bindings), named)) : told;
  }

  return {
    enrolled: () => provisioned.enrolled,
    kept: () => kept,
    hasEndedThere: (binding) => provisioned.said.some((said) => said.state === "unbound" && isSameEpoch(said, binding)),
    failure: () => failure,
    working: () => working > 0,
    isBindingAgain: () => provisioned.again,
    ask,
    find: (identity) =>
      mutex.run(async () => {
        if (kept.length === 0) settle(await search(identity));
      }),
    enrol: (identity, code) =>
      mutex.run(async () => {
        if (provisioned.enrolled) return refused({ code: "host/not-now" });
        const named = nameOf(identity);
        if (!named.ok) return settle(named);
        return settle(await keep(await sendCode(named.value, code), named.value));
      }),
    bindAgain: (identity, code, by) =>
      mutex.run(async () => {
        const named = nameOf(identity);
        return settle(named.ok ? await sendCodeAgain(named.value, code, by) : named);
      }),
    takeUpAgain: (identity) =>
      mutex.run(async () => {
        if (!provisioned.again) return refused({ code: "host/not-now" });
        const named = nameOf(identity);
        return settle(named.ok ? await askAgain(named.value) : named);
      }),
    async askProfiles(sn) {
      const authorisation = await messageSigner.signQuery(sn, paths.profiles(sn));
      if (!authorisation.ok) return refused(authorisation.error);
      const told = await client.readProfiles(sn, authorisation.value);
      return told.ok ? ok(told.value.value) : err(failureView(told.error));
    },
    async refresh({ bindings }) {
      if (kept.length === 0) return ok();
      const alive = bindings.filter(({ payload }) => parts.mayKeep(payload));
      const newer = kept.map((old) => alive.find(({ payload }) => isSame(payload, old.payload)) ?? old);
      const room = Math.max(0, mostBindings - kept.length);
      const added = alive.filter((told) => !kept.some(({ payload }) => isSame(payload, told.payload))).slice(0, room);
      const changed = added.length > 0 || newer.some((binding, at) => binding.jws !== kept[at]?.jws);
      const written = changed ? await write([...newer, ...added]) : ok();
      const { enrolled } = provisioned;
      const now = kept.map(({ payload }) => epochOf(payload));
      if (!written.ok || !enrolled || JSON.stringify(now) === JSON.stringify(enrolled.bindings)) return written;
      return note({ ...enrolled, bindings: now });
    },
    async forget(target) {
      const others = kept.filter(({ payload }) => !isSame(payload, target));
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
