/** A serial port in memory: node-serialport's own stream over its mock binding, with a simulated far end. */

import { MockBinding, type MockPortBinding } from "@serialport/binding-mock";
import { SerialPortStream } from "@serialport/stream";
import type { NodeSerialLinkOptions, PortOptions, PortStream } from "../../device/adapters/node/nodeSerialLink.ts";
import type { SimFarEnd } from "./sim/simFarEnd.ts";

export type MockSerialPort = {
  readonly path: string;
  /** For `createNodeSerialLinkOpener`: the adapter under test opens this port and no other. */
  readonly makePort: NonNullable<NodeSerialLinkOptions["makePort"]>;
  /** Takes the port away, and the opened stream with it. */
  unplug(): void;
  /** Puts it back, new. */
  plugIn(): void;
  remove(): void;
};

const gone = new Error("bad file descriptor");

let ports = 0;

export function createMockSerialPort(terminal: SimFarEnd): MockSerialPort {
  const path = `/dev/mock${ports++}`;
  let opened: MockPortBinding | null = null;
  let loseRead: (reason: Error) => void = () => {};
  MockBinding.createPort(path);

  const stopListening = [
    terminal.onBytes((bytes) => {
      if (opened?.isOpen) opened.emitData(Buffer.from(bytes));
    }),
    // What the system's binding does: the pending read fails, and the stream closes itself.
    terminal.onUnplugged(() => loseRead(gone)),
  ];

  const binding = {
    list: () => MockBinding.list(),
    async open(options: PortOptions) {
      if (!terminal.isPluggedIn()) throw new Error(`Error: No such file or directory, cannot open ${path}`);
      const port = await MockBinding.open(options);
      const write = port.write.bind(port);
      port.write = async (bytes) => {
        await write(bytes);
        terminal.receive(bytes);
      };
      const read = port.read.bind(port);
      port.read = (buffer, offset, length) =>
        new Promise((resolve, reject) => {
          if (!terminal.isPluggedIn()) return reject(gone);
          loseRead = reject;
          read(buffer, offset, length).then(resolve, reject);
        });
      opened = port;
      return port;
    },
  };

  return {
    path,
    async makePort(options: PortOptions): Promise<PortStream> {
      return new SerialPortStream({ ...options, binding }) as unknown as PortStream;
    },
    unplug: () => terminal.unplug(),
    plugIn: () => terminal.plugIn(),
    remove() {
      for (const stop of stopListening) stop();
    },
  };
}
