/** A shape for each character of the paper that is shown, as a page sends them; which, is nobody's business here. */

import { base64url } from "../../device/base/bytes.ts";
import type { OrderInput } from "../../device/contract/orders.ts";
import type { Snapshot } from "../../device/contract/snapshot.ts";
import { charactersOf, glyphBytes } from "../../device/paper/drawing.ts";

const dots = base64url(new Uint8Array(glyphBytes).fill(0x55));

export function shapesOf({ printer }: Snapshot): OrderInput<"printPaper">["glyphs"] {
  return charactersOf(printer?.paper?.lines ?? []).map((character) => ({ character, dots }));
}
