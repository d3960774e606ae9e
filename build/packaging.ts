/** Packs the built app with the Electron that ships, fuses closed. Refuses every other runtime before it builds anything. */

import { join } from "node:path";
import { build, type Configuration, Platform } from "electron-builder";
import { err, ok, type Result } from "../device/base/result.ts";
import { buildApp } from "./bundle.ts";
import { type ElectronRuntime, readPinnedElectronVersion } from "./electronRuntime.ts";
import type { BuildFailure } from "./failure.ts";
import { projectDir } from "./paths.ts";

export const releaseDir = join(projectDir, "release");

/** Answers the folder with the packed app, or why this runtime may not be shipped. */
export async function packageApp(runtime: ElectronRuntime | undefined): Promise<Result<string, BuildFailure>> {
  const pinned = await readPinnedElectronVersion();
  if (runtime === undefined || runtime.origin !== "official" || runtime.version !== pinned)
    return err({
      code: "build/runtime-not-shippable",
      says: `A package is made with the official Electron ${pinned} only${describe(runtime)}. Let "npx install-electron" download it, or set ELECTRON_OVERRIDE_DIST_PATH to its folder.`,
    });
  const { appDir } = await buildApp();
  await build({ targets: Platform.LINUX.createTarget("dir"), config: createConfiguration(runtime, appDir) });
  return ok(releaseDir);
}

function describe(runtime: ElectronRuntime | undefined): string {
  if (runtime === undefined) return ", which is not here";
  return `, not with ${runtime.version} (${runtime.origin})`;
}

/** The fuses close every way to run foreign code in our program; `dir` because the distribution makes its own package. */
function createConfiguration(runtime: ElectronRuntime, appDir: string): Configuration {
  return {
    appId: "cn.jiebang.kiosk",
    productName: "jiebang",
    directories: { app: appDir, output: releaseDir },
    electronDist: runtime.dir,
    electronVersion: runtime.version,
    npmRebuild: false,
    publish: null,
    asar: { smartUnpack: false },
    asarUnpack: ["**/*.node"],
    electronLanguages: ["en-US", "zh-CN"],
    linux: { executableName: "jiebang", category: "Office" },
    electronFuses: {
      runAsNode: false,
      enableCookieEncryption: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    },
  };
}
