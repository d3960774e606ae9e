/** A simulated printer behind each of the ways that real ones hang on: TCP, and a pty as serial port or as device file. */

import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import type { PrinterPlace } from "../../device/adapters/node/printerLinks.ts";
import { createPtyLine } from "./ptyLine.ts";
import { makeScratchDir } from "./scratchDir.ts";
import type { SimPrinter } from "./sim/simPrinter.ts";

export type PrinterWay = (printer: SimPrinter) => Promise<{ readonly place: PrinterPlace; close(): Promise<void> }>;

async function onTcp(printer: SimPrinter) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    socket.on("data", (bytes) => printer.receive(bytes));
  });
  printer.onBytes((bytes) => {
    for (const socket of sockets) socket.write(bytes);
  });
  printer.onUnplugged(() => {
    for (const socket of sockets) socket.resetAndDestroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    place: { host: "127.0.0.1", port: (server.address() as AddressInfo).port },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

const onPty = (baudRate: number | undefined) => async (printer: SimPrinter) => {
  const path = join(await makeScratchDir(), "printer");
  const line = await createPtyLine(path, printer);
  return { place: { path, baudRate }, close: () => line.unplug() };
};

export const printerWays: Readonly<Record<"TCP" | "a serial port" | "a device file", PrinterWay>> = {
  TCP: onTcp,
  "a serial port": onPty(115_200),
  "a device file": onPty(undefined),
};
