/** What every Signer must do, wherever it keeps its key. */

import { calculateJwkThumbprint, compactVerify, importJWK } from "jose";
import { describe, expect, test } from "vitest";
import { base64url, utf8 } from "../../device/base/bytes.ts";
import { hasLowS } from "../../device/base/lowS.ts";
import type { Signer } from "../../device/ports/signer.ts";

/** `start` gives the signer as a process finds it after a start; every call is a restart on the same storage. */
export type SignerHooks = { start(): Promise<Signer> };

export function describeSigner(name: string, prepare: () => Promise<SignerHooks>): void {
  describe(`${name} as a Signer`, () => {
    test("the key is made at first use and is the same in every later call and after a restart", async () => {
      const { start } = await prepare();
      const signer = await start();

      const [first, ...others] = await Promise.all([signer.key(), signer.key(), (await start()).key()]);

      expect({ made: first.ok, others }).toEqual({ made: true, others: [first, first] });
    });

    test("the key's name is its RFC 7638 thumbprint, and the public half holds nothing else", async () => {
      const { start } = await prepare();

      const key = await (await start()).key();

      if (!key.ok) throw new Error(key.error.reason);
      expect({ kid: key.value.kid, members: Object.keys(key.value.publicJwk).sort() }).toEqual({
        kid: await calculateJwkThumbprint(key.value.publicJwk),
        members: ["crv", "kty", "x", "y"],
      });
    });

    test("what it signs after a restart, another library verifies with the public half told before", async () => {
      const { start } = await prepare();
      const key = await (await start()).key();
      if (!key.ok) throw new Error(key.error.reason);
      const signed = `${base64url(utf8('{"alg":"ES256"}'))}.${base64url(utf8("unbind"))}`;

      const signature = await (await start()).sign(utf8(signed));

      if (!signature.ok) throw new Error(signature.error.reason);
      const jws = `${signed}.${base64url(signature.value)}`;
      const verified = await compactVerify(jws, await importJWK(key.value.publicJwk, "ES256"));
      expect({ length: signature.value.length, payload: new TextDecoder().decode(verified.payload) }).toEqual({
        length: 64,
        payload: "unbind",
      });
    });

    test("of the two spellings of a signature it makes the one that counts", async () => {
      const { start } = await prepare();
      const signer = await start();

      const signed = await Promise.all(Array.from({ length: 32 }, (_, at) => signer.sign(utf8(`unbind ${at}`))));

      expect(signed.filter((one) => !one.ok || !hasLowS(one.value))).toEqual([]);
    });
  });
}
