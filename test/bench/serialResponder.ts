/** The far end that answers at once and always the same, with the echo: as little between two system calls as Node allows. */

import { constants, openSync, readSync, writeSync } from "node:fs";
import { farEndsIn } from "./serialFarSide.ts";

const answers = new Map([
  ["ATQ0V1E1", "\r\nOK\r\n"],
  ["AT", "\r\nOK\r\n"],
  ["AT+CMEE=1", "\r\nOK\r\n"],
  ["AT+CMEE?", "\r\n+CMEE: 1\r\n\r\nOK\r\n"],
  ["AT+CGSN=1", '\r\n+CGSN: "490154203237518"\r\n\r\nOK\r\n'],
]);

const [far] = farEndsIn(process.argv);
if (!far) throw new Error("serialResponder.ts FD=PATH");
// A pty hangs up when its last user closes it; this one only ends.
openSync(far.path, constants.O_RDWR | constants.O_NOCTTY);
process.send?.([far.path], respond);

/** Never returns: reading blocks, and whoever started this process ends it. */
function respond(): void {
  const { fd } = far as { readonly fd: number };
  const bytes = Buffer.alloc(4_096);
  for (let command = ""; ; ) {
    command += bytes.toString("latin1", 0, readSync(fd, bytes));
    if (!command.endsWith("\r")) continue;
    writeSync(fd, `${command}${answers.get(command.slice(0, -1)) ?? "\r\nERROR\r\n"}`);
    command = "";
  }
}
