/** A real disk of a few pages, which can be full or read-only. Only root may mount one. */

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type MountedDisk = {
  readonly dir: string;
  /** Takes all the room that is left. */
  fill(): Promise<void>;
  /** Gives it back. */
  clear(): Promise<void>;
  /** Nobody may have a file open for writing. */
  become(mode: "ro" | "rw"): void;
  /** Everything on it is gone. */
  unmount(): void;
};

const mount = (...args: readonly string[]) => execFileSync("mount", args, { stdio: "ignore" });
const unmount = (dir: string) => execFileSync("umount", ["--lazy", dir], { stdio: "ignore" });

/** Root without the right to mount, as in many containers, is told by trying. */
export const mayMount = process.getuid?.() === 0 && tryToMount();

/** On an empty folder. */
export function mountDisk(dir: string, kibibytes: number): MountedDisk {
  mount("-t", "tmpfs", "-o", `size=${kibibytes}k,mode=0700`, "jiebang-test", dir);
  const ballast = join(dir, "ballast");
  return {
    dir,
    async fill() {
      const file = await open(ballast, "a");
      try {
        for (;;) await file.write(new Uint8Array(4_096));
      } catch (error) {
        if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
      } finally {
        await file.close();
      }
    },
    clear: () => rm(ballast, { force: true }),
    become: (mode) => void mount("-o", `remount,${mode}`, dir),
    unmount: () => unmount(dir),
  };
}

function tryToMount(): boolean {
  const dir = mkdtempSync(join(tmpdir(), "jiebang-disk-"));
  try {
    mount("-t", "tmpfs", "-o", "size=64k", "jiebang-test", dir);
    unmount(dir);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(dir);
  }
}
