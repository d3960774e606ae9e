/** A program that reads SN and IMEI from a serial port, prints them and ends. Usage: readTerminal.ts PATH */

import { createNodeClock } from "../../device/adapters/node/nodeClock.ts";
import { createNodeSerialLinkOpener } from "../../device/adapters/node/nodeSerialLink.ts";
import { createAtTerminal } from "../../device/link/at/terminal.ts";

async function main(path: string): Promise<void> {
  const opener = createNodeSerialLinkOpener({ path, baudRate: 115_200 });
  const terminal = createAtTerminal({ opener, clock: createNodeClock() });
  const report = await terminal.readIdentity();
  await terminal.close();
  if (!report.ok) throw new Error(report.error.code);
  const { sn, imei } = report.value;
  console.log([sn, imei].map((reading) => (reading.status === "read" ? reading.value : reading.problem)).join(" "));
}

main(process.argv[2] ?? "").catch((reason: unknown) => {
  console.error(String(reason));
  process.exitCode = 1;
});
