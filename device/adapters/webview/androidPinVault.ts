/** The PinVault port on Android: the slow derivation is the platform's, off the thread that draws. */

import { base64url, fromBase64url } from "../../base/bytes.ts";
import type { Hash } from "../../ports/hash.ts";
import type { PinVault } from "../../ports/pinVault.ts";
import type { Random } from "../../ports/random.ts";
import { createPinVault, defaultPinCost, type PinCost } from "../common/pinVault.ts";
import { refuse } from "../common/stateFiles.ts";
import { createAndroidKeyWrapping } from "./androidKeyWrapping.ts";
import { createAndroidStateFiles } from "./androidStateFiles.ts";
import type { Bridge } from "./bridge.ts";
import { toldOr } from "./bridgeFailure.ts";

export function createAndroidPinVault(parts: {
  readonly bridge: Bridge;
  readonly hash: Hash;
  readonly random: Random;
  readonly cost?: PinCost;
}): PinVault {
  const { bridge, hash, random, cost = defaultPinCost } = parts;
  return createPinVault({
    files: createAndroidStateFiles(bridge, "state"),
    wrapping: createAndroidKeyWrapping(bridge),
    async derive(secret, salt, { n, r, p }) {
      const given = { secret: base64url(secret), salt: base64url(salt), n, r, p };
      return fromBase64url(toldOr(await bridge.call("scrypt", "derive", given))) ?? refuse("damaged");
    },
    hash,
    random,
    cost,
  });
}
