/**
 * The one window: over the whole display on a terminal, of a fixed size at a desk. Shown once there is something to
 * see. Knows nothing about what is in it.
 */

import { app, BrowserWindow, screen } from "electron";
import type { KioskConfig } from "../device/shell/config.ts";

/** Makes the window, hidden and empty. On a terminal it cannot be closed, moved, or made smaller. */
export function createKioskWindow(size: KioskConfig["window"], preload: string): BrowserWindow {
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
  if (isKiosk) refuseToLeave(window);
  // Not "ready-to-show": now and then it never comes, and the kiosk would run unseen. This one also ends a failed load.
  window.webContents.once("did-stop-loading", () => {
    window.show();
    if (isKiosk) coverDisplay(window);
  });
  return window;
}

/**
 * `closable: false` does not stop a window manager; only the end of the whole app may close the window. One that shows
 * the desktop instead of it tells nobody but by taking the focus away.
 */
function refuseToLeave(window: BrowserWindow): void {
  let ending = false;
  app.once("before-quit", () => {
    ending = true;
  });
  window.on("close", (event) => {
    if (!ending) event.preventDefault();
  });
  window.on("blur", () => {
    if (!ending) window.focus();
  });
}

/**
 * A window that is made as large as the display is made one pixel smaller on X11, and `getBounds()` does not know it:
 * what lies behind shows through, and its menu opens. A size that is set afterwards is the size that it gets.
 */
function coverDisplay(window: BrowserWindow): void {
  const cover = () => window.setBounds(screen.getPrimaryDisplay().bounds);
  screen.on("display-metrics-changed", cover);
  window.once("closed", () => screen.off("display-metrics-changed", cover));
  cover();
}
