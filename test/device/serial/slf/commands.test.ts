import { describe, expect, test } from "vitest";
import { fromLatin1, hex } from "../../../../device/base/bytes.ts";
import { ec } from "../../../../device/serial/slf/commands/ec.ts";
import { encodeIdentity, id } from "../../../../device/serial/slf/commands/id.ts";
import { pausePayments } from "../../../../device/serial/slf/commands/payments.ts";
import { encodeStatus, st } from "../../../../device/serial/slf/commands/st.ts";
import { encodeAnswer, encodeRequest, parseAnswer, parseRequest } from "../../../../device/serial/slf/message.ts";
import { createSlfRepeats } from "../../../../device/serial/slf/repeats.ts";

/** `|` stands for the separator. */
const wire = (text: string) => fromLatin1(text.replaceAll("|", "\x1c"));

describe("messages", () => {
  test("a request is sequence, command and body", () => {
    const request = { sequence: 7, name: "EC", body: wire("a|b") };

    expect([hex(encodeRequest(request)), parseRequest(encodeRequest(request))]).toEqual(["0745431c611c62", request]);
  });

  test("an answer is sequence, command, result code and body, whatever bytes the body is of", () => {
    const answer = { sequence: 0x1c, name: "EC", rc: "00", body: Uint8Array.of(0x1c, 0x02, 0xff) };

    expect(parseAnswer(encodeAnswer(answer))).toEqual(answer);
  });

  test.each([
    "",
    "\x01",
    "\x01ST",
    "\x01ST|",
    "\x01ST|0",
    "\x01ST00",
    "\x01ST|00x",
    "\x01st|00|",
    "\x01S1|00|",
    "\x01ST|0 |",
  ])("%j is no answer", (text) => {
    expect(parseAnswer(wire(text))).toBeNull();
  });

  test.each(["", "\x01", "\x01S", "\x01STx", "\x01s1|"])("%j is no request", (text) => {
    expect(parseRequest(wire(text))).toBeNull();
  });

  test("the separator may be missing where nothing follows it", () => {
    expect([parseRequest(wire("\x01ST")), parseAnswer(wire("\x01PP|01"))]).toEqual([
      { sequence: 1, name: "ST", body: new Uint8Array() },
      { sequence: 1, name: "PP", rc: "01", body: new Uint8Array() },
    ]);
  });
});

describe("ID", () => {
  const identity = { sn: "JB26T1000042", imei: "490154203237518", tusn: "", model: "SIM-T1", firmware: "T1-1.4.2" };

  test("tells five fields, and one that is empty is empty", () => {
    expect(id.parse(encodeIdentity(identity))).toEqual(identity);
  });

  test("fields that we do not know yet are no fault", () => {
    expect(id.parse(wire("A|B|C|D|E|F|"))).toEqual({ sn: "A", imei: "B", tusn: "C", model: "D", firmware: "E" });
  });

  test.each(["", "A|B|C|D", "A\x01|B|C|D|E", `${"A".repeat(65)}|B|C|D|E`, "A|B|C|D|é", "A|B|C|D|E|\xff"])(
    "%j is no identity",
    (text) => {
      expect(id.parse(wire(text))).toBeNull();
    },
  );
});

describe("ST", () => {
  test.each([
    [
      "B87|0|0|3|1|0|2|0",
      {
        battery: { power: "battery", percent: 87 },
        tamper: "clear",
        printer: "ready",
        openBatch: 3,
        storedOffline: 1,
        allowed: "all",
        pendingReversals: 2,
        pendingRefunds: 0,
      },
    ],
    [
      "M100|1|1|0|0|1|0|4",
      {
        battery: { power: "mains", percent: 100 },
        tamper: "tripped",
        printer: "no_paper",
        openBatch: 0,
        storedOffline: 0,
        allowed: "none",
        pendingReversals: 0,
        pendingRefunds: 4,
      },
    ],
    [
      "N||3|||2||",
      {
        battery: { power: "none", percent: 0 },
        tamper: null,
        printer: "none",
        openBatch: null,
        storedOffline: null,
        allowed: "onlineOnly",
        pendingReversals: null,
        pendingRefunds: null,
      },
    ],
  ])("%j", (text, status) => {
    expect([st.parse(wire(text)), encodeStatus(st.parse(wire(text)) as never)]).toEqual([status, wire(text)]);
  });

  test("what is not told is not zero", () => {
    expect(st.parse(wire("B87|0"))).toEqual({
      battery: { power: "battery", percent: 87 },
      tamper: "clear",
      printer: null,
      openBatch: null,
      storedOffline: null,
      allowed: null,
      pendingReversals: null,
      pendingRefunds: null,
    });
  });

  test.each([
    "B|0|0|0|0|0",
    "B101|0|0|0|0|0",
    "X1|0|0|0|0|0",
    "B87|0|0|-1|0|0",
    "B87|0|0|1e3|0|0",
    "B87|0|0|0|1234567890|0",
    "B87|2|0|0|0|0",
    "B87|0|0|0|0|yes",
    "B87|0|0|0|0|3",
    "B87|0|0|0|0|0|x|0",
    "B87|0|0|0|0|0|0|-1",
  ])("%j is no status", (text) => {
    expect(st.parse(wire(text))).toBeNull();
  });
});

test("an echo is the same bytes or none", () => {
  const { parse } = ec(Uint8Array.of(2, 0x1c, 3));

  expect(
    [
      [2, 0x1c, 3],
      [2, 0x1c],
      [2, 0x1c, 4],
      [2, 0x1c, 3, 3],
    ].map((bytes) => parse(Uint8Array.from(bytes))),
  ).toEqual([true, null, null, null]);
});

test("an order's answer carries nothing", () => {
  expect([pausePayments.parse(new Uint8Array()), pausePayments.parse(wire("x"))]).toEqual([true, null]);
});

test("a request met again is not new: it is under way until its answer is kept, and from then on answered", () => {
  const repeats = createSlfRepeats();
  const answer = wire("answer");

  const first = [repeats.meet(7), repeats.meet(7)];
  repeats.keep(6, wire("of another"));
  repeats.keep(7, answer);

  expect([...first, repeats.meet(7), repeats.meet(8), repeats.meet(7)]).toEqual([
    { kind: "new" },
    { kind: "underWay" },
    { kind: "answered", answer },
    { kind: "new" },
    { kind: "new" },
  ]);
});
