/** The room's maker: the parts of an unbind, in the order in which they need each other. */

import type { Background } from "../base/background.ts";
import type { Cell, WritableCell } from "../base/cell.ts";
import type { Bindings } from "../bindings/bindings.ts";
import type { KnownBindings } from "../bindings/known.ts";
import type { PublicJwk } from "../contract/fields.ts";
import type { CheckResult } from "../contract/messages/request.ts";
import type { Journal } from "../journal/journal.ts";
import type { People } from "../people/createPeople.ts";
import type { Clock } from "../ports/clock.ts";
import type { EvidenceStore } from "../ports/evidenceStore.ts";
import type { Hash } from "../ports/hash.ts";
import type { Log } from "../ports/log.ts";
import type { OfflineSecret } from "../ports/offlineSecret.ts";
import type { PaymentApp } from "../ports/paymentApp.ts";
import type { Random } from "../ports/random.ts";
import type { RemovableMedia } from "../ports/removableMedia.ts";
import type { Signer } from "../ports/signer.ts";
import type { Profiles } from "../profiles/profiles.ts";
import type { Trust } from "../trust/createTrust.ts";
import type { UpstreamClient } from "../upstream/client.ts";
import type { Gate } from "./checks.ts";
import { createUnbindDriver } from "./driver.ts";
import { createUnbindEvidence, type UnbindEvidence } from "./evidence.ts";
import { createExchanges } from "./exchanges.ts";
import { createExpiry } from "./expiry.ts";
import { createUnbindFlow, type UnbindFlow } from "./flow.ts";
import { closedBy, createGates, type Judgement } from "./gates.ts";
import type { History } from "./history.ts";
import { createOfflineUnbind, type OfflineUnbind } from "./offline.ts";
import { createPayments } from "./payments.ts";
import { createRequestExchange } from "./requestExchange.ts";
import type { UnbindState } from "./states.ts";
import { createTrouble } from "./trouble.ts";
import { createWipe } from "./wipe.ts";
import { createWiping } from "./wiping.ts";

export type UnbindParts = {
  readonly ports: {
    readonly clock: Clock;
    readonly random: Random;
    readonly hash: Hash;
    readonly log: Log;
    readonly signer: Signer;
    readonly offlineSecret: OfflineSecret;
    readonly removableMedia: RemovableMedia;
    readonly evidenceStore: EvidenceStore;
  };
  readonly settings: {
    /** The only keys whose signatures count as the upstream's. */
    readonly upstreamKeys: readonly PublicJwk[];
  };
  readonly paymentApp: PaymentApp;
  readonly journal: Journal;
  readonly client: UpstreamClient;
  readonly trust: Trust;
  readonly profiles: Profiles;
  readonly state: WritableCell<UnbindState>;
  readonly known: Cell<KnownBindings>;
  readonly history: History;
  /** What the gate judged that closed last, where nothing has happened since. */
  readonly closedGate: readonly CheckResult[];
  readonly bindings: Bindings;
  readonly people: People;
  readonly checks: { run(gate: Gate, state: UnbindState, canStop: boolean): Promise<Judgement> };
  readonly onChange: () => void;
  readonly background: Background;
};

export type Unbind = {
  readonly flow: UnbindFlow;
  readonly offline: OfflineUnbind;
  readonly evidence: UnbindEvidence;
};

export function createUnbind(parts: UnbindParts): Unbind {
  const { ports, paymentApp, journal, client, state, known, history, people, background } = parts;
  const { clock, random, hash, log } = ports;
  const { messageSigner, verifier, upstreamKeys, trustedTime } = parts.trust;
  /** A code that was asked for is not wanted any more, once what it was for has gone on without it. */
  const onChange = () => {
    people.codeEntry.closeUnwanted();
    parts.onChange();
  };
  const trouble = createTrouble({ log, refused: closedBy(parts.closedGate, state.get()), onChange });
  const driver = createUnbindDriver({ clock, journal, history, state, trouble });
  const offline = createOfflineUnbind({
    clock,
    random,
    hash,
    secret: ports.offlineSecret,
    media: ports.removableMedia,
    verifier,
    trustedTimeFloorMs: trustedTime.floorMs,
    upstreamMs: trustedTime.upstreamMs,
    state,
    driver,
    onChange,
  });
  const payments = createPayments({ clock, log, paymentApp, state, known, history, trouble, onChange, background });
  const requestExchange = createRequestExchange({
    clock,
    client,
    messageSigner,
    verifier,
    handOverOriginsOf: ({ providerId, bindingKind }) =>
      parts.profiles.of(providerId, bindingKind)?.handOverOrigins ?? [],
  });
  const gates = createGates({
    log,
    paymentApp,
    messageSigner,
    history,
    state,
    driver,
    trouble,
    payments,
    offline,
    runChecks: (gate, at) => parts.checks.run(gate, at, payments.canStop()),
  });
  const exchanges = createExchanges({
    clock,
    random,
    log,
    messageSigner,
    requestExchange,
    state,
    driver,
    trouble,
    onChange,
    background,
  });
  const forgetPin = () => people.authenticator.eraseForWipe("merchant");
  const wipe = createWipe({ clock, log, paymentApp, bindings: parts.bindings, forgetPin });
  const wiping = createWiping({ wipe, messageSigner, driver, trouble, payments });
  const expiry = createExpiry({ clock, state, driver, trouble, offline, background, onChange });
  const flow = createUnbindFlow({
    state,
    driver,
    trouble,
    payments,
    gates,
    exchanges,
    wiping,
    expiry,
    onChange,
    background,
  });
  const evidence = createUnbindEvidence({
    clock,
    hash,
    signer: ports.signer,
    journal,
    history,
    known,
    upstreamKeys: parts.settings.upstreamKeys,
    keySets: upstreamKeys.sets,
    store: ports.evidenceStore,
    verifierOf: ({ providerId, bindingKind }) => parts.profiles.of(providerId, bindingKind)?.verifier ?? null,
    onChange,
  });
  // Whoever leaves gives up what was not confirmed.
  people.session.onClosed(() => background.run(() => flow.dispatch([{ type: "left" }])));
  return { flow, offline, evidence };
}
