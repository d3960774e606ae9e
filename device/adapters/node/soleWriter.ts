/**
 * One writer at a time in a directory, over processes. Each puts down a socket that names it, then looks around: of
 * two, the later one must see the earlier. Who lives answers on its socket, also out of another container, whose process
 * ids mean nothing here; of a process that was killed the socket stays, and nobody answers on it. Two machines on one
 * network file system are not told apart.
 */

import { constants } from "node:fs";
import { open, readdir, readFile, unlink } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { err, ok, type Result } from "../../base/result.ts";
import { reasonOf } from "../common/stateFiles.ts";
import { openStateFile } from "./stateFiles.ts";

/** A living process has the place; it may be this one. `pid` is what it calls itself, in its own container. */
export type PlaceInUse = { readonly code: "in-use"; readonly pid: number };

type GiveBack = () => Promise<void>;

/** Resolves to the function that gives the place back. What the system says against it throws, as in `attempt`. */
export async function becomeSoleWriter(dir: string, name: string): Promise<Result<GiveBack, PlaceInUse>> {
  const prefix = `${name}.writer-`;
  const own = prefix + (await lifeOf(process.pid));
  const giveBack = await putDown(dir, own);
  if (giveBack === null) return err({ code: "in-use", pid: process.pid });
  for (const other of await readdir(dir)) {
    if (!other.startsWith(prefix) || other === own) continue;
    const life = other.slice(prefix.length);
    const pid = Number.parseInt(life, 10);
    if ((await answers(dir, other)) || (await lifeOf(pid)) === life) {
      await giveBack();
      return err({ code: "in-use", pid });
    }
    await unlink(join(dir, other)).catch(() => undefined);
  }
  return ok(giveBack);
}

/** A socket, or a plain file where the file system has none; null where somebody alive has put down one of this name. */
async function putDown(dir: string, own: string): Promise<GiveBack | null> {
  const remove = () => unlink(join(dir, own)).catch(() => undefined);
  const socket = await listenAt(dir, own);
  if (socket.ok) {
    return async () => {
      await socket.value();
      await remove();
    };
  }
  if (socket.error.code === "EADDRINUSE") {
    if (await answers(dir, own)) return null;
    await remove();
    return putDown(dir, own);
  }
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
  const file = await openStateFile(join(dir, own), flags).catch((error) => {
    if (reasonOf(error) === "EEXIST") return null;
    throw error;
  });
  await file?.close();
  return file && remove;
}

/** Says nothing to anybody: that it takes the call is the answer. Does not keep the process alive. Answers what closes it. */
async function listenAt(dir: string, name: string): Promise<Result<GiveBack, { readonly code: string }>> {
  const folder = await openFolder(dir);
  const server = createServer((caller) => caller.destroy());
  const failure = await new Promise<string | null>((resolve) => {
    server.once("error", (error) => resolve(reasonOf(error)));
    server.listen(join(folder.path, name), () => resolve(null));
  });
  if (failure !== null) {
    await folder.close();
    return err({ code: failure });
  }
  server.unref();
  return ok(async () => {
    await new Promise<void>((resolve) => server.close(() => resolve()));
    // Only now: a server that closes removes its path, which must not be another folder's by then.
    await folder.close();
  });
}

async function answers(dir: string, name: string): Promise<boolean> {
  const folder = await openFolder(dir);
  const failure = await new Promise<string | null>((resolve) => {
    const call = connect(join(folder.path, name));
    call.once("connect", () => {
      call.destroy();
      resolve(null);
    });
    call.once("error", (error) => resolve(reasonOf(error)));
  });
  await folder.close();
  // Nobody listens, or it is no socket. Anything else, such as a full queue, is said of somebody alive.
  return failure === null || !["ECONNREFUSED", "ENOENT", "ENOTSOCK"].includes(failure);
}

/** unix(7): the path of a socket has 107 bytes at most, and that of a folder may have more. */
async function openFolder(dir: string): Promise<{ readonly path: string; close(): Promise<void> }> {
  if (process.platform !== "linux") return { path: dir, close: async () => {} };
  const handle = await open(dir, constants.O_RDONLY | constants.O_DIRECTORY);
  return { path: `/proc/self/fd/${handle.fd}`, close: () => handle.close() };
}

/** "pid-start-boot" of a living process; without a start where the system has no /proc; "" when there is none. */
async function lifeOf(pid: number): Promise<string> {
  if (process.platform !== "linux") return isThere(pid) ? `${pid}` : "";
  const stat = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
  // proc(5): field 2 is the program's name in brackets and may hold anything; 3 is the state, 22 the start.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, start] = [fields[0], fields[19]];
  if (start === undefined || state === "Z" || state === "X") return "";
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "latin1").catch(() => "unknown");
  return `${pid}-${start}-${boot.slice(0, 8)}`;
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
