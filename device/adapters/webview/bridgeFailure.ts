/** How the platform's own failures become those of file work. */

import type { Result } from "../../base/result.ts";
import type { BridgeFailure } from "../../contract/bridge.ts";
import { refuse } from "../common/stateFiles.ts";

/** What was told; where it failed, gives up as `refuse` does. */
export function toldOr<T>(answer: Result<T, BridgeFailure>): T {
  if (answer.ok) return answer.value;
  const { code, reason } = answer.error;
  return refuse(reason ?? code, code === "unfit" || code === "key-unusable" ? "unfit" : "system");
}
