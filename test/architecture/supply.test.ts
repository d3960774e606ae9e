/** What comes from others is pinned to its bytes and may be handed on, and nothing secret is among what is ours. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectDir } from "../../build/paths.ts";

type Locked = {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
};
type LockFile = { readonly packages: Readonly<Record<string, Locked>> };

/** Each may be handed on in a program whose sources stay ours, as long as its text goes along. */
const permitted = ["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "0BSD", "(MIT OR Apache-2.0)"];

/** What is not pinned to its bytes, or comes from elsewhere than the registry. */
function looseOf({ packages }: LockFile): readonly string[] {
  return Object.entries(packages)
    .filter(([path]) => path !== "")
    .filter(([, { integrity, resolved }]) => !integrity?.startsWith("sha512-") || resolved !== undefined)
    .map(([path]) => path);
}

/** What ships under a licence that nobody has looked at. */
function foreignOf({ packages }: LockFile): readonly string[] {
  return Object.entries(packages)
    .filter(([path, { dev, license = "" }]) => path !== "" && !dev && !permitted.includes(license))
    .map(([path]) => path);
}

const lockFile: LockFile = JSON.parse(readFileSync(join(projectDir, "package-lock.json"), "utf8"));

test("every package of others is pinned to its bytes, and each that ships has a licence that allows it", () => {
  const shipped = Object.values(lockFile.packages).filter(({ dev }) => !dev).length;

  expect({ loose: looseOf(lockFile), foreign: foreignOf(lockFile), looked: shipped > 10 }).toEqual({
    loose: [],
    foreign: [],
    looked: true,
  });
});

test("one that is planted from a git address, without its bytes or under another licence is found", () => {
  const planted = {
    packages: {
      "": { version: "1.0.0" },
      "node_modules/good": { integrity: "sha512-x", license: "MIT" },
      "node_modules/git": { integrity: "sha512-x", license: "MIT", resolved: "git+ssh://somewhere/it.git#main" },
      "node_modules/bare": { license: "ISC" },
      "node_modules/old": { integrity: "sha1-x", license: "MIT" },
      "node_modules/copyleft": { integrity: "sha512-x", license: "AGPL-3.0" },
      "node_modules/tool": { integrity: "sha512-x", license: "AGPL-3.0", dev: true },
    },
  };

  expect({ loose: looseOf(planted), foreign: foreignOf(planted) }).toEqual({
    loose: ["node_modules/git", "node_modules/bare", "node_modules/old"],
    foreign: ["node_modules/copyleft"],
  });
});

/** A key as OpenSSL and OpenSSH write it, a private JWK, and what the usual clouds and forges hand out. */
const secrets = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /"kty":\s*"(EC|OKP|RSA)"[^{}]*"d":\s*"[\w-]{40,}"/,
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{36}\b/,
  /\bnpm_[A-Za-z0-9]{36}\b/,
  /\bxox[abprs]-[A-Za-z0-9-]{20,}/,
];
const holdsSecret = (content: string) => secrets.some((secret) => secret.test(content));
/** Worlds of earlier versions, with the keys of terminals and of a provider that were only played. */
const played = join(projectDir, "test/fixtures/earlier");

test("no file of the project holds a private key or a token", () => {
  const rooms = ["device", "electron", "renderer", "test", "build"].map((room) => join(projectDir, room));
  const entries = [projectDir, ...rooms].flatMap((dir) =>
    readdirSync(dir, { withFileTypes: true, recursive: dir !== projectDir }),
  );
  const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.startsWith(played));

  const found = files
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => holdsSecret(readFileSync(file, "latin1")));

  expect({ found, looked: files.length > 500 }).toEqual({ found: [], looked: true });
});

test.each([
  ["a PEM key", `-----BEGIN EC ${"PRIVATE"} KEY-----`],
  ["a private JWK", `{"kty":"EC","crv":"P-256","x":"a","y":"b","d":"${"k".repeat(43)}"}`],
  ["a cloud's key", `AKIA${"Q".repeat(16)}`],
  ["a forge's token", `ghp_${"a".repeat(36)}`],
])("%s that is planted is found", (_what, planted) => {
  expect(holdsSecret(`before ${planted} after`)).toBe(true);
});
