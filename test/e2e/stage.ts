/**
 * A kiosk in its real window, on a screen and in surroundings of its own. It can be started again on the same state,
 * and killed as a power cut would.
 */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { inject } from "vitest";
import { openDisplay, type ScreenSize, type WindowManager } from "../../build/display.ts";
import { paths } from "../../device/contract/upstream.ts";
import { driveKiosk, type KioskDriver } from "../support/kioskDriver.ts";
import { openSurroundings, type Surroundings, type SurroundingsOptions } from "../support/surroundings.ts";
import type { ReceivedMessage } from "../upstream/receivedLog.ts";

export type Stage = {
  readonly displayName: string;
  readonly surroundings: Surroundings;
  /** Starts the kiosk, or starts it again after it was closed or killed. */
  start(): Promise<KioskDriver>;
  /** For a kiosk that must end by itself, without a window. */
  startInVain(): Promise<{ readonly exitCode: number | null; readonly stderr: string }>;
  /** What all processes of the kiosk wrote to their standard output and error since the first start. */
  output(): Promise<string>;
  /** The messages that asked the upstream for an unbind, in order. */
  submissions(): Promise<readonly ReceivedMessage[]>;
  close(): Promise<void>;
};

export const portrait: ScreenSize = { width: 720, height: 1280 };
export const landscape: ScreenSize = { width: 1024, height: 600 };

type StageOptions = Partial<
  Pick<SurroundingsOptions, "reviewMs" | "config" | "bindings" | "payments" | "codeByHand">
> & {
  readonly screen?: ScreenSize;
  readonly windowManager?: WindowManager;
};

export async function setStage({
  screen = portrait,
  windowManager = "matchbox",
  reviewMs = 0,
  config = {},
  ...told
}: StageOptions = {}): Promise<Stage> {
  const { executable, appDir, user } = inject("builtKiosk");
  const dir = await mkdtemp(join(tmpdir(), "jiebang-e2e-"));
  // The kiosk may run as another user, who has to get to the folder that is theirs.
  await chmod(dir, 0o755);
  const display = await openDisplay(screen, windowManager);
  if (!display.ok) throw new Error(display.error.says);
  const surroundings = await openSurroundings({ dir, user, window: screen, reviewMs, config, ...told });
  const transcript = join(dir, "output");
  const { configPath, upstream } = surroundings;
  let kiosk: KioskDriver | undefined;

  return {
    displayName: display.value.name,
    surroundings,
    async start() {
      const script = await writeCopyingScript(join(dir, "start"), executable, transcript);
      const at = { executable: script, appDir, configPath, displayName: display.value.name };
      kiosk = await driveKiosk(at);
      return kiosk;
    },
    async startInVain() {
      const env = { ...process.env, DISPLAY: display.value.name };
      const child = spawn(executable, [appDir, `--config=${configPath}`], { env, stdio: ["ignore", "ignore", "pipe"] });
      const [stderr, [exitCode]] = await Promise.all([text(child.stderr), once(child, "exit")]);
      return { exitCode, stderr };
    },
    output: () => readFile(transcript, "utf8"),
    submissions: async () =>
      (await upstream.operator.log()).filter(({ method, path }) => method === "POST" && path === paths.requests),
    async close() {
      await kiosk?.kill();
      await surroundings.close();
      await display.value.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Whoever starts Electron here reads its output from the middle on; this copies it from the first byte. */
async function writeCopyingScript(script: string, program: string, copy: string): Promise<string> {
  const lines = `#!/bin/bash\nexec '${program}' "$@" > >(tee -a '${copy}') 2> >(tee -a '${copy}' >&2)\n`;
  await writeFile(script, lines, { mode: 0o755 });
  return script;
}
