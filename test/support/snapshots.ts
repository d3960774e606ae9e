/** Snapshots as a kiosk would give them: one for each screen and each state of an unbind. Nothing in them is real. */

import type { ReceiptPayload } from "../../device/contract/messages/outcome.ts";
import type { CheckResult, RequestPayload, Waiver } from "../../device/contract/messages/request.ts";
import type { WipeItemReport } from "../../device/contract/messages/wipe.ts";
import type { Snapshot } from "../../device/contract/snapshot.ts";
import type { BindingView } from "../../device/contract/views/binding.ts";
import type { HistoryEntryView } from "../../device/contract/views/history.ts";
import type { PinStanding } from "../../device/contract/views/people.ts";
import type { ProfileView } from "../../device/contract/views/profile.ts";
import type { DiagnosticName } from "../../device/contract/views/staff.ts";
import type { TerminalView, ValueView } from "../../device/contract/views/terminal.ts";
import type { UnbindStateName, UnbindView } from "../../device/contract/views/unbind.ts";

const at = Date.parse("2026-03-04T05:06:07.000Z");
const instant = "2026-03-04T05:01:07.000Z";
const requestId = "0195603b-7a10-7c3e-9f21-4b8d2e6a1c05";
const hash = "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg";

const read = (value: string, source: string): ValueView => ({ status: "read", value, source, warnings: [] });
const unreadable = (problem: Extract<ValueView, { status: "unreadable" }>["problem"]): ValueView => ({
  status: "unreadable",
  problem,
  masked: [],
});

const terminal: TerminalView = {
  phase: "read",
  failure: null,
  sn: read("N9XT7300412288", "AT+CGSN=0"),
  imei: read("352656100367872", "AT+CGSN=1"),
  manufacturer: read("Example Devices Co., Ltd.", "AT+CGMI"),
  model: read("EX-9000 Pro", "AT+CGMM"),
  firmware: read("EX9000PRO_V02.31.0007_20251130", "AT+CGMR"),
  battery: { power: "battery", percent: 82 },
  signalDbm: -71,
  registered: true,
};

const checks: readonly CheckResult[] = [
  { code: "SN_UNREADABLE", level: "must", outcome: "passed", fact: "source=cgsn0" },
  { code: "IMEI_UNREADABLE", level: "must", outcome: "passed", fact: "source=cgsn1" },
  { code: "IMEI_INVALID", level: "should", outcome: "passed" },
  { code: "ID_MISMATCH", level: "must", outcome: "passed" },
  { code: "BATTERY_LOW", level: "must", outcome: "passed", fact: "percent=82" },
  { code: "BATTERY_UNKNOWN", level: "should", outcome: "passed" },
  { code: "NETWORK_DOWN", level: "should", outcome: "passed", fact: "registered=yes" },
  { code: "UPSTREAM_UNREACHABLE", level: "must", outcome: "passed" },
  { code: "CLOCK_UNTRUSTED", level: "must", outcome: "passed", fact: "skewMs=412" },
  { code: "OPEN_BATCH", level: "should", outcome: "passed", fact: "count=0" },
  { code: "STORED_OFFLINE_TX", level: "should", outcome: "passed", fact: "count=0" },
  { code: "TAMPER_FLAG", level: "must", outcome: "passed" },
  { code: "PRINTER_FAULT", level: "should", outcome: "passed", fact: "ready" },
  { code: "STORAGE_FAULT", level: "must", outcome: "passed" },
  { code: "PENDING_REVERSAL", level: "should", outcome: "passed", fact: "count=0" },
  { code: "PENDING_REFUND", level: "should", outcome: "passed", fact: "count=0" },
  { code: "POLICY_VERSION_OLD", level: "must", outcome: "passed" },
  { code: "WINDOW_CLOSED", level: "must", outcome: "passed", fact: "opens=2026-03-04T00:00:00.000Z" },
  { code: "LIMIT_REACHED", level: "must", outcome: "passed" },
  { code: "NOT_AUTHORISED", level: "must", outcome: "passed" },
  { code: "DOCUMENTS_MISSING", level: "must", outcome: "passed" },
  { code: "REPLACEMENT_UNVERIFIED", level: "must", outcome: "passed", fact: "replacement=validated" },
  { code: "OTHER_BINDING_DEPENDS", level: "should", outcome: "passed", fact: "count=0" },
  { code: "REQUEST_ALREADY_OPEN", level: "must", outcome: "passed" },
  { code: "CONSENT_REQUIRED", level: "must", outcome: "passed" },
];

const failing = (...codes: readonly CheckResult["code"][]): readonly CheckResult[] =>
  checks.map((check) => (codes.includes(check.code) ? { ...check, outcome: "failed" } : check));

const technician = { role: "technician", principalId: "01890000-0000-7000-8000-000000000002" } as const;

const waiver: Waiver = {
  check: "BATTERY_LOW",
  reason: "terminal_broken",
  at: instant,
  ...technician,
  authorisationId: "01890000-0000-7000-8000-0000000000aa",
};

/** With every field that a request can have. */
export const requestPayload: RequestPayload = {
  schemaVersion: 1,
  aud: "upstream.example",
  requestId,
  providerId: "generic",
  profileVersion: "2026.1",
  bindingKind: "settlement_card_to_merchant",
  intent: "unbind_and_close",
  execution: "approve_then_execute",
  way: "online",
  reason: { code: "other", text: "店铺搬迁" },
  device: {
    sn: "N9XT7300412288",
    snSource: "cgsn0",
    imei: "352656100367872",
    imeiSource: "cgsn1",
    model: "EX-9000 Pro",
    firmware: "EX9000PRO_V02.31.0007_20251130",
    app: "jiebang 0.1.0",
  },
  epoch: 3,
  binding: {
    acquirerCode: "48001234",
    merchantCodeHash: hash,
    creditCodeHash: hash,
    settlementAccountMasked: "••••••••••••6789",
    addressMasked: "••市••区••路18号",
  },
  subjectMasked: "•••• •••• •••• 4421",
  precheck: { checks: [...checks], waivers: [waiver, { ...waiver, check: "OPEN_BATCH", reason: "saved_elsewhere" }] },
  actors: [
    { ...technician, method: "pin", approvedAt: instant },
    {
      role: "upstream",
      principalId: "01890000-0000-7000-8000-0000000000bb",
      method: "upstream_authorisation",
      approvedAt: instant,
    },
  ],
  secondApproval: "merchant",
  consent: { policyId: "generic-unbind", policyVersion: "2026-01", at: instant },
  statements: ["account_and_contact_verified", "documents_ready"],
  funds: { openBatch: 0, storedOffline: 0, disposition: "transfer_all_or_close" },
  createdAt: instant,
  expiresAt: "2026-03-11T05:01:07.000Z",
  supersedes: "0195603b-0000-7000-8000-000000000000",
};

export const summary = { payload: requestPayload, hash } as const;

export const receiptPayload: ReceiptPayload = {
  receiptId: "0195604a-11aa-7bbb-8ccc-0123456789ab",
  requestId,
  requestHash: hash,
  outcome: "unbound_now",
  unboundAt: "2026-03-04T05:05:59.000Z",
  sn: "N9XT7300412288",
  imeiHash: hash,
  epoch: 3,
  bindingKind: "terminal_to_merchant",
  subjectMasked: "海•••••店 ••••0012",
  paymentsMayContinue: false,
  followUps: ["funds_arrived", "update_pos_system", "deposit_refund"],
};

/** A thousand characters: as long as the code on the screen has to carry. */
const jws = "eyJhbGciOiJFUzI1NiJ9.".padEnd(913, "aZ09_-bY18") + `.${"Qx7-".repeat(22)}`.slice(0, 87);

const wipe: readonly WipeItemReport[] = [
  { name: "binding_record", method: "delete", result: "done", at: instant },
  { name: "merchant_pin", method: "overwrite", result: "done", at: instant },
  { name: "payment_application", method: "delete", result: "notApplicable", at: instant },
  { name: "payment_keys", method: "vendorKeyErase", result: "notPerformed", at: instant },
];

/** Says everything that a provider can say. */
export const profile: ProfileView = {
  providerId: "generic",
  name: { zh: "示例支付", en: "Example Pay" },
  version: "2026.1",
  signed: true,
  execution: "approve_then_execute",
  ways: ["online", "offline"],
  reasons: [
    { code: "business_adjustment", documents: [] },
    { code: "personal_leave_or_move", documents: [] },
    { code: "regulatory", documents: [] },
    { code: "switch_provider", documents: [] },
    { code: "legal_rep_change", documents: ["new_legal_rep_id", "business_licence"] },
    { code: "other", documents: [] },
  ],
  statements: [
    { code: "account_and_contact_verified", level: "must" },
    { code: "documents_ready", level: "must" },
    { code: "funds_sufficient", level: "should" },
  ],
  documents: [
    { code: "identity_and_account_material", condition: null },
    { code: "contract_termination", condition: "if_asked" },
    { code: "guardian_id", condition: "minor_involved" },
  ],
  factors: [{ kind: "sms", collectOnDevice: "yes" }],
  reviewBy: "staff",
  followUps: [
    { code: "funds_arrived", condition: null },
    { code: "close_account", condition: "no_longer_used" },
  ],
  prohibitions: ["no_third_party_links_or_codes", "never_reveal_credentials"],
  channels: [
    { kind: "terminal", condition: null, contact: null },
    { kind: "phone", condition: null, contact: "example support" },
    { kind: "counter", condition: "some_institutions", contact: null },
  ],
};

/** Says nothing that it need not say. */
const silentProfile: ProfileView = {
  ...profile,
  signed: false,
  statements: [],
  documents: [],
  followUps: [],
  prohibitions: [],
  channels: [],
  reviewBy: "unspecified",
};

const target = { providerId: "generic", bindingKind: "terminal_to_merchant" } as const;

const nothingYet: UnbindView = {
  state: "bound",
  unknownPhase: null,
  requestId: null,
  target: null,
  profile: null,
  origin: null,
  way: null,
  execution: null,
  payments: "all",
  actor: null,
  reason: null,
  eligibility: null,
  checks: [],
  waivers: [],
  waivable: [],
  secondAwaited: null,
  preparing: false,
  summary: null,
  upstreamSaid: null,
  demand: null,
  hold: null,
  challenge: null,
  confirmedAt: null,
  grantExpiresAt: null,
  rejection: null,
  failure: null,
  asking: false,
  nextAskAt: null,
  cancelAsked: false,
  wipe: [],
  receipt: null,
  proof: null,
  evidencePlace: null,
};

const standing: PinStanding = { set: true, triesLeft: 10, waitUntil: null };
const noPin: PinStanding = { ...standing, set: false };

const policy = { id: "generic-unbind", version: "2026-01" };
const bound: BindingView = {
  state: "bound",
  ...target,
  providerName: profile.name,
  epoch: 3,
  merchantName: "海风示例便利店（滨江路分店）",
  merchantIdMasked: "•••••••••••0012",
  subjectMasked: null,
  contactMasked: "138••••••56",
  policy,
  terms: null,
};

/** One of every kind. */
const bindings: readonly BindingView[] = [
  bound,
  {
    ...bound,
    bindingKind: "settlement_card_to_merchant",
    subjectMasked: "•••• •••• •••• 4421",
    terms: { replacement: { state: "validated", accountMasked: "•••• 9900" } },
  },
  {
    ...bound,
    bindingKind: "bank_account_to_pos",
    subjectMasked: "••••••••6789",
    providerId: "other",
    providerName: null,
  },
  {
    ...bound,
    state: "unbound",
    bindingKind: "terminal_to_account",
    epoch: 2,
    merchantName: null,
    merchantIdMasked: null,
    contactMasked: null,
    policy: null,
  },
];

const followUps: HistoryEntryView["followUps"] = [
  { code: "funds_arrived", doneAt: instant },
  { code: "update_pos_system", doneAt: null },
  { code: "deposit_refund", doneAt: null },
];
const entryOf = (rest: Partial<HistoryEntryView>): HistoryEntryView => ({
  requestId,
  ...target,
  epoch: 3,
  state: "completed",
  confirmedAt: instant,
  endedAt: instant,
  proof: "receipt",
  followUps,
  ...rest,
});
const history: readonly HistoryEntryView[] = [
  entryOf({}),
  entryOf({
    requestId: "0195603b-7a10-7c3e-9f21-4b8d2e6a1c06",
    bindingKind: "settlement_card_to_merchant",
    state: "completedPendingSync",
    proof: "offline_code",
    endedAt: null,
  }),
  entryOf({
    requestId: "0195603b-7a10-7c3e-9f21-4b8d2e6a1c07",
    state: "rejected",
    proof: null,
    followUps: [],
  }),
];

export const home: Snapshot = {
  revision: 1,
  language: "zh-CN",
  app: "jiebang 0.1.0",
  simulated: true,
  at,
  service: { phase: "working" },
  terminal,
  upstream: { reach: "reachable", failure: null },
  bindings: { state: "known", list: bindings },
  pin: { standings: { merchant: standing, technician: standing, factory: standing }, rolesOffered: null, entry: null },
  session: { phase: "closed" },
  codeEntry: null,
  unbind: nothingYet,
  history: [],
  journal: { status: "intact", records: 12, cutBytes: 0, damagedAt: null },
  provisioning: { phase: "provisioned", working: false, failure: null, key: { kid: hash, storage: "wrapped_file" } },
  pinReset: null,
  diagnostics: null,
  journalPage: null,
  evidenceQr: null,
};

const merchant = { role: "merchant", principalId: "01890000-0000-7000-8000-000000000001" } as const;
const open: Snapshot = { ...home, session: { phase: "open", principal: merchant, closesAt: null } };
const drafted: UnbindView = { ...nothingYet, target, profile, execution: "approve_then_execute" };
const sent: UnbindView = {
  ...drafted,
  requestId,
  origin: "terminal",
  way: "online",
  payments: "onlineOnly",
  reason: requestPayload.reason,
  confirmedAt: instant,
  nextAskAt: at + 42_000,
};
const waiting: UnbindView = { ...sent, nextAskAt: null };
const said = (state: NonNullable<UnbindView["upstreamSaid"]>["state"]) => ({ state, at: instant });
const proven: UnbindView = {
  ...waiting,
  payments: "none",
  proof: "receipt",
  upstreamSaid: said("unbound"),
  receipt: { payload: receiptPayload, jws },
};
const provenOffline: UnbindView = {
  ...waiting,
  payments: "none",
  way: "offline",
  proof: "offline_code",
};
const checked: UnbindView = { ...drafted, reason: requestPayload.reason, checks, eligibility: "eligible" };

/** What the unbind looks like in each of its states. */
export const unbindIn: Readonly<Record<UnbindStateName, UnbindView>> = {
  bound: nothingYet,
  draft: { ...drafted, state: "draft" },
  precheck: { ...drafted, state: "precheck", reason: requestPayload.reason },
  blocked: {
    ...checked,
    state: "blocked",
    eligibility: "ineligible",
    checks: failing("BATTERY_LOW", "UPSTREAM_UNREACHABLE", "PRINTER_FAULT", "DOCUMENTS_MISSING", "OPEN_BATCH"),
    waivable: ["BATTERY_LOW"],
    waivers: [{ ...waiver, check: "PRINTER_FAULT" }],
  },
  ready: { ...checked, state: "ready" },
  confirmed: { ...waiting, state: "confirmed", failure: { code: "unbind/gate-closed" }, checks: failing("OPEN_BATCH") },
  awaitingSecond: { ...waiting, state: "awaitingSecond", secondAwaited: "merchant" },
  offlineChallenge: {
    ...waiting,
    state: "offlineChallenge",
    way: "offline",
    payments: "none",
    challenge: {
      groups: ["BCDF", "GHJK", "LMNP", "QRST", "VWXZ"],
      expiresAt: "2026-03-04T06:06:07.000Z",
      triesLeft: 10,
      place: null,
    },
  },
  sending: { ...sent, state: "sending", asking: true, nextAskAt: null },
  unknown: { ...sent, state: "unknown", unknownPhase: "apply", failure: { code: "upstream/no-answer" } },
  submitted: { ...sent, state: "submitted", upstreamSaid: said("submitted") },
  underReview: { ...sent, state: "underReview", upstreamSaid: said("under_review") },
  verificationRequired: {
    ...sent,
    state: "verificationRequired",
    upstreamSaid: said("verification_required"),
    demand: {
      factor: "sms",
      expiresAt: "2026-03-04T05:16:07.000Z",
      how: { kind: "code", sentTo: "138••••••56", triesLeft: 3 },
    },
  },
  riskHold: {
    ...sent,
    state: "riskHold",
    upstreamSaid: said("risk_hold"),
    cancelAsked: true,
    hold: { code: "velocity", until: "2026-03-05T05:01:07.000Z" },
  },
  approved: {
    ...sent,
    state: "approved",
    upstreamSaid: said("approved"),
    grantExpiresAt: "2026-03-05T05:01:07.000Z",
  },
  executing: {
    ...waiting,
    state: "executing",
    upstreamSaid: said("approved"),
    asking: true,
    preparing: true,
    payments: "none",
  },
  rejected: {
    ...sent,
    state: "rejected",
    nextAskAt: null,
    upstreamSaid: said("rejected"),
    payments: "all",
    rejection: { code: "documents_incomplete", text: "R-17: 2 / 3", until: "2026-03-06T05:01:07.000Z" },
  },
  cancelled: { ...waiting, state: "cancelled", payments: "all", upstreamSaid: said("cancelled") },
  expired: { ...waiting, state: "expired", payments: "all", upstreamSaid: said("expired") },
  unboundUpstream: { ...proven, state: "unboundUpstream" },
  offlineAuthorised: { ...provenOffline, state: "offlineAuthorised" },
  wiping: { ...proven, state: "wiping", wipe: wipe.slice(0, 1) },
  wipeIncomplete: {
    ...proven,
    state: "wipeIncomplete",
    wipe: [...wipe.slice(0, 2), { name: "payment_keys", method: "vendorKeyErase", result: "failed", at: instant }],
    failure: { code: "payment/no-answer" },
  },
  wiped: { ...proven, state: "wiped", wipe, failure: { code: "unbind/not-unbound-upstream" } },
  completedPendingSync: { ...provenOffline, state: "completedPendingSync", wipe },
  completed: { ...proven, state: "completed", wipe, evidencePlace: "/var/lib/jiebang/evidence/0195603b-7a10.json" },
};

const inMenu = (unbind: UnbindView): Snapshot => ({ ...open, unbind });
const pin = (entry: NonNullable<Snapshot["pin"]["entry"]>, rest: Partial<PinStanding> = {}): Snapshot => ({
  ...(entry.purpose === "choose" ? home : open),
  pin: {
    ...home.pin,
    standings: { ...home.pin.standings, [entry.role]: { ...standing, set: entry.purpose !== "choose", ...rest } },
    entry,
  },
});
const keypad = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0];
const entry = { role: "merchant", typed: 4, checking: false, failure: null, keypad } as const;
const unknownBindings = { state: "unknown", failure: { code: "upstream/unreachable" } } as const;
const nothingRead: TerminalView = {
  phase: "reading",
  failure: null,
  sn: unreadable("not-read-yet"),
  imei: unreadable("not-read-yet"),
  manufacturer: unreadable("not-read-yet"),
  model: unreadable("not-read-yet"),
  firmware: unreadable("not-read-yet"),
  battery: null,
  signalDbm: null,
  registered: null,
};
const released: Snapshot["bindings"] = {
  state: "known",
  list: [{ ...bound, state: "unbound", merchantName: null, merchantIdMasked: null, contactMasked: null, policy: null }],
};
const cardLeft: Snapshot["bindings"] = { state: "known", list: bindings.slice(0, 2).reverse() };
const draftOf = (binding: BindingView, rest: Partial<UnbindView> = {}): Snapshot => {
  const { providerId, bindingKind } = binding;
  return inMenu({ ...unbindIn.draft, target: { providerId, bindingKind }, ...rest });
};
const after = (unbind: UnbindView): Snapshot => ({ ...inMenu(unbind), bindings: released, history });

const unprovisioned: Snapshot = {
  ...home,
  bindings: { state: "unknown", failure: null },
  pin: { ...home.pin, standings: { merchant: noPin, technician: noPin, factory: noPin } },
  provisioning: { ...home.provisioning, phase: "unprovisioned" },
};
const inStaffMenu = (snapshot: Snapshot, role: "technician" | "factory" = "technician"): Snapshot => ({
  ...snapshot,
  session: { phase: "open", principal: { ...technician, role }, closesAt: null },
});
const locked: PinStanding = { ...standing, triesLeft: 0 };
const merchantLocked: Snapshot = {
  ...home,
  pin: {
    ...home.pin,
    standings: { merchant: locked, technician: { ...standing, triesLeft: 6, waitUntil: at + 61_000 }, factory: noPin },
  },
};
const unboundAndFree: Snapshot = {
  ...home,
  unbind: unbindIn.completed,
  bindings: released,
  history,
  provisioning: { ...home.provisioning, phase: "released" },
};
const pinReset: NonNullable<Snapshot["pinReset"]> = {
  role: "technician",
  groups: ["BCDF", "GHJK", "LMNP", "QRST", "VWXZ"],
  expiresAt: "2026-03-04T06:06:07.000Z",
  triesLeft: 10,
};
const told: Readonly<Record<DiagnosticName, string | null>> = {
  imeisv: "3526561003678723",
  tusn: null,
  simState: "READY",
  simCard: "••••••••••••••••4421",
  radio: "full",
  circuitNetwork: "denied (17)",
  packetNetwork: "home",
  lteNetwork: "home",
  nrNetwork: null,
  signal: "-71 dBm",
  tamper: "clear",
  printer: "no_paper",
  upstreamOrigin: "https://upstream.example:8443",
  upstreamTls: "mutual",
  upstreamClockSkew: "-1 s",
  freeBytes: "734003200",
  journalStatus: "intact",
  journalRecords: "52",
  keyId: hash,
  keyStorage: "wrapped_file",
  app: "jiebang 0.1.0",
  runtime: "electron 38.1.0",
};
const diagnostics: NonNullable<Snapshot["diagnostics"]> = {
  facts: Object.entries(told).map(([name, value]) => ({ name: name as DiagnosticName, value })),
  transcript: [
    "120 => 41542b4347534e3d310d  AT+CGSN=1\\r",
    "131 <= 0d0a2b4347534e3a20223335323635363130303336373837322220202020220d0a0d0a4f4b0d0a  \\r\\n+CGSN: ...",
    "9021 # the port was opened again",
  ],
};
const journalPage: NonNullable<Snapshot["journalPage"]> = {
  records: [
    ["pin", "matched"],
    ["pin", "tried"],
    ["unbind", "executionSendStarted"],
    ["unbind", "attestationAcknowledged"],
    ["followUp", "followUp"],
    ["provisioning", "enrolled"],
    ["unbind", "somethingThatHasNoWord"],
  ].map(([kind = "", what = ""], index) => ({ seq: 44 - index, at: at - index * 61_000, kind, what })),
  hasOlder: true,
  place: "/media/stick/jiebang-journal-52.jsonl",
};

/** By the name of what the operator would see. */
export const snapshots = {
  starting: { ...home, service: { phase: "starting" }, terminal: nothingRead },
  outOfService: {
    ...home,
    service: { phase: "outOfService", failure: { code: "journal/damaged", facts: { seq: 17 } } },
  },
  chooseRole: { ...open, pin: { ...home.pin, rolesOffered: ["merchant", "technician"] } },
  choosePin: pin({ ...entry, purpose: "choose" }),
  choosePinRefused: pin({ ...entry, purpose: "choose", typed: 0, failure: { code: "pin/too-guessable" } }),
  repeatPin: { ...pin({ ...entry, purpose: "repeat" }), session: home.session },
  changePin: pin({ ...entry, role: "technician", purpose: "change", typed: 0 }),
  approvePin: pin({ ...entry, purpose: "approve", typed: 0, keypad: [7, 0, 3, 9, 1, 8, 2, 5, 6, 4] }),
  enterPin: pin({ ...entry, purpose: "unlock" }),
  enterPinWrong: pin({ ...entry, purpose: "unlock", typed: 0, failure: { code: "pin/wrong" } }, { triesLeft: 1 }),
  enterPinWait: pin(
    { ...entry, purpose: "unlock", typed: 0, failure: { code: "pin/wait" } },
    { triesLeft: 5, waitUntil: at + 29_000 },
  ),
  enterPinChecking: pin({ ...entry, purpose: "unlock", typed: 12, checking: true }),
  enterPinLocked: pin({ ...entry, purpose: "unlock", typed: 0, failure: { code: "pin/locked" } }, { triesLeft: 0 }),
  home,
  homeReading: { ...home, terminal: { ...terminal, phase: "reading" } },
  homeNoPort: {
    ...home,
    bindings: unknownBindings,
    terminal: {
      ...nothingRead,
      phase: "failed",
      failure: { code: "link/port-missing", facts: { path: "/dev/ttyUSB0" } },
    },
    upstream: { reach: "unreachable", failure: { code: "upstream/unreachable" } },
  },
  homeUnreadable: {
    ...home,
    terminal: {
      ...terminal,
      sn: { status: "unreadable", problem: "contradictory", masked: ["••••••••••2288", "••••••••••2289"] },
      imei: { ...terminal.imei, warnings: ["imei-check-digit-wrong"] } as ValueView,
      model: unreadable("not-supported"),
      battery: { power: "fault", percent: 9 },
      signalDbm: null,
      registered: false,
    },
  },
  homeTorn: { ...home, journal: { status: "tornTailCut", records: 12, cutBytes: 137, damagedAt: null } },
  homeDamaged: { ...home, journal: { status: "damaged", records: 12, cutBytes: 0, damagedAt: 9 } },
  homePending: { ...home, unbind: unbindIn.submitted },
  homeUnknown: { ...home, unbind: unbindIn.unknown },
  homeOrdered: { ...home, unbind: { ...unbindIn.approved, origin: "upstream" } },
  homeCardUnbound: { ...home, bindings: cardLeft, unbind: unbindIn.completed, history },
  homeRejected: { ...home, unbind: unbindIn.rejected },
  menu: open,
  menuUnknownBinding: { ...open, bindings: unknownBindings },
  draft: draftOf(bound),
  draftOfCard: draftOf(bindings[1] ?? bound, { profile: silentProfile }),
  draftOffline: { ...draftOf(bound), upstream: { reach: "unreachable", failure: null } },
  checking: inMenu(unbindIn.precheck),
  checksFailed: inMenu(unbindIn.blocked),
  checksPassed: inMenu(unbindIn.ready),
  checksWithSideEffects: inMenu({
    ...unbindIn.ready,
    eligibility: "eligible_with_side_effects",
    checks: failing("OPEN_BATCH"),
  }),
  summary: inMenu({ ...unbindIn.ready, summary }),
  confirmed: inMenu(unbindIn.confirmed),
  sending: inMenu(unbindIn.sending),
  unknownApply: inMenu(unbindIn.unknown),
  unknownExecute: inMenu({ ...unbindIn.unknown, unknownPhase: "execute", failure: { code: "trust/field-mismatch" } }),
  confirmedWaits: inMenu({ ...unbindIn.confirmed, failure: null, checks: [] }),
  preparing: inMenu({ ...unbindIn.confirmed, failure: null, checks: [], preparing: true, payments: "none" }),
  awaitingSecond: inMenu(unbindIn.awaitingSecond),
  offlineChallenge: inMenu(unbindIn.offlineChallenge),
  offlineChallengeSaved: inMenu({
    ...unbindIn.offlineChallenge,
    failure: { code: "unbind/answer-tries-used-up" },
    challenge: {
      groups: ["BCDF", "GHJK", "LMNP", "QRST", "VWXZ"],
      expiresAt: "2026-03-04T05:07:07.000Z",
      triesLeft: 0,
      place: "/media/stick/jiebang-challenge.txt",
    },
  }),
  enterAnswer: {
    ...inMenu(unbindIn.offlineChallenge),
    codeEntry: {
      purpose: "offlineAnswer",
      typed: 4,
      length: { min: 11, max: 11 },
      checking: false,
      triesLeft: 9,
      failure: { code: "offline/code-mistyped" },
    },
  },
  enterVerification: {
    ...inMenu(unbindIn.verificationRequired),
    codeEntry: {
      purpose: "verification",
      typed: 2,
      length: { min: 4, max: 12 },
      checking: false,
      triesLeft: 3,
      failure: null,
    },
  },
  handOver: inMenu({
    ...unbindIn.verificationRequired,
    demand: {
      factor: "face",
      expiresAt: "2026-03-04T05:16:07.000Z",
      how: { kind: "handOver", uri: "https://upstream.example/verify?user_code=WDJB-MJHT", userCode: "WDJB-MJHT" },
    },
  }),
  submittedOneStep: inMenu({ ...unbindIn.submitted, execution: "one_step", payments: "none" }),
  ordered: inMenu({ ...unbindIn.approved, origin: "upstream" }),
  submitted: inMenu(unbindIn.submitted),
  underReview: inMenu(unbindIn.underReview),
  verificationRequired: inMenu(unbindIn.verificationRequired),
  riskHold: inMenu(unbindIn.riskHold),
  approved: inMenu(unbindIn.approved),
  approvedNotAuthenticated: {
    ...inMenu(unbindIn.approved),
    session: { phase: "open", principal: null, closesAt: null },
  },
  gateClosed: inMenu({
    ...unbindIn.approved,
    failure: { code: "unbind/gate-closed" },
    checks: failing("OPEN_BATCH", "BATTERY_LOW"),
  }),
  executing: inMenu(unbindIn.executing),
  rejected: inMenu(unbindIn.rejected),
  cancelled: inMenu(unbindIn.cancelled),
  expired: inMenu(unbindIn.expired),
  unboundUpstream: after(unbindIn.unboundUpstream),
  offlineAuthorised: after(unbindIn.offlineAuthorised),
  wiping: after(unbindIn.wiping),
  wipeIncomplete: after(unbindIn.wipeIncomplete),
  wiped: after(unbindIn.wiped),
  completedPendingSync: after(unbindIn.completedPendingSync),
  completed: after(unbindIn.completed),
  completedWithCardLeft: { ...after(unbindIn.completed), bindings: cardLeft },
  unbound: { ...home, unbind: unbindIn.completed, bindings: released, history },
  unboundPendingSync: { ...home, unbind: unbindIn.completedPendingSync, bindings: released, history },
  history: { ...home, history, evidenceQr: null },
  evidenceQr: {
    ...after(unbindIn.completed),
    evidenceQr: { requestId, parts: [1, 2, 3].map((part) => `JB1 ${part}/3 ${jws.slice(0, 900)}`) },
  },
  factory: unprovisioned,
  factoryWorking: { ...unprovisioned, provisioning: { ...unprovisioned.provisioning, working: true } },
  factoryUnreadable: {
    ...unprovisioned,
    terminal: { ...terminal, imei: unreadable("no-answer") },
    provisioning: { ...unprovisioned.provisioning, failure: { code: "upstream/code-refused" } },
  },
  firstPinAfterEnrolment: pin({ ...entry, purpose: "choose", typed: 0 }),
  staffMenu: { ...inStaffMenu(home), diagnostics, journalPage },
  staffMenuNothingRead: inStaffMenu({ ...home, journalPage: { ...journalPage, records: [], hasOlder: false } }),
  staffMenuInFactory: inStaffMenu(unprovisioned, "factory"),
  released: unboundAndFree,
  staffMenuReleased: inStaffMenu(unboundAndFree),
  staffSessionEnds: {
    ...home,
    session: { phase: "open", principal: technician, closesAt: at + 19_000 },
  },
  merchantLocked,
  enterPinForgotten: pin({ ...entry, role: "technician", purpose: "unlock", typed: 0 }, { triesLeft: 0 }),
  pinReset: { ...home, pinReset },
  pinResetUsedUp: { ...home, pinReset: { ...pinReset, role: "merchant", triesLeft: 0 } },
  enterPinReset: {
    ...home,
    pinReset,
    codeEntry: {
      purpose: "pinReset",
      typed: 4,
      length: { min: 11, max: 11 },
      checking: false,
      triesLeft: 9,
      failure: null,
    },
  },
  neverBound: { ...home, bindings: released },
  idle: { ...inMenu(unbindIn.draft), session: { phase: "open", principal: merchant, closesAt: at + 17_000 } },
} as const satisfies Record<string, Snapshot>;
