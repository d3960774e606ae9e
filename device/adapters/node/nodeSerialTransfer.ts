/**
 * Bytes in and out of an open serial port of the Unix bindings: at once, and with an end. The library hands every read and
 * write to another thread, which takes longer than doing it, and takes a read of zero bytes for "try again"; on a line that
 * has hung up every read gives zero bytes, so that it would spin for ever and never tell that the port is gone.
 */

import { readSync, writeSync } from "node:fs";

/** The parts of the library's Linux and macOS ports that are used here. They are open with O_NONBLOCK: nothing below waits. */
type UnixPort = {
  fd: number | null;
  readonly poller: { once(event: "readable", ready: (failed: Error | null) => void): unknown };
  read(buffer: Buffer, offset: number, length: number): Promise<{ buffer: Buffer; bytesRead: number }>;
  write(buffer: Buffer): Promise<void>;
};

/** Makes the port read and write in place, and fail a read when the line has hung up. Leaves ports of other kinds as they are. */
export function transferInPlace(port: unknown): void {
  if (!isUnixPort(port)) return;
  const writeLater = port.write.bind(port);

  port.read = async (buffer, offset, length) => {
    for (;;) {
      await readable(port);
      // Closed meanwhile: its number may be another file's by now.
      if (port.fd === null) throw canceled();
      const bytesRead = readNow(port.fd, buffer, offset, length);
      // The port is opened with VMIN 1 (termios(3)): a read without bytes to give says "again", so zero is the end.
      if (bytesRead === 0) throw new Error("the line has hung up");
      if (bytesRead !== null) return { buffer, bytesRead };
    }
  };

  port.write = async (buffer) => {
    const bytesWritten = port.fd === null ? 0 : writeNow(port.fd, buffer);
    if (bytesWritten < buffer.length) await writeLater(buffer.subarray(bytesWritten));
  };
}

/** Resolves at once while there is something to read. Polling a closed port would end the process: its poller is destroyed. */
function readable(port: UnixPort): Promise<void> {
  return new Promise((resolve, reject) => {
    if (port.fd === null) return reject(canceled());
    port.poller.once("readable", (failed) => (failed ? reject(failed) : resolve()));
  });
}

/** The stream knows by this field that its owner closed it and nothing was lost. */
function canceled(): Error {
  return Object.assign(new Error("the port is closed"), { canceled: true });
}

/** The number of bytes read, or null when there are none yet. */
function readNow(fd: number, buffer: Buffer, offset: number, length: number): number | null {
  try {
    return readSync(fd, buffer, offset, length, null);
  } catch (failed) {
    const code = failed instanceof Error && "code" in failed ? failed.code : null;
    if (code === "EAGAIN" || code === "EWOULDBLOCK" || code === "EINTR") return null;
    throw failed;
  }
}

/** The number of bytes that the system took. What it did not take the library writes when it can, or says why it cannot. */
function writeNow(fd: number, buffer: Buffer): number {
  try {
    return writeSync(fd, buffer);
  } catch {
    return 0;
  }
}

function isUnixPort(port: unknown): port is UnixPort {
  return typeof port === "object" && port !== null && "poller" in port && "fd" in port;
}
