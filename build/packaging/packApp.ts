/** Packs the built app with its runtime into one folder that starts as it is, fuses closed. */

import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { FuseState, FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { Arch, build, Platform } from "electron-builder";
import { buildApp } from "../bundle.ts";
import { cacheDir } from "../paths.ts";
import { platformOf } from "../target.ts";
import { createBuilderConfig, fuses } from "./builderConfig.ts";
import type { Edition } from "./edition.ts";

/** Makes `into`, a folder with the program for the edition's target. Throws when what was packed is not locked. */
export async function packApp(edition: Edition, into: string): Promise<void> {
  const { target, development } = edition;
  const workDir = join(cacheDir, "packaging", edition.stem);
  await rm(workDir, { recursive: true, force: true });
  const { appDir } = await buildApp({ into: join(workDir, "app"), target, development });
  const output = join(workDir, "out");
  const platform = platformOf(target) === "win32" ? Platform.WINDOWS : Platform.LINUX;
  const arch = target.endsWith("-arm64") ? Arch.arm64 : Arch.x64;
  await build({
    targets: platform.createTarget("dir", arch),
    config: createBuilderConfig(edition, { appDir, output }),
  });
  const unpacked = `${platform === Platform.WINDOWS ? "win" : "linux"}${arch === Arch.arm64 ? "-arm64" : ""}-unpacked`;
  await rm(into, { recursive: true, force: true });
  await mkdir(join(into, ".."), { recursive: true });
  await rename(join(output, unpacked), into);
  await refuseOpenFuses(join(into, platform === Platform.WINDOWS ? "jiebang.exe" : "jiebang"));
  await rm(workDir, { recursive: true, force: true });
}

const fuseOf: Readonly<Record<keyof typeof fuses, FuseV1Options>> = {
  runAsNode: FuseV1Options.RunAsNode,
  enableCookieEncryption: FuseV1Options.EnableCookieEncryption,
  enableNodeOptionsEnvironmentVariable: FuseV1Options.EnableNodeOptionsEnvironmentVariable,
  enableNodeCliInspectArguments: FuseV1Options.EnableNodeCliInspectArguments,
  enableEmbeddedAsarIntegrityValidation: FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
  onlyLoadAppFromAsar: FuseV1Options.OnlyLoadAppFromAsar,
  loadBrowserProcessSpecificV8Snapshot: FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
  grantFileProtocolExtraPrivileges: FuseV1Options.GrantFileProtocolExtraPrivileges,
};

/** Reads the fuses back out of the program: what was asked for is not yet what is there. */
async function refuseOpenFuses(program: string): Promise<void> {
  const wire = await getCurrentFuseWire(program);
  const names = Object.keys(fuses) as (keyof typeof fuses)[];
  const wrong = names.filter((name) => (wire[fuseOf[name]] === FuseState.ENABLE) !== fuses[name]);
  if (wrong.length > 0) throw new Error(`fuses are not as they must be: ${wrong.join(" ")}`);
}
