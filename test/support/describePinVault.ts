/** What every PinVault must do, however it keeps the PIN. */

import { describe, expect, test } from "vitest";
import { ok } from "../../device/base/result.ts";
import type { PinHolder, PinVault } from "../../device/ports/pinVault.ts";
import { digitsOf } from "./pin.ts";

/** `start` gives the vault as a process finds it after a start; every call is a restart on the same storage. */
export type PinVaultHooks = { start(): Promise<PinVault> };

export const merchantHolder: PinHolder = { principalId: "01890000-0000-7000-8000-000000000001", setBy: "merchant" };
const later: PinHolder = { principalId: "01890000-0000-7000-8000-000000000002", setBy: "technician" };

export function describePinVault(name: string, prepare: () => Promise<PinVaultHooks>): void {
  describe(`${name} as a PinVault`, () => {
    test("before a PIN is set there is none, nothing matches, and forgetting it succeeds", async () => {
      const vault = await (await prepare()).start();

      const answers = [
        await vault.holder("merchant"),
        await vault.matches("merchant", digitsOf("739154")),
        await vault.matches("merchant", digitsOf("")),
        await vault.erase("merchant"),
      ];

      expect(answers).toEqual([ok(null), ok(false), ok(false), { ok: true }]);
    });

    test("a PIN that was set is told from others after a restart, and so is whose it is", async () => {
      const { start } = await prepare();
      await (await start()).set("merchant", digitsOf("739154"), merchantHolder);

      const vault = await start();
      const holder = await vault.holder("merchant");
      const tried = ["739154", "739155", "73915", "7391540", ""].map((pin) => vault.matches("merchant", digitsOf(pin)));

      const answers = await Promise.all(tried);
      expect([holder, ...answers]).toEqual([ok(merchantHolder), ok(true), ...Array(4).fill(ok(false))]);
    });

    test("a new PIN and its holder take the place of the old ones", async () => {
      const { start } = await prepare();
      const vault = await start();
      await vault.set("merchant", digitsOf("739154"), merchantHolder);
      await vault.set("merchant", digitsOf("00482061"), later);

      const answers = [
        await vault.matches("merchant", digitsOf("739154")),
        await vault.matches("merchant", digitsOf("00482061")),
        await vault.holder("merchant"),
      ];

      expect(answers).toEqual([ok(false), ok(true), ok(later)]);
    });

    test("each role has a PIN of its own", async () => {
      const vault = await (await prepare()).start();
      await vault.set("merchant", digitsOf("739154"), merchantHolder);
      await vault.set("technician", digitsOf("00482061"), later);
      await vault.erase("merchant");

      const answers = [
        await vault.holder("merchant"),
        await vault.holder("technician"),
        await vault.matches("technician", digitsOf("739154")),
        await vault.matches("technician", digitsOf("00482061")),
        await vault.holder("factory"),
      ];

      expect(answers).toEqual([ok(null), ok(later), ok(false), ok(true), ok(null)]);
    });

    test("a forgotten PIN matches no more, also after a restart", async () => {
      const { start } = await prepare();
      const vault = await start();
      await vault.set("merchant", digitsOf("739154"), merchantHolder);
      await vault.erase("merchant");

      const restarted = await start();

      expect([await restarted.holder("merchant"), await restarted.matches("merchant", digitsOf("739154"))]).toEqual([
        ok(null),
        ok(false),
      ]);
    });

    test("the caller may wipe the digits as soon as it has called", async () => {
      const { start } = await prepare();
      const vault = await start();
      const entered = digitsOf("739154");
      const set = vault.set("merchant", entered, merchantHolder);
      entered.wipe();
      await set;
      const again = digitsOf("739154");
      const matched = vault.matches("merchant", again);
      again.wipe();

      expect([await matched, await vault.matches("merchant", digitsOf(""))]).toEqual([ok(true), ok(false)]);
    });
  });
}
