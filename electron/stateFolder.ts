/**
 * Whether a folder of the state can be worked in. Chromium's lock lies in one, and a lock that cannot be taken does not
 * say whether somebody has it or the folder belongs to somebody else.
 */

import { accessSync, constants, mkdirSync } from "node:fs";
import { reasonOf } from "../device/adapters/common/stateFiles.ts";

/** The system's code for what is against it, "EACCES" as a rule; null where nothing is. Makes the folder where it is missing. */
export function folderFault(dir: string): string | null {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    accessSync(dir, constants.R_OK | constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return reasonOf(error);
  }
}
