/** The OfflineSecret port on Node: 32 random bytes, wrapped as the signing key is, in a private file beside it. */

import { createHmac, createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import * as z from "zod/mini";
import { utf8 } from "../../base/bytes.ts";
import { parseJson } from "../../base/json.ts";
import { createMutex } from "../../base/mutex.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { OfflineSecret, OfflineSecretFailure } from "../../ports/offlineSecret.ts";
import { createKeyWrapping, type WrappedSecret, wrappedSecret } from "./keyWrapping.ts";
import { attempt, createStateFile, readSecretFile, refuse } from "./stateFiles.ts";

const secretName = "offline-secret.json";
const secretBytes = 32;
const maxFileBytes = 1024;

const storedSecret = z.object({ version: z.literal(1), ...wrappedSecret });

const use = { purpose: "jiebang offline secret wrap v1", boundTo: new Uint8Array() };

/** `credentialsDir` is systemd's $CREDENTIALS_DIRECTORY, or nothing. */
export function createNodeOfflineSecret(options: {
  readonly dir: string;
  readonly credentialsDir?: string;
}): OfflineSecret {
  const { dir, credentialsDir } = options;
  const wrapping = createKeyWrapping(dir, credentialsDir);
  const mutex = createMutex();
  let loaded: KeyObject | null = null;

  const load = (orMake: () => Promise<KeyObject | null>) =>
    mutex.run(() =>
      attempt(
        async () => {
          loaded ??= (await read()) ?? (await orMake());
          return loaded;
        },
        (reason) => ({ code: "offline/secret-unusable", reason }) as const,
      ),
    );

  const read = async (): Promise<KeyObject | null> => {
    const stored = await readSecretFile(dir, secretName, maxFileBytes);
    return stored && keyOf(await wrapping.unwrap(parseStored(stored), use));
  };

  const make = async (): Promise<KeyObject> => {
    const plain = randomBytes(secretBytes);
    try {
      const stored = { version: 1, ...(await wrapping.wrap(plain, use)) };
      await createStateFile(dir, secretName, utf8(JSON.stringify(stored)));
      return createSecretKey(plain);
    } finally {
      plain.fill(0);
    }
  };

  return {
    reveal: async () => withKey(await load(make), (key) => key.export().toString("base64url")),
    hmac: async (bytes) =>
      withKey(await load(async () => null), (key) => new Uint8Array(createHmac("sha256", key).update(bytes).digest())),
  };
}

function withKey<T>(
  key: Result<KeyObject | null, OfflineSecretFailure>,
  work: (key: KeyObject) => T,
): Result<T, OfflineSecretFailure> {
  if (!key.ok) return key;
  return key.value ? ok(work(key.value)) : err({ code: "offline/no-secret" });
}

/** Takes the bytes over, and leaves none behind. */
function keyOf(plain: Buffer): KeyObject {
  if (plain.length !== secretBytes) refuse("damaged");
  const key = createSecretKey(plain);
  plain.fill(0);
  return key;
}

function parseStored(bytes: Uint8Array): WrappedSecret {
  const stored = storedSecret.safeParse(parseJson(bytes));
  return stored.success ? stored.data : refuse("damaged");
}
