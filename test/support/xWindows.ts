/** The windows on a display as the X server itself knows them: a program may believe otherwise of its own. */

import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

export type XWindow = {
  /** Its title. */
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** All windows with a title. Needs xwininfo. */
export async function listWindows(displayName: string): Promise<readonly XWindow[]> {
  const { stdout } = await run("xwininfo", ["-root", "-tree"], { env: { ...process.env, DISPLAY: displayName } });
  return stdout.split("\n").flatMap((line) => {
    // 0x200003 "title": ("instance" "Class")  800x600+0+0  +0+0
    const match = /^ *0x[0-9a-f]+ "(.*)": \(.*\) +(\d+)x(\d+)\S+ +([+-]-?\d+)([+-]-?\d+)$/.exec(line);
    if (!match) return [];
    const [, name = "", width, height, x, y] = match;
    return [{ name, x: Number(x), y: Number(y), width: Number(width), height: Number(height) }];
  });
}
