/** What every language must say where the program does not start. It is said in all of them: nobody could choose one yet. */

import type { Sentences } from "./sentences.ts";

/** Of the configuration file; the empty name is the file's own. */
type Field =
  | ""
  | "stateDir"
  | "serial"
  | "serial.path"
  | "serial.byId"
  | "serial.vendorId"
  | "serial.productId"
  | "serial.serialNumber"
  | "serial.baudRate"
  | "serial.driver"
  | "upstream"
  | "upstream.baseUrl"
  | "upstream.audience"
  | "upstream.keys"
  | "upstream.keys[]"
  | "upstream.keys[].kty"
  | "upstream.keys[].crv"
  | "upstream.keys[].x"
  | "upstream.keys[].y"
  | "upstream.agreementKey"
  | "upstream.agreementKey.kty"
  | "upstream.agreementKey.crv"
  | "upstream.agreementKey.x"
  | "upstream.agreementKey.y"
  | "upstream.enrolmentCodeFile"
  | "upstream.tls"
  | "upstream.tls.caFile"
  | "upstream.tls.certFile"
  | "upstream.tls.keyFile"
  | "carrierDir"
  | "printer"
  | "printer.speaks"
  | "printer.paperMm"
  | "printer.chinese"
  | "printer.tellsStatus"
  | "printer.path"
  | "printer.baudRate"
  | "printer.host"
  | "printer.port"
  | "shuffledKeypad"
  | "sound"
  | "paymentApp"
  | "paymentApp.kind"
  | "language"
  | "window"
  | "window.kind"
  | "window.width"
  | "window.height"
  | "simulated";

export type StartTexts = {
  /** By the switches that do not belong to a packaged program. */
  readonly refused: (what: string) => string;
  readonly inUse: (dir: string) => string;
  readonly folderUnusable: (dir: string, reason: string) => string;
  readonly configuration: (file: string, problem: string) => string;
  readonly unreadable: (reason: string) => string;
  readonly tooLarge: (maxBytes: number) => string;
  readonly notJson: (line: number) => string;
  readonly ambiguous: (line: number) => string;
  readonly unknown: (field: string) => string;
  readonly missing: (field: string, expected: string) => string;
  readonly wrong: (field: string, expected: string) => string;
  readonly wrongFile: (expected: string) => string;
  /** What each field must be. */
  readonly expected: Sentences<Field>;
};
