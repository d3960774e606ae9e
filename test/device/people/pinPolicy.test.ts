// Which PINs anybody would try first, and which nobody would.

import { expect, test } from "vitest";
import { judgePin } from "../../../device/people/pinPolicy.ts";

const identifiers = ["PX7A20260042", "490154203237518"];
const judge = (pin: string) => judgePin(Uint8Array.from(pin, Number), identifiers);

const guessable = {
  "one digit over and over": ["000000", "999999999999"],
  "a run, up, down, or over the zero": ["123456", "0123456789", "654321", "890123", "321098"],
  "a block over and over": ["121212", "123123", "4747474"],
  "a vendor's default, repeated": ["0713907139", "132413", "16831683", "888888"],
  "a vendor's default, made long enough": [
    "071390",
    "007139",
    "071399",
    "132400",
    "001324",
    "132456",
    "1668310",
    "166816",
  ],
  "what people choose most": ["147258", "147258369", "159753", "112233", "123321", "201314", "5201314", "1597530"],
  "a date": ["260101", "311299", "123199", "19991231", "31121999"],
  "the tail of the SN, or another part of it": ["260042", "0260042", "20260042", "720260"],
  "the tail of the IMEI, or another part of it": ["237518", "3237518", "490154", "490154203237"],
};

test.each(Object.entries(guessable).flatMap(([why, pins]) => pins.map((pin) => [pin, why] as const)))(
  "%s is refused: %s",
  (pin) => {
    expect(judge(pin)).toBe("pin/too-guessable");
  },
);

test.each(["", "1", "27495", "07139"])("%s is too short", (pin) => {
  expect(judge(pin)).toBe("pin/too-short");
});

test.each(["274951", "860397", "99887766", "135792468013", "071398264", "248132", "757423"])("%s is taken", (pin) => {
  expect(judge(pin)).toBe(null);
});
