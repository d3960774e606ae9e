/** What stands on the box: SN, IMEI and key fingerprint, as text and as one QR code. */

import { useState } from "preact/hooks";
import type { Offered } from "../../../device/contract/views/offered.ts";
import type { ProvisioningView } from "../../../device/contract/views/staff.ts";
import type { TerminalView } from "../../../device/contract/views/terminal.ts";
import { boxCode, isBoxOf } from "../../../device/paper/boxCode.ts";
import type { StaffTexts } from "../../../device/text/staffTexts.ts";
import type { Texts } from "../../../device/text/texts.ts";
import { Action } from "../../parts/Action.tsx";
import { Banner } from "../../parts/Banner.tsx";
import { ValueRow } from "../../parts/Fact.tsx";
import { Page } from "../../parts/Page.tsx";
import { PrintAction } from "../../parts/PrintAction.tsx";
import { QrCode } from "../../parts/QrCode.tsx";
import { Scan } from "../../parts/Scan.tsx";
import type { SendOrder } from "../../state/useHost.ts";
import { useViewport } from "../../state/useViewport.ts";
import { KeyFacts } from "./KeyFacts.tsx";

export type LabelProps = {
  readonly texts: Texts;
  readonly words: StaffTexts;
  readonly terminal: TerminalView;
  readonly provisioning: ProvisioningView;
  /** Enrolled just now: what comes next is the merchant's first PIN. */
  readonly fresh: boolean;
  readonly offered: Offered;
  readonly send: SendOrder;
  readonly onNext: () => void;
};

export function Label({ texts, words, terminal, provisioning, fresh, offered, send, onNext }: LabelProps) {
  const says = words.label;
  const { width, height } = useViewport();
  const { sn, imei } = terminal;
  const { key } = provisioning;
  const numbers =
    sn.status === "read" && imei.status === "read" && key ? { sn: sn.value, imei: imei.value, kid: key.kid } : null;
  const [scanned, setScanned] = useState<string | null>(null);
  const actions = (
    <>
      <PrintAction texts={texts} kind="label" offered={offered} send={send} />
      <Action name="label-next" kind={fresh ? "primary" : "plain"} onPress={onNext}>
        {fresh ? says.next : texts.screens.back}
      </Action>
    </>
  );
  return (
    <Page screen="label" title={says.title} actions={actions}>
      <div class="stack">
        {fresh && <Banner tone="good" title={says.inService} field="in-service" />}
        <p>{says.lead}</p>
        {numbers && <Scan texts={texts} field="box-scan" hint={says.box.hint} onScan={setScanned} />}
        {numbers && scanned !== null && (
          <BoxNote words={says.box} isSame={isBoxOf(numbers, scanned)} scanned={scanned} />
        )}
        <div class="labelCard">
          {numbers ? (
            <figure>
              <QrCode
                text={boxCode(numbers)}
                maxPx={Math.max(160, Math.min(320, width - 64, height - 240))}
                label={says.scan}
                tooLong={says.tooLong}
              />
              <figcaption class="small">{says.scan}</figcaption>
            </figure>
          ) : (
            <p>{says.unreadable}</p>
          )}
          <dl class="facts grow">
            <ValueRow texts={texts} name="sn" terminal={terminal} />
            <ValueRow texts={texts} name="imei" terminal={terminal} />
            <KeyFacts words={words} provisioning={provisioning} />
          </dl>
        </div>
      </div>
    </Page>
  );
}

type BoxNoteProps = { readonly words: StaffTexts["label"]["box"]; readonly isSame: boolean; readonly scanned: string };

function BoxNote({ words, isSame, scanned }: BoxNoteProps) {
  if (isSame) return <Banner tone="good" title={words.same} field="box" />;
  return (
    <Banner tone="bad" title={words.other} field="box">
      <p class="code">{scanned.slice(0, mostScannedLetters)}</p>
    </Banner>
  );
}

const mostScannedLetters = 120;
