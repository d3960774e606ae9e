/** The state files on Android: a folder of the program's own, or a stick. No other program can open what is in the first. */

import { base64url, fromBase64url } from "../../base/bytes.ts";
import { createMutex } from "../../base/mutex.ts";
import { maxPieceBytes } from "../../contract/bridge.ts";
import type { CarrierFolder } from "../common/removableMedia.ts";
import { refuse, type StateFiles } from "../common/stateFiles.ts";
import type { Bridge } from "./bridge.ts";
import { toldOr } from "./bridgeFailure.ts";

export type AndroidFiles = StateFiles & CarrierFolder;

export function createAndroidStateFiles(bridge: Bridge, folder: "state" | "evidence" | "stick"): AndroidFiles {
  const read = async (name: string, maxBytes: number) => {
    const told = toldOr(await bridge.call("files", "read", { folder, name, maxBytes }));
    return told === null ? null : (fromBase64url(told) ?? refuse("damaged"));
  };
  const mutex = createMutex();
  const replace = (name: string, whole: Uint8Array) =>
    mutex.run(async () => {
      let from = 0;
      for (; whole.length - from > maxPieceBytes; from += maxPieceBytes) {
        const bytes = base64url(whole.subarray(from, from + maxPieceBytes));
        toldOr(await bridge.call("files", "begin", { folder, name, from, bytes }));
      }
      const bytes = base64url(whole.subarray(from));
      return toldOr(await bridge.call("files", "replace", { folder, name, from, bytes })).place;
    });

  return {
    read,
    readSecret: read,
    replace,
    // One program, one page: nobody else makes a file between these two.
    async create(name, bytes) {
      if ((await read(name, bytes.length + 4096)) !== null) refuse("EEXIST", "system");
      await replace(name, bytes);
    },
    erase: async (name) => void toldOr(await bridge.call("files", "erase", { folder, name })),
    list: async (maxEntries) => toldOr(await bridge.call("files", "list", { folder, maxEntries })),
  };
}
