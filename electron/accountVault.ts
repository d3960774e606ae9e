/**
 * What Windows protects for the account that the kiosk runs under (DPAPI), by Electron's safeStorage. Used on Windows alone: on
 * Linux a kiosk has no keyring, and what safeStorage calls encrypted there (basic_text) anybody can read.
 */

import type { AccountVault } from "../device/adapters/node/keyStore.ts";

/** As much of Electron's safeStorage as this needs. */
export type SafeStorage = {
  isEncryptionAvailable(): boolean;
  encryptString(plain: string): Buffer;
  decryptString(blob: Buffer): string;
};

/** Once the app is ready. Null where the operating system keeps nothing. */
export function findAccountVault(safeStorage: SafeStorage, platform: NodeJS.Platform): AccountVault | null {
  if (platform !== "win32" || !safeStorage.isEncryptionAvailable()) return null;
  return {
    protect: (secret) => new Uint8Array(safeStorage.encryptString(Buffer.from(secret).toString("base64url"))),
    reveal: (blob) => new Uint8Array(Buffer.from(safeStorage.decryptString(Buffer.from(blob)), "base64url")),
  };
}
