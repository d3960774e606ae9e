/** The room's maker: what this terminal signs, and what it believes of the upstream. */

import type { Cell } from "../base/cell.ts";
import type { Clock } from "../ports/clock.ts";
import type { Hash } from "../ports/hash.ts";
import type { Random } from "../ports/random.ts";
import type { DeviceKey, Signer } from "../ports/signer.ts";
import { createMessageSigner, type MessageSigner } from "./messageSigner.ts";
import type { TrustedKeys } from "./upstreamKeys.ts";
import { createUpstreamVerifier, type UpstreamVerifier } from "./upstreamVerifier.ts";

export type TrustParts = {
  readonly ports: { readonly clock: Clock; readonly random: Random; readonly hash: Hash; readonly signer: Signer };
  readonly settings: {
    /** What the terminal's signed objects name as their reader. */
    readonly audience: string;
    /** Name and version of this program. */
    readonly app: string;
  };
  /** The only keys whose signatures count as the upstream's. */
  readonly upstreamKeys: TrustedKeys;
  /** The key in use. */
  readonly deviceKey: Cell<DeviceKey>;
  /** The name of the one whose place it took; undefined where it is the first. */
  readonly keyBefore: () => string | undefined;
};

export type Trust = { readonly messageSigner: MessageSigner; readonly verifier: UpstreamVerifier };

export function createTrust(parts: TrustParts): Trust {
  const { ports, settings, upstreamKeys: keys, deviceKey, keyBefore } = parts;
  const { clock, random, hash, signer } = ports;
  const { audience, app } = settings;
  const deviceKids = (): readonly [string, string?] => {
    const before = keyBefore();
    return before === undefined ? [deviceKey.get().kid] : [deviceKey.get().kid, before];
  };
  return {
    messageSigner: createMessageSigner({ clock, random, hash, signer, deviceKey, audience, app }),
    verifier: createUpstreamVerifier({ keys, issuer: audience, deviceKids, hash }),
  };
}
