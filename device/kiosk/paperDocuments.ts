/** What stands on each paper: the values of the core in the words of a language. Prints nothing. */

import { msOf } from "../base/instant.ts";
import type { Earlier } from "../contract/messages/earlier.ts";
import type { PaperBlock } from "../contract/views/paper.ts";
import type { UnbindView } from "../contract/views/unbind.ts";
import { type BoxNumbers, boxCode } from "../paper/boxCode.ts";
import type { PaperWords } from "../text/paperTexts.ts";

export type VoucherValues = {
  readonly receipt: Earlier["receipt"];
  readonly voucher: NonNullable<UnbindView["voucher"]>;
  readonly provider: ProviderName;
};
export type SlipValues = {
  readonly requestId: string;
  readonly sn: string;
  readonly state: UnbindView["state"];
  readonly confirmedAt: string;
  readonly bindingKind: Earlier["receipt"]["bindingKind"];
  readonly reason: NonNullable<UnbindView["reason"]>["code"];
  readonly provider: ProviderName;
};
export type LabelValues = BoxNumbers;

/** Null where nobody has told a name. */
type ProviderName = { readonly zh: string; readonly en: string } | null;

export function voucherDocument(
  { receipt, voucher, provider }: VoucherValues,
  words: PaperWords,
): readonly PaperBlock[] {
  const { paper, unbind } = words;
  const { receiptFields: labels } = unbind;
  const { codes, verifier } = voucher;
  return [
    title(paper.voucher.title),
    text(unbind.receiptOutcomes[receipt.outcome], true),
    rule,
    ...providerFact(provider, words),
    fact(labels.unboundAt, paper.instant(msOf(receipt.unboundAt))),
    fact(labels.bindingKind, unbind.bindingKinds[receipt.bindingKind].name),
    fact(labels.subjectMasked, receipt.subjectMasked),
    fact(labels.sn, receipt.sn),
    fact(labels.receiptId, receipt.receiptId),
    fact(labels.requestId, receipt.requestId),
    rule,
    ...codes.flatMap((code, index) => [
      ...(codes.length > 1 ? [text(paper.voucher.codeOf(index + 1, codes.length), true)] : []),
      { kind: "qr", text: code } as const,
    ]),
    text(paper.voucher.signed),
    ...(verifier === null ? [text(paper.voucher.checkWithout)] : [text(paper.voucher.checkAt), text(verifier)]),
  ];
}

export function slipDocument(values: SlipValues, words: PaperWords): readonly PaperBlock[] {
  const { paper, unbind } = words;
  return [
    title(paper.slip.title),
    text(paper.slip.noProof, true),
    rule,
    ...providerFact(values.provider, words),
    fact(unbind.receiptFields.bindingKind, unbind.bindingKinds[values.bindingKind].name),
    fact(unbind.receiptFields.sn, values.sn),
    fact(paper.slip.reason, unbind.reasons[values.reason]),
    fact(paper.slip.confirmedAt, paper.instant(msOf(values.confirmedAt))),
    fact(paper.slip.state, unbind.states[values.state].name),
    fact(unbind.receiptFields.requestId, values.requestId),
    rule,
    { kind: "qr", text: values.requestId },
    text(paper.slip.scan, true),
  ];
}

/** The QR code is that of the screen. */
export function labelDocument({ sn, imei, kid }: LabelValues, { paper }: PaperWords): readonly PaperBlock[] {
  return [
    title(paper.label.title),
    fact("SN", sn),
    fact("IMEI", imei),
    fact(paper.label.key, kid),
    { kind: "qr", text: boxCode({ sn, imei, kid }) },
    text(paper.label.scan, true),
  ];
}

function providerFact(provider: ProviderName, { paper, language }: PaperWords): readonly PaperBlock[] {
  return provider ? [fact(paper.provider, language === "en" ? provider.en : provider.zh)] : [];
}

const rule = { kind: "rule" } as const;
const title = (said: string): PaperBlock => ({ kind: "text", text: said, large: true, centred: true });
const text = (said: string, centred = false): PaperBlock => ({ kind: "text", text: said, large: false, centred });
const fact = (label: string, value: string): PaperBlock => ({ kind: "fact", label, value });
