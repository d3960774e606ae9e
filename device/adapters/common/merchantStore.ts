/** The MerchantStore port over state files: the bindings in one private file, one a line. Overwriting cannot reach what flash keeps aside. */

import { fromUtf8, utf8 } from "../../base/bytes.ts";
import { createMutex } from "../../base/mutex.ts";
import type { MerchantStore, MerchantStoreFailure } from "../../ports/merchantStore.ts";
import { attempt, refuse, type StateFiles } from "./stateFiles.ts";

const fileName = "bindings.jws";
const maxFileBytes = 256 * 1024;

export function createMerchantStore({ files }: { readonly files: StateFiles }): MerchantStore {
  const mutex = createMutex();
  const work = <T>(run: () => Promise<T>) =>
    mutex.run(() => attempt(run, (reason): MerchantStoreFailure => ({ code: "store/unusable", reason })));

  return {
    readBindings: () =>
      work(async () => {
        const bytes = await files.read(fileName, maxFileBytes);
        const text = bytes === null ? "" : (fromUtf8(bytes) ?? refuse("damaged"));
        return text.split("\n").filter((line) => line !== "");
      }),
    writeBindings: (jwsList) =>
      work(async () => {
        const bytes = utf8(jwsList.join("\n"));
        if (bytes.length > maxFileBytes) refuse(`longer than ${maxFileBytes} bytes`);
        await files.replace(fileName, bytes);
      }),
    eraseBindings: () => work(() => files.erase(fileName)),
  };
}
