/** Puts what a command ended with on paper, where `--print` asks for it. Whatever the printer does, what was done is done. */

import { type ErrorView, errorView } from "../../contract/errors.ts";
import type { PaperKind } from "../../contract/paperKind.ts";
import { glyphsForOrder } from "../../paper/drawing.ts";
import { shapesOf } from "../shapes.ts";
import type { KioskCommand } from "./commands.ts";
import type { Job } from "./job.ts";

export type PaperEnd = {
  /** Null where there is nothing to print. */
  readonly kind: PaperKind | null;
  /** Why it is not printed; null where it is. */
  readonly failure: ErrorView | null;
  /** Characters in whose place a frame stands. */
  readonly framed: readonly string[];
};

/** The first of these that there is. */
const kindsOf: Partial<Readonly<Record<KioskCommand, readonly PaperKind[]>>> = {
  unbind: ["voucher", "slip"],
  provision: ["label"],
  "bind-again": ["label"],
};

export async function printPaper({ args, headless }: Job): Promise<PaperEnd> {
  const { host, until } = headless;
  await host.order("setLanguage", { language: args.language });
  const { offered } = await host.snapshot();
  const kind = kindsOf[args.command]?.find((each) => offered.showPaper?.some((paper) => paper.kind === each)) ?? null;
  if (kind === null) return { kind, failure: null, framed: [] };
  const shown = await host.order("showPaper", { kind });
  if (!shown.ok) return { kind, failure: shown.error, framed: [] };
  const { printer } = await host.snapshot();
  const { glyphs, framed } = shapesOf(printer?.paper?.toDraw ?? []);
  const ordered = await host.order("printPaper", { glyphs: glyphsForOrder(glyphs) });
  if (!ordered.ok) return { kind, failure: ordered.error, framed };
  const ended = await until((seen) => seen.printer?.phase === "printed" || seen.printer?.phase === "failed");
  if (!ended) return { kind, failure: errorView({ code: "host/not-now" }), framed };
  return { kind, failure: ended.printer?.failure ?? null, framed };
}
