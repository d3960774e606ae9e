/** The ways to a printer: a serial port, the device file of a USB printer, TCP. Each is a link of bytes; knows no command. */

import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { connect } from "node:net";
import { createEmitter } from "../../base/emitter.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { PrintedLine, Printer, PrinterFailure } from "../../ports/printer.ts";
import type { LinkWriteFailure, SerialLink } from "../../ports/serialLink.ts";
import { createNodeSerialPort } from "./nodeSerialLink.ts";
import { within } from "./within.ts";

export type PrinterPlace =
  | { readonly path: string; readonly baudRate?: number | undefined }
  | { readonly host: string; readonly port: number };

export type PrinterLinkFailure = Extract<PrinterFailure, { code: "printer/not-reachable" }>;

const connectMs = 3_000;
/** A USB printer that is busy takes nothing for a while, and says nothing until it is asked again. */
const tryAgainMs = 20;
const maxAnswerBytes = 64;

/** A printer that is opened for each paper and closed behind it, also where it broke off. */
export function printerOver(
  {
    open,
    widthDots,
    hasCharacters,
  }: Pick<Printer, "widthDots" | "hasCharacters"> & {
    readonly open: () => Promise<Result<SerialLink, PrinterLinkFailure>>;
  },
  printOver: (link: SerialLink, lines: readonly PrintedLine[]) => Promise<Result<void, PrinterFailure>>,
): Printer {
  let breakOff = () => {};
  return {
    widthDots,
    hasCharacters,
    async print(lines) {
      const link = await open();
      if (!link.ok) return link;
      breakOff = () => void link.value.close();
      try {
        return await printOver(link.value, lines);
      } finally {
        await link.value.close();
      }
    },
    stop: () => breakOff(),
  };
}

/** Opens the printer's place, or says why not. Does not retry. */
export function openPrinterLink(place: PrinterPlace, clock: Clock): Promise<Result<SerialLink, PrinterLinkFailure>> {
  if ("host" in place) return openTcp(place.host, place.port, clock);
  return place.baudRate === undefined ? openFile(place.path, clock) : openSerial(place.path, place.baudRate);
}

async function openSerial(path: string, baudRate: number): Promise<Result<SerialLink, PrinterLinkFailure>> {
  const link = await createNodeSerialPort({ path })(baudRate).open();
  return link.ok ? link : err({ code: "printer/not-reachable", reason: link.error.code });
}

async function openTcp(host: string, port: number, clock: Clock): Promise<Result<SerialLink, PrinterLinkFailure>> {
  const received = createEmitter<Uint8Array>();
  const closed = createEmitter<void>();
  const socket = connect({ host, port });
  const opened = await new Promise<Result<void, PrinterLinkFailure>>((resolve) => {
    const callOff = clock.after(connectMs, () => resolve(err({ code: "printer/not-reachable", reason: "ETIMEDOUT" })));
    socket.on("error", (failure) => resolve(err({ code: "printer/not-reachable", reason: systemCode(failure) })));
    socket.once("connect", () => resolve(ok()));
    socket.once("close", () => callOff());
    socket.once("connect", () => callOff());
  });
  if (!opened.ok) {
    socket.destroy();
    return opened;
  }
  socket.on("data", (bytes: Uint8Array) => received.emit(bytes));
  socket.on("close", () => closed.emit());
  return ok({
    onBytes: received.listen,
    onClosed: closed.listen,
    write: (bytes) =>
      new Promise<Result<void, LinkWriteFailure>>((resolve) => {
        if (socket.destroyed) return resolve(err({ code: "link/closed" }));
        const stopListening = closed.listen(() => resolve(err({ code: "link/closed" })));
        socket.write(bytes, (failed) => {
          stopListening();
          resolve(failed ? err({ code: "link/write-failed", reason: systemCode(failed) }) : ok());
        });
      }),
    // What is still on its way arrives before the end; a printer that never ends is left.
    async close() {
      if (socket.destroyed) return;
      socket.end();
      await within(connectMs, clock, new Promise((resolve) => socket.once("close", resolve)));
      socket.destroy();
    },
  });
}

/** Without blocking: a printer that takes nothing would hold a thread of the program for ever. */
async function openFile(path: string, clock: Clock): Promise<Result<SerialLink, PrinterLinkFailure>> {
  const { O_RDWR, O_NOCTTY, O_NONBLOCK } = constants;
  const opened = await open(path, O_RDWR | O_NOCTTY | O_NONBLOCK).then(
    (handle) => ok(handle),
    (failure) => err({ code: "printer/not-reachable", reason: systemCode(failure) }),
  );
  if (!opened.ok) return opened;
  const file = opened.value;
  if (!(await file.stat()).isCharacterDevice()) {
    await file.close();
    return err({ code: "printer/not-reachable", reason: "not-a-device" });
  }
  const received = createEmitter<Uint8Array>();
  const closed = createEmitter<void>();
  let isOpen = true;
  let callOff = () => {};
  const pause = () =>
    new Promise<void>((resolve) => {
      clock.after(tryAgainMs, resolve);
    });

  async function read(): Promise<void> {
    const bytes = new Uint8Array(maxAnswerBytes);
    const count = await file.read(bytes, 0, bytes.length, null).then(
      ({ bytesRead }) => bytesRead,
      () => 0,
    );
    if (!isOpen) return;
    if (count > 0) received.emit(bytes.subarray(0, count));
    callOff = clock.after(tryAgainMs, () => void read());
  }

  async function write(bytes: Uint8Array): Promise<Result<void, LinkWriteFailure>> {
    for (let at = 0; at < bytes.length; ) {
      if (!isOpen) return err({ code: "link/closed" });
      try {
        at += (await file.write(bytes, at, bytes.length - at, null)).bytesWritten;
      } catch (failure) {
        if (systemCode(failure) !== "EAGAIN") return err({ code: "link/write-failed", reason: systemCode(failure) });
        await pause();
      }
    }
    return ok();
  }

  void read();
  return ok({
    onBytes: received.listen,
    onClosed: closed.listen,
    write,
    async close() {
      if (!isOpen) return;
      isOpen = false;
      callOff();
      closed.emit();
      await file.close().catch(() => {});
    },
  });
}

function systemCode(failure: unknown): string {
  return failure instanceof Error && "code" in failure ? String(failure.code) : "unknown";
}
