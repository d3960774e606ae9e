/** Why the program does not start. */

import type { StartTexts } from "../startTexts.ts";

const path = "an absolute path that starts with /";
const pixels = "a whole number from 240 to 7680, in pixels";
const usbId = "a text of four hexadecimal digits";
const coordinate = "a text of 43 base64url characters";
const truth = "true or false";

export const startEn: StartTexts = {
  refused: (what) => `Start refused: ${what}`,
  inUse: (dir) => `${dir} is in use`,
  folderUnusable: (dir, reason) =>
    `${dir} cannot be read and written by this user (${reason}); give the whole state folder to the user that the kiosk runs as`,
  configuration: (file, problem) => `Configuration ${file}: ${problem}`,
  unreadable: (reason) => `cannot be read (${reason})`,
  tooLarge: (maxBytes) => `must not exceed ${maxBytes} bytes`,
  notJson: (line) => `line ${line} is not JSON in UTF-8 (without a byte order mark)`,
  ambiguous: (line) => `line ${line} can be read in two ways: a field stands twice, or a text holds half a character`,
  unknown: (field) => `field ${field} is not known; remove it`,
  missing: (field, expected) => `field ${field} is missing; it must be ${expected}`,
  wrong: (field, expected) => `field ${field} must be ${expected}`,
  wrongFile: (expected) => `must be ${expected}`,
  expected: {
    "": "one JSON object",
    stateDir: path,
    serial:
      "an object {path, baudRate}, {byId, baudRate?} or {vendorId?, productId?, serialNumber?, baudRate?}, each with driver?",
    "serial.path": path,
    "serial.byId": "a file name in /dev/serial/by-id",
    "serial.vendorId": usbId,
    "serial.productId": usbId,
    "serial.serialNumber": "a text of 1 to 128 characters",
    "serial.baudRate": "a whole number from 300 to 4000000",
    "serial.driver": '"at" or "slf"',
    upstream: "an object {baseUrl, audience?, keys, agreementKey, enrolmentCodeFile?, tls?}",
    "upstream.baseUrl":
      "an https URL without user name, query or # (http for this machine only, and only with simulated true)",
    "upstream.audience": "a text of 1 to 200 characters",
    "upstream.keys": "a list of 1 to 8 public keys of the provider",
    "upstream.keys[]": "a public P-256 JWK {kty, crv, x, y} with no private member",
    "upstream.keys[].kty": '"EC"',
    "upstream.keys[].crv": '"P-256"',
    "upstream.keys[].x": coordinate,
    "upstream.keys[].y": coordinate,
    "upstream.agreementKey": "a public P-256 JWK {kty, crv, x, y} with no private member, and none of keys",
    "upstream.agreementKey.kty": '"EC"',
    "upstream.agreementKey.crv": '"P-256"',
    "upstream.agreementKey.x": coordinate,
    "upstream.agreementKey.y": coordinate,
    "upstream.enrolmentCodeFile": path,
    "upstream.tls": "an object {caFile}, {certFile, keyFile} or {caFile, certFile, keyFile}, with an https baseUrl",
    "upstream.tls.caFile": path,
    "upstream.tls.certFile": path,
    "upstream.tls.keyFile": path,
    carrierDir: path,
    printer: "an object {speaks, paperMm, chinese, tellsStatus?} with {path, baudRate?} or {host, port?}",
    "printer.speaks": '"escpos" or "zpl"',
    "printer.paperMm": "58 or 80",
    "printer.chinese": '"gb18030" or "dots"',
    "printer.tellsStatus": truth,
    "printer.path": path,
    "printer.baudRate": "a whole number from 300 to 4000000, with path",
    "printer.host": "a name or an address on the network",
    "printer.port": "a whole number from 1 to 65535, with host",
    shuffledKeypad: truth,
    sound: truth,
    paymentApp: "an object {kind}",
    "paymentApp.kind": '"none", or "slf" where serial.driver is "slf", or "simulated" where simulated is true',
    language: '"zh-CN" or "en"',
    window: '{"kind": "kiosk"} or {"kind": "fixed", width, height}',
    "window.kind": '"kiosk" or "fixed"',
    "window.width": pixels,
    "window.height": pixels,
    simulated: truth,
  },
};
