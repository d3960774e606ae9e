/** What every MerchantStore must do, wherever the binding lies. */

import { describe, expect, test } from "vitest";
import { ok } from "../../device/base/result.ts";
import type { MerchantStore } from "../../device/ports/merchantStore.ts";

/** `start` gives the store as a process finds it after a start; every call is a restart on the same storage. */
export type MerchantStoreHooks = { start(): Promise<MerchantStore> };

export function describeMerchantStore(name: string, prepare: () => Promise<MerchantStoreHooks>): void {
  describe(`${name} as a MerchantStore`, () => {
    test("at first there is no binding, and erasing it succeeds", async () => {
      const store = await (await prepare()).start();

      expect([await store.readBinding(), await store.eraseBinding()]).toEqual([ok(null), { ok: true }]);
    });

    test("the binding written last is there after a restart", async () => {
      const { start } = await prepare();
      const store = await start();
      await store.writeBinding("aaaa.bbbb.cccc");
      await store.writeBinding("a.b.c");

      expect(await (await start()).readBinding()).toEqual(ok("a.b.c"));
    });

    test("an erased binding is gone after a restart, and can be erased again and written anew", async () => {
      const { start } = await prepare();
      const store = await start();
      await store.writeBinding("a.b.c");
      await store.eraseBinding();
      const restarted = await start();

      const answers = [await restarted.readBinding(), await restarted.eraseBinding()];
      await restarted.writeBinding("d.e.f");

      expect([...answers, await restarted.readBinding()]).toEqual([ok(null), { ok: true }, ok("d.e.f")]);
    });
  });
}
