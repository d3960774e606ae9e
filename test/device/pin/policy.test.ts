// Which PINs anybody would try first, and which nobody would.

import { expect, test } from "vitest";
import { judgePin } from "../../../device/pin/policy.ts";

const identifiers = ["PX7A20260042", "490154203237518"];
const judge = (pin: string) => judgePin(Uint8Array.from(pin, Number), identifiers);

test.each([
  ["", "pin/too-short"],
  ["27495", "pin/too-short"],
  ["000000", "pin/too-guessable"],
  ["999999999999", "pin/too-guessable"],
  ["123456", "pin/too-guessable"],
  ["0123456789", "pin/too-guessable"],
  ["654321", "pin/too-guessable"],
  ["890123", "pin/too-guessable"],
  ["321098", "pin/too-guessable"],
  ["121212", "pin/too-guessable"],
  ["123123", "pin/too-guessable"],
  ["4747474", "pin/too-guessable"],
  ["071390", "pin/too-guessable"],
  ["0713907139", "pin/too-guessable"],
  ["132413", "pin/too-guessable"],
  ["16831683", "pin/too-guessable"],
  ["888888", "pin/too-guessable"],
  ["260101", "pin/too-guessable"],
  ["311299", "pin/too-guessable"],
  ["123199", "pin/too-guessable"],
  ["19991231", "pin/too-guessable"],
  ["31121999", "pin/too-guessable"],
  ["260042", "pin/too-guessable"],
  ["20260042", "pin/too-guessable"],
  ["237518", "pin/too-guessable"],
  ["490154", "pin/too-guessable"],
  ["274951", null],
  ["860397", null],
  ["99887766", null],
  ["135792468013", null],
])("%s: %s", (pin, objection) => {
  expect(judge(pin)).toBe(objection);
});
