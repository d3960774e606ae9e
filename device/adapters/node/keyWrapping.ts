/**
 * How a secret lies in the state directory: wrapped with AES-256-GCM. The wrapping key comes from systemd's credentials
 * where the service has one, else from a file beside it. Either way whoever is this user can unwrap; the credential
 * only keeps a copied disk from being enough.
 */

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { fromBase64url } from "../../base/bytes.ts";
import type { KeyWrapping } from "../common/keyWrapping.ts";
import { refuse } from "../common/stateFiles.ts";
import { createStateFile, readSecretFile, readStateFile } from "./stateFiles.ts";

const wrapSecretName = "device-key.kek";
const credentialName = "jiebang-kek";
const maxCredentialBytes = 4096;
const wrapSecretBytes = 32;

/** Both may refuse as in `attempt`. `credentialsDir` is systemd's $CREDENTIALS_DIRECTORY, or nothing. */
export function createKeyWrapping(dir: string, credentialsDir: string | undefined): KeyWrapping {
  const readCredential = async () => {
    // systemd gives its files modes of its own (0400, or 0440 for a group of its own), so only their length is checked.
    const secret = credentialsDir ? await readStateFile(credentialsDir, credentialName, maxCredentialBytes) : null;
    if (secret && secret.length < wrapSecretBytes) refuse("wrapping key too short (credential)");
    return secret;
  };

  const readWrapSecret = async () => {
    const secret = await readSecretFile(dir, wrapSecretName, wrapSecretBytes);
    if (secret && secret.length < wrapSecretBytes) refuse("wrapping key too short (file)");
    return secret;
  };

  const makeWrapSecret = async () => {
    const made = new Uint8Array(randomBytes(wrapSecretBytes));
    try {
      await createStateFile(dir, wrapSecretName, made);
      return made;
    } catch (failure) {
      // Another part, or another process, made one at this moment: that is the one.
      const theirs = await readWrapSecret();
      if (!theirs) throw failure;
      return theirs;
    }
  };

  return {
    async wrap(plain, { purpose, boundTo }) {
      const credential = await readCredential();
      const secret = credential ?? (await readWrapSecret()) ?? (await makeWrapSecret());
      const iv = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", wrapKey(secret, purpose), iv).setAAD(boundTo);
      const wrapped = Buffer.concat([cipher.update(plain), cipher.final()]).toString("base64url");
      return {
        protection: credential ? "credential" : "file",
        iv: iv.toString("base64url"),
        wrapped,
        tag: cipher.getAuthTag().toString("base64url"),
      };
    },
    async unwrap({ protection, iv, wrapped, tag }, { purpose, boundTo }) {
      // What Android's key store wrapped lies on another machine.
      if (protection === "keystore") return refuse("wrapping key missing (keystore)");
      const secret = protection === "credential" ? await readCredential() : await readWrapSecret();
      if (!secret) return refuse(`wrapping key missing (${protection})`);
      const [ivBytes, wrappedBytes, tagBytes] = [bytesOf(iv), bytesOf(wrapped), bytesOf(tag)];
      try {
        const decipher = createDecipheriv("aes-256-gcm", wrapKey(secret, purpose), ivBytes, { authTagLength: 16 });
        decipher.setAAD(boundTo).setAuthTag(tagBytes);
        return Buffer.concat([decipher.update(wrappedBytes), decipher.final()]);
      } catch {
        // The library's own words about a key are not passed on.
        return refuse("damaged, or wrapped with another key");
      }
    },
  };
}

const wrapKey = (secret: Uint8Array, purpose: string) => Buffer.from(hkdfSync("sha256", secret, "", purpose, 32));

const bytesOf = (text: string) => fromBase64url(text) ?? refuse("damaged");
