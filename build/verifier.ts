/**
 * `npm run verifier`: the verifier as one HTML file that needs nothing else, opened from a disk or from any web server.
 * Its own policy lets in the one script and the one style that are in it, and no network.
 */

import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { readPublicKeys } from "../device/cli/files.ts";
import type { PublicJwk } from "../device/contract/fields.ts";
import { commandLineEn } from "../device/text/en/commandLine.ts";
import { verifyEn } from "../device/text/en/verify.ts";
import { fill } from "../device/text/fill.ts";
import { projectDir, releaseDir } from "./paths.ts";

export const verifierFile = join(releaseDir, "jiebang-verifier.html");

/** Old engines open it too: whoever has to check a receipt in ten years has the browser of that office. */
const oldestEngine = "chrome76";

/**
 * The page's text. `upstreamKeys` are put into it by a provider who publishes it; a page without asks its reader for them. A
 * source that does not compile throws.
 */
export async function buildVerifier(upstreamKeys: readonly PublicJwk[] = []): Promise<string> {
  const source = join(projectDir, "renderer/verifier");
  const script = await bundle(join(source, "main.tsx"));
  const style = await readFile(join(source, "verifier.css"), "utf8");
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "img-src blob:",
    "media-src blob: mediastream:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  // Of a key that was parsed nothing is left but letters, digits, - and _.
  const content = JSON.stringify({ keys: upstreamKeys }).replaceAll('"', "&quot;");
  const own = upstreamKeys.length > 0 ? `<meta name="upstream-key" content="${content}" />\n    ` : "";
  const html = await readFile(join(source, "index.html"), "utf8");
  // By functions: a dollar sign in a script is no pattern of a replacement.
  return html
    .replace(
      "</title>",
      () =>
        `</title>\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />\n    ${own}<style>${style}</style>`,
    )
    .replace(/<script type="module".*<\/script>/, () => `<script>${script}</script>`);
}

async function bundle(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    define: { "process.env.NODE_ENV": '"production"' },
    build: {
      write: false,
      target: oldestEngine,
      minify: true,
      lib: { entry, formats: ["iife"], name: "verifier", fileName: "verifier" },
    },
  });
  const files = (Array.isArray(built) ? built : [built]).flatMap((one) => ("output" in one ? one.output : []));
  const [chunk, ...more] = files.filter((file) => file.type === "chunk");
  if (!chunk || more.length > 0) throw new Error("the verifier is one script");
  // What would end the element that it stands in; in a string of a script this is the same text.
  return chunk.code.replaceAll("</script", "<\\/script");
}

/** `--upstream-key FILE`, as often as there are keys. */
async function keysOfOptions(argv: readonly string[]): Promise<readonly PublicJwk[]> {
  const { values } = parseArgs({ args: [...argv], options: { "upstream-key": { type: "string", multiple: true } } });
  const sentences = { ...commandLineEn.failures, ...verifyEn.failures };
  const keys: PublicJwk[] = [];
  for (const file of values["upstream-key"] ?? []) {
    const read = await readPublicKeys(file);
    if (!read.ok) throw new Error(fill(sentences[read.error.code], read.error));
    keys.push(...read.value);
  }
  return keys;
}

/** CSP Level 3, section 2.3.1: over the bytes between the tags. */
function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

if (process.argv[1] === import.meta.filename) {
  const page = await buildVerifier(await keysOfOptions(process.argv.slice(2)));
  await mkdir(dirname(verifierFile), { recursive: true });
  await writeFile(verifierFile, page);
  console.log(`${verifierFile}: ${page.length} bytes, ${gzipSync(page).length} gzipped`);
}
