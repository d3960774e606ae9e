/** What every ProfileStore must do, wherever the profiles lie. */

import { describe, expect, test } from "vitest";
import { ok } from "../../device/base/result.ts";
import type { ProfileStore } from "../../device/ports/profileStore.ts";

/** `start` gives the store as a process finds it after a start; every call is a restart on the same storage. */
export type ProfileStoreHooks = { start(): Promise<ProfileStore> };

export function describeProfileStore(name: string, prepare: () => Promise<ProfileStoreHooks>): void {
  describe(`${name} as a ProfileStore`, () => {
    test("at first there is no profile", async () => {
      const store = await (await prepare()).start();

      expect(await store.readProfiles()).toEqual(ok([]));
    });

    test("the profiles written last, and no others, are there after a restart, in their order", async () => {
      const { start } = await prepare();
      const store = await start();
      await store.writeProfiles(["a.a.a", "b.b.b"]);
      await store.writeProfiles(["c.c.c", "a.a.a"]);

      expect(await (await start()).readProfiles()).toEqual(ok(["c.c.c", "a.a.a"]));
    });

    test("none can be written in the place of some", async () => {
      const { start } = await prepare();
      const store = await start();
      await store.writeProfiles(["a.a.a"]);
      await store.writeProfiles([]);

      expect(await (await start()).readProfiles()).toEqual(ok([]));
    });
  });
}
