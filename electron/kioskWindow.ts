/**
 * The one window: over the whole display on a terminal, of a fixed size at a desk. Shown once there is something to
 * see. Knows nothing about what is in it.
 */

import { app, BrowserWindow, type Rectangle, screen } from "electron";
import type { Clock } from "../device/ports/clock.ts";
import type { Log } from "../device/ports/log.ts";
import type { KioskConfig } from "../device/shell/config.ts";

/** A window manager answers a wish for a size in its own time. */
const settleAfterMs = 500;

/** Makes the window, hidden and empty. On a terminal it cannot be closed, moved, or made smaller. */
export function createKioskWindow(parts: {
  readonly size: KioskConfig["window"];
  readonly preload: string;
  readonly clock: Clock;
  readonly log: Log;
}): BrowserWindow {
  const { size, preload } = parts;
  const isKiosk = size.kind === "kiosk";
  const window = new BrowserWindow({
    ...(isKiosk ? screen.getPrimaryDisplay().bounds : { width: size.width, height: size.height, useContentSize: true }),
    show: false,
    kiosk: isKiosk,
    frame: !isKiosk,
    resizable: false,
    closable: !isKiosk,
    minimizable: !isKiosk,
    backgroundColor: "#ffffff",
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      devTools: false,
      disableDialogs: true,
      spellcheck: false,
    },
  });
  if (isKiosk) refuseToClose(window);
  // Not "ready-to-show": now and then it never comes, and the kiosk would run unseen. This one also ends a failed load.
  window.webContents.once("did-stop-loading", () => {
    window.show();
    if (isKiosk) coverDisplay(window, parts);
  });
  return window;
}

/** `closable: false` does not stop a window manager; only the end of the whole app may close it. */
function refuseToClose(window: BrowserWindow): void {
  let ending = false;
  app.once("before-quit", () => {
    ending = true;
  });
  window.on("close", (event) => {
    if (!ending) event.preventDefault();
  });
}

/** Without a window manager `isKiosk()` says yes to a window of any size, so the bounds themselves are compared. */
function coverDisplay(window: BrowserWindow, { clock, log }: { readonly clock: Clock; readonly log: Log }): void {
  function cover(): void {
    const wanted = screen.getPrimaryDisplay().bounds;
    if (sameBounds(window.getBounds(), wanted)) return;
    window.setBounds(wanted);
    clock.after(settleAfterMs, () => {
      if (window.isDestroyed()) return;
      const got = window.getBounds();
      if (!sameBounds(got, wanted)) log.note("window/not-covering", { width: got.width, height: got.height });
    });
  }
  screen.on("display-metrics-changed", cover);
  window.once("closed", () => screen.off("display-metrics-changed", cover));
  cover();
}

function sameBounds(a: Rectangle, b: Rectangle): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}
