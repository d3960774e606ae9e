/** The PlatformTerminal port on Android: what the system and the maker's library say, as they say it. */

import { err, ok } from "../../base/result.ts";
import type { PlatformTerminal } from "../../ports/platformTerminal.ts";
import type { Bridge } from "./bridge.ts";

export function createAndroidTerminal(bridge: Bridge): PlatformTerminal {
  return {
    async readClaims() {
      const told = await bridge.call("terminal", "claims", {});
      return told.ok ? ok(told.value) : err({ code: "link/closed" });
    },
    async readStatus() {
      const told = await bridge.call("terminal", "status", {});
      return told.ok ? ok(told.value) : err({ code: "link/closed" });
    },
  };
}
