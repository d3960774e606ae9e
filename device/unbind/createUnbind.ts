/** The room's maker: the parts of an unbind, in the order in which they need each other. */

import type { Background } from "../base/background.ts";
import type { Cell, WritableCell } from "../base/cell.ts";
import type { Bindings } from "../bindings/bindings.ts";
import type { KnownBindings } from "../bindings/known.ts";
import type { PublicJwk } from "../contract/fields.ts";
import type { Journal } from "../journal/journal.ts";
import type { PinAuthenticator } from "../people/authenticator.ts";
import type { Session } from "../people/session.ts";
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
import type { MessageSigner } from "../trust/messageSigner.ts";
import type { UpstreamVerifier } from "../trust/upstreamVerifier.ts";
import type { UpstreamClient } from "../upstream/client.ts";
import { createUnbindDriver } from "./driver.ts";
import { createUnbindEvidence, type UnbindEvidence } from "./evidence.ts";
import { createExchanges } from "./exchanges.ts";
import { createExpiry } from "./expiry.ts";
import { createUnbindFlow, type UnbindFlow } from "./flow.ts";
import { createGates, type RunChecks } from "./gates.ts";
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
  readonly paymentApp: PaymentApp;
  readonly journal: Journal;
  readonly client: UpstreamClient;
  readonly messageSigner: MessageSigner;
  readonly verifier: UpstreamVerifier;
  readonly upstreamKeys: readonly PublicJwk[];
  readonly profiles: Profiles;
  readonly state: WritableCell<UnbindState>;
  readonly known: Cell<KnownBindings>;
  readonly history: History;
  readonly bindings: Bindings;
  readonly authenticator: PinAuthenticator;
  readonly session: Session;
  readonly runChecks: RunChecks;
  /** The latest time that was certainly seen, Unix milliseconds. */
  readonly trustedTimeFloorMs: () => number;
  readonly onChange: () => void;
  readonly background: Background;
};

export type Unbind = {
  readonly flow: UnbindFlow;
  readonly offline: OfflineUnbind;
  readonly evidence: UnbindEvidence;
};

export function createUnbind(parts: UnbindParts): Unbind {
  const { ports, paymentApp, journal, client, messageSigner, verifier, state, known, history, onChange, background } =
    parts;
  const { clock, random, hash, log } = ports;
  const trouble = createTrouble({ log, onChange });
  const driver = createUnbindDriver({ clock, journal, history, state, trouble });
  const offline = createOfflineUnbind({
    clock,
    random,
    hash,
    secret: ports.offlineSecret,
    media: ports.removableMedia,
    verifier,
    trustedTimeFloorMs: parts.trustedTimeFloorMs,
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
  const { runChecks } = parts;
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
    runChecks,
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
  const { bindings, authenticator } = parts;
  const forgetPin = () => authenticator.eraseForWipe("merchant");
  const wipe = createWipe({ clock, log, paymentApp, bindings, forgetPin });
  const wiping = createWiping({ wipe, messageSigner, driver, trouble, payments });
  const expiry = createExpiry({ clock, state, driver, stillValid: offline.stillValid, background });
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
    upstreamKeys: parts.upstreamKeys,
    store: ports.evidenceStore,
    onChange,
  });
  // Whoever leaves gives up what was not confirmed.
  parts.session.onClosed(() => background.run(() => flow.dispatch([{ type: "left" }])));
  return { flow, offline, evidence };
}
