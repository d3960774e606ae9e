/** Whether a failure changed anything, as far as that is known from what it is; null where its own sentence says it. */

import type { ErrorCode } from "../contract/errors.ts";
import type { Texts } from "./texts.ts";

/** By the room that tells of it. */
const nothingChanged: ReadonlySet<string> = new Set(["link", "profile", "tls", "pin", "host"]);
/** Asked the provider and heard nothing that can be believed: it may have arrived. */
const mayHaveArrived: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "upstream/no-answer",
  "upstream/server-error",
  "upstream/answer-too-large",
  "upstream/answer-not-understood",
]);

export function changedBy(code: ErrorCode, { screens }: Texts): string | null {
  const { nothing, unsure, binding } = screens.changed;
  if (mayHaveArrived.has(code)) return unsure;
  const [room = ""] = code.split("/");
  if (code === "host/bug") return null;
  if (nothingChanged.has(room)) return nothing;
  return room === "upstream" || room === "provisioning" ? binding : null;
}
