/** The voucher as a QR code, as large as the screen lets it be. */

import type { Texts } from "../../device/text/texts.ts";
import { useViewport } from "../state/useViewport.ts";
import { Action } from "./Action.tsx";
import { Dialog } from "./Dialog.tsx";
import { QrCode } from "./QrCode.tsx";

export type VoucherDialogProps = { readonly texts: Texts; readonly jws: string; readonly onClose: () => void };

export function VoucherDialog({ texts, jws, onClose }: VoucherDialogProps) {
  const words = texts.screens.result;
  const { width, height } = useViewport();
  return (
    <Dialog
      name="qr"
      title={words.voucher}
      wide
      onEscape={onClose}
      actions={
        <Action name="close-qr" onPress={onClose}>
          {texts.screens.back}
        </Action>
      }
    >
      <QrCode text={jws} maxPx={Math.min(width, height) - 16} label={words.scan} tooLong={words.tooLong} />
    </Dialog>
  );
}
