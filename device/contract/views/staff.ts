/** What the page shows to technician and factory: how far the terminal is enrolled, what it told, and its journal. */

import * as z from "zod/mini";
import type { Immutable } from "../../base/immutable.ts";
import { failure } from "../errors.ts";
import { keyId, keyStorage } from "../fields.ts";
import { savedPlace } from "./savedPlace.ts";

export const provisioningView = z.strictObject({
  /** "released": what the terminal was bound to has ended, and it can be bound again. */
  phase: z.enum(["unprovisioned", "provisioned", "released"]),
  working: z.boolean(),
  failure: z.nullable(failure),
  /** The terminal's own key: its RFC 7638 thumbprint, and how its private half is kept. */
  key: z.nullable(z.strictObject({ kid: keyId, storage: keyStorage })),
});
export type ProvisioningView = Immutable<z.infer<typeof provisioningView>>;

export const diagnosticName = z.enum([
  "imeisv",
  "tusn",
  "simState",
  "simCard",
  "radio",
  "circuitNetwork",
  "packetNetwork",
  "lteNetwork",
  "nrNetwork",
  "signal",
  "tamper",
  "printer",
  "upstreamOrigin",
  "upstreamTls",
  "upstreamClockSkew",
  "freeBytes",
  "journalStatus",
  "journalRecords",
  "journalUsed",
  "keyId",
  "keyStorage",
  "stateCounter",
  "app",
  "newerProgram",
  "runtime",
]);
export type DiagnosticName = z.infer<typeof diagnosticName>;

/** A key by which the provider's words are judged, or were; its dates as the newest key set tells them, null where none does. */
const upstreamKeyView = z.strictObject({
  kid: keyId,
  notBefore: z.nullable(z.string()),
  notAfter: z.nullable(z.string()),
  inForce: z.boolean(),
});

export const diagnosticsView = z.strictObject({
  /** `value` in field terms; null where nobody can tell. */
  facts: z.array(z.strictObject({ name: diagnosticName, value: z.nullable(z.string()) })),
  /** Those of the configuration first. */
  upstreamKeys: z.array(upstreamKeyView),
  /** The last key set since the start that was not accepted; who sent it, nobody can tell. `at` in Unix milliseconds. */
  refusedKeySet: z.nullable(z.strictObject({ at: z.number(), failure })),
  /** What was said on the serial line last. */
  transcript: z.array(z.string()),
});
export type DiagnosticsView = Immutable<z.infer<typeof diagnosticsView>>;

/** What a record of the journal is about. */
export const journalKind = z.enum(["unbind", "closing", "followUp", "provisioning", "pin", "archive", "olderState"]);
export type JournalKind = z.infer<typeof journalKind>;

export const journalView = z.strictObject({
  status: z.enum(["intact", "tornTailCut", "damaged", "rolledBack"]),
  records: z.number(),
  /** Bytes of an unfinished record that were cut off at start. */
  cutBytes: z.number(),
  /** Number of the first record that does not fit, or null. */
  damagedAt: z.nullable(z.number()),
  /** Of the longest journal that a start reads, whole percent. At 100 nothing is written, and the kiosk is out of service. */
  usedPercent: z.number(),
  warning: z.nullable(z.literal("journal/near-limit")),
});
export type JournalView = Immutable<z.infer<typeof journalView>>;

export const journalPageView = z.strictObject({
  /** `what`: the type of the event, e.g. "requestConfirmed"; never a content. `case`: the number that was shown with a failure. */
  records: z.array(
    z.strictObject({
      seq: z.number(),
      at: z.number(),
      kind: z.string(),
      what: z.string(),
      case: z.nullable(z.string()),
    }),
  ),
  hasOlder: z.boolean(),
  /** As far back as it was looked; older ones stand before that. */
  lookedBackTo: z.number(),
  /** Where the journal was exported to, or null. */
  place: z.nullable(savedPlace),
});
export type JournalPageView = Immutable<z.infer<typeof journalPageView>>;
