/** `npm run android`: the kiosk's Android app, from the sources to a signed file in release/. See build/android/README.md. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { makeApk } from "./android/makeApk.ts";
import { signingKey } from "./android/signing.ts";
import { androidTools } from "./android/tools.ts";
import { projectDir, releaseDir } from "./paths.ts";

const { version } = JSON.parse(await readFile(join(projectDir, "package.json"), "utf8")) as { version: string };
const tools = await androidTools();
if (!tools.ok) {
  console.error(tools.error.says);
  process.exit(1);
}
const key = await signingKey(process.env);
const made = await makeApk({ tools: tools.value, key, version, into: releaseDir });
console.log(`${made.apk}\n${made.bytes} bytes, unsigned SHA-256 ${made.unsignedSha256}`);
if (key.isForTests)
  console.log("Signed with a key of this machine, for tests. See build/android/README.md for a release.");
