import { runInNewContext, runInThisContext } from "node:vm";
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
    window: {
      print: "a dialog",
      name: "a copy in main",
      close: "the end",
      EyeDropper: "a dialog",
      alert: "is refused elsewhere",
    },
    Document: { prototype: { execCommand: "a dialog" } },
    History: { prototype: { pushState: "a copy in main", replaceState: "a copy in main", back: "is one of main's" } },
  };
  const require = (name: string) => {
    required.push(name);
    return electron;
  };
  // In this realm, as what the bridge hands over is of the preload's own.
  runInThisContext(`(function (require, exports) {${code}\n})`)(require, {});
  return { exposed, calls, listeners, required, mainWorld };
}

test("the preload is one small file that needs Electron and nothing of the contract at run time", async () => {
  const code = await bundlePreload();

  expect({ required: run(code).required, small: Buffer.byteLength(code) < 1536 }).toEqual({
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

test.each([
  ["a text", "x".repeat(100_000)],
  ["many texts", { parts: Array.from({ length: 1_000 }, () => "x".repeat(100)) }],
  ["many numbers", { digits: Array.from({ length: 50_000 }, () => 1) }],
  ["a long name", { ["x".repeat(50_000)]: 1 }],
  ["bytes", { bytes: new Uint8Array(8) }],
  ["what is deep", Array.from({ length: 50_000 }).reduce<unknown>((inner) => [inner], 1)],
])("an order that is too large is refused on the page's side, before main has a copy of it: %s", async (_, input) => {
  const { exposed, calls } = run(await bundlePreload());

  const answers = await Promise.all([
    exposed.kioskHost?.order?.("readAnswer", input),
    exposed.kioskHost?.order?.(input, {}),
  ]);

  const refused = { ok: false, error: { code: "host/malformed-order" } };
  expect([answers, calls]).toEqual([[refused, refused], []]);
});

test("the longest order of the contract goes through, and so many at once as anybody has under way", async () => {
  const { exposed, calls } = run(await bundlePreload());
  const answer = { text: "x".repeat(32_768) };

  const first = await exposed.kioskHost?.order?.("readAnswer", answer);
  const flood = await Promise.all(Array.from({ length: 100 }, () => exposed.kioskHost?.order?.("openMenu", {})));
  const after = await exposed.kioskHost?.order?.("openMenu", {});

  const refused = flood.filter((each) => JSON.stringify(each).includes("host/not-now")).length;
  expect([[first, after].map((each) => typeof each), calls.length, refused]).toEqual([
    ["number", "number"],
    1 + 64 + 1,
    36,
  ]);
});

test("what opens a dialog of the system, or ends the window, is not there for the page", async () => {
  const { mainWorld } = run(await bundlePreload());

  expect(mainWorld).toEqual({
    window: { alert: "is refused elsewhere" },
    Document: { prototype: {} },
    History: { prototype: { back: "is one of main's" } },
  });
});
