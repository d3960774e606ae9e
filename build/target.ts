/** For which machines the program is built, and how to tell for which a native file was made. */

import { open } from "node:fs/promises";

export const targets = ["linux-x64", "linux-arm64", "win32-x64"] as const;

/** Platform and processor as Node, Electron and native modules name them. */
export type Target = (typeof targets)[number];

export function isTarget(name: string): name is Target {
  return targets.some((target) => target === name);
}

/** This machine, as a target; a machine that nothing is packed for has a name all the same. */
export const hostTarget = `${process.platform}-${process.arch}`;

export function platformOf(target: string): string {
  return target.slice(0, target.indexOf("-"));
}

/** e_machine of an ELF header (System V ABI, chapter 4), and Machine of a COFF header (PE format, 3.3.1). */
const elfMachines: Readonly<Record<number, Target>> = { 62: "linux-x64", 183: "linux-arm64" };
const peMachines: Readonly<Record<number, Target>> = { 34404: "win32-x64" };

/** The target that a program or a native module was made for; undefined for any other file. */
export async function readTarget(path: string): Promise<Target | undefined> {
  const file = await open(path, "r").catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const header = Buffer.alloc(4_096);
    await file.read(header, 0, header.length, 0);
    if (header.toString("latin1", 0, 4) === "\x7fELF") return elfMachines[header.readUInt16LE(18)];
    if (header.toString("latin1", 0, 2) !== "MZ") return undefined;
    const place = header.readUInt32LE(0x3c);
    const isPe = place + 6 <= header.length && header.toString("latin1", place, place + 4) === "PE\0\0";
    return isPe ? peMachines[header.readUInt16LE(place + 4)] : undefined;
  } finally {
    await file.close();
  }
}
