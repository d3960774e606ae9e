/**
 * The wrapping key that systemd keeps encrypted for the kiosk's service (systemd.exec(5), LoadCredentialEncrypted=): sealed by
 * the TPM, or under systemd's own key, which lies on the same disk and only root reads.
 */

import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { refuse } from "../common/stateFiles.ts";
import { readStateFile } from "./stateFiles.ts";

export type CredentialKind = "tpm2" | "host";

export type Credentials = {
  /** Null where there is none of this kind. May refuse as in `attempt`. */
  wrappingKey(kind: CredentialKind | "earlier"): Promise<Uint8Array | null>;
};

const kinds = ["tpm2", "host"] as const;
/** The unit names them; an earlier program took one of whatever unit somebody wrote. */
const nameOf = (kind: CredentialKind | "earlier") => (kind === "earlier" ? "jiebang-kek" : `jiebang-kek-${kind}`);
const keyBytes = 32;
const maxFileBytes = 4096;
/** Where systemd looks for what has no path of its own. */
const sealedDir = "/etc/credstore.encrypted";
const deadlineMs = 30_000;

/** What the service manager has opened for this process; `dir` is its $CREDENTIALS_DIRECTORY. */
export function handedOver(dir: string | undefined): Credentials {
  return {
    async wrappingKey(kind) {
      // systemd gives its files modes of its own (0400, or 0440 for a group of its own), so only their length is checked.
      const key = dir ? await readStateFile(dir, nameOf(kind), maxFileBytes) : null;
      if (key && key.length < keyBytes) refuse("wrapping key too short (credential)");
      return key;
    },
  };
}

/** The same for root at a shell, to whom nothing was handed over. Opened at once: afterwards it may be root no more. */
export async function openedByRoot(): Promise<Credentials> {
  const opened = new Map<string, Uint8Array>();
  for (const kind of kinds) {
    const path = join(sealedDir, nameOf(kind));
    if (!existsSync(path)) continue;
    const key = await run(["decrypt", `--name=${nameOf(kind)}`, path, "-"]);
    if (key.ok) opened.set(kind, key.value);
  }
  return { wrappingKey: async (kind) => opened.get(kind) ?? null };
}

/** Makes one, in the better way that works; one that is there stays. Null: there is none, and none can be made. */
export async function makeCredential(): Promise<CredentialKind | null> {
  const there = kinds.find((kind) => existsSync(join(sealedDir, nameOf(kind))));
  if (there) return there;
  const hasTpm = await run(["has-tpm2", "--quiet"]);
  for (const kind of hasTpm.ok ? kinds : (["host"] as const)) if (await make(kind)) return kind;
  return null;
}

async function make(kind: CredentialKind): Promise<boolean> {
  const path = join(sealedDir, nameOf(kind));
  await mkdir(sealedDir, { recursive: true, mode: 0o700 });
  // Bound to no state of the firmware: an update of that would lock the terminal out.
  const sealed = kind === "tpm2" ? ["--with-key=tpm2", "--tpm2-pcrs="] : ["--with-key=host"];
  const made = await run(["encrypt", `--name=${nameOf(kind)}`, ...sealed, "-", `${path}.new`], randomBytes(keyBytes));
  if (made.ok) await rename(`${path}.new`, path);
  else await rm(`${path}.new`, { force: true });
  return made.ok;
}

type Ran = { readonly ok: true; readonly value: Uint8Array } | { readonly ok: false };

function run(words: readonly string[], input?: Uint8Array): Promise<Ran> {
  const options = { encoding: "buffer", timeout: deadlineMs, maxBuffer: maxFileBytes, killSignal: "SIGKILL" } as const;
  return new Promise((resolve) => {
    const child = execFile("systemd-creds", [...words], options, (failure, stdout) =>
      resolve(failure ? { ok: false } : { ok: true, value: new Uint8Array(stdout) }),
    );
    // One that ended early has failed.
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
  });
}
