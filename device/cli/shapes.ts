/**
 * What characters look like on paper at a shell, where there is no page with fonts: Latin letters, and whatever papers say by
 * themselves in either language. Drawn once by the page (`npm run shapes`), from Noto Sans Mono CJK SC (SIL Open Font License 1.1).
 */

import { fromBase64url } from "../base/bytes.ts";
import { drawGlyphFrame, type Glyphs, glyphBytes } from "../paper/drawing.ts";
import kept from "./shapes.json" with { type: "json" };

export type Shapes = {
  readonly glyphs: Glyphs;
  /** Those that are not among them, a merchant's name for example: a frame takes the place of each. */
  readonly framed: readonly string[];
};

export function shapesOf(characters: readonly string[]): Shapes {
  const rows = fromBase64url(kept.shapes) ?? new Uint8Array();
  const places = new Map([...kept.characters].map((character, at) => [character, at * glyphBytes]));
  const glyphs = new Map<string, Uint8Array>();
  for (const character of characters) {
    const at = places.get(character);
    glyphs.set(character, at === undefined ? drawGlyphFrame(character) : rows.subarray(at, at + glyphBytes));
  }
  return { glyphs, framed: characters.filter((character) => !places.has(character)) };
}
