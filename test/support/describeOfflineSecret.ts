/** What every OfflineSecret must do, wherever it keeps its bytes. */

import { describe, expect, test } from "vitest";
import { createNodeHash } from "../../device/adapters/node/nodeHash.ts";
import { fromBase64url, utf8 } from "../../device/base/bytes.ts";
import { ok } from "../../device/base/result.ts";
import type { OfflineSecret } from "../../device/ports/offlineSecret.ts";

/** `start` gives the secret as a process finds it after a start; every call is a restart on the same storage. */
export type OfflineSecretHooks = { start(): Promise<OfflineSecret> };

export function describeOfflineSecret(name: string, prepare: () => Promise<OfflineSecretHooks>): void {
  describe(`${name} as an OfflineSecret`, () => {
    test("before the enrolment asked for it there is none, and using it makes none", async () => {
      const { start } = await prepare();
      const secret = await start();

      const none = { ok: false, error: { code: "offline/no-secret" } };
      expect([await secret.hmac(utf8("a")), await (await start()).hmac(utf8("a"))]).toEqual([none, none]);
    });

    test("it is 32 bytes, made once, and the same in every later call and after a restart", async () => {
      const { start } = await prepare();
      const secret = await start();

      const first = await secret.reveal();
      const others = await Promise.all([secret.reveal(), (await start()).reveal(), (await start()).reveal()]);

      expect({ bytes: first.ok && fromBase64url(first.value)?.length, others }).toEqual({
        bytes: 32,
        others: [first, first, first],
      });
    });

    test("what it answers after a restart is the HMAC-SHA-256 under what was told", async () => {
      const { start } = await prepare();
      const told = await (await start()).reveal();
      const key = told.ok ? fromBase64url(told.value) : null;

      const mac = await (await start()).hmac(utf8("challenge"));

      expect(mac).toEqual(ok(createNodeHash().hmac("SHA256", key ?? new Uint8Array(), utf8("challenge"))));
    });
  });
}
