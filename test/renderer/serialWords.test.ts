// The serial log for whoever does not read it: each line of the real core's has its meaning, or none.

import { expect, test } from "vitest";
import { utf8 } from "../../device/base/bytes.ts";
import { encodeFrame } from "../../device/serial/slf/frame.ts";
import { transcriptLine } from "../../device/serial/transcript.ts";
import { staffTexts } from "../../device/text/en/staff.ts";
import { meaningOfLine } from "../../renderer/state/serialWords.ts";

const words = staffTexts.diagnostics.serial;
const line = (kind: "sent" | "received", bytes: Uint8Array) => transcriptLine({ kind, bytes, atMs: 120 });
const at = (kind: "sent" | "received", text: string) => meaningOfLine(line(kind, utf8(text)), words);
const slf = (kind: "sent" | "received", payload: string) =>
  meaningOfLine(line(kind, encodeFrame(utf8(payload))), words);

test.each([
  [at("sent", "AT+CGSN=1\r"), words.imei],
  [at("sent", "AT+CGSN\r"), words.serialNumber],
  [at("sent", "AT^SN\r"), words.serialNumber],
  [at("sent", "AT+CEREG?\r"), words.registration],
  [at("sent", "AT+CBC\r"), words.battery],
  [at("sent", "ATI\r"), words.model],
  [at("sent", "ATQ0V1E1\r"), words.setUp],
  [at("received", "\r\n+CSQ: 20,99\r\n\r\nOK\r\n"), words.done],
  [at("received", "\r\n+CME ERROR: 10\r\n"), words.refused],
  [at("received", "\r\nERROR\r\n"), words.refused],
  [slf("sent", "1SB\x1c"), words.settlement],
  [slf("sent", "1PP\x1c"), words.payments],
  [slf("received", "1ST\x1c00\x1c3"), words.done],
  [slf("received", "1EK\x1c01"), words.refused],
  [at("received", "\x06"), words.acknowledged],
  [at("received", "RING"), null],
  [meaningOfLine("120 # the port was opened", words), null],
])("%s", (told, expected) => {
  expect(told).toBe(expected);
});
