/** A label printer with ZPL on TCP: keeps what it was sent, and says of itself what it is told to. */

import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { onTestFinished } from "vitest";

export type SimLabelPrinter = {
  readonly place: { readonly host: string; readonly port: number };
  received(): string;
  is: { readonly paperOut?: boolean; readonly paused?: boolean; readonly headUp?: boolean };
};

export async function startLabelPrinter(is: SimLabelPrinter["is"] = {}): Promise<SimLabelPrinter> {
  let received = "";
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      received += bytes.toString("latin1");
      const status = hostStatus(printer.is);
      // In two pieces, as lines deliver it.
      if (bytes.includes("~HS")) for (const half of [status.slice(0, 20), status.slice(20)]) socket.write(half);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const printer: SimLabelPrinter = { place: { host: "127.0.0.1", port }, received: () => received, is };
  return printer;
}

/** What ~HS is answered with: paper out is the second field, paused the third, the head up the third of the second line. */
function hostStatus({ paperOut = false, paused = false, headUp = false }: SimLabelPrinter["is"]): string {
  const [paper, pause, head] = [paperOut, paused, headUp].map(Number);
  return [`030,${paper},${pause},0300,000,0,0,0,000,0,0,0`, `000,0,${head},0,0,2,6,0,00000000,1,000`, "1234,0"]
    .map((fields) => `\x02${fields}\x03\r\n`)
    .join("");
}
