/** How the key in use is kept: what the upstream found proven of this very key, else what its own store says of it. */

import type { WritableCell } from "../base/cell.ts";
import type { DeviceKey } from "../ports/signer.ts";
import type { KeptBinding } from "./binding.ts";

/** To be told of the bindings whenever they change. A word on the key that was there before says nothing of the one in use. */
export function createProvenKey(deviceKey: WritableCell<DeviceKey>): (bindings: readonly KeptBinding[]) => void {
  let own = deviceKey.get();
  return (bindings) => {
    const inUse = deviceKey.get();
    if (inUse.kid !== own.kid) own = inUse;
    const ofIt = bindings.filter(({ payload }) => payload.aud === inUse.kid);
    // Where none is left, the last word holds: the wipe of a binding is attested as well.
    if (ofIt.length === 0) return;
    const [storage = own.storage] = ofIt.flatMap(({ payload }) => payload.keyProven ?? []);
    if (storage !== inUse.storage) deviceKey.set({ ...inUse, storage });
  };
}
