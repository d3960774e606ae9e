/** What the page sees of an unbind that is confirmed or over. */

import * as z from "zod/mini";
import type { Immutable } from "../../base/immutable.ts";
import { bindingKind, followUpCode } from "../codes.ts";
import { epoch, instant, text, uuid } from "../fields.ts";
import { unbindProof, unbindStateName } from "./unbind.ts";

export const historyEntryView = z.strictObject({
  requestId: uuid,
  providerId: text(64),
  bindingKind,
  epoch,
  state: unbindStateName,
  confirmedAt: instant,
  endedAt: z.nullable(instant),
  proof: unbindProof,
  followUps: z.array(z.strictObject({ code: followUpCode, doneAt: z.nullable(instant) })),
});
export type HistoryEntryView = Immutable<z.infer<typeof historyEntryView>>;

/** As many as the snapshot has at once. */
export const historyList = z.array(historyEntryView).check(z.maxLength(20));
/** Newest first, behind the `from` newest. */
export const historyPageView = z.strictObject({ from: z.number(), entries: historyList });
export type HistoryPageView = Immutable<z.infer<typeof historyPageView>>;
