/** The SerialLink port straight to the far end of a line, with no port in between. */

import { createEmitter } from "../../../device/base/emitter.ts";
import { err, ok } from "../../../device/base/result.ts";
import type { SerialLink, SerialLinkOpener } from "../../../device/ports/serialLink.ts";
import type { SimFarEnd } from "./simFarEnd.ts";

/** `usb` is the device that the port is on, where it is to be a USB device. */
export function createSimTerminalOpener(
  terminal: SimFarEnd,
  path = "sim",
  usb: { readonly serialNumber?: string } = {},
): SerialLinkOpener {
  return {
    async open() {
      if (!terminal.isPluggedIn()) return err({ code: "link/port-missing", path });
      const { serialNumber } = usb;
      return ok({ ...openTo(terminal), ...(serialNumber !== undefined && { usbSerialNumber: serialNumber }) });
    },
  };
}

function openTo(terminal: SimFarEnd): SerialLink {
  const received = createEmitter<Uint8Array>();
  const closed = createEmitter<void>();
  let open = true;
  const stopListening = [terminal.onBytes((bytes) => received.emit(bytes)), terminal.onUnplugged(() => close())];
  const close = () => {
    if (!open) return;
    open = false;
    for (const stop of stopListening) stop();
    closed.emit();
  };
  return {
    onBytes: received.listen,
    onClosed: closed.listen,
    async write(bytes) {
      if (!open) return err({ code: "link/closed" });
      terminal.receive(bytes);
      return ok();
    },
    async close() {
      close();
    },
  };
}
