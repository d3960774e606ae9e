/** What every MerchantStore must do, wherever the bindings lie. */

import { describe, expect, test } from "vitest";
import { ok } from "../../device/base/result.ts";
import type { MerchantStore } from "../../device/ports/merchantStore.ts";

/** `start` gives the store as a process finds it after a start; every call is a restart on the same storage. */
export type MerchantStoreHooks = { start(): Promise<MerchantStore> };

export function describeMerchantStore(name: string, prepare: () => Promise<MerchantStoreHooks>): void {
  describe(`${name} as a MerchantStore`, () => {
    test("at first there is no binding, and erasing them succeeds", async () => {
      const store = await (await prepare()).start();

      expect([await store.readBindings(), await store.eraseBindings()]).toEqual([ok([]), { ok: true }]);
    });

    test("the bindings written last are there after a restart, in their order", async () => {
      const { start } = await prepare();
      const store = await start();
      await store.writeBindings(["aaaa.bbbb.cccc", "g.h.i", "j.k.l"]);
      await store.writeBindings(["d.e.f", "a.b.c"]);

      expect(await (await start()).readBindings()).toEqual(ok(["d.e.f", "a.b.c"]));
    });

    test("erased bindings are gone after a restart, and can be erased again and written anew", async () => {
      const { start } = await prepare();
      const store = await start();
      await store.writeBindings(["a.b.c"]);
      await store.eraseBindings();
      const restarted = await start();

      const answers = [await restarted.readBindings(), await restarted.eraseBindings()];
      await restarted.writeBindings(["d.e.f"]);

      expect([...answers, await restarted.readBindings()]).toEqual([ok([]), { ok: true }, ok(["d.e.f"])]);
    });
  });
}
