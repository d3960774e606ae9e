/** Where things lie in the project folder. Everything made by a build step lies in one of the git-ignored ones. */

import { join, resolve } from "node:path";

export const projectDir = resolve(import.meta.dirname, "..");

/** Things that took long to get and may be thrown away. */
export const cacheDir = join(projectDir, ".cache");

/** The built app: a folder that Electron runs as it is, with its own package.json. */
export const distDir = join(projectDir, "dist");

/** State of the demo: journal, upstream, pictures of the tour. */
export const runDir = join(projectDir, ".run");

/** What is given to others: packages, their checksums and their bill of materials. */
export const releaseDir = join(projectDir, "release");

/** A signed apt repository of what was released. */
export const repositoryDir = join(projectDir, "repository");
