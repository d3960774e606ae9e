/**
 * A TPM 2.0 by the programs of tpm2-tools: keys that never leave it, and secrets that only it opens. What it made lies
 * outside as two blobs (TPM2B_PUBLIC and TPM2B_PRIVATE, TPM 2.0 Library part 2, sections 12.2.5 and 12.3.7) under a primary
 * key that the TPM makes again, the same each time, until it is cleared. Knows no file of ours.
 */

import { type ExecFileException, execFile } from "node:child_process";
import { createPublicKey } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { base64url, fromBase64url } from "../../base/bytes.ts";
import { createMutex } from "../../base/mutex.ts";
import type { DeviceKey } from "../../ports/signer.ts";
import { refusal, refuse } from "../common/stateFiles.ts";
import { publicJwkOf } from "./deviceKey.ts";

/** Both base64url. */
export type TpmBlob = { readonly public: string; readonly private: string };

/** All but `works` may refuse as in `attempt`: "cleared" of a blob that another TPM made, or this one before it was cleared. */
export type Tpm = {
  /** Makes the primary key. Asked for once; a TPM that did not work then is not used in this process. */
  works(): Promise<boolean>;
  /** A P-256 key that signs and cannot be exported. */
  makeKey(): Promise<{ readonly blob: TpmBlob; readonly publicJwk: DeviceKey["publicJwk"] }>;
  /** Over a SHA-256 hash: an ECDSA signature in DER. */
  sign(key: TpmBlob, digest: Uint8Array): Promise<Uint8Array>;
  /** At most 128 bytes. */
  seal(secret: Uint8Array): Promise<TpmBlob>;
  unseal(sealed: TpmBlob): Promise<Uint8Array>;
};

/** A real one makes a key in a second at most; after this it hangs. */
const deadlineMs = 15_000;
const maxOutputBytes = 65_536;
/** TPM_RC_INTEGRITY (part 2, section 6.6.3), wherever the parameter stands. */
const integrity = { mask: 0xbf, code: 0x9f };

// "noda": what needs no password needs no lockout after wrong ones either.
const primaryAttributes = "fixedtpm|fixedparent|sensitivedataorigin|userwithauth|noda|restricted|decrypt";
const keyAttributes = "fixedtpm|fixedparent|sensitivedataorigin|userwithauth|noda|sign";
const sealedAttributes = "fixedtpm|fixedparent|userwithauth|noda";

/** The kernel's resource manager; or whatever tpm2-tools' own variable names, as "swtpm:path=...". Null: there is none. */
export function findTpm(env: Readonly<Record<string, string | undefined>>): Tpm | null {
  const device = "/dev/tpmrm0";
  const tcti = env.TPM2TOOLS_TCTI ?? (existsSync(device) ? `device:${device}` : undefined);
  return tcti === undefined ? null : createTpm(tcti);
}

/** `tcti`: how tpm2-tools reach the TPM. */
export function createTpm(tcti: string): Tpm {
  const mutex = createMutex();
  const loaded = new Map<string, Uint8Array>();
  let primary: Uint8Array | null = null;
  let working: Promise<boolean> | null = null;

  /** One after the other, each in a folder of its own that is gone afterwards. */
  function inFolder<T>(work: (folder: Folder) => Promise<T>): Promise<T> {
    return mutex.run(async () => {
      const dir = await mkdtemp(join(tmpdir(), "jiebang-tpm-"));
      try {
        return await work(folderAt(dir, tcti));
      } finally {
        await rm(dir, { recursive: true, force: true });
      }
    });
  }

  async function putPrimary({ run, read, write }: Folder): Promise<void> {
    if (primary) return write("primary.ctx", primary);
    const template = ["-C", "o", "-g", "sha256", "-G", "ecc256:null:aes128cfb", "-a", primaryAttributes];
    await run("tpm2_createprimary", [...template, "-c", "primary.ctx"]);
    primary = await read("primary.ctx");
  }

  async function load(folder: Folder, blob: TpmBlob): Promise<void> {
    await putPrimary(folder);
    await folder.write("object.pub", bytesOf(blob.public));
    await folder.write("object.priv", bytesOf(blob.private));
    const files = ["-u", "object.pub", "-r", "object.priv", "-c", "object.ctx"];
    await folder.run("tpm2_load", ["-C", "primary.ctx", ...files]);
    loaded.set(blob.private, await folder.read("object.ctx"));
  }

  /** What is loaded already is not loaded again; a TPM that was reset since has forgotten it. */
  async function withLoaded<T>(blob: TpmBlob, work: (folder: Folder) => Promise<T>): Promise<T> {
    return inFolder(async (folder) => {
      const context = loaded.get(blob.private);
      if (context) {
        await folder.write("object.ctx", context);
        const done = await work(folder).catch(() => null);
        if (done !== null) return done;
        loaded.clear();
        primary = null;
      }
      await load(folder, blob);
      return work(folder);
    });
  }

  async function create(folder: Folder, args: readonly string[], input?: Uint8Array): Promise<TpmBlob> {
    await putPrimary(folder);
    const all = ["-C", "primary.ctx", "-g", "sha256", ...args, "-u", "object.pub", "-r", "object.priv"];
    await folder.run("tpm2_create", all, input);
    const [made, kept] = [await folder.read("object.pub"), await folder.read("object.priv")];
    return { public: base64url(made), private: base64url(kept) };
  }

  return {
    works() {
      working ??= inFolder(putPrimary).then(
        () => true,
        () => false,
      );
      return working;
    },
    makeKey: () =>
      inFolder(async (folder) => {
        const kind = ["-G", "ecc256:ecdsa-sha256:null", "-a", keyAttributes, "-f", "pem", "-o", "key.pem"];
        const blob = await create(folder, kind);
        const pem = new TextDecoder().decode(await folder.read("key.pem"));
        return { blob, publicJwk: publicJwkOf(createPublicKey(pem)) };
      }),
    sign: (key, digest) =>
      withLoaded(key, async ({ run, read, write }) => {
        await write("digest", digest);
        const how = ["-g", "sha256", "-s", "ecdsa", "-d", "-f", "plain", "-o", "signature"];
        await run("tpm2_sign", ["-c", "object.ctx", ...how, "digest"]);
        return read("signature");
      }),
    seal: (secret) => inFolder((folder) => create(folder, ["-a", sealedAttributes, "-i", "-"], secret)),
    unseal: (sealed) => withLoaded(sealed, ({ run }) => run("tpm2_unseal", ["-c", "object.ctx"])),
  };
}

type Folder = {
  /** What the program wrote to its output. */
  run(program: string, args: readonly string[], input?: Uint8Array): Promise<Uint8Array>;
  read(name: string): Promise<Uint8Array>;
  write(name: string, bytes: Uint8Array): Promise<void>;
};

function folderAt(dir: string, tcti: string): Folder {
  // The tools tell their own errors; the libraries below them would tell the same again.
  const env = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", TPM2TOOLS_TCTI: tcti, TSS2_LOG: "all+none" };

  function runOnce(program: string, args: readonly string[], input?: Uint8Array): Promise<Uint8Array> {
    const bounds = { timeout: deadlineMs, maxBuffer: maxOutputBytes, killSignal: "SIGKILL" } as const;
    return new Promise((resolve, reject) => {
      const options = { cwd: dir, env, encoding: "buffer", ...bounds } as const;
      const child = execFile(program, [...args], options, (failure, stdout, stderr) => {
        if (failure) reject(failedRun(failure, stderr.toString("latin1")));
        else resolve(new Uint8Array(stdout));
      });
      // One that ended early has said why.
      child.stdin?.on("error", () => {});
      child.stdin?.end(input);
    });
  }

  return {
    async run(program, args, input) {
      try {
        return await runOnce(program, args, input);
      } finally {
        // Only the kernel's device lets go of what was loaded when a program ends.
        if (!tcti.startsWith("device:")) await runOnce("tpm2_flushcontext", ["-t"]).catch(() => {});
      }
    },
    read: async (name) => new Uint8Array(await readFile(join(dir, name))),
    write: (name, bytes) => writeFile(join(dir, name), bytes, { mode: 0o600 }),
  };
}

/** By the TPM's response code, which stands in parentheses behind the name of the call. */
function failedRun(failure: ExecFileException, said: string): Error {
  const code = /\(0x([0-9A-Fa-f]{1,8})\)/.exec(said)?.[1];
  const isCleared = code !== undefined && (Number.parseInt(code, 16) & integrity.mask) === integrity.code;
  const reason = failure.killed
    ? "TPM does not answer"
    : code
      ? `TPM 0x${code}`
      : `TPM tools ${failure.code ?? "failed"}`;
  return refusal(reason, isCleared ? "cleared" : "system");
}

const bytesOf = (text: string) => fromBase64url(text) ?? refuse("damaged");
