// Only Windows keeps a secret for an account; what passes for that on a Linux without a keyring is never taken.

import { expect, test } from "vitest";
import { findAccountVault, type SafeStorage } from "../../electron/accountVault.ts";

const turning: SafeStorage = {
  isEncryptionAvailable: () => true,
  encryptString: (plain) => Buffer.from(plain).reverse(),
  decryptString: (blob) => Buffer.from(blob).reverse().toString(),
};

test("on Windows a secret comes back as it was, and lies there as Windows made it", () => {
  const vault = findAccountVault(turning, "win32");
  const secret = Uint8Array.of(0, 255, 128, 10);

  const blob = vault?.protect(secret) ?? new Uint8Array();

  expect([vault?.reveal(blob), Buffer.from(blob).includes(Buffer.from(secret))]).toEqual([secret, false]);
});

test("on Linux, and where Windows cannot, there is none", () => {
  const unable = { ...turning, isEncryptionAvailable: () => false };

  expect([findAccountVault(turning, "linux"), findAccountVault(unable, "win32")]).toEqual([null, null]);
});
