/** The MerchantStore port on Node: the binding in one private file. Overwriting cannot reach what flash keeps aside. */

import { fromUtf8, utf8 } from "../../base/bytes.ts";
import type { MerchantStore, MerchantStoreFailure } from "../../ports/merchantStore.ts";
import { attempt, createQueue, eraseStateFile, readStateFile, refuse, replaceStateFile } from "./stateFiles.ts";

const bindingName = "binding.jws";
const maxBindingBytes = 64 * 1024;

export function createNodeMerchantStore(options: { readonly dir: string }): MerchantStore {
  const { dir } = options;
  const inTurn = createQueue();
  const work = <T>(run: () => Promise<T>) =>
    inTurn(() => attempt(run, (reason): MerchantStoreFailure => ({ code: "store/unusable", reason })));

  return {
    readBinding: () =>
      work(async () => {
        const bytes = await readStateFile(dir, bindingName, maxBindingBytes);
        return bytes && (fromUtf8(bytes) ?? refuse("damaged"));
      }),
    writeBinding: (jws) =>
      work(async () => {
        const bytes = utf8(jws);
        if (bytes.length > maxBindingBytes) refuse(`longer than ${maxBindingBytes} bytes`);
        await replaceStateFile(dir, bindingName, bytes);
      }),
    eraseBinding: () => work(() => eraseStateFile(dir, bindingName)),
  };
}
