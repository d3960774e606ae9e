/** The room's maker: what this terminal signs, and what it believes of the upstream. */

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
  readonly deviceKey: DeviceKey;
};

export type Trust = { readonly messageSigner: MessageSigner; readonly verifier: UpstreamVerifier };

export function createTrust({ ports, settings, upstreamKeys: keys, deviceKey }: TrustParts): Trust {
  const { clock, random, hash, signer } = ports;
  const { audience, app } = settings;
  return {
    messageSigner: createMessageSigner({ clock, random, hash, signer, deviceKey, audience, app }),
    verifier: createUpstreamVerifier({ keys, issuer: audience, deviceKid: deviceKey.kid, hash }),
  };
}
