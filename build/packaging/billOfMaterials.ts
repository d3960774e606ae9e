/** The bill of materials of what ships, in CycloneDX: the modules that are bundled, and the runtime around them. */

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { projectDir } from "../paths.ts";
import type { Edition } from "./edition.ts";

const run = promisify(execFile);

/** As much of CycloneDX 1.5 as is changed here. */
type Bill = {
  serialNumber?: string;
  readonly metadata: Record<string, unknown> & { readonly component: Record<string, unknown> };
  readonly components: Record<string, unknown>[];
};

/** JSON text. npm reads the lock file; what it says of itself and of the moment is left out, so that the text is the same again. */
export async function describeMaterials(edition: Edition, sourceDate: number): Promise<string> {
  const command = ["sbom", "--sbom-format=cyclonedx", "--sbom-type=application", "--omit=dev", "--package-lock-only"];
  const { stdout } = await run("npm", command, { cwd: projectDir, maxBuffer: 64 * 1_024 * 1_024 });
  const bill: Bill = JSON.parse(stdout);
  const { version, runtime } = edition;
  const { tools: _tools, ...metadata } = bill.metadata;
  const reference = `jiebang@${version}`;
  const settled = {
    ...bill,
    serialNumber: `urn:uuid:${uuidOf(`${edition.stem} ${sourceDate}`)}`,
    metadata: {
      ...metadata,
      timestamp: new Date(sourceDate * 1_000).toISOString(),
      component: { ...metadata.component, "bom-ref": reference, name: "jiebang", version },
    },
    components: [...bill.components, runtimeComponent(runtime.version)],
  };
  return `${JSON.stringify(settled, null, 2)}\n`;
}

function runtimeComponent(version: string) {
  return {
    "bom-ref": `electron@${version}`,
    type: "framework",
    name: "electron",
    version,
    scope: "required",
    description: "Runtime, with Chromium and Node.js in it; their licences are in LICENSES.chromium.html",
    purl: `pkg:npm/electron@${version}`,
    licenses: [{ license: { id: "MIT" } }],
  };
}

/** A version 8 UUID (RFC 9562, section 5.8) out of what it stands for. */
function uuidOf(text: string): string {
  const bytes = createHash("sha256").update(text).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
