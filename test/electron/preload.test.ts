import { runInNewContext } from "node:vm";
import { build } from "vite";
import { expect, test } from "vitest";

/** The preload as one CommonJS file, without the comments, which no budget is for. */
async function bundlePreload(): Promise<string> {
  const built = await build({
    configFile: false,
    publicDir: false,
    logLevel: "silent",
    ssr: { noExternal: true },
    build: {
      ssr: "electron/preload.ts",
      write: false,
      minify: true,
      rolldownOptions: { external: ["electron"], output: { format: "cjs" } },
    },
  });
  if (!("output" in built)) throw new Error("vite built something else");
  return built.output[0].code;
}

/** Runs it with an Electron that writes down what is done with it. */
function run(code: string) {
  const calls: unknown[] = [];
  const listeners = new Map<string, (...given: unknown[]) => void>();
  const exposed: Record<string, { [name: string]: (...given: unknown[]) => unknown }> = {};
  const required: string[] = [];
  const electron = {
    contextBridge: { exposeInMainWorld: (name: string, value: never) => Object.assign(exposed, { [name]: value }) },
    ipcRenderer: {
      invoke: async (...given: unknown[]) => calls.push(given),
      on: (channel: string, listener: () => void) => listeners.set(channel, listener),
      off: (channel: string) => listeners.delete(channel),
    },
    webFrame: { executeJavaScript: (source: string) => runInNewContext(source, mainWorld) },
  };
  const mainWorld = {
    window: { print: "a dialog", close: "the end", EyeDropper: "a dialog", alert: "is refused elsewhere" },
    Document: { prototype: { execCommand: "a dialog" } },
  };
  runInNewContext(code, {
    require: (name: string) => {
      required.push(name);
      return electron;
    },
    exports: {},
  });
  return { exposed, calls, listeners, required, mainWorld };
}

test("the preload is one small file that needs Electron and nothing of the contract at run time", async () => {
  const code = await bundlePreload();

  expect({ required: run(code).required, small: Buffer.byteLength(code) < 1024 }).toEqual({
    required: ["electron"],
    small: true,
  });
});

test("the page is given three functions, and never Electron's event or what listens to it", async () => {
  const { exposed, calls, listeners } = run(await bundlePreload());
  const host = exposed.kioskHost;
  const heard: unknown[] = [];

  host?.order?.("pressDigit", { digit: 1 });
  host?.snapshot?.();
  const stop = host?.listen?.((...given: unknown[]) => heard.push(given)) as () => unknown;
  listeners.get("kiosk/snapshot")?.({ sender: "Electron" }, { revision: 1 });
  const stopped = stop();

  expect({ exposed: Object.entries(exposed).map(([name, value]) => [name, Object.keys(value)]), calls, heard }).toEqual(
    {
      exposed: [["kioskHost", ["order", "snapshot", "listen"]]],
      calls: [["kiosk/order", "pressDigit", { digit: 1 }], ["kiosk/snapshot"]],
      heard: [[{ revision: 1 }]],
    },
  );
  expect({ stopped, listening: listeners.size }).toEqual({ stopped: undefined, listening: 0 });
});

test("what opens a dialog of the system, or ends the window, is not there for the page", async () => {
  const { mainWorld } = run(await bundlePreload());

  expect(mainWorld).toEqual({
    window: { alert: "is refused elsewhere" },
    Document: { prototype: {} },
  });
});
