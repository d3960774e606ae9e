/** The contract between page and terminal, outwards: one immutable snapshot. The page holds no truth of its own. */

import * as z from "zod/mini";
import type { Immutable } from "../base/immutable.ts";
import { language } from "./codes.ts";
import { failure } from "./errors.ts";
import { bindingsView } from "./views/binding.ts";
import { historyList, historyPageView } from "./views/history.ts";
import { offered } from "./views/offered.ts";
import { printerView } from "./views/paper.ts";
import { codeEntryView, pinResetView, pinView, sessionView } from "./views/people.ts";
import { savedPlace } from "./views/savedPlace.ts";
import { diagnosticsView, journalPageView, journalView, provisioningView } from "./views/staff.ts";
import { terminalView } from "./views/terminal.ts";
import { unbindView } from "./views/unbind.ts";

/** `outOfService` is left only by a restart. */
export const serviceView = z.discriminatedUnion("phase", [
  z.strictObject({ phase: z.literal("starting") }),
  z.strictObject({ phase: z.literal("working") }),
  z.strictObject({ phase: z.literal("outOfService"), failure }),
]);
export type ServiceView = Immutable<z.infer<typeof serviceView>>;

export const upstreamView = z.strictObject({
  reach: z.enum(["unknown", "reachable", "unreachable"]),
  failure: z.nullable(failure),
});
export type UpstreamView = Immutable<z.infer<typeof upstreamView>>;

export const snapshot = z.strictObject({
  revision: z.number(),
  language,
  app: z.string(),
  /** True while terminal or upstream are simulated; the screen says so. */
  simulated: z.boolean(),
  /** Whether the end of an unbind is to be heard. */
  sound: z.boolean(),
  /** Wall time of the snapshot, Unix milliseconds. */
  at: z.number(),
  service: serviceView,
  terminal: terminalView,
  upstream: upstreamView,
  bindings: bindingsView,
  pin: pinView,
  codeEntry: z.nullable(codeEntryView),
  session: sessionView,
  offered,
  unbind: unbindView,
  /** Newest first; the last twenty. Outlives the wipe. */
  history: historyList,
  /** Of how many. */
  historyCount: z.number(),
  /** Older ones, where somebody turned the page to them. */
  historyPage: z.nullable(historyPageView),
  /** Null where the terminal has no printer. */
  printer: z.nullable(printerView),
  journal: journalView,
  provisioning: provisioningView,
  pinReset: z.nullable(pinResetView),
  /** As they were read last in this session; null before. */
  diagnostics: z.nullable(diagnosticsView),
  journalPage: z.nullable(journalPageView),
  /** Where everything for a technician was put in this session; null where it was not. */
  logBundle: z.nullable(savedPlace),
});
export type Snapshot = Immutable<z.infer<typeof snapshot>>;
