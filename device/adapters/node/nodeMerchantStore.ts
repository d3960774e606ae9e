/** The MerchantStore port on Node. Overwriting cannot reach what flash keeps aside. */

import type { MerchantStore } from "../../ports/merchantStore.ts";
import { createMerchantStore } from "../common/merchantStore.ts";
import { createNodeStateFiles } from "./stateFiles.ts";

export function createNodeMerchantStore({ dir }: { readonly dir: string }): MerchantStore {
  return createMerchantStore({ files: createNodeStateFiles(dir) });
}
