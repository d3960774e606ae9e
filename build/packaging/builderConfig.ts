/** How electron-builder packs the program, for every target. Says what ships; runs nothing. */

import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { AfterPackContext, Configuration } from "electron-builder";
import type { Edition } from "./edition.ts";

/** Closes every way to run foreign code in our program. What is read back from a packed program must be this. */
export const fuses = {
  runAsNode: false,
  enableCookieEncryption: false,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
} as const;

export function createBuilderConfig(
  edition: Edition,
  folders: { readonly appDir: string; readonly output: string },
): Configuration {
  return {
    appId: "cn.jiebang.kiosk",
    productName: "jiebang",
    directories: { app: folders.appDir, output: folders.output },
    electronDist: edition.runtime.dir,
    electronVersion: edition.runtime.version,
    npmRebuild: false,
    // Everything is bundled; electron-builder would take the project's own modules along, for all platforms.
    files: ["**/*", "!node_modules/**/*"],
    publish: null,
    // Otherwise all that lies beside a native file would be left outside the archive.
    asar: { smartUnpack: false },
    asarUnpack: ["**/*.node"],
    electronLanguages: ["en-US", "zh-CN"],
    electronFuses: fuses,
    afterPack: leaveOut,
    linux: { executableName: "jiebang", category: "Office" },
    // Made on Windows, in a network that reaches what electron-builder fetches for it.
    win: { target: "nsis" },
    nsis: {
      artifactName: `${edition.stem}-setup.exe`,
      oneClick: false,
      perMachine: true,
      allowElevation: true,
      // The state of an unbind outlives the program.
      deleteAppDataOnUninstall: false,
      runAfterFinish: false,
      createDesktopShortcut: false,
    },
  };
}

/** The page's sandbox is made of user namespaces, so no program needs to be setuid; and no app beside ours. */
async function leaveOut({ appOutDir }: Pick<AfterPackContext, "appOutDir">): Promise<void> {
  for (const name of ["chrome-sandbox", "resources/app", "resources/default_app.asar"])
    await rm(join(appOutDir, name), { recursive: true, force: true });
}
