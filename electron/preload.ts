/**
 * The page's end of the contract: three functions, with neither Electron nor its events behind them.
 * Takes types only; main refuses what the contract does not know.
 */

import { contextBridge, type IpcRendererEvent, ipcRenderer, webFrame } from "electron";
import type { Host } from "../device/contract/host.ts";
import type { Snapshot } from "../device/contract/snapshot.ts";
import type { OrderChannel, SnapshotChannel } from "./ipc/channels.ts";

const orderChannel: OrderChannel = "kiosk/order";
const snapshotChannel: SnapshotChannel = "kiosk/snapshot";

/** Characters of an order at most; the longest of the contract is a signed answer of 32 KiB. */
const longestOrder = 40_000;
/** More than a person has under way, however fast they type. */
const mostAtOnce = 64;
let atOnce = 0;

/**
 * The room that is left behind a value, less than nothing where it does not fit. What is sent is copied into main before
 * anybody there can look at it, and what is copied there stays for long. Texts, numbers, lists and plain objects alone.
 */
function roomBehind(value: unknown, room: number, levels = 8): number {
  if (typeof value === "string") return room - value.length;
  if (typeof value !== "object" || value === null) return room - 1;
  if (levels === 0) return -1;
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return -1;
  let left = room - 1;
  for (const [name, each] of Object.entries(value)) {
    left = roomBehind(each, left - name.length, levels - 1);
    if (left < 0) break;
  }
  return left;
}

const host: Host = {
  async order(name, input) {
    if (roomBehind([name, input], longestOrder) < 0) return { ok: false, error: { code: "host/malformed-order" } };
    if (atOnce >= mostAtOnce) return { ok: false, error: { code: "host/not-now" } };
    atOnce += 1;
    try {
      return await ipcRenderer.invoke(orderChannel, name, input);
    } finally {
      atOnce -= 1;
    }
  },
  snapshot: () => ipcRenderer.invoke(snapshotChannel),
  listen(listener) {
    const receive = (_event: IpcRendererEvent, snapshot: Snapshot) => listener(snapshot);
    ipcRenderer.on(snapshotChannel, receive);
    return () => {
      ipcRenderer.off(snapshotChannel, receive);
    };
  },
};

contextBridge.exposeInMainWorld("kioskHost", host);

// Each of the first five shows a window of the system over the kiosk, with a way to its files, and asks no permission;
// so does execCommand("print"). Closing ends the window, and no event of Electron's can stop it. The name of the window, what
// is said on a BroadcastChannel and what stands in the history are copied into main however large they are, and kept there.
webFrame.executeJavaScript(
  `for (const name of ["print", "EyeDropper", "showOpenFilePicker", "showSaveFilePicker", "showDirectoryPicker", "close", "name", "BroadcastChannel"])
    Object.defineProperty(window, name, { value: undefined });
  Object.defineProperty(Document.prototype, "execCommand", { value: undefined });
  for (const name of ["pushState", "replaceState"])
    Object.defineProperty(History.prototype, name, { value: undefined });`,
);
