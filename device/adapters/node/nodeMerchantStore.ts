/** The MerchantStore port on Node: the bindings in one private file, one a line. Overwriting cannot reach what flash keeps aside. */

import { fromUtf8, utf8 } from "../../base/bytes.ts";
import { createMutex } from "../../base/mutex.ts";
import type { MerchantStore, MerchantStoreFailure } from "../../ports/merchantStore.ts";
import { attempt, eraseStateFile, readStateFile, refuse, replaceStateFile } from "./stateFiles.ts";

const fileName = "bindings.jws";
const maxFileBytes = 256 * 1024;

export function createNodeMerchantStore(options: { readonly dir: string }): MerchantStore {
  const { dir } = options;
  const mutex = createMutex();
  const work = <T>(run: () => Promise<T>) =>
    mutex.run(() => attempt(run, (reason): MerchantStoreFailure => ({ code: "store/unusable", reason })));

  return {
    readBindings: () =>
      work(async () => {
        const bytes = await readStateFile(dir, fileName, maxFileBytes);
        const text = bytes === null ? "" : (fromUtf8(bytes) ?? refuse("damaged"));
        return text.split("\n").filter((line) => line !== "");
      }),
    writeBindings: (jwsList) =>
      work(async () => {
        const bytes = utf8(jwsList.join("\n"));
        if (bytes.length > maxFileBytes) refuse(`longer than ${maxFileBytes} bytes`);
        await replaceStateFile(dir, fileName, bytes);
      }),
    eraseBindings: () => work(() => eraseStateFile(dir, fileName)),
  };
}
