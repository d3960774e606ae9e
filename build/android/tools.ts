/** What makes an Android app from nothing but Debian's packages and Maven's artifacts, and the lines that install what is missing. */

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { err, ok, type Result } from "../../device/base/result.ts";
import { ensureDebianPackages } from "../debianPackages.ts";
import type { BuildFailure } from "../failure.ts";
import { cacheDir } from "../paths.ts";

const run = promisify(execFile);

export type AndroidTools = {
  /** The classes and resources of Android 9, to compile against; nothing of it goes into the app. */
  readonly platform: string;
  /** Java's class files into Android's. */
  readonly dexer: string;
};

/** Each is known by its digest: whoever gives another file under that name is found out. */
const artifacts = {
  platform: {
    name: "org.robolectric:android-all:9-robolectric-4913185-2",
    file: "android-all-9-robolectric-4913185-2.jar",
    sha256: "cf4aed5e458deb48ddc0ca92fc25156e6f478d9d5c1d948cdd1817a67ee11b32",
  },
  dexer: {
    name: "com.jakewharton.android.repackaged:dalvik-dx:16.0.1",
    file: "dalvik-dx-16.0.1.jar",
    sha256: "1e4b645628e3bdb097b5331d669e177ef235a551582a8c646dbe36865e541907",
  },
} as const;

/** Where the artifacts lie once they were fetched. */
export const androidToolsAt: AndroidTools = {
  platform: join(cacheDir, "android-tools", artifacts.platform.file),
  dexer: join(cacheDir, "android-tools", artifacts.dexer.file),
};

/** Fetches what is missing, once. */
export async function androidTools(): Promise<Result<AndroidTools, BuildFailure>> {
  const packages = await ensureDebianPackages(["android", "androidApp"]);
  if (!packages.ok) return packages;
  const dir = join(cacheDir, "android-tools");
  await mkdir(dir, { recursive: true });
  for (const { name, file, sha256 } of Object.values(artifacts)) {
    const path = join(dir, file);
    const copy = ["-q", "-B", "dependency:copy", `-Dartifact=${name}`, `-DoutputDirectory=${dir}`];
    if ((await digestOf(path)) === null) await run("mvn", copy, { cwd: dir }).catch(() => undefined);
    const found = await digestOf(path);
    if (found === sha256) continue;
    const says =
      found === null
        ? `Maven could not fetch ${name}. See what it says:\n  mvn ${copy.join(" ")}`
        : `${path} is not the file that this project was built with. Remove it, and try again.`;
    return err({ code: "build/android-tool-missing", says });
  }
  return ok(androidToolsAt);
}

async function digestOf(path: string): Promise<string | null> {
  const bytes = await readFile(path).catch(() => null);
  return bytes && createHash("sha256").update(bytes).digest("hex");
}
