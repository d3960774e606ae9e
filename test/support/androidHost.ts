/** The platform's half of the Android kiosk, real Java on a desktop JVM, one process at a time on one folder. */

import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { cacheDir, projectDir } from "../../build/paths.ts";
import { type Bridge, type BridgeChannel, createBridge } from "../../device/adapters/webview/bridge.ts";

const sources = join(projectDir, "device/android/src");
const folders = [
  "main/java/jiebang/bridge",
  "main/java/jiebang/ends",
  "example/java/jiebang/example",
  "host/java/jiebang/host",
];
/** What of the shell needs no Android. */
const ofShell = ["Heartbeat.java", "PageFiles.java"].map((name) => join("main/java/jiebang/shell", name));

export const hasJdk = spawnSync("javac", ["-version"]).status === 0;

/** Compiles once for one state of the sources, and says where the classes lie. */
export function androidClasses(): string {
  const inFolders = folders.flatMap((dir) => readdirSync(join(sources, dir)).map((name) => join(dir, name)));
  const files = [...inFolders, ...ofShell].sort().map((name) => join(sources, name));
  const hash = createHash("sha256");
  for (const file of files) hash.update(file).update(readFileSync(file));
  const place = join(cacheDir, "android-host", hash.digest("hex").slice(0, 16));
  if (existsSync(place)) return place;
  const making = `${place}.${process.pid}`;
  mkdirSync(making, { recursive: true });
  // Java 8 is what the APK's dexer reads; all warnings count but the one that 8 is old.
  execFileSync("javac", ["-Xlint:all,-options", "-Werror", "-source", "8", "-target", "8", "-d", making, ...files]);
  try {
    renameSync(making, place);
  } catch {
    // Another worker was sooner.
    rmSync(making, { recursive: true });
  }
  return place;
}

export type AndroidHost = {
  /** A page's channel; the one before, if any, is let go by the platform. */
  connect(): Promise<BridgeChannel>;
  /** The same as a bridge. */
  bridge(): Promise<Bridge>;
  /** An order for the host itself (see Host.java); resolves to its answer. */
  order(text: string): Promise<string>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** Resolves when the process is gone, whoever ended it. */
  readonly gone: Promise<void>;
};

/** A machine that starts soon, which is what most tests wait for. */
export const jvmFlags = ["-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"];

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** The process on this folder. Nothing is cleaned up: the next process finds what this one left. */
export function startAndroidHost(dir: string): AndroidHost {
  const child = spawn("java", [...jvmFlags, "-cp", androidClasses(), "jiebang.host.Host", dir], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, LC_ALL: "C" },
  });
  running.add(child);
  child.stdin.on("error", () => {});
  const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
  gone.then(() => running.delete(child));
  const answers: ((line: string) => void)[] = [];
  let hear: (text: string) => void = () => {};
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (line.startsWith("#")) answers.shift()?.(line.slice(1));
    else hear(line);
  });
  const say = (line: string) => void child.stdin.write(`${line}\n`);
  const order = (text: string) =>
    new Promise<string>((resolve, reject) => {
      answers.push(resolve);
      gone.then(() => reject(new Error("the host is gone")));
      say(`#${text}`);
    });
  let connected = false;

  const connect = async (): Promise<BridgeChannel> => {
    let listener: (said: unknown) => void = () => {};
    hear = () => {};
    if (connected) await order("open");
    connected = true;
    hear = (text) => listener(text);
    return {
      post: say,
      listen: (to) => {
        listener = to;
      },
      close: () => {
        listener = () => {};
      },
    };
  };
  return {
    connect,
    bridge: async () => createBridge(await connect()),
    order,
    gone,
    kill() {
      child.kill("SIGKILL");
      return gone;
    },
  };
}
