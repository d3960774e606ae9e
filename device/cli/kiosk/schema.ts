/** What the kiosk's commands print with --json. Programs build on it: a field may come, none may go or change its meaning. */

import * as z from "zod/mini";
import { checkCode } from "../../contract/codes.ts";
import { paperKind } from "../../contract/paperKind.ts";
import { upstreamView } from "../../contract/snapshot.ts";
import { bindingView } from "../../contract/views/binding.ts";
import { historyEntryView } from "../../contract/views/history.ts";
import { pinView } from "../../contract/views/people.ts";
import { diagnosticsView, journalPageView, journalView, provisioningView } from "../../contract/views/staff.ts";
import { terminalView } from "../../contract/views/terminal.ts";
import { unbindView } from "../../contract/views/unbind.ts";
import { kioskCommands } from "./commands.ts";

/** The code of what went wrong, and its facts in field terms. */
const failure = z.strictObject({
  code: z.string().check(z.regex(/^[a-z]+\/[a-z-]+$/)),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
});

const refusedKeySet = z.nullable(z.strictObject({ at: z.number(), failure }));

/** Without what a page needs to lead somebody through it. */
const forPageOnly = {
  profile: true,
  policy: true,
  actor: true,
  preparing: true,
  asking: true,
  nextAskAt: true,
  evidencePlace: true,
  voucher: true,
} as const;
const unbind = z.extend(z.omit(unbindView, forPageOnly), {
  failure: z.nullable(failure),
  /** The failed checks that whoever drafts may waive. */
  waivable: z.array(checkCode),
});

const { standings } = pinView.shape;
const place = z.nullable(z.string());
const terminal = z.pick(terminalView, { sn: true, imei: true, model: true, firmware: true, another: true });
const binding = z.pick(bindingView, { state: true, providerId: true, bindingKind: true, epoch: true });
const bindings = z.nullable(z.array(binding));
const provisioning = z.pick(provisioningView, { phase: true, key: true });
const journal = z.pick(journalView, { status: true, records: true, usedPercent: true, warning: true });

const head = {
  format: z.literal("jiebang-kiosk/1"),
  exitCode: z.int().check(z.minimum(0), z.maximum(255)),
  action: z.string(),
};
/** Beside what the command reports: what went wrong last on the way, where something did. */
const ended = {
  ...head,
  failure: z.optional(failure),
  /** With --print: what was printed, if anything was there to print, and why it was not. A frame stands for each of `framed`. */
  paper: z.optional(
    z.strictObject({ kind: z.nullable(paperKind), failure: z.nullable(failure), framed: z.array(z.string()) }),
  ),
};

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
    upstream: upstreamView.shape.reach,
  }),
  z.strictObject({ ...ended, command: z.literal("unbind"), unbind }),
  z.strictObject({ ...ended, command: z.literal("history"), history: z.array(historyEntryView) }),
  z.strictObject({ ...ended, command: z.literal("export"), place }),
  z.strictObject({ ...ended, command: z.literal("pin"), standings }),
  z.strictObject({ ...ended, command: z.enum(["provision", "bind-again"]), terminal, bindings, provisioning }),
  z.strictObject({ ...ended, command: z.literal("journal"), journal, ...z.extend(journalPageView, { place }).shape }),
  z.strictObject({
    ...ended,
    command: z.literal("diagnostics"),
    ...z.extend(diagnosticsView, { refusedKeySet }).shape,
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
