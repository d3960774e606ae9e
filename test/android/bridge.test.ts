/** The page's end of the channel against a platform's half that says anything at all. */

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createBridge } from "../../device/adapters/webview/bridge.ts";
import { type BridgeFault, maxBridgeText, maxOpenRequests } from "../../device/contract/bridge.ts";

function createFarEnd() {
  const asked: string[] = [];
  const told: unknown[] = [];
  let say: (said: unknown) => void = () => {};
  const bridge = createBridge({
    post: (text) => asked.push(text),
    listen: (listener) => {
      say = listener;
    },
    close: () => told.push("closed"),
  });
  bridge.onFault((fault: BridgeFault) => told.push(fault));
  bridge.onEvent((event) => told.push(event));
  return {
    bridge,
    asked,
    told,
    say: (said: unknown) => say(said),
    saysJson: (said: object) => say(JSON.stringify(said)),
  };
}

test("a request carries the next number, and its reply goes to whoever asked, in whatever order replies come", async () => {
  const { bridge, asked, saysJson } = createFarEnd();

  const free = bridge.call("journal", "free", {});
  const config = bridge.call("platform", "config", {});
  saysJson({ id: 2, ok: true, value: null });
  saysJson({ id: 1, ok: true, value: 42 });

  expect([asked.map((text) => JSON.parse(text)), await free, await config]).toEqual([
    [
      { id: 1, port: "journal", method: "free", given: {} },
      { id: 2, port: "platform", method: "config", given: {} },
    ],
    { ok: true, value: 42 },
    { ok: true, value: null },
  ]);
});

test("a failure of the port is told as it was said", async () => {
  const { bridge, saysJson } = createFarEnd();

  const opened = bridge.call("serial", "open", { path: "/dev/ttyS1", baudRate: 9600 });
  saysJson({ id: 1, ok: false, error: { code: "port-busy" } });

  expect(await opened).toEqual({ ok: false, error: { code: "port-busy" } });
});

const wrong: Readonly<Record<string, { readonly said: unknown; readonly fault: BridgeFault }>> = {
  "that is no text": { said: { id: 1, ok: true, value: 1 }, fault: "bridge/malformed" },
  "that is no JSON": { said: '{"id":1,', fault: "bridge/malformed" },
  "that says a thing twice": { said: '{"id":1,"ok":true,"value":1,"value":2}', fault: "bridge/malformed" },
  "with a member too many": { said: '{"id":1,"ok":true,"value":1,"more":2}', fault: "bridge/malformed" },
  "whose value is another method's": { said: '{"id":1,"ok":true,"value":"much"}', fault: "bridge/malformed" },
  "whose value is missing": { said: '{"id":1,"ok":true}', fault: "bridge/malformed" },
  "whose failure has no code": { said: '{"id":1,"ok":false,"error":{}}', fault: "bridge/malformed" },
  "to nothing that was asked": { said: '{"id":7,"ok":true,"value":1}', fault: "bridge/out-of-order" },
  "that is too long": { said: `"${"x".repeat(maxBridgeText)}"`, fault: "bridge/too-large" },
  "that refuses one of ours": { said: '{"fault":"bridge/too-large"}', fault: "bridge/too-large" },
  "with an event of an unknown name": { said: '{"event":1,"name":"reboot"}', fault: "bridge/malformed" },
  "with an event out of its turn": {
    said: '{"event":2,"name":"serialClosed","link":1}',
    fault: "bridge/out-of-order",
  },
};

test.each(Object.entries(wrong))(
  "a text %s ends the channel, and whoever waits hears so",
  async (_, { said, fault }) => {
    const { bridge, asked, told, say, saysJson } = createFarEnd();
    const waiting = bridge.call("journal", "free", {});

    say(said);
    saysJson({ id: 1, ok: true, value: 42 });
    const later = await bridge.call("journal", "free", {});

    const closed = { ok: false, error: { code: "bridge/closed" } };
    expect({ told, waiting: await waiting, later, asked: asked.length }).toEqual({
      told: ["closed", fault],
      waiting: closed,
      later: closed,
      asked: 1,
    });
  },
);

test("a second reply to one request ends the channel", async () => {
  const { bridge, told, saysJson } = createFarEnd();
  const free = bridge.call("journal", "free", {});
  saysJson({ id: 1, ok: true, value: 1 });
  saysJson({ id: 1, ok: true, value: 2 });

  expect([await free, told]).toEqual([{ ok: true, value: 1 }, ["closed", "bridge/out-of-order"]]);
});

test("events come in their order, one number after the other", () => {
  const { told, saysJson } = createFarEnd();
  const events = [
    { event: 1, name: "serialBytes", link: 3, bytes: "QVQN" },
    { event: 2, name: "serialClosed", link: 3 },
  ];
  for (const event of events) saysJson(event);

  expect(told).toEqual(events);
});

test("what is too large to be asked, or asked too often at once, is not sent, and the channel lives on", async () => {
  const { bridge, asked, told, saysJson } = createFarEnd();
  const tooLarge = await bridge.call("journal", "append", { bytes: "A".repeat(maxBridgeText) });
  const open = Array.from({ length: maxOpenRequests }, () => bridge.call("journal", "free", {}));
  const tooMany = await bridge.call("journal", "free", {});
  for (let id = 1; id <= maxOpenRequests; id++) saysJson({ id, ok: true, value: id });

  const answered = await Promise.all(open);

  expect({ tooLarge, tooMany, answered: answered.every(({ ok }) => ok), asked: asked.length, told }).toEqual({
    tooLarge: { ok: false, error: { code: "bridge/too-large" } },
    tooMany: { ok: false, error: { code: "bridge/busy" } },
    answered: true,
    asked: maxOpenRequests,
    told: [],
  });
});

test("whatever is said, nothing is thrown, and the channel tells at most one fault", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.jsonValue(), fc.string(), fc.uint8Array())), (texts) => {
      const { bridge, told, say } = createFarEnd();
      void bridge.call("journal", "free", {});
      for (const text of texts) say(typeof text === "object" ? JSON.stringify(text) : text);
      return told.filter((one) => typeof one === "string" && one.startsWith("bridge/")).length <= 1;
    }),
  );
});
