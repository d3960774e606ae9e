/** The Host that Electron's preload puts on the window. Knows its name and nothing else. */

import type { Host } from "../../device/contract/host.ts";

declare global {
  interface Window {
    readonly kioskHost?: Host;
  }
}

/** Throws where the page runs without its preload: there is nothing to show then. */
export function electronHost(): Host {
  if (!window.kioskHost) throw new Error("the page was opened without its host");
  return window.kioskHost;
}
