/** The key that the app is signed with: the operator's for a release, one made on this machine for tests. */

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { cacheDir } from "../paths.ts";

const run = promisify(execFile);

export type SigningKey = {
  /** A PKCS #12 key store. */
  readonly keyStore: string;
  readonly alias: string;
  /** As apksigner takes it: "pass:..." or "file:...". */
  readonly password: string;
  readonly isForTests: boolean;
};

/** JIEBANG_APK_KEYSTORE, JIEBANG_APK_KEY_ALIAS and JIEBANG_APK_PASSWORD_FILE name the operator's. */
export async function signingKey(env: Readonly<Record<string, string | undefined>>): Promise<SigningKey> {
  const { JIEBANG_APK_KEYSTORE, JIEBANG_APK_KEY_ALIAS, JIEBANG_APK_PASSWORD_FILE } = env;
  if (JIEBANG_APK_KEYSTORE && JIEBANG_APK_KEY_ALIAS && JIEBANG_APK_PASSWORD_FILE) {
    const password = `file:${JIEBANG_APK_PASSWORD_FILE}`;
    return { keyStore: JIEBANG_APK_KEYSTORE, alias: JIEBANG_APK_KEY_ALIAS, password, isForTests: false };
  }
  const keyStore = join(cacheDir, "android-tools", "test-key.p12");
  const password = "for tests";
  if (!existsSync(keyStore)) {
    await mkdir(dirname(keyStore), { recursive: true });
    const key = ["-genkeypair", "-alias", "test", "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "3650"];
    const place = ["-keystore", keyStore, "-storetype", "PKCS12", "-storepass", password, "-dname", "CN=jiebang test"];
    await run("keytool", [...key, ...place]);
  }
  return { keyStore, alias: "test", password: `pass:${password}`, isForTests: true };
}
