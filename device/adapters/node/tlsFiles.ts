/**
 * The files that say whom to believe and who we are in TLS: read bounded, checked, made into one context.
 * Keeps nothing, so that a file that was replaced counts from the next connection on.
 */

import { createPrivateKey, X509Certificate } from "node:crypto";
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { createSecureContext, type SecureContext } from "node:tls";
import { err, ok, type Result } from "../../base/result.ts";
import type { TlsFileFailure } from "../../ports/upstream.ts";

/** Absolute paths of PEM files. A certificate needs its key. */
export type TlsFiles = {
  /** The only certificates believed; without it, those that the platform believes. */
  readonly caFile?: string | undefined;
  /** Our certificate, and behind it those between it and its root. */
  readonly certFile?: string | undefined;
  /** Without a passphrase, for its owner only. */
  readonly keyFile?: string | undefined;
};

type FileName = TlsFileFailure["file"];

const maxFileBytes = 65_536;
const hasModes = process.platform !== "win32";

/** Fails with the first file that cannot be used. Nothing out of a file gets into a failure. */
export async function readTlsContext(files: TlsFiles): Promise<Result<SecureContext, TlsFileFailure>> {
  const ca = await readOptional("caFile", files.caFile);
  if (!ca.ok) return ca;
  const cert = await readOptional("certFile", files.certFile);
  if (!cert.ok) return cert;
  const key = await readOptional("keyFile", files.keyFile);
  if (!key.ok) return key;

  // Node takes an empty list of roots for none given, and then believes everybody's.
  if (ca.value !== undefined && !holdsCertificates(ca.value)) return err({ code: "tls/file-damaged", file: "caFile" });
  if (cert.value !== undefined && !holdsCertificates(cert.value))
    return err({ code: "tls/file-damaged", file: "certFile" });
  if (key.value !== undefined && !holdsKey(key.value)) return err({ code: "tls/file-damaged", file: "keyFile" });
  if (cert.value !== undefined && key.value !== undefined && !belong(cert.value, key.value))
    return err({ code: "tls/key-mismatch", file: "keyFile" });
  try {
    return ok(createSecureContext({ minVersion: "TLSv1.2", ca: ca.value, cert: cert.value, key: key.value }));
  } catch {
    // Everything parses and belongs together: what is left is a key too weak to be allowed.
    return err({ code: "tls/file-damaged", file: cert.value === undefined ? "caFile" : "certFile" });
  }
}

function readOptional(file: FileName, path: string | undefined): Promise<Result<string | undefined, TlsFileFailure>> {
  return path === undefined ? Promise.resolve(ok(undefined)) : readPem(file, path);
}

async function readPem(file: FileName, path: string): Promise<Result<string, TlsFileFailure>> {
  try {
    // Non-blocking, or a pipe in the file's place would hold up the exchange beyond its deadline.
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stat = await handle.stat();
      if (!stat.isFile()) return err({ code: "tls/file-unreadable", file, reason: "not a file" });
      const mode = stat.mode & 0o777;
      if (file === "keyFile" && hasModes && (mode & 0o077) !== 0)
        return err({ code: "tls/key-exposed", file, mode: `0${mode.toString(8)}` });
      const bytes = Buffer.alloc(maxFileBytes + 1);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
      if (bytesRead > maxFileBytes) return err({ code: "tls/file-too-large", file, maxBytes: maxFileBytes });
      return ok(bytes.toString("latin1", 0, bytesRead));
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause)) throw cause;
    if (cause.code === "ENOENT") return err({ code: "tls/file-missing", file });
    return err({ code: "tls/file-unreadable", file, reason: String(cause.code) });
  }
}

/** At least one certificate, and every one of them whole. */
function holdsCertificates(pem: string): boolean {
  const blocks = pem.split(/(?=-----BEGIN )/).filter((block) => block.startsWith("-----BEGIN "));
  return blocks.length > 0 && blocks.every((block) => succeeds(() => new X509Certificate(block)));
}

function holdsKey(pem: string): boolean {
  return succeeds(() => createPrivateKey(pem));
}

function belong(certPem: string, keyPem: string): boolean {
  return new X509Certificate(certPem).checkPrivateKey(createPrivateKey(keyPem));
}

function succeeds(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}
