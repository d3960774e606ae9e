/**
 * What a start of the page loads, as it would be sent compressed: what index.html reaches without asking for more later,
 * and the larger of the languages. What screens load when they are first wanted is told beside it. There are no fonts and
 * no pictures.
 */

import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { parseAst } from "vite";
import type { Figure } from "../figure.ts";

/** A start of the page on a slow terminal. */
export const mostBytesAtStart = 40_000;

export const pageSize: Figure = {
  name: "page",
  title: "page at a start: JS + CSS + one language, gzipped",
  floor: "",
  unit: "bytes",
  goal: mostBytesAtStart,
  async measure(ground) {
    const { start, language, beside } = await measurePage(join(await ground.builtDir(), "renderer"));
    console.error(
      `page: ${start} bytes for every start and ${language} of the larger language; ` +
        `${beside.bytes} more beside it, loaded when wanted, in ${beside.pieces} pieces`,
    );
    return { ours: [start + language], floors: null };
  },
};

/** What a built page loads: for every start, of the larger language besides, and later. In bytes, each file compressed by itself. */
export async function measurePage(pageDir: string): Promise<{
  readonly start: number;
  readonly language: number;
  readonly beside: { readonly bytes: number; readonly pieces: number };
}> {
  const pieces = await readPieces(pageDir);
  const first = reachedFrom("index.html", pieces);
  const languages = [...pieces.values()].filter(({ name }) => /\/texts-[^/]*\.js$/.test(name) && !first.has(name));
  if (first.size < 2 || languages.length < 2) throw new Error("the built page has no program, or no texts of its own");
  const start = sum([...first].map((name) => pieces.get(name)?.size ?? 0));
  const language = Math.max(...languages.map(({ size }) => size));
  const all = sum([...pieces.values()].map(({ size }) => size));
  return { start, language, beside: { bytes: all - start - language, pieces: pieces.size - first.size - 1 } };
}

/** A built file: its name under the page's folder, its bytes when sent (none of the HTML), and the files that it cannot do without. */
type Piece = { readonly name: string; readonly size: number; readonly needs: readonly string[] };

async function readPieces(pageDir: string): Promise<ReadonlyMap<string, Piece>> {
  const names = (await readdir(pageDir, { recursive: true })).filter((name) =>
    [".html", ".js", ".css"].includes(extname(name)),
  );
  const pieces = await Promise.all(
    names.map(async (name): Promise<Piece> => {
      const text = await readFile(join(pageDir, name), "utf8");
      const size = extname(name) === ".html" ? 0 : gzipSync(text).length;
      return { name, size, needs: namedIn(name, text).map((path) => join(name, "..", path)) };
    }),
  );
  return new Map(pieces.map((piece) => [piece.name, piece]));
}

function namedIn(name: string, text: string): readonly string[] {
  if (extname(name) === ".html") return [...text.matchAll(/ (?:src|href)="([^"]+)"/g)].map(([, path = ""]) => path);
  if (extname(name) === ".js")
    return parseAst(text).body.flatMap((said) => ("source" in said && said.source ? [said.source.value] : []));
  return [];
}

function reachedFrom(start: string, pieces: ReadonlyMap<string, Piece>): ReadonlySet<string> {
  const reached = new Set<string>([start]);
  // A set that grows while it is walked is walked to its end.
  for (const name of reached) {
    const piece = pieces.get(name);
    if (!piece) throw new Error(`the built page asks for ${name}, which is not there`);
    for (const needed of piece.needs) reached.add(needed);
  }
  return reached;
}

const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
