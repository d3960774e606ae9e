/** The SerialLink port over node-serialport: the only place that knows that library and its ways. */

import type { SerialPort } from "serialport";
import { createEmitter } from "../../base/emitter.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { LinkFailure, LinkWriteFailure, SerialLink, SerialLinkOpener } from "../../ports/serialLink.ts";
import { findSerialPort, type SerialPlaces, type SerialSearch, usbDeviceOf } from "./nodeSerialPorts.ts";
import { transferInPlace } from "./nodeSerialTransfer.ts";

export type PortOptions = {
  readonly path: string;
  readonly baudRate: number;
  readonly autoOpen: false;
  readonly hupcl: false;
  readonly lock: true;
};

/** What of node-serialport's stream is used here; its stream over any other binding has the same. */
export type PortStream = Pick<SerialPort, "open" | "close" | "write" | "flush" | "set" | "on" | "isOpen" | "port">;

export type NodeSerialLinkOptions = {
  readonly path: string;
  readonly baudRate: number;
  /** Makes an unopened stream; the real one by default. */
  readonly makePort?: (options: PortOptions) => Promise<PortStream>;
  /** Where the kernel tells of its devices. */
  readonly places?: SerialPlaces;
};

/** The path of the device file, or what is known of the device. */
export type SerialPlace = SerialSearch & { readonly path?: string | undefined };

/** The system's words for its error numbers, which the binding does not give. */
const failures: readonly [
  words: RegExp,
  code: "link/port-missing" | "link/port-busy" | "link/port-denied" | "link/not-a-tty",
][] = [
  [/no such file|no such device|does not exist|file not found/i, "link/port-missing"],
  [/cannot lock|is locked|resource busy/i, "link/port-busy"],
  [/permission denied|access denied|operation not permitted/i, "link/port-denied"],
  [/inappropriate ioctl|is a directory|not a tty/i, "link/not-a-tty"],
];

export function createNodeSerialLinkOpener(options: NodeSerialLinkOptions): SerialLinkOpener {
  const { path, baudRate, makePort = makeSystemPort, places } = options;
  return {
    async open() {
      // hupcl: dropping DTR on close resets or powers down terminals that wire it so.
      // lock: without it two programs share the line and each gets half of every answer.
      // A new stream for each open: one that was closed replays what was written meanwhile into whatever is plugged in next.
      const port = await makePort({ path, baudRate, autoOpen: false, hupcl: false, lock: true });
      // From before the open to the end: a close with a write under way emits an error, and an error nobody hears ends the process.
      port.on("error", () => {});
      const reason = await settled((done) => port.open(done));
      if (reason !== null) return err(failureOf(path, reason));
      // What another program left unread is an answer to nothing we asked. Not every device can do this.
      await settled((done) => port.flush(done));
      // Terminals on a real UART wait for these; a pty and some USB devices have no modem lines and say ENOTTY, which is no fault.
      await settled((done) => port.set({ dtr: true, rts: true }, done));
      transferInPlace(port.port);
      const usb = await usbDeviceOf(path, places);
      if (!port.isOpen) return err({ code: "link/open-failed", path, reason: "closed while opening" });
      return ok(linkOver(port, usb?.serialNumber));
    },
  };
}

/** A port at whatever rate; where the device is described it is looked for anew with every open, since it may be another file by then. */
export function createNodeSerialPort(place: SerialPlace): (baudRate: number) => SerialLinkOpener {
  return (baudRate) => ({
    async open() {
      const path = place.path === undefined ? await findSerialPort(place) : ok(place.path);
      return path.ok ? createNodeSerialLinkOpener({ path: path.value, baudRate }).open() : path;
    },
  });
}

function linkOver(port: PortStream, usbSerialNumber: string | undefined): SerialLink {
  const received = createEmitter<Uint8Array>();
  const closed = createEmitter<void>();
  let open = true;

  port.on("data", (bytes: Uint8Array) => received.emit(bytes));
  port.on("close", () => {
    open = false;
    closed.emit();
  });

  return {
    ...(usbSerialNumber !== undefined && { usbSerialNumber }),
    onBytes: received.listen,
    onClosed: closed.listen,
    write: (bytes) =>
      new Promise<Result<void, LinkWriteFailure>>((resolve) => {
        // A stream that is not open keeps the bytes for a later open and never calls back.
        if (!open || !port.isOpen) return resolve(err({ code: "link/closed" }));
        const stopListening = closed.listen(() => resolve(err({ code: "link/closed" })));
        port.write(bytes, (failed) => {
          stopListening();
          resolve(failed ? err({ code: "link/write-failed", reason: failed.message }) : ok());
        });
      }),
    close: () =>
      new Promise<void>((resolve) => {
        if (!open) return resolve();
        const stopListening = closed.listen(() => {
          stopListening();
          resolve();
        });
        if (port.isOpen) port.close(() => {});
      }),
  };
}

/**
 * The library takes 30 to 60 ms to load, so it is loaded with the first open and not with the program; and not by its
 * front door, behind which lie ten parsers and a mock as well.
 */
async function makeSystemPort(options: PortOptions): Promise<PortStream> {
  const { SerialPort } = await import("serialport/dist/serialport.js");
  return new SerialPort(options);
}

function failureOf(path: string, reason: string): LinkFailure {
  // biome-ignore lint/plugin: the binding gives no error numbers, only the system's words for them
  const code = failures.find(([words]) => words.test(reason))?.[1];
  return code ? { code, path } : { code: "link/open-failed", path, reason };
}

/** Runs one of the library's callback methods; the reason it failed, or null. */
function settled(run: (done: (failed: Error | null) => void) => void): Promise<string | null> {
  return new Promise((resolve) => run((failed) => resolve(failed ? failed.message : null)));
}
