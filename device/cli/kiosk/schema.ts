/** What the kiosk's commands print with --json. Programs build on it: a field may come, none may go or change its meaning. */

import * as z from "zod/mini";
import {
  bindingKind,
  checkCode,
  executionStyle,
  factorKind,
  followUpCode,
  offlineTier,
  requestState,
  role,
  way,
} from "../../contract/codes.ts";
import { compactJws, count, epoch, instant, keyId, sha256Text, text, uuid } from "../../contract/fields.ts";
import { receiptPayload } from "../../contract/messages/outcome.ts";
import { checkResult, requestPayload, waiver } from "../../contract/messages/request.ts";
import { wipeItemReport } from "../../contract/messages/wipe.ts";
import { kioskCommands } from "./commands.ts";

/** The code of what went wrong, and its facts in field terms. */
const failure = z.strictObject({
  code: z.string().check(z.regex(/^[a-z]+\/[a-z-]+$/)),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
});

const words = z.string();
const milliseconds = z.number();

/** As the kiosk's own screens know them; "waits" and "ends" are for the exit code to tell. */
const unbindState = z.enum([
  ...(["bound", "draft", "precheck", "blocked", "ready", "confirmed", "awaitingSecond", "sending", "unknown"] as const),
  ...(["submitted", "underReview", "verificationRequired", "riskHold", "approved", "executing"] as const),
  ...(["rejected", "cancelled", "expired", "offlineChallenge", "unboundUpstream", "offlineAuthorised"] as const),
  ...(["wiping", "wipeIncomplete", "wiped", "completedPendingSync", "completed"] as const),
]);

const proof = z.nullable(z.union([z.literal("receipt"), offlineTier]));

const unbind = z.strictObject({
  state: unbindState,
  unknownPhase: z.nullable(z.enum(["apply", "execute"])),
  requestId: z.nullable(uuid),
  target: z.nullable(z.strictObject({ providerId: text(64), bindingKind })),
  origin: z.nullable(z.enum(["terminal", "upstream"])),
  way: z.nullable(way),
  execution: z.nullable(executionStyle),
  payments: z.enum(["all", "onlineOnly", "none"]),
  reason: z.nullable(requestPayload.shape.reason),
  eligibility: z.nullable(z.enum(["eligible", "eligible_with_side_effects", "ineligible"])),
  checks: z.array(checkResult),
  waivers: z.array(waiver),
  waivable: z.array(checkCode),
  secondAwaited: z.nullable(role),
  /** Exactly what is signed; null once it is. */
  summary: z.nullable(z.strictObject({ payload: requestPayload, hash: sha256Text })),
  upstreamSaid: z.nullable(z.strictObject({ state: requestState, at: instant })),
  demand: z.nullable(
    z.strictObject({
      factor: factorKind,
      expiresAt: instant,
      how: z.discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("code"), sentTo: z.nullable(words), triesLeft: count }),
        z.strictObject({ kind: z.literal("handOver"), uri: words, userCode: words }),
      ]),
    }),
  ),
  hold: z.nullable(z.strictObject({ code: words, until: z.nullable(instant) })),
  challenge: z.nullable(
    z.strictObject({ groups: z.array(words), expiresAt: instant, triesLeft: count, place: z.nullable(words) }),
  ),
  confirmedAt: z.nullable(instant),
  grantExpiresAt: z.nullable(instant),
  rejection: z.nullable(z.strictObject({ code: words, text: z.nullable(words), until: z.nullable(instant) })),
  failure: z.nullable(failure),
  cancelAsked: z.boolean(),
  wipe: z.array(wipeItemReport),
  receipt: z.nullable(z.strictObject({ payload: receiptPayload, jws: compactJws })),
  proof,
});

const value = z.discriminatedUnion("status", [
  z.strictObject({ status: z.literal("read"), value: words, source: words, warnings: z.array(words) }),
  z.strictObject({ status: z.literal("unreadable"), problem: words, masked: z.array(words) }),
]);

const standing = z.strictObject({ set: z.boolean(), triesLeft: count, waitUntil: z.nullable(milliseconds) });
const standings = z.strictObject({ merchant: standing, technician: standing, factory: standing });
const provisioning = z.strictObject({
  phase: z.enum(["unprovisioned", "provisioned", "released"]),
  key: z.nullable(z.strictObject({ kid: keyId, storage: z.enum(["os", "wrapped_file"]) })),
});
const terminal = z.strictObject({ sn: value, imei: value, model: value, firmware: value });
const bindings = z.nullable(
  z.array(z.strictObject({ state: z.enum(["bound", "unbound"]), providerId: text(64), bindingKind, epoch })),
);
const journal = z.strictObject({ status: z.enum(["intact", "tornTailCut", "damaged"]), records: z.number() });

const history = z.array(
  z.strictObject({
    requestId: uuid,
    providerId: text(64),
    bindingKind,
    epoch,
    state: unbindState,
    confirmedAt: instant,
    endedAt: z.nullable(instant),
    proof,
    followUps: z.array(z.strictObject({ code: followUpCode, doneAt: z.nullable(instant) })),
  }),
);

const head = {
  format: z.literal("jiebang-kiosk/1"),
  exitCode: z.int().check(z.minimum(0), z.maximum(255)),
  action: z.string(),
};
/** Beside what the command reports: what went wrong last on the way, where something did. */
const ended = { ...head, failure: z.optional(failure) };

const kioskReport = z.union([
  z.strictObject({
    ...ended,
    command: z.literal("status"),
    terminal,
    bindings,
    provisioning,
    standings,
    journal,
    unbind,
    upstream: z.enum(["unknown", "reachable", "unreachable"]),
  }),
  z.strictObject({ ...ended, command: z.literal("unbind"), unbind }),
  z.strictObject({ ...ended, command: z.literal("history"), history }),
  z.strictObject({ ...ended, command: z.literal("export"), place: z.nullable(words) }),
  z.strictObject({ ...ended, command: z.literal("pin"), standings }),
  z.strictObject({ ...ended, command: z.enum(["provision", "bind-again"]), terminal, bindings, provisioning }),
  z.strictObject({
    ...ended,
    command: z.literal("journal"),
    journal,
    records: z.array(z.strictObject({ seq: z.number(), at: milliseconds, kind: words, what: words })),
    hasOlder: z.boolean(),
    place: z.nullable(words),
  }),
  z.strictObject({
    ...ended,
    command: z.literal("diagnostics"),
    facts: z.array(z.strictObject({ name: words, value: z.nullable(words) })),
    transcript: z.array(words),
  }),
  /** It came to nothing. */
  z.strictObject({
    ...head,
    command: z.enum(Object.keys(kioskCommands) as (keyof typeof kioskCommands)[]),
    failure,
  }),
]);

export type KioskReport = z.infer<typeof kioskReport>;

/** JSON Schema, draft 2020-12, as it is checked in for those who write programs against it. */
export function kioskJsonSchema(): object {
  return { title: "What the kiosk's commands print with --json", ...z.toJSONSchema(kioskReport, { io: "output" }) };
}
