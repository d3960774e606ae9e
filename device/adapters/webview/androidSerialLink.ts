/** The SerialLink port on Android: bytes through the channel, to a device file of the firmware or to USB. */

import { base64url, fromBase64url } from "../../base/bytes.ts";
import { createEmitter } from "../../base/emitter.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { BridgeFailure } from "../../contract/bridge.ts";
import type { LinkFailure, LinkWriteFailure, SerialLink, SerialLinkOpener } from "../../ports/serialLink.ts";
import type { Bridge } from "./bridge.ts";

/** `path`: of a device file, or "usb". */
export function createAndroidSerialLinkOpener(parts: {
  readonly bridge: Bridge;
  readonly path: string;
  readonly baudRate: number;
}): SerialLinkOpener {
  const { bridge, path, baudRate } = parts;
  return {
    async open() {
      // From before it is open: what is gone again at once tells so before it is known by its number.
      const gone = new Set<number>();
      const stopListening = bridge.onEvent((event) => {
        if (event.name === "serialClosed") gone.add(event.link);
      });
      const opened = await bridge.call("serial", "open", { path, baudRate });
      stopListening();
      if (!opened.ok) return err(failureOf(path, opened.error));
      const { link, usbSerialNumber } = opened.value;
      if (gone.has(link)) return err({ code: "link/open-failed", path, reason: "closed while opening" });
      return ok(linkOver(bridge, link, usbSerialNumber));
    },
  };
}

function linkOver(bridge: Bridge, link: number, usbSerialNumber: string | undefined): SerialLink {
  const received = createEmitter<Uint8Array>();
  const closed = createEmitter<void>();
  let open = true;

  function end(): void {
    if (!open) return;
    open = false;
    stopEvents();
    stopFaults();
    closed.emit();
  }
  const stopFaults = bridge.onFault(end);
  const stopEvents = bridge.onEvent((event) => {
    if (event.link !== link) return;
    if (event.name === "serialClosed") return end();
    const bytes = fromBase64url(event.bytes);
    if (bytes) received.emit(bytes);
  });

  return {
    ...(usbSerialNumber !== undefined && { usbSerialNumber }),
    onBytes: received.listen,
    onClosed: closed.listen,
    async write(bytes): Promise<Result<void, LinkWriteFailure>> {
      if (!open) return err({ code: "link/closed" });
      const written = await bridge.call("serial", "write", { link, bytes: base64url(bytes) });
      if (written.ok) return ok();
      if (!open || written.error.code !== "write-failed") return err({ code: "link/closed" });
      return err({ code: "link/write-failed", reason: written.error.reason ?? written.error.code });
    },
    async close() {
      if (!open) return;
      await bridge.call("serial", "close", { link });
      end();
    },
  };
}

const codes: Readonly<Record<string, "link/port-missing" | "link/port-busy" | "link/port-denied" | "link/not-a-tty">> =
  {
    "port-missing": "link/port-missing",
    "port-busy": "link/port-busy",
    "port-denied": "link/port-denied",
    "not-a-tty": "link/not-a-tty",
  };

function failureOf(path: string, { code, reason }: BridgeFailure): LinkFailure {
  const known = codes[code];
  return known ? { code: known, path } : { code: "link/open-failed", path, reason: reason ?? code };
}
