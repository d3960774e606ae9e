/** A screen where there is none: Xvfb on a free number with a window manager, gone when closed or when we exit. */

import { type ChildProcess, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { err, ok, type Result } from "../device/base/result.ts";
import type { BuildFailure } from "./failure.ts";
import { stopWithUs } from "./stopWithUs.ts";

export type Display = {
  /** What DISPLAY must be for programs that draw on it. */
  readonly name: string;
  readonly close: () => Promise<void>;
};

/** matchbox gives a window that asks for the whole screen the screen; "none" leaves everything to the window itself. */
export type WindowManager = "matchbox" | "none";

export type ScreenSize = { readonly width: number; readonly height: number };

const startWithinMs = 15_000;

export function hasDisplay(env: NodeJS.ProcessEnv = process.env): boolean {
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Opens a virtual screen of exactly this size. Needs the Debian packages of the job "display". */
export async function openDisplay(
  size: ScreenSize,
  windowManager: WindowManager = "matchbox",
): Promise<Result<Display, BuildFailure>> {
  const screen = `${size.width}x${size.height}x24`;
  // -noreset: without it the server starts over when the first program that drew on it ends.
  const server = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", screen, "-nolisten", "tcp", "-noreset"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const stopServer = stopWithUs(server);
  const number = await readDisplayNumber(server);
  if (number === undefined) {
    await stopServer();
    return err({ code: "build/no-display", says: "Xvfb could not be started. Is the package xvfb installed?" });
  }
  const name = `:${number}`;
  const stopManager = windowManager === "none" ? async () => {} : startMatchbox(name);
  return ok({
    name,
    close: async () => {
      await stopManager();
      await stopServer();
    },
  });
}

/** No title bars: a window that asks for the whole screen gets it to the pixel. */
function startMatchbox(displayName: string): () => Promise<void> {
  const env = { ...process.env, DISPLAY: displayName };
  return stopWithUs(spawn("matchbox-window-manager", ["-use_titlebar", "no"], { stdio: "ignore", env }));
}

function readDisplayNumber(server: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    const pipe = server.stdio[3] as Readable;
    const timer = setTimeout(() => resolve(undefined), startWithinMs);
    const finish = (number: string | undefined) => {
      clearTimeout(timer);
      resolve(number);
    };
    let text = "";
    pipe.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
      if (text.endsWith("\n")) finish(text.trim());
    });
    server.once("error", () => finish(undefined));
    server.once("exit", () => finish(undefined));
  });
}
