/**
 * What the page and whoever stands before the screen cannot do. Every line closes a way out that was seen to be open.
 * Decides nothing about the kiosk itself.
 */

import type { App, Input, Session, WebContents } from "electron";
import { isPageUrl } from "./appProtocol.ts";

/** Keys that may reach the page; a character of text is allowed as well. */
const allowedKeys: readonly string[] = [
  "ArrowDown",
  "ArrowLeft",
  "ArrowRight",
  "ArrowUp",
  "Backspace",
  "Delete",
  "End",
  "Enter",
  "Escape",
  "Home",
  "PageDown",
  "PageUp",
  "Shift",
  "Tab",
];

/** An allow-list: with Ctrl, Alt or Meta held there is no key that a kiosk needs. */
export function isAllowedKey(input: Pick<Input, "key" | "control" | "alt" | "meta">): boolean {
  if (input.control || input.alt || input.meta) return false;
  return [...input.key].length === 1 || allowedKeys.includes(input.key);
}

/** Sandboxes every page, and takes gestures that mean something to a browser away from touch screens. */
export function lockDownApp(app: App): void {
  app.enableSandbox();
  app.commandLine.appendSwitch("disable-pinch");
  app.commandLine.appendSwitch("overscroll-history-navigation", "0");
}

/** Denies every permission, device, download and request to a network. */
export function lockDownSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setUSBProtectedClassesHandler((details) => details.protectedClasses);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.on("will-download", (event) => event.preventDefault());
  session.on("file-system-access-restricted", (_event, _details, answer) => answer("deny"));
  session.webRequest.onBeforeRequest({ urls: ["*://*/*"] }, (_details, answer) => answer({ cancel: true }));
}

/** Keeps the page where it is, alone, at its size, and deaf to keys that mean something to a browser. */
export function lockDownContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: "deny" }));
  contents.on("will-navigate", (event) => stayOnPage(event));
  contents.on("will-frame-navigate", (event) => stayOnPage(event));
  contents.on("will-redirect", (event) => stayOnPage(event));
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.on("content-bounds-updated", (event) => event.preventDefault());
  contents.on("select-bluetooth-device", (event, _devices, answer) => {
    event.preventDefault();
    answer("");
  });
  contents.on("before-input-event", (event, input) => {
    if (!isAllowedKey(input)) event.preventDefault();
  });
  contents.setWebRTCIPHandlingPolicy("disable_non_proxied_udp");
  contents.on("did-finish-load", () => {
    contents.setZoomFactor(1);
    contents.setVisualZoomLevelLimits(1, 1).catch(ignoreGonePage);
  });
  refuseFileChoosers(contents);
}

function stayOnPage(event: { readonly url: string; preventDefault(): void }): void {
  if (!isPageUrl(event.url)) event.preventDefault();
}

/** `<input type=file>` opens the system's file dialog and asks no permission; only the debugging protocol can stop it. */
function refuseFileChoosers(contents: WebContents): void {
  contents.debugger.attach("1.3");
  const command = (name: string, parameters?: object) =>
    contents.debugger.sendCommand(name, parameters).catch(ignoreGonePage);
  command("Page.enable");
  command("Page.setInterceptFileChooserDialog", { enabled: true });
}

/** The page went away while it was being told; the next one is told anew. */
function ignoreGonePage(): void {}
