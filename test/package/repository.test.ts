/** A repository that the operator signs, as apt sees it over HTTP: the newest version is taken, and nothing that somebody changed or signed. */

import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, normalize } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeRepository } from "../../build/packaging/repository.ts";

const run = promisify(execFile);
const owner = "operator@jiebang.example";
const stranger = "stranger@jiebang.example";

let dir: string;
let into: string;
let server: Server;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "jiebang-repository-"));
  into = join(dir, "repository");
  process.env.GNUPGHOME = join(dir, "keyring");
  await mkdir(process.env.GNUPGHOME, { mode: 0o700 });
  for (const name of [owner, stranger])
    await run("gpg", ["--batch", "--passphrase", "", "--quick-generate-key", name, "ed25519", "sign", "1d"]);
  for (const made of ["lists/partial", "cache/archives/partial"]) await mkdir(join(dir, made), { recursive: true });
  server = createServer(async (request, response) => {
    const file = join(into, normalize(decodeURIComponent(request.url ?? "")));
    const content = await readFile(file).catch(() => null);
    response.writeHead(content === null ? 404 : 200).end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  server.close();
  await run("gpgconf", ["--kill", "all"]);
  delete process.env.GNUPGHOME;
  await rm(dir, { recursive: true, force: true });
});

/** Adds a package that is jiebang by its name and version alone. */
async function publish(version: string, key = owner) {
  const tree = join(dir, "tree", version);
  const packages = join(dir, "made", version);
  await mkdir(join(tree, "DEBIAN"), { recursive: true });
  await mkdir(packages, { recursive: true });
  const control = {
    Package: "jiebang",
    Version: version,
    Architecture: "amd64",
    Maintainer: owner,
    Description: "none",
  };
  const lines = Object.entries(control).map(([name, value]) => `${name}: ${value}\n`);
  await writeFile(join(tree, "DEBIAN/control"), lines.join(""));
  await run("dpkg-deb", ["--root-owner-group", "--build", tree, join(packages, `jiebang_${version}_amd64.deb`)]);
  return makeRepository({ packages, into, key });
}

/** A terminal that trusts the key that it was given at first. */
async function trust(): Promise<void> {
  const { port } = server.address() as AddressInfo;
  const key = join(dir, "trusted.gpg");
  await writeFile(key, await readFile(join(into, "jiebang.gpg")));
  await writeFile(join(dir, "list"), `deb [arch=amd64 signed-by=${key}] http://127.0.0.1:${port} stable main\n`);
}

/** apt with folders of its own, so that it neither knows nor changes anything of this machine. */
async function apt(...words: readonly string[]): Promise<{ readonly code: number; readonly said: string }> {
  const settings = {
    "Dir::Etc::SourceList": join(dir, "list"),
    "Dir::Etc::SourceParts": "/dev/null",
    "Dir::State::Lists": join(dir, "lists"),
    "Dir::Cache": join(dir, "cache"),
    "APT::Architecture": "amd64",
    "APT::Sandbox::User": "root",
    "APT::Update::Error-Mode": "any",
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
  return run("apt-get", [...options, ...words]).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (failure: { code: number; stderr: string }) => ({ code: failure.code, said: failure.stderr }),
  );
}

/** What a terminal would install now. */
async function newest(): Promise<string | undefined> {
  const { said } = await apt("--print-uris", "download", "jiebang");
  return /jiebang_[\d.]+_amd64\.deb/.exec(said)?.[0];
}

test("a terminal finds the first version, and the next one once it is added", async () => {
  const first = await publish("0.1.0");
  await trust();
  const updates = [await apt("update")];
  const found = [await newest()];
  const second = await publish("0.2.0");
  updates.push(await apt("update"));
  found.push(await newest());

  const [older, newer] = ["jiebang_0.1.0_amd64.deb", "jiebang_0.2.0_amd64.deb"];
  expect({ first, second, codes: updates.map(({ code }) => code), found }).toEqual({
    first: { ok: true, value: [older] },
    second: { ok: true, value: [older, newer] },
    codes: [0, 0],
    found: [older, newer],
  });
});

test("an index that was changed on the way is not taken", async () => {
  await publish("0.1.0");
  await trust();
  const index = join(into, "dists/stable/main/binary-amd64/Packages");
  await rename(`${index}.gz`, `${index}.kept`);
  await writeFile(index, (await readFile(index, "utf8")).replaceAll("0.1.0", "9.9.9"));

  const { code, said } = await apt("update");

  expect({ code, why: said.includes("Hash Sum mismatch"), found: await newest() }).toEqual({
    code: 100,
    why: true,
    found: undefined,
  });
});

test("what a stranger signed is not taken, and what was known before stays", async () => {
  await publish("0.1.0");
  await trust();
  await apt("update");
  await publish("0.2.0", stranger);

  const { code } = await apt("update");

  expect({ code, found: await newest() }).toEqual({ code: 100, found: "jiebang_0.1.0_amd64.deb" });
});

test("without a package, and with a key that is not there, it says so", async () => {
  const nothing = await makeRepository({ packages: join(dir, "nowhere"), into, key: owner });
  const nobody = await publish("0.1.0", "nobody@jiebang.example");

  expect([nothing, nobody]).toEqual([
    { ok: false, error: { code: "build/no-packages", says: expect.stringContaining("npm run package") } },
    { ok: false, error: { code: "build/not-signed", says: expect.stringContaining("nobody@jiebang.example") } },
  ]);
});
