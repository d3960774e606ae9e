/** Snapshots as a kiosk would give them: one for each screen and each state of an unbind. Nothing in them is real. */

import type { CheckResult, ReceiptPayload, RequestPayload, WipeItemReport } from "../../device/contract/evidence.ts";
import type {
  PinStanding,
  Snapshot,
  TerminalView,
  UnbindStateName,
  UnbindView,
  ValueView,
} from "../../device/contract/host.ts";

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
  { code: "STORAGE_FAULT", level: "must", outcome: "passed" },
  { code: "REQUEST_ALREADY_OPEN", level: "must", outcome: "passed" },
  { code: "CONSENT_REQUIRED", level: "must", outcome: "passed" },
];

const failing = (...codes: readonly CheckResult["code"][]): readonly CheckResult[] =>
  checks.map((check) => (codes.includes(check.code) ? { ...check, outcome: "failed" } : check));

export const requestPayload: RequestPayload = {
  schemaVersion: 1,
  aud: "upstream.example",
  requestId,
  providerId: "generic",
  profileVersion: "2026.1",
  bindingKind: "terminal_to_merchant",
  intent: "unbind_only",
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
  precheck: { checks: [...checks] },
  actors: [{ role: "merchant", method: "pin", approvedAt: instant }],
  consent: { policyId: "generic-unbind", policyVersion: "2026-01", at: instant },
  funds: { openBatch: 0, storedOffline: 0 },
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
  followUps: ["funds_arrived", "update_pos_system"],
};

/** A thousand characters: as long as the code on the screen has to carry. */
const jws = "eyJhbGciOiJFUzI1NiJ9.".padEnd(913, "aZ09_-bY18") + `.${"Qx7-".repeat(22)}`.slice(0, 87);

const wipe: readonly WipeItemReport[] = [
  { name: "binding_record", method: "delete", result: "done", at: instant },
  { name: "merchant_pin", method: "overwrite", result: "done", at: instant },
  { name: "payment_application", method: "delete", result: "notApplicable", at: instant },
  { name: "payment_keys", method: "vendorKeyErase", result: "notPerformed", at: instant },
];

const nothingYet: UnbindView = {
  state: "bound",
  unknownPhase: null,
  requestId: null,
  reasons: ["business_adjustment", "personal_leave_or_move", "regulatory", "switch_provider", "other"],
  reason: null,
  eligibility: null,
  checks: [],
  summary: null,
  upstreamSaid: null,
  confirmedAt: null,
  grantExpiresAt: null,
  rejection: null,
  failure: null,
  asking: false,
  nextAskAt: null,
  cancelAsked: false,
  wipe: [],
  receipt: null,
  evidencePlace: null,
};

const standing: PinStanding = { set: true, triesLeft: 10, waitUntil: null };

export const home: Snapshot = {
  revision: 1,
  language: "zh-CN",
  app: "jiebang 0.1.0",
  simulated: true,
  at,
  service: { phase: "working" },
  terminal,
  upstream: { reach: "reachable", failure: null },
  binding: {
    state: "bound",
    providerId: "generic",
    bindingKind: "terminal_to_merchant",
    epoch: 3,
    merchantName: "海风示例便利店（滨江路分店）",
    merchantIdMasked: "•••••••••••0012",
    policy: { id: "generic-unbind", version: "2026-01" },
  },
  pin: { standings: { merchant: standing, technician: standing, factory: standing }, rolesOffered: null, entry: null },
  session: { phase: "closed" },
  unbind: nothingYet,
  journal: { status: "intact", records: 12, cutBytes: 0, damagedAt: null },
};

const merchant = { role: "merchant", principalId: "01890000-0000-7000-8000-000000000001" } as const;
const open: Snapshot = { ...home, session: { phase: "open", principal: merchant, closesAt: null } };
const sent: UnbindView = {
  ...nothingYet,
  requestId,
  reason: requestPayload.reason,
  confirmedAt: instant,
  nextAskAt: at + 42_000,
};
const said = (state: NonNullable<UnbindView["upstreamSaid"]>["state"]) => ({ state, at: instant });
const proven: UnbindView = {
  ...sent,
  nextAskAt: null,
  upstreamSaid: said("unbound"),
  receipt: { payload: receiptPayload, jws },
};
const checked: UnbindView = { ...nothingYet, reason: requestPayload.reason, checks, eligibility: "eligible" };

/** What the unbind looks like in each of its states. */
export const unbindIn: Readonly<Record<UnbindStateName, UnbindView>> = {
  bound: nothingYet,
  draft: { ...nothingYet, state: "draft" },
  precheck: { ...nothingYet, state: "precheck", reason: requestPayload.reason },
  blocked: {
    ...checked,
    state: "blocked",
    eligibility: "ineligible",
    checks: failing("BATTERY_LOW", "UPSTREAM_UNREACHABLE", "OPEN_BATCH"),
  },
  ready: { ...checked, state: "ready" },
  confirmed: { ...sent, state: "confirmed", nextAskAt: null },
  sending: { ...sent, state: "sending", asking: true, nextAskAt: null },
  unknown: { ...sent, state: "unknown", unknownPhase: "apply", failure: { code: "upstream/no-answer" } },
  submitted: { ...sent, state: "submitted", upstreamSaid: said("submitted") },
  underReview: { ...sent, state: "underReview", upstreamSaid: said("under_review") },
  verificationRequired: { ...sent, state: "verificationRequired", upstreamSaid: said("verification_required") },
  riskHold: { ...sent, state: "riskHold", upstreamSaid: said("risk_hold"), cancelAsked: true },
  approved: {
    ...sent,
    state: "approved",
    upstreamSaid: said("approved"),
    grantExpiresAt: "2026-03-05T05:01:07.000Z",
  },
  executing: { ...sent, state: "executing", upstreamSaid: said("approved"), asking: true, nextAskAt: null },
  rejected: {
    ...sent,
    state: "rejected",
    nextAskAt: null,
    upstreamSaid: said("rejected"),
    rejection: { code: "documents_incomplete", text: "R-17: 2 / 3" },
  },
  cancelled: { ...sent, state: "cancelled", nextAskAt: null, upstreamSaid: said("cancelled") },
  expired: { ...sent, state: "expired", nextAskAt: null, upstreamSaid: said("expired") },
  unboundUpstream: { ...proven, state: "unboundUpstream" },
  wiping: { ...proven, state: "wiping", wipe: wipe.slice(0, 1) },
  wipeIncomplete: {
    ...proven,
    state: "wipeIncomplete",
    wipe: [...wipe.slice(0, 2), { name: "payment_keys", method: "vendorKeyErase", result: "failed", at: instant }],
    failure: { code: "payment/no-answer" },
  },
  wiped: { ...proven, state: "wiped", wipe, failure: { code: "unbind/not-unbound-upstream" } },
  completed: { ...proven, state: "completed", wipe, evidencePlace: "/var/lib/jiebang/evidence/0195603b-7a10.json" },
};

const inMenu = (unbind: UnbindView): Snapshot => ({ ...open, unbind });
const pin = (entry: NonNullable<Snapshot["pin"]["entry"]>, rest: Partial<PinStanding> = {}): Snapshot => ({
  ...(entry.purpose === "unlock" ? open : home),
  pin: {
    ...home.pin,
    standings: { ...home.pin.standings, [entry.role]: { ...standing, set: entry.purpose === "unlock", ...rest } },
    entry,
  },
});
const keypad = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0];
const entry = { role: "merchant", typed: 4, checking: false, failure: null, keypad } as const;
const unknownBinding = { state: "unknown", failure: { code: "upstream/unreachable" } } as const;
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
const released = {
  state: "unbound",
  providerId: "generic",
  bindingKind: "terminal_to_merchant",
  epoch: 3,
  merchantName: null,
  merchantIdMasked: null,
  policy: null,
} as const;

/** By the name of what the operator would see. */
export const snapshots = {
  starting: { ...home, service: { phase: "starting" }, terminal: nothingRead },
  outOfService: {
    ...home,
    service: { phase: "outOfService", failure: { code: "journal/damaged", facts: { seq: 17 } } },
  },
  choosePin: pin({ ...entry, purpose: "choose" }),
  choosePinRefused: pin({ ...entry, purpose: "choose", typed: 0, failure: { code: "pin/too-guessable" } }),
  repeatPin: pin({ ...entry, purpose: "repeat" }),
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
    binding: unknownBinding,
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
  homeRejected: { ...home, unbind: unbindIn.rejected },
  menu: open,
  menuUnknownBinding: { ...open, binding: unknownBinding },
  reason: inMenu(unbindIn.draft),
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
  unboundUpstream: { ...inMenu(unbindIn.unboundUpstream), binding: released },
  wiping: { ...inMenu(unbindIn.wiping), binding: released },
  wipeIncomplete: { ...inMenu(unbindIn.wipeIncomplete), binding: released },
  wiped: { ...inMenu(unbindIn.wiped), binding: released },
  completed: { ...inMenu(unbindIn.completed), binding: released },
  unbound: { ...home, unbind: unbindIn.completed, binding: released },
  neverBound: { ...home, binding: released },
  idle: { ...inMenu(unbindIn.draft), session: { phase: "open", principal: merchant, closesAt: at + 17_000 } },
} as const satisfies Record<string, Snapshot>;
