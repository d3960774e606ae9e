/**
 * What is printed: first shown, then handed to the printer. The core says what stands on it; the page, which has fonts, says
 * what the characters look like. An unbind never waits for it, and nothing of it is kept.
 */

import type { Background } from "../base/background.ts";
import { err, ok, type Result } from "../base/result.ts";
import type { Language } from "../contract/codes.ts";
import { type ErrorView, errorView } from "../contract/errors.ts";
import type { PaperKind } from "../contract/paperKind.ts";
import type { PaperBlock, PrinterView } from "../contract/views/paper.ts";
import { charactersOf, type Glyphs } from "../paper/drawing.ts";
import { cellDots, layOut } from "../paper/layout.ts";
import type { People } from "../people/createPeople.ts";
import type { Log } from "../ports/log.ts";
import type { Printer } from "../ports/printer.ts";
import type { Profiles } from "../profiles/profiles.ts";
import type { Unbind } from "../unbind/createUnbind.ts";
import { receiptOf } from "../unbind/states.ts";
import type { Monitor } from "./monitor.ts";
import { labelDocument, slipDocument, voucherDocument } from "./paperDocuments.ts";
import type { Printing } from "./ports.ts";
import { printedLines } from "./printedLines.ts";
import type { Provisioning } from "./provisioning.ts";

export type Papers = {
  /** Null where the terminal has no printer. */
  view(): PrinterView | null;
  /** What there is to be printed now. */
  available(): readonly PaperKind[];
  show(kind: PaperKind): Result<void, ErrorView>;
  hide(): void;
  isShown(): boolean;
  /** Prints what is shown, and does not wait for it. Refuses shapes that leave out a character that the printer has not. */
  print(glyphs: Glyphs): Result<void, ErrorView>;
  /** What is being printed breaks off. */
  stop(): void;
};

export function createPapers(parts: {
  readonly ports: { readonly printing?: Printing; readonly log: Log };
  readonly unbind: Unbind;
  readonly profiles: Profiles;
  readonly monitor: Monitor;
  readonly provisioning: Provisioning;
  readonly people: People;
  readonly language: () => Language;
  readonly background: Background;
  readonly onChange: () => void;
}): Papers {
  const { unbind, profiles, monitor, people, onChange, background } = parts;
  const { printing = null, log } = parts.ports;
  const printer = printing?.printer ?? null;
  let paper: PrinterView["paper"] = null;
  let phase: PrinterView["phase"] = "idle";
  let failure: ErrorView | null = null;

  function documentOf(kind: PaperKind): readonly PaperBlock[] | null {
    if (!printing) return null;
    const words = printing.wordsOf(parts.language());
    const { state } = unbind.flow.view();
    switch (kind) {
      case "voucher": {
        const [receipt, voucher] = [receiptOf(state), unbind.evidence.voucherOf(state)];
        if (!receipt || !voucher || voucher.codes.length === 0 || !("request" in state)) return null;
        return voucherDocument({ receipt: receipt.payload, voucher, provider: nameOf(state.request) }, words);
      }
      case "slip": {
        if (!("request" in state)) return null;
        const { requestId, confirmedAt, sn, bindingKind, reason } = state.request;
        const provider = nameOf(state.request);
        const values = { requestId, confirmedAt, sn, bindingKind, provider, reason: reason.code, state: state.name };
        return slipDocument(values, words);
      }
      case "label": {
        const identity = monitor.identity();
        const key = parts.provisioning.view().key;
        if (identity?.sn.status !== "read" || identity.imei.status !== "read" || !key) return null;
        return labelDocument({ sn: identity.sn.value, imei: identity.imei.value, kid: key.kid }, words);
      }
    }
  }

  function nameOf({ providerId, bindingKind }: Parameters<Profiles["rulesOf"]>[0]) {
    return profiles.of(providerId, bindingKind)?.profile.name ?? null;
  }

  async function printAll(
    on: Printer,
    lines: NonNullable<PrinterView["paper"]>["lines"],
    glyphs: Glyphs,
  ): Promise<void> {
    const printed = await on.print(printedLines(lines, on.widthDots, glyphs));
    phase = printed.ok ? "printed" : "failed";
    failure = printed.ok ? null : errorView(printed.error);
    if (failure) log.note(failure.code, failure.facts);
    onChange();
  }

  people.session.onClosed(() => {
    paper = null;
  });

  return {
    view: () => printer && { phase, failure, paper },
    available: () => kinds.filter((kind) => documentOf(kind) !== null),
    show(kind) {
      const document = printer && documentOf(kind);
      if (!document) return err({ code: "host/not-now" });
      const { widthDots } = printer;
      const lines = layOut(document, widthDots / cellDots);
      const drawn = lines.filter((line) => line.kind !== "text" || !printer.hasCharacters(line.text));
      paper = { kind, widthDots, lines, toDraw: charactersOf(drawn) };
      if (phase !== "printing") [phase, failure] = ["idle", null];
      onChange();
      return ok();
    },
    hide() {
      paper = null;
      onChange();
    },
    isShown: () => paper !== null,
    print(glyphs) {
      if (!printer || !paper || phase === "printing") return err({ code: "host/not-now" });
      const { lines, toDraw } = paper;
      if (!toDraw.every((character) => glyphs.has(character))) return err({ code: "host/malformed-order" });
      [phase, failure] = ["printing", null];
      onChange();
      background.run(() => printAll(printer, lines, glyphs));
      return ok();
    },
    stop: () => printer?.stop(),
  };
}

const kinds: readonly PaperKind[] = ["voucher", "slip", "label"];
