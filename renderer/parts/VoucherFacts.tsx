/** The fields of a verified receipt, in the words of people. */

import type { UnbindView } from "../../device/contract/views/unbind.ts";
import type { Texts } from "../../device/text/texts.ts";
import { formatInstant } from "../state/format.ts";
import { Fact } from "./Fact.tsx";

export type VoucherFactsProps = {
  readonly texts: Texts;
  readonly receipt: NonNullable<UnbindView["receipt"]>["payload"];
};

export function VoucherFacts({ texts, receipt }: VoucherFactsProps) {
  const { receiptFields: labels, receiptOutcomes, bindingKinds } = texts.unbind;
  return (
    <section class="stack">
      <h2>{texts.screens.result.voucher}</h2>
      <dl class="facts">
        <Fact label={labels.outcome} field="outcome" value={receiptOutcomes[receipt.outcome]} />
        <Fact
          label={labels.unboundAt}
          field="unbound-at"
          value={formatInstant(receipt.unboundAt)}
          note={receipt.unboundAt}
        />
        <Fact label={labels.sn} field="sn" value={receipt.sn} mono />
        <Fact label={labels.receiptId} field="receipt-id" value={receipt.receiptId} mono />
        <Fact label={labels.requestId} field="request-id" value={receipt.requestId} mono />
        <Fact label={labels.subjectMasked} field="subject" value={receipt.subjectMasked} />
        <Fact label={labels.bindingKind} field="binding-kind" value={bindingKinds[receipt.bindingKind].name} />
        {receipt.keyProven && (
          <Fact label={labels.keyProven} field="key-proven" value={texts.unbind.keyProven[receipt.keyProven]} />
        )}
        <Fact
          label={labels.paymentsMayContinue}
          field="payments-may-continue"
          value={texts.unbind.continues[receipt.paymentsMayContinue ? "yes" : "no"]}
        />
        <Fact label={labels.epoch} field="epoch" value={receipt.epoch} />
        <Fact label={labels.requestHash} field="request-hash" value={receipt.requestHash} mono />
        {receipt.executionHash && (
          <Fact label={labels.executionHash} field="execution-hash" value={receipt.executionHash} mono />
        )}
        <Fact label={labels.imeiHash} field="imei-hash" value={receipt.imeiHash} mono />
        {receipt.iss && <Fact label={labels.iss} field="issuer" value={receipt.iss} mono />}
        {receipt.aud && <Fact label={labels.aud} field="audience" value={receipt.aud} mono />}
      </dl>
    </section>
  );
}
