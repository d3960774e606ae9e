/**
 * `npm run repository -- --key FINGERPRINT [--packages DIR] [--into DIR]`: a signed apt repository out of the packages
 * that were made, to be served as it lies. What is in it already stays, so that terminals find every version. The key is
 * the operator's, in the keyring of gpg; terminals are given its public half, which lies there as jiebang.gpg.
 */

import { parseArgs } from "node:util";
import { ensureDebianPackages } from "./debianPackages.ts";
import { makeRepository } from "./packaging/repository.ts";
import { releaseDir, repositoryDir } from "./paths.ts";

const usage = "npm run repository -- --key FINGERPRINT [--packages DIR] [--into DIR]";

const { key, packages, into } = readOptions();
const tools = await ensureDebianPackages(["repository"]);
if (!tools.ok) stop(tools.error.says, 1);
const made = await makeRepository({ packages, into, key });
if (!made.ok) stop(made.error.says, 1);
console.log([into, ...made.value].join("\n"));

function readOptions() {
  const text = { type: "string" } as const;
  try {
    const { values } = parseArgs({ options: { key: text, packages: text, into: text } });
    if (!values.key) return stop(usage, 2);
    return { key: values.key, packages: values.packages ?? releaseDir, into: values.into ?? repositoryDir };
  } catch (reason) {
    return stop(`${reason instanceof Error ? reason.message : String(reason)}\n${usage}`, 2);
  }
}

function stop(says: string, code: number): never {
  console.error(says);
  process.exit(code);
}
