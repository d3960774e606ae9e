import type { WipeItemReport } from "../contract/messages/wipe.ts";
import type { UnbindTexts } from "./texts.ts";

/** What the payment application still owed when it was erased, in words; null where nothing. */
export function unsettledText({ unsettled: left }: WipeItemReport, texts: UnbindTexts): string | null {
  if (left === undefined) return null;
  if (left === "unknown") return texts.unsettledUnknown;
  return texts.unsettled(left.openBatch, left.storedOffline, left.pendingReversals);
}
