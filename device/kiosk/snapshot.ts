import type { Target } from "../bindings/binding.ts";
import { neverProvisioned } from "../bindings/enrolment.ts";
import { knownFrom } from "../bindings/known.ts";
import type { Snapshot } from "../contract/snapshot.ts";
import type { BindingView } from "../contract/views/binding.ts";
import type { ProfileView } from "../contract/views/profile.ts";
import { profileView } from "../profiles/view.ts";
import type { FlowView } from "../unbind/flow.ts";
import type { KioskParts } from "./compose.ts";
import type { Monitor } from "./monitor.ts";
import type { KioskSettings } from "./ports.ts";
import { bindingsView, codeEntryView, terminalView, unbindView } from "./views.ts";

export type SnapshotGiven = Pick<Snapshot, "revision" | "language" | "service" | "at" | "journal"> & {
  readonly settings: KioskSettings;
  readonly monitor: Monitor;
  /** Null until they are composed. */
  readonly parts: KioskParts | null;
};

export function snapshotOf(given: SnapshotGiven): Snapshot {
  const { settings, parts } = given;
  const profileViewOf = (target: Target): ProfileView | null => {
    const known = parts?.profiles.of(target.providerId, target.bindingKind);
    const rules = parts?.profiles.rulesOf(target)?.rules;
    return known && rules ? profileView(known, rules) : null;
  };
  const brandOf = ({ providerId, bindingKind }: Target): BindingView["brand"] => {
    const brand = parts?.profiles.of(providerId, bindingKind)?.brand;
    return brand ? { colour: brand.colour ?? null, logo: brand.logo ?? null } : null;
  };
  const flow = parts?.unbind.flow.view() ?? idleFlow;
  const entry = parts?.people.digitEntry.view();
  const bound = {
    known: parts?.known.get() ?? knownFrom(neverProvisioned),
    failure: parts?.bindings.failure() ?? null,
    ended: parts?.history.ended() ?? [],
  };
  const around = {
    profileOf: profileViewOf,
    policyOf: (target: Target) =>
      parts?.profiles.policyTexts(target).find((read) => read.language === given.language) ?? null,
    challengePlace: parts?.unbind.offline.place() ?? null,
    evidencePlace: parts?.unbind.evidence.place() ?? null,
    voucherOf: (state: FlowView["state"]) => parts?.unbind.evidence.voucherOf(state) ?? null,
  };
  return {
    revision: given.revision,
    language: given.language,
    service: given.service,
    at: given.at,
    app: settings.app,
    simulated: settings.simulated,
    sound: settings.sound ?? true,
    terminal: terminalView(given.monitor.terminal(), parts?.meant ?? null),
    upstream: given.monitor.upstream(),
    bindings: bindingsView(flow.state, bound, profileViewOf, brandOf),
    offered: parts && given.service.phase === "working" ? parts.orders.offered() : { setLanguage: true },
    pin: entry?.pin ?? noPin,
    codeEntry: codeEntryView(entry?.code ?? null, flow),
    session: parts?.people.session.view() ?? { phase: "closed" },
    unbind: unbindView(flow, around),
    history: parts?.historyPages.newest() ?? [],
    historyCount: parts?.historyPages.count() ?? 0,
    historyPage: parts?.historyPages.older() ?? null,
    printer: parts?.papers.view() ?? null,
    journal: given.journal,
    provisioning: parts?.provisioning.view() ?? notProvisioned,
    pinReset: parts?.people.pinReset.view() ?? null,
    diagnostics: parts?.staffTools.diagnostics.view() ?? null,
    journalPage: parts?.staffTools.journalPages.view() ?? null,
    logBundle: parts?.staffTools.logBundle.place() ?? null,
  };
}

const idleFlow: FlowView = {
  state: { name: "bound" },
  payments: "all",
  paymentOrder: "underWay",
  failure: null,
  gateChecks: [],
  asking: false,
  nextAskAt: null,
  demand: null,
  hold: null,
};
const noStanding = { set: false, triesLeft: 0, waitUntil: null } as const;
const noPin = {
  standings: { merchant: noStanding, technician: noStanding, factory: noStanding },
  rolesOffered: null,
  entry: null,
} as const;
const notProvisioned = { phase: "unprovisioned", working: false, failure: null, key: null } as const;
export const noJournal = {
  status: "intact",
  records: 0,
  cutBytes: 0,
  damagedAt: null,
  usedPercent: 0,
  warning: null,
} as const;
