/** A key that is kept better takes the place of the one in use. Nothing is lost on the way, and nobody has to do anything. */

import type { Cell, WritableCell } from "../base/cell.ts";
import { err, ok, type Result } from "../base/result.ts";
import { type ErrorView, errorView } from "../contract/errors.ts";
import type { DeviceKey, Signer } from "../ports/signer.ts";
import type { ProvisioningEvent } from "./enrolment.ts";
import type { KnownBindings } from "./known.ts";
import type { TerminalNames } from "./terminalNames.ts";
import type { UpstreamBindings } from "./upstreamBindings.ts";

export type StrongerKeyParts = {
  readonly signer: Signer;
  /** The key in use. */
  readonly deviceKey: WritableCell<DeviceKey>;
  readonly upstream: Pick<UpstreamBindings, "succeed">;
  readonly known: Cell<KnownBindings>;
  readonly note: (event: ProvisioningEvent) => Promise<Result<void, ErrorView>>;
};

/** `mayStill`: nothing has begun meanwhile that the key in use has to end. False: there is nothing to do. */
export type StrengthenKey = (names: TerminalNames, mayStill: () => boolean) => Promise<Result<boolean, ErrorView>>;

/**
 * The upstream hears the key before until the next one has signed something, so whatever is cut off here begins anew. With
 * the journal's record the next one is in use: where the signer had not taken it up by then, it does at the next start.
 */
export function createStrongerKey(parts: StrongerKeyParts): StrengthenKey {
  const { signer, deviceKey, upstream, known, note } = parts;
  return async (names, mayStill) => {
    const { enrolled, again } = known.get().provisioned;
    const next = await signer.stronger();
    if (!next.ok) return err(errorView(next.error));
    if (!next.value || !enrolled || again) return ok(false);
    const told = await upstream.succeed(names, next.value);
    if (!told.ok) return told;
    if (!mayStill()) return ok(false);
    const { kid } = next.value;
    const noted = await note({ ...enrolled, kid, predecessor: enrolled.kid });
    if (!noted.ok) return noted;
    const used = await signer.use(kid);
    if (!used.ok) return err(errorView(used.error));
    deviceKey.set(next.value);
    return ok(true);
  };
}
