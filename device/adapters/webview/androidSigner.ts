/** The Signer port on Android: a key of its key store, in hardware where the device has some. */

import { base64url, fromBase64url } from "../../base/bytes.ts";
import { canonicalJwk } from "../../base/canonicalJwk.ts";
import { withLowS } from "../../base/lowS.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { BridgeFailure } from "../../contract/bridge.ts";
import type { Hash } from "../../ports/hash.ts";
import type { Signer, SignerFailure } from "../../ports/signer.ts";
import type { Bridge } from "./bridge.ts";
import { rawSignature } from "./derSignature.ts";

export function createAndroidSigner({ bridge, hash }: { readonly bridge: Bridge; readonly hash: Hash }): Signer {
  return {
    async key() {
      const told = await bridge.call("keys", "device", {});
      if (!told.ok) return failed(told.error);
      const publicJwk = { kty: "EC", crv: "P-256", x: told.value.x, y: told.value.y } as const;
      return ok({ kid: base64url(hash.sha256(canonicalJwk(publicJwk))), publicJwk, storage: "os" });
    },
    async sign(bytes) {
      const told = await bridge.call("keys", "sign", { bytes: base64url(bytes) });
      if (!told.ok) return failed(told.error);
      const der = fromBase64url(told.value);
      const raw = der && rawSignature(der);
      return raw ? ok(withLowS(raw)) : err({ code: "signer/key-unusable", reason: "no signature" });
    },
  };
}

function failed({ code, reason }: BridgeFailure): Result<never, SignerFailure> {
  return err({
    code: code === "key-unusable" ? "signer/key-unusable" : "signer/key-unreadable",
    reason: reason ?? code,
  });
}
