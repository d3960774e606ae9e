/** What is printed, and what prints it, as the page sees them. */

import * as z from "zod/mini";
import type { Immutable } from "../../base/immutable.ts";
import { failure } from "../errors.ts";
import { paperKind } from "../paperKind.ts";

/** What a paper says, in the order of the paper, in words, and in no printer's language. */
export type PaperBlock =
  | { readonly kind: "text"; readonly text: string; readonly large: boolean; readonly centred: boolean }
  | { readonly kind: "fact"; readonly label: string; readonly value: string }
  | { readonly kind: "rule" }
  | { readonly kind: "qr"; readonly text: string };

/** The same, laid out: one line of the paper, its blanks included. A large one is twice as wide and as high. */
export const paperLine = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("text"), text: z.string(), large: z.boolean() }),
  z.strictObject({ kind: z.literal("rule") }),
  z.strictObject({ kind: z.literal("qr"), text: z.string() }),
]);
export type PaperLine = Immutable<z.infer<typeof paperLine>>;

export const printerView = z.strictObject({
  /** "printed": handed over whole, and the printer did not say that anything was wrong with it. */
  phase: z.enum(["idle", "printing", "printed", "failed"]),
  failure: z.nullable(failure),
  /** What is shown before it is printed; null where nobody looks at one. */
  paper: z.nullable(
    z.strictObject({
      kind: paperKind,
      widthDots: z.number(),
      lines: z.array(paperLine),
      /** The characters that the printer has not itself: without the shape of each nothing is printed. */
      toDraw: z.array(z.string()),
    }),
  ),
});
export type PrinterView = Immutable<z.infer<typeof printerView>>;
