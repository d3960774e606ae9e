/** The voucher as QR codes, as large as the screen lets them be, and where whoever takes them along has them checked. */

import { useState } from "preact/hooks";
import type { UnbindView } from "../../device/contract/views/unbind.ts";
import type { Texts } from "../../device/text/texts.ts";
import { useViewport } from "../state/useViewport.ts";
import { Action } from "./Action.tsx";
import { Dialog } from "./Dialog.tsx";
import { QrCode } from "./QrCode.tsx";

/** Of the screen, for what is read and pressed beside or under the code. */
const besidePx = 260;
const underPx = 170;

export type VoucherDialogProps = {
  readonly texts: Texts;
  readonly voucher: NonNullable<UnbindView["voucher"]>;
  readonly onClose: () => void;
};

export function VoucherDialog({ texts, voucher: { codes, verifier }, onClose }: VoucherDialogProps) {
  const words = texts.screens.result;
  const [shown, setShown] = useState(0);
  const { width, height } = useViewport();
  const maxPx = width > height ? Math.min(height - 16, width - besidePx) : Math.min(width - 16, height - underPx);
  const code = codes[shown];
  const several = codes.length > 1;
  const beside = (
    <>
      {several && (
        <p class="strong" data-field="part">
          {words.codeOf(shown + 1, codes.length)}
        </p>
      )}
      {verifier ? (
        <div data-field="verifier">
          <p>{words.checkAt}</p>
          <p class="mono strong">{verifier}</p>
          <p class="small">{codes[0]?.startsWith(verifier) ? words.linkKeeps : words.checkByScan}</p>
        </div>
      ) : (
        <p data-field="verifier">{words.checkWithout}</p>
      )}
    </>
  );
  const actions = (
    <>
      <Action name="close-qr" onPress={onClose}>
        {texts.screens.back}
      </Action>
      {several && (
        <Action name="other-qr" kind="primary" onPress={() => setShown((shown + 1) % codes.length)}>
          {words.otherCode}
        </Action>
      )}
    </>
  );
  return (
    <Dialog name="qr" title={words.voucher} wide onEscape={onClose} actions={actions} beside={beside}>
      {code === undefined ? (
        <p>{words.tooLong}</p>
      ) : (
        <QrCode text={code} maxPx={maxPx} label={words.scan} tooLong={words.tooLong} />
      )}
    </Dialog>
  );
}
