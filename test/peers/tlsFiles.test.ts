/** Each way in which the files of TLS can be wrong, with real certificates out of the openssl command. */

import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readTlsContext, type TlsFiles } from "../../device/adapters/node/tlsFiles.ts";
import { type Authority, createAuthority } from "../upstream/certificates.ts";

const dir = mkdtempSync(join(tmpdir(), "jiebang-tls-"));
afterAll(() => rmSync(dir, { recursive: true }));

let good: Required<TlsFiles>;
let ca: Authority;

beforeAll(async () => {
  ca = await createAuthority(dir, "ca");
  good = { caFile: ca.certFile, ...(await ca.certify("client")) };
  await ca.certify("other");
});

/** A file with this content, for its owner only. */
function put(name: string, content: string | Buffer): string {
  const path = join(dir, name);
  writeFileSync(path, content, { mode: 0o600 });
  return path;
}

async function outcomeOf(change: TlsFiles): Promise<unknown> {
  const read = await readTlsContext({ ...good, ...change });
  return read.ok ? "usable" : read.error;
}

const textOf = (path: string | undefined) => readFileSync(path ?? "", "utf8");

test("a pinned CA, a certificate with its key, all three and none of them are usable", async () => {
  const { caFile, certFile, keyFile } = good;
  const groups: TlsFiles[] = [{ caFile }, { certFile, keyFile }, good, {}];

  const usable = await Promise.all(groups.map(async (files) => (await readTlsContext(files)).ok));

  expect(usable).toEqual([true, true, true, true]);
});

test("several roots in one file, and words around them, are usable", async () => {
  const roots = `for the terminals\n${textOf(ca.certFile)}\nand\n${textOf(ca.certFile)}`;

  expect(await outcomeOf({ caFile: put("roots.pem", roots) })).toBe("usable");
});

test("a file that is not there is named, not its path", async () => {
  expect([
    await outcomeOf({ caFile: join(dir, "none") }),
    await outcomeOf({ certFile: join(dir, "none") }),
    await outcomeOf({ keyFile: join(dir, "none") }),
  ]).toEqual([
    { code: "tls/file-missing", file: "caFile" },
    { code: "tls/file-missing", file: "certFile" },
    { code: "tls/file-missing", file: "keyFile" },
  ]);
});

test("a folder, a way through a file and a pipe cannot be read, and hold nothing up", async () => {
  const pipe = join(dir, "pipe");
  execFileSync("mkfifo", [pipe]);

  expect([
    await outcomeOf({ caFile: dir }),
    await outcomeOf({ certFile: join(ca.certFile, "x") }),
    await outcomeOf({ keyFile: pipe }),
  ]).toEqual([
    { code: "tls/file-unreadable", file: "caFile", reason: "not a file" },
    { code: "tls/file-unreadable", file: "certFile", reason: "ENOTDIR" },
    { code: "tls/file-unreadable", file: "keyFile", reason: "not a file" },
  ]);
});

test("a file of more than 64 KiB is not read, one of just as much is", async () => {
  const padded = (bytes: number) => textOf(ca.certFile).padEnd(bytes, "\n");

  expect([
    await outcomeOf({ caFile: put("full.pem", padded(65_536)) }),
    await outcomeOf({ caFile: put("over.pem", padded(65_537)) }),
  ]).toEqual(["usable", { code: "tls/file-too-large", file: "caFile", maxBytes: 65_536 }]);
});

test.each([0o640, 0o604, 0o644, 0o666])("a key with mode %o may be read by others and is not used", async (mode) => {
  const keyFile = put("exposed.key", textOf(good.keyFile));
  chmodSync(keyFile, mode);

  expect(await outcomeOf({ keyFile })).toEqual({
    code: "tls/key-exposed",
    file: "keyFile",
    mode: `0${mode.toString(8)}`,
  });
});

test("an empty CA file pins nothing, and is refused rather than taken for everybody's roots", async () => {
  expect(await outcomeOf({ caFile: put("empty.pem", "") })).toEqual({ code: "tls/file-damaged", file: "caFile" });
});

test("what is no PEM, half of it, or something else than was asked for is damaged", async () => {
  const half = put("half.pem", `${textOf(ca.certFile)}${textOf(ca.certFile).slice(0, 300)}`);
  const der = execFileSync("openssl", ["x509", "-in", ca.certFile, "-outform", "DER"]);
  const sealed = join(dir, "sealed.key");
  execFileSync("openssl", ["pkcs8", "-topk8", "-in", good.keyFile ?? "", "-passout", "pass:x", "-out", sealed]);
  chmodSync(sealed, 0o600);
  const damaged = (file: string) => ({ code: "tls/file-damaged", file });

  expect([
    await outcomeOf({ caFile: half }),
    await outcomeOf({ caFile: put("ca.der", der) }),
    await outcomeOf({ caFile: good.keyFile }),
    await outcomeOf({ certFile: good.keyFile }),
    await outcomeOf({ keyFile: put("cert.key", textOf(good.certFile)) }),
    await outcomeOf({ keyFile: sealed }),
    await outcomeOf({ keyFile: put("zero.key", Buffer.alloc(100)) }),
  ]).toEqual(["caFile", "caFile", "caFile", "certFile", "keyFile", "keyFile", "keyFile"].map(damaged));
});

test("a key too weak for TLS of today is damaged goods", async () => {
  const weak = { certFile: join(dir, "weak.pem"), keyFile: join(dir, "weak.key") };
  const make = ["req", "-x509", "-newkey", "rsa:512", "-nodes", "-subj", "/CN=weak", "-keyout", weak.keyFile];
  execFileSync("openssl", [...make, "-out", weak.certFile], { stdio: "ignore" });

  expect(await outcomeOf(weak)).toEqual({ code: "tls/file-damaged", file: "certFile" });
});

test("a key of another certificate does not belong to this one", async () => {
  copyFileSync(join(dir, "other.key"), join(dir, "foreign.key"));

  expect(await outcomeOf({ keyFile: join(dir, "foreign.key") })).toEqual({
    code: "tls/key-mismatch",
    file: "keyFile",
  });
});
