/** What is packed, for which machine, and how it is named: a release, or a development edition that says so everywhere. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { err, ok, type Result } from "../../device/base/result.ts";
import { type ElectronRuntime, readPinnedElectronVersion } from "../electronRuntime.ts";
import type { BuildFailure } from "../failure.ts";
import { projectDir } from "../paths.ts";
import { hostTarget, type Target } from "../target.ts";

export type Edition = {
  readonly runtime: ElectronRuntime;
  readonly target: Target;
  readonly development: boolean;
  /** As the program and the files say it, e.g. 1.2.3 or 1.2.3-development. */
  readonly version: string;
  /** As Debian orders it: a development edition is older than the release that it leads to. */
  readonly debianVersion: string;
  /** What the names of all files begin with, e.g. jiebang-1.2.3-linux-x64. */
  readonly stem: string;
};

export type EditionWish = {
  readonly target: Target;
  /** Packs the test runtime, for trying the package where no other is to be had. */
  readonly development: boolean;
};

/** Answers what may be packed with this runtime, or why it may not. A release takes the official one in the pinned version. */
export async function chooseEdition(
  runtime: ElectronRuntime | undefined,
  { target, development }: EditionWish,
): Promise<Result<Edition, BuildFailure>> {
  const pinned = await readPinnedElectronVersion();
  const isShippable = runtime?.origin === "official" && runtime.version === pinned;
  const isForTrying = development && runtime !== undefined && target === hostTarget;
  if (runtime === undefined || !(isShippable || isForTrying))
    return err({
      code: "build/runtime-not-shippable",
      says: `A package for ${target} is made with the official Electron ${pinned} only${describe(runtime)}. Let "npm run package" download it where there is a network, or set ELECTRON_OVERRIDE_DIST_PATH to its unpacked folder. For trying the package on this machine: npm run package -- --dev-runtime`,
    });
  const { version } = JSON.parse(await readFile(join(projectDir, "package.json"), "utf8"));
  return ok(nameEdition({ runtime, target, development, version }));
}

/** A release by the official runtime only; whatever else there is, is a development edition. */
export function nameEdition(parts: {
  readonly runtime: ElectronRuntime;
  readonly target: Target;
  readonly development: boolean;
  readonly version: string;
}): Edition {
  const { runtime, target, development, version } = parts;
  const named = development ? `${version}-development` : version;
  return {
    runtime,
    target,
    development,
    version: named,
    debianVersion: development ? `${version}~development` : version,
    stem: `jiebang-${named}-${target}`,
  };
}

function describe(runtime: ElectronRuntime | undefined): string {
  if (runtime === undefined) return ", which is not here";
  return `, not with ${runtime.version} (${runtime.origin})`;
}
