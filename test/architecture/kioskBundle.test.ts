/** The kiosk itself runs wherever there is a browser engine: it bundles for one with nothing left outside. */

import { isBuiltin } from "node:module";
import { join } from "node:path";
import { build, type Plugin } from "vite";
import { expect, test } from "vitest";
import { projectDir } from "../../build/paths.ts";

test("device/kiosk/createKiosk.ts bundles for a browser without any module that only Node has", async () => {
  const ofNode: string[] = [];

  const bundle = await build({
    configFile: false,
    publicDir: false,
    logLevel: "silent",
    plugins: [noteBuiltIns(ofNode)],
    build: {
      write: false,
      target: "es2021",
      lib: { entry: join(projectDir, "device/kiosk/createKiosk.ts"), formats: ["es"], fileName: "kiosk" },
    },
  });

  const chunks = (Array.isArray(bundle) ? bundle : [bundle])
    .flatMap((built) => ("output" in built ? built.output : []))
    .filter((file) => file.type === "chunk");
  const own = new Set(chunks.map((chunk) => chunk.fileName));
  const outside = chunks
    .flatMap((chunk) => [...chunk.imports, ...chunk.dynamicImports])
    .filter((name) => !own.has(name));
  expect({ outside, ofNode, exports: chunks.flatMap((chunk) => (chunk.isEntry ? chunk.exports : [])) }).toEqual({
    outside: [],
    ofNode: [],
    exports: expect.arrayContaining(["createKiosk"]),
  });
});

/** Vite itself puts an empty stand-in where a Node module is asked for, and goes on. */
function noteBuiltIns(into: string[]): Plugin {
  return {
    name: "note-built-ins",
    enforce: "pre",
    resolveId(source, importer) {
      if (isBuiltin(source)) into.push(`${source} in ${importer}`);
    },
  };
}
