/** From the sources to an aligned and signed app. Whatever is made twice from the same sources is the same, byte for byte, until it is signed. */

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { buildAndroidPage } from "../androidPage.ts";
import { projectDir } from "../paths.ts";
import type { SigningKey } from "./signing.ts";
import type { AndroidTools } from "./tools.ts";

const run = promisify(execFile);
const sources = join(projectDir, "device/android/src/main");

/** createWebMessageChannel is of Android 6; attestations, StrongBox and the rest are asked for where they are. */
const minSdk = "23";
const targetSdk = "28";
/** What the dexer writes for Android 6; it knows no later form that is needed. */
const dexSdk = "23";
/** Zip has no time before. */
const noTime = new Date("1980-01-01T00:00:00Z");

export type MadeApk = { readonly apk: string; readonly bytes: number; readonly unsignedSha256: string };

export async function makeApk(given: {
  readonly tools: AndroidTools;
  readonly key: SigningKey;
  readonly version: string;
  readonly into: string;
}): Promise<MadeApk> {
  const { tools, key, version, into } = given;
  const work = await mkdtemp(join(tmpdir(), "jiebang-apk-"));
  try {
    const aligned = await makeUnsigned(work, tools, version);
    await mkdir(into, { recursive: true });
    const apk = join(into, `jiebang-${version}.apk`);
    const by = ["--ks", key.keyStore, "--ks-key-alias", key.alias, "--ks-pass", key.password];
    await run("apksigner", ["sign", ...by, "--min-sdk-version", minSdk, "--out", apk, aligned]);
    await rm(`${apk}.idsig`, { force: true });
    const unsignedSha256 = createHash("sha256")
      .update(await readFile(aligned))
      .digest("hex");
    return { apk, bytes: (await stat(apk)).size, unsignedSha256 };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Aligned, and not signed yet. */
export async function makeUnsigned(work: string, tools: AndroidTools, version: string): Promise<string> {
  const at = (name: string) => join(work, name);
  await Promise.all(
    ["assets", "gen/jiebang/shell", "classes", "apk"].map((dir) => mkdir(at(dir), { recursive: true })),
  );
  const page = await buildAndroidPage();
  await cp(page.dir, at("assets/page"), { recursive: true });
  await sameTimes(at("assets"));

  const manifest = join(sources, "AndroidManifest.xml");
  const from = ["-M", manifest, "-S", join(sources, "res"), "-A", at("assets"), "-I", tools.platform];
  const sdk = ["--min-sdk-version", minSdk, "--target-sdk-version", targetSdk];
  const named = ["--version-code", String(versionCode(version)), "--version-name", version];
  const id = ["--rename-manifest-package", "jiebang.kiosk"];
  await run("aapt", [
    "package",
    "-f",
    "-J",
    at("gen/jiebang/shell"),
    ...from,
    ...sdk,
    ...named,
    ...id,
    "-F",
    at("bare.apk"),
  ]);

  const files = [...(await javaIn(join(sources, "java"))), ...(await javaIn(at("gen")))];
  // Java 8 is what the dexer reads; Android's own classes come with the platform.
  const java8 = ["--release", "8", "-Xlint:-options", "-cp", tools.platform];
  await run("javac", [...java8, "-d", at("classes"), ...files]);
  const dx = ["-cp", tools.dexer, "com.android.dx.command.Main", "--dex", `--min-sdk-version=${dexSdk}`];
  await run("java", [...dx, `--output=${at("classes.dex")}`, at("classes")]);
  await utimes(at("classes.dex"), noTime, noTime);
  await run("aapt", ["add", at("bare.apk"), "classes.dex"], { cwd: work });
  await run("zipalign", ["-f", "4", at("bare.apk"), at("aligned.apk")]);
  return at("aligned.apk");
}

/** 1.2.3 is 10203: Android replaces an app by one of a higher number only. */
export function versionCode(version: string): number {
  const [major = 0, minor = 0, patch = 0] = version.split(/[.-]/).map(Number);
  return major * 10_000 + minor * 100 + patch;
}

async function javaIn(dir: string): Promise<string[]> {
  const names = await readdir(dir, { recursive: true });
  return names
    .filter((name) => name.endsWith(".java"))
    .sort()
    .map((name) => join(dir, name));
}

async function sameTimes(dir: string): Promise<void> {
  for (const name of await readdir(dir, { recursive: true })) await utimes(join(dir, name), noTime, noTime);
}
