/** The Signer port on Android: a key of its key store, in hardware where the device has some. */

import { base64url, fromBase64url } from "../../base/bytes.ts";
import { canonicalJwk } from "../../base/canonicalJwk.ts";
import { withLowS } from "../../base/lowS.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { BridgeFailure } from "../../contract/bridge.ts";
import { attestationContext } from "../../contract/messages/enrolment.ts";
import type { Hash } from "../../ports/hash.ts";
import type { DeviceKey, Signer, SignerFailure } from "../../ports/signer.ts";
import { rawSignature } from "../common/derSignature.ts";
import type { Bridge } from "./bridge.ts";

/** `audience`: the name of the upstream, for which the key is made, and no other. */
export function createAndroidSigner(parts: {
  readonly bridge: Bridge;
  readonly hash: Hash;
  readonly audience: string;
}): Signer {
  const { bridge, hash, audience } = parts;
  const challenge = base64url(hash.sha256(attestationContext(audience)));
  let found = false;

  async function theKey(): Promise<Result<DeviceKey, SignerFailure>> {
    const told = await bridge.call("keys", "device", { challenge });
    if (!told.ok) return failed(told.error);
    found = true;
    const publicJwk = { kty: "EC", crv: "P-256", x: told.value.x, y: told.value.y } as const;
    const kid = base64url(hash.sha256(canonicalJwk(publicJwk)));
    const { chain } = told.value;
    return ok({ kid, publicJwk, storage: "keystore", ...(chain.length > 0 && { attestation: chain }) });
  }

  return {
    async key(kid) {
      const key = await theKey();
      if (!key.ok || kid === undefined || kid === key.value.kid) return key;
      return err({ code: "signer/key-unusable", reason: "no key of this name" });
    },
    async sign(bytes) {
      // The platform signs with what is there, and makes nothing.
      const there = found ? null : await theKey();
      if (there && !there.ok) return there;
      const told = await bridge.call("keys", "sign", { bytes: base64url(bytes) });
      if (!told.ok) return failed(told.error);
      const der = fromBase64url(told.value);
      const raw = der && rawSignature(der);
      return raw ? ok(withLowS(raw)) : err({ code: "signer/key-unusable", reason: "no signature" });
    },
    // The one key is in the strongest place that the device has.
    stronger: async () => ok(null),
    async use(kid) {
      const key = await theKey();
      return key.ok ? ok(key.value.kid === kid) : key;
    },
  };
}

const codes: Readonly<Record<string, SignerFailure["code"]>> = {
  "key-unusable": "signer/key-unusable",
  "key-gone": "signer/key-gone",
};

function failed({ code, reason }: BridgeFailure): Result<never, SignerFailure> {
  return err({ code: codes[code] ?? "signer/key-unreadable", reason: reason ?? code });
}
