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

const host: Host = {
  order: (name, input) => ipcRenderer.invoke(orderChannel, name, input),
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
// so does execCommand("print"). Closing ends the window, and no event of Electron's can stop it.
webFrame.executeJavaScript(
  `for (const name of ["print", "EyeDropper", "showOpenFilePicker", "showSaveFilePicker", "showDirectoryPicker", "close"])
    Object.defineProperty(window, name, { value: undefined });
  Object.defineProperty(Document.prototype, "execCommand", { value: undefined });`,
);
