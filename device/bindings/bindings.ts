/**
 * What this terminal is bound to: keeps the bindings that the upstream signed, asks for them again, and enrols the
 * terminal's key where it was never enrolled. Interrupted anywhere it goes on, and never enrols twice: whose key the
 * upstream knows already is told its bindings without a code.
 */

import type { Background } from "../base/background.ts";
import type { Cell, WritableCell } from "../base/cell.ts";
import { createMutex } from "../base/mutex.ts";
import { err, ok, type Result } from "../base/result.ts";
import { type ErrorCode, type ErrorView, errorView } from "../contract/errors.ts";
import type { Principal } from "../contract/views/people.ts";
import type { IdentityReport } from "../identity/reading.ts";
import type { Journal } from "../journal/journal.ts";
import type { EnrolmentCode } from "../ports/enrolmentCode.ts";
import type { MerchantStore, MerchantStoreFailure } from "../ports/merchantStore.ts";
import { isCodeRefusal } from "../upstream/problems.ts";
import {
  type BindingEpoch,
  epochOf,
  hasEnded,
  isSame,
  type KeptBinding,
  leavesTerminalBound,
  renewed,
  type Target,
} from "./binding.ts";
import {
  type Enrolled,
  mostBindings,
  type ProvisioningEvent,
  provisioningEvent,
  provisioningRecordKind,
  stepProvisioned,
} from "./enrolment.ts";
import { createFirstWord } from "./firstWord.ts";
import { createHeard, type KnownRequests } from "./heard.ts";
import type { KnownBindings } from "./known.ts";
import { createLastWords } from "./lastWords.ts";
import { createProvenKey } from "./provenKey.ts";
import { createStrongerKey } from "./strongerKey.ts";
import { namesOf, type TerminalNames } from "./terminalNames.ts";
import {
  type CurrentBindings,
  createUpstreamBindings,
  type Found,
  type UpstreamBindings,
  type UpstreamBindingsParts,
} from "./upstreamBindings.ts";

export type BindingsParts = Omit<UpstreamBindingsParts, "lastWords" | "heard"> & {
  readonly ports: { readonly merchantStore: MerchantStore; readonly enrolmentCode: EnrolmentCode };
  readonly journal: Journal;
  readonly history: KnownRequests;
  readonly known: WritableCell<KnownBindings>;
  /** The binding that the last unbind has ended: an answer that was still on its way must not bring back what is wiped. */
  readonly ended: Cell<BindingEpoch | null>;
  readonly background: Background;
};

export type Bindings = Pick<UpstreamBindings, "ask" | "askProfiles"> & {
  /**
   * Resolves once the upstream was asked since the start, whatever came of it: a state that it knows to be older is found
   * before anything is done on it. Waits no longer than a person at a PIN pad does.
   */
  hearFirst(): Promise<void>;
  /** What is known of them, for everybody to read. */
  readonly known: Cell<KnownBindings>;
  /** Why none was found or enrolled. */
  failure(): ErrorView | null;
  /** Something is being enrolled just now. */
  working(): boolean;
  /** Finds them where none is known yet: kept here, asked for, or by enrolment with the configured code. False: nothing to look for. */
  find(identity: IdentityReport): Promise<boolean>;
  /** Finds those of an enrolled terminal that are kept here, and asks nobody. False: there was nothing to find. */
  recall(identity: IdentityReport): Promise<boolean>;
  /** Enrols a terminal that never was, with a code that somebody typed. The code is in one message and nowhere else. */
  enrol(identity: IdentityReport, code: string): Promise<Result<void, ErrorView>>;
  /** Enrols the same key again, after an unbind, with a code of its own; null: that of the configuration. */
  bindAgain(identity: IdentityReport, code: string | null, by: Principal): Promise<Result<void, ErrorView>>;
  /** Asks how that ended. */
  takeUpAgain(identity: IdentityReport): Promise<Result<void, ErrorView>>;
  /** Puts a better kept key in the place of the one in use, where this machine can keep one; as StrengthenKey. */
  strengthenKey(identity: IdentityReport, mayStill: () => boolean): Promise<Result<boolean, ErrorView>>;
  /** Keeps newer words of the upstream about bindings that are kept, and new bindings of this terminal. */
  refresh(told: CurrentBindings): Promise<Result<void, ErrorView>>;
  forget(target: Target): Promise<Result<void, MerchantStoreFailure>>;
  /** Overwrites and deletes all that is kept of them. */
  forgetAll(): Promise<Result<void, MerchantStoreFailure>>;
};

export function createBindings(parts: BindingsParts): Bindings {
  const { ports, deviceKey, trust, journal, known, ended } = parts;
  const { merchantStore: store, enrolmentCode } = ports;
  const { messageSigner } = trust;
  const heard = createHeard({ journal, history: parts.history });
  const upstream = createUpstreamBindings({ ...parts, heard, lastWords: createLastWords({ known, note }) });
  const strengthenKey = createStrongerKey({ signer: ports.signer, deviceKey, upstream, known, note });
  const noteProven = createProvenKey(deviceKey);
  let failure: ErrorView | null = null;
  /** The code of the configuration that the upstream would not have. */
  let refusedCode: { readonly code: string; readonly why: Found } | null = null;
  /** One search or enrolment at a time: the second one finds what the first one brought. */
  const mutex = createMutex();

  const namesIn = (report: IdentityReport) => namesOf(report, { known, deviceKey, imeiHash: messageSigner.imeiHash });
  const kept = () => known.get().kept;
  const provisioned = () => known.get().provisioned;

  function setKept(bindings: readonly KeptBinding[]): void {
    known.set({ ...known.get(), kept: bindings });
    noteProven(bindings);
  }

  /** None is known, and this terminal was not unbound either. */
  function isMissing(): boolean {
    const last = ended.get();
    const isReleased = last !== null && !leavesTerminalBound(last);
    return !isReleased && kept().length === 0;
  }

  function mayBeKept({ payload }: KeptBinding): boolean {
    return payload.state === "bound" && !hasEnded(payload, ended.get(), provisioned().again);
  }

  async function readKept(sn: string): Promise<Found> {
    const stored = await store.readBindings();
    return stored.ok ? upstream.verifyKept(stored.value, sn) : refused(stored.error);
  }

  async function note(event: ProvisioningEvent): Promise<Result<void, ErrorView>> {
    // Parsed, so that nothing is written that could not be read back at the next start.
    const body = provisioningEvent.parse(event);
    const noted = await journal.append([{ kind: provisioningRecordKind, body }]);
    if (!noted.ok) return refused(noted.error);
    known.set({ ...known.get(), provisioned: stepProvisioned(provisioned(), body) });
    return ok();
  }

  async function write(bindings: readonly KeptBinding[]): Promise<Result<void, ErrorView>> {
    const written = await store.writeBindings(bindings.map(({ jws }) => jws));
    if (!written.ok) return refused(written.error);
    setKept(bindings);
    return ok();
  }

  /** The bindings first, the record of the enrolment after them: a cut between them asks again and is answered the same. */
  async function keep(told: Found, { sn, imei }: TerminalNames): Promise<Found> {
    if (!told.ok) return told;
    const alive = told.value.filter(mayBeKept);
    if (alive.length === 0) return refused({ code: "provisioning/nothing-bound" });
    const written = await write(alive);
    if (!written.ok) return written;
    const { kid } = deviceKey.get();
    const { enrolled, again } = provisioned();
    const isSameKey = enrolled !== null && enrolled.kid === kid;
    const event: Enrolled = {
      type: "enrolled",
      kid,
      ...(isSameKey && enrolled.predecessor !== undefined && { predecessor: enrolled.predecessor }),
      sn,
      imeiHash: messageSigner.imeiHash(imei),
      bindings: alive.map(({ payload }) => epochOf(payload)),
    };
    if (!again && JSON.stringify(event) === JSON.stringify(enrolled)) return ok(alive);
    const noted = await note(event);
    return noted.ok ? ok(alive) : noted;
  }

  async function search(identity: IdentityReport): Promise<Found> {
    const names = namesIn(identity);
    if (!names.ok) return names;
    const found = await readKept(names.value.sn);
    if (!found.ok) return found;
    if (!provisioned().enrolled) return enrolFirst(names.value, found.value.length > 0);
    if (found.value.length > 0) return found;
    const told = await upstream.ask(names.value.sn);
    return keep(told.ok ? ok(told.value.bindings) : told, names.value);
  }

  async function enrolFirst(names: TerminalNames, leftOver: boolean): Promise<Found> {
    const code = await enrolmentCode.read();
    if (!code.ok) {
      refusedCode = null;
      const told = await upstream.askIfKnown(names.sn);
      if (!told) return refused(leftOver ? { code: "provisioning/state-incomplete" } : code.error);
      return keep(told, names);
    }
    // A code that was refused is refused again; another one may be put in its place.
    if (refusedCode?.code === code.value) return refusedCode.why;
    const told = await upstream.enrol(names, code.value);
    const isRefused = !told.ok && isCodeRefusal(told.error.code);
    refusedCode = isRefused ? { code: code.value, why: told } : null;
    return keep(told, names);
  }

  function settle(found: Found): Result<void, ErrorView> {
    if (found.ok) setKept(found.value);
    failure = found.ok ? null : found.error;
    parts.onChange();
    return found.ok ? ok() : found;
  }

  async function enrolAgain(names: TerminalNames, typed: string | null, by: Principal): Promise<Found> {
    const code = typed === null ? await enrolmentCode.read() : ok(typed);
    if (!code.ok) return refused(code.error);
    const noted = await note({ type: "bindingAgain", role: by.role, principalId: by.principalId });
    if (!noted.ok) return noted;
    const told = await keep(await upstream.enrol(names, code.value), names);
    const isOpen = upstream.mayBeKnown() && !told.ok && told.error.code !== "provisioning/nothing-bound";
    return isOpen ? told : endAgain(told);
  }

  /** The upstream has spoken: nothing is under way any more. */
  async function endAgain(told: Found): Promise<Found> {
    if (told.ok || !provisioned().again) return told;
    const noted = await note({ type: "notBoundAgain", code: told.error.code });
    return noted.ok ? told : noted;
  }

  async function askAgain(names: TerminalNames): Promise<Found> {
    const told = await upstream.ask(names.sn);
    return told.ok ? endAgain(await keep(ok(told.value.bindings), names)) : told;
  }

  /** What the identity allows; or why not. */
  async function withNames(identity: IdentityReport, work: (names: TerminalNames) => Promise<Found>) {
    const names = namesIn(identity);
    return settle(names.ok ? await work(names.value) : names);
  }

  async function ask(sn: string): ReturnType<UpstreamBindings["ask"]> {
    const told = await upstream.ask(sn);
    if (told.ok && !known.get().told) known.set({ ...known.get(), told: true });
    return told;
  }

  return {
    ask,
    hearFirst: createFirstWord({ clock: ports.clock, known, ask: (sn) => parts.background.track(ask(sn)) }),
    askProfiles: upstream.askProfiles,
    known,
    failure: () => failure,
    working: upstream.enrolling,
    async find(identity) {
      if (!isMissing()) return false;
      await mutex.run(async () => {
        if (kept().length === 0) settle(await search(identity));
      });
      return true;
    },
    recall: (identity) =>
      mutex.run(async () => {
        const names = namesIn(identity);
        if (!names.ok || !isMissing() || !provisioned().enrolled) return false;
        const found = await readKept(names.value.sn);
        if (!found.ok || found.value.length === 0) return false;
        return settle(found).ok;
      }),
    enrol: (identity, code) =>
      mutex.run(async () => {
        if (provisioned().enrolled) return refused({ code: "host/not-now" });
        return withNames(identity, async (names) => keep(await upstream.enrol(names, code), names));
      }),
    bindAgain: (identity, code, by) => mutex.run(() => withNames(identity, (names) => enrolAgain(names, code, by))),
    takeUpAgain: (identity) =>
      mutex.run(async () => (provisioned().again ? withNames(identity, askAgain) : refused({ code: "host/not-now" }))),
    strengthenKey: (identity, mayStill) =>
      mutex.run(async () => {
        const names = namesIn(identity);
        return names.ok ? strengthenKey(names.value, mayStill) : names;
      }),
    async refresh({ bindings }) {
      const before = kept();
      if (before.length === 0) return ok();
      const now = renewed(before, bindings.filter(mayBeKept)).slice(0, Math.max(before.length, mostBindings));
      const changed = now.some((binding, at) => binding.jws !== before[at]?.jws);
      const written = changed ? await write(now) : ok();
      const { enrolled } = provisioned();
      const epochs = kept().map(({ payload }) => epochOf(payload));
      if (!written.ok || !enrolled || JSON.stringify(epochs) === JSON.stringify(enrolled.bindings)) return written;
      return note({ ...enrolled, bindings: epochs });
    },
    async forget(target) {
      const others = kept().filter(({ payload }) => !isSame(payload, target));
      const written = await store.writeBindings(others.map(({ jws }) => jws));
      if (written.ok) setKept(others);
      return written;
    },
    async forgetAll() {
      const erased = await store.eraseBindings();
      if (erased.ok) setKept([]);
      return erased;
    },
  };
}

function refused(failure: { readonly code: ErrorCode }): Result<never, ErrorView> {
  return err(errorView(failure));
}
