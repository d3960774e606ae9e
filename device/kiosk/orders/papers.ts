/** The orders about paper: anybody prints what anybody may read on the screen, and nothing of an unbind waits for it. */

import { fromBase64url } from "../../base/bytes.ts";
import { ok } from "../../base/result.ts";
import type { Papers } from "../papers.ts";
import { type Orders, refuse, when } from "./order.ts";

export type PaperOrderParts = { readonly papers: Papers };

type PaperOrderName = "showPaper" | "hidePaper" | "printPaper";

export function createPaperOrders({ papers }: PaperOrderParts): Orders<PaperOrderName> {
  return {
    showPaper: {
      by: "anybody",
      permission: "verifyEvidence",
      choices: () => papers.available().map((kind) => ({ kind })),
      precondition: ({ kind }) => when(papers.available().includes(kind)),
      carryOut: ({ kind }) => papers.show(kind),
    },
    hidePaper: {
      by: "anybody",
      permission: "useScreen",
      precondition: () => when(papers.isShown()),
      carryOut() {
        papers.hide();
        return ok();
      },
    },
    printPaper: {
      by: "anybody",
      permission: "verifyEvidence",
      precondition: () => when(papers.isShown() && papers.view()?.phase !== "printing"),
      carryOut({ glyphs }) {
        const shapes = new Map<string, Uint8Array>();
        for (const { character, dots } of glyphs) {
          const rows = fromBase64url(dots);
          if (!rows) return refuse("host/malformed-order");
          shapes.set(character, rows);
        }
        return papers.print(shapes);
      },
    },
  };
}
