/**
 * Files of the state directory: private (0700 and 0600), bounded, replaced atomically and durably, erased by
 * overwriting. Knows nothing of what they hold, and its reasons name neither a path nor a content.
 */

import { randomUUID } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { type FileHandle, link, mkdir, open, rename, rm, stat, unlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { reasonOf, refuse, type StateFiles } from "../common/stateFiles.ts";

const privateFile = 0o600;
const privateDirectory = 0o700;
/** Windows has no such flag, and no such bits in a mode. */
const noFollow = constants.O_NOFOLLOW ?? 0;
const hasModes = process.platform !== "win32";

/** The files of one folder, which is made when there is something to put in it. */
export function createNodeStateFiles(dir: string): StateFiles {
  return {
    read: (name, maxBytes) => readStateFile(dir, name, maxBytes),
    readSecret: (name, maxBytes) => readSecretFile(dir, name, maxBytes),
    async replace(name, bytes) {
      await replaceStateFile(dir, name, bytes);
      return join(dir, name);
    },
    create: (name, bytes) => createStateFile(dir, name, bytes),
    erase: (name) => eraseStateFile(dir, name),
  };
}

/** A directory that is there already keeps its mode: it may be somebody else's. */
export async function makeStateDirectory(dir: string): Promise<void> {
  const topmost = await mkdir(dir, { recursive: true, mode: privateDirectory });
  if (topmost === undefined) return;
  for (let made = resolve(dir); made.length >= topmost.length; made = dirname(made)) await syncDirectory(dirname(made));
}

/** Opens without following a link; a new file is private. */
export function openStateFile(path: string, flags: number): Promise<FileHandle> {
  return open(path, flags | noFollow, privateFile);
}

/** The file's bytes, or null when there is none. Refuses what is no plain file or too long. */
export function readStateFile(dir: string, name: string, maxBytes: number): Promise<Uint8Array | null> {
  return readChecked(join(dir, name), (stat) => {
    if (stat.size > maxBytes) refuse(`longer than ${maxBytes} bytes`);
  });
}

/** As `readStateFile`, and refuses what others than the owner may open. */
export function readSecretFile(dir: string, name: string, maxBytes: number): Promise<Uint8Array | null> {
  return readChecked(join(dir, name), (stat) => {
    if (stat.size > maxBytes) refuse(`longer than ${maxBytes} bytes`);
    const mode = stat.mode & 0o777;
    if (hasModes && (mode & 0o077) !== 0) refuse(`mode is 0${mode.toString(8)}, must be 0600`, "exposed");
  });
}

/** Puts the bytes in the file's place; after a power cut there is the old content or the new, never a mixture. */
export async function replaceStateFile(dir: string, name: string, bytes: Uint8Array): Promise<void> {
  const fresh = await writeFresh(dir, name, bytes);
  await rename(fresh, join(dir, name));
  await syncDirectory(dir);
}

/** Puts the bytes beside the file whose place they are to take, durably; answers where. */
export async function writeFresh(dir: string, name: string, bytes: Uint8Array): Promise<string> {
  const fresh = freshPath(dir, name);
  await writeAt(dir, fresh, bytes);
  return fresh;
}

/** Gives the file a second name. One that has it already, because a power cut came in between, is let go; another's is not (EEXIST). */
export async function keepAlsoAs(dir: string, name: string, other: string): Promise<void> {
  const [from, to] = [join(dir, name), join(dir, other)];
  const [file, there] = [await stat(from), await stat(to).catch(nullIfMissing)];
  if (there?.ino === file.ino && there.dev === file.dev) return;
  await link(from, to);
}

/** As `replaceStateFile`, but refuses (EEXIST) when there is a file already. */
export async function createStateFile(dir: string, name: string, bytes: Uint8Array): Promise<void> {
  // A name of its own, because another process may be making the same file at this moment.
  const fresh = freshPath(dir, `${name}.${randomUUID()}`);
  await writeAt(dir, fresh, bytes);
  try {
    await link(fresh, join(dir, name));
  } finally {
    await unlink(fresh);
  }
  await syncDirectory(dir);
}

/** Overwrites and removes the file and what a power cut may have left beside it. Nothing there is success. */
export async function eraseStateFile(dir: string, name: string): Promise<void> {
  for (const path of [freshPath(dir, name), join(dir, name)]) {
    const file = await openStateFile(path, constants.O_WRONLY).catch(nullIfMissing);
    if (file === null) continue;
    try {
      await file.writeFile(new Uint8Array((await file.stat()).size));
      await file.sync();
    } finally {
      await file.close();
    }
    await unlink(path);
  }
  await syncDirectory(dir).catch(nullIfMissing);
}

/** Makes names that were made, changed or removed in the directory survive a power cut. */
export async function syncDirectory(dir: string): Promise<void> {
  // Windows gives no handle on a directory; NTFS journals the names by itself.
  if (process.platform === "win32") return;
  const handle = await open(dir, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readChecked(path: string, check: (stat: Stats) => void): Promise<Uint8Array | null> {
  const file = await openStateFile(path, constants.O_RDONLY).catch(nullIfMissing);
  if (file === null) return null;
  try {
    const stat = await file.stat();
    if (!stat.isFile()) refuse("not a plain file");
    check(stat);
    return new Uint8Array(await file.readFile());
  } finally {
    await file.close();
  }
}

const freshPath = (dir: string, name: string) => join(dir, `${name}.new`);

async function writeAt(dir: string, path: string, bytes: Uint8Array): Promise<void> {
  await makeStateDirectory(dir);
  await rm(path, { force: true });
  const file = await openStateFile(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

function nullIfMissing(error: unknown): null {
  if (reasonOf(error) === "ENOENT") return null;
  throw error;
}
