/** A mounted disk for one test, gone when that is over. */

import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type MountedDisk, mountDisk } from "./mountedDisk.ts";

export function makeSmallDisk(kibibytes: number): MountedDisk {
  const disk = mountDisk(mkdtempSync(join(tmpdir(), "jiebang-disk-")), kibibytes);
  onTestFinished(() => {
    disk.unmount();
    rmdirSync(disk.dir);
  });
  return disk;
}
