/** What every PinVault must do, however it keeps the PIN. */

import { describe, expect, test } from "vitest";
import { ok } from "../../device/base/result.ts";
import type { PinVault } from "../../device/ports/pinVault.ts";
import { digitsOf } from "./pin.ts";

/** `start` gives the vault as a process finds it after a start; every call is a restart on the same storage. */
export type PinVaultHooks = { start(): Promise<PinVault> };

export function describePinVault(name: string, prepare: () => Promise<PinVaultHooks>): void {
  describe(`${name} as a PinVault`, () => {
    test("before a PIN is set there is none, nothing matches, and forgetting it succeeds", async () => {
      const vault = await (await prepare()).start();

      const answers = [
        await vault.isSet("merchant"),
        await vault.matches("merchant", digitsOf("739154")),
        await vault.matches("merchant", digitsOf("")),
        await vault.erase("merchant"),
      ];

      expect(answers).toEqual([ok(false), ok(false), ok(false), { ok: true }]);
    });

    test("a PIN that was set is told from others after a restart", async () => {
      const { start } = await prepare();
      await (await start()).set("merchant", digitsOf("739154"));

      const vault = await start();
      const isSet = await vault.isSet("merchant");
      const tried = ["739154", "739155", "73915", "7391540", ""].map((pin) => vault.matches("merchant", digitsOf(pin)));

      expect([isSet, ...(await Promise.all(tried))]).toEqual([ok(true), ok(true), ...Array(4).fill(ok(false))]);
    });

    test("a new PIN takes the place of the old one", async () => {
      const { start } = await prepare();
      const vault = await start();
      await vault.set("merchant", digitsOf("739154"));
      await vault.set("merchant", digitsOf("00482061"));

      const answers = [
        await vault.matches("merchant", digitsOf("739154")),
        await vault.matches("merchant", digitsOf("00482061")),
      ];

      expect(answers).toEqual([ok(false), ok(true)]);
    });

    test("a forgotten PIN matches no more, also after a restart", async () => {
      const { start } = await prepare();
      const vault = await start();
      await vault.set("merchant", digitsOf("739154"));
      await vault.erase("merchant");

      const restarted = await start();

      expect([await restarted.isSet("merchant"), await restarted.matches("merchant", digitsOf("739154"))]).toEqual([
        ok(false),
        ok(false),
      ]);
    });

    test("the caller may wipe the digits as soon as it has called", async () => {
      const { start } = await prepare();
      const vault = await start();
      const entered = digitsOf("739154");
      const set = vault.set("merchant", entered);
      entered.wipe();
      await set;
      const again = digitsOf("739154");
      const matched = vault.matches("merchant", again);
      again.wipe();

      expect([await matched, await vault.matches("merchant", digitsOf(""))]).toEqual([ok(true), ok(false)]);
    });
  });
}
