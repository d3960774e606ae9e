/** The start of the page in a WebView: whose channel it takes, and which configuration. */

import { expect, test } from "vitest";
import { takeChannel } from "../../renderer/webView/channel.ts";
import { parseWebViewConfig } from "../../renderer/webView/config.ts";

type Listener = (event: object) => void;

function createPage() {
  const listeners = new Set<Listener>();
  const page = {
    addEventListener: (_: string, listener: Listener) => listeners.add(listener),
    removeEventListener: (_: string, listener: Listener) => listeners.delete(listener),
  };
  const say = (event: object) => {
    for (const listener of [...listeners]) listener(event);
  };
  return { page: page as unknown as Window, say, listening: () => listeners.size };
}

const portNamed = (name: string, posted: string[]) => ({
  postMessage: (text: string) => posted.push(`${name}: ${text}`),
  close: () => posted.push(`${name} closed`),
});

test("a channel from a frame, another word, or none at all is not taken; the platform's is, once", async () => {
  const { page, say, listening } = createPage();
  const posted: string[] = [];
  const taken = takeChannel(page);
  say({ source: {}, data: "jiebang", ports: [portNamed("a frame's", posted)] });
  say({ source: null, data: "other", ports: [portNamed("another's", posted)] });
  say({ source: null, data: "jiebang", ports: [] });
  const before = listening();
  say({ source: null, data: "jiebang", ports: [portNamed("the platform's", posted)] });
  say({ source: null, data: "jiebang", ports: [portNamed("a second", posted)] });

  const channel = await taken;
  channel.post("hello");
  channel.close();

  expect({ before, after: listening(), posted }).toEqual({
    before: 1,
    after: 0,
    posted: ["the platform's: hello", "the platform's closed"],
  });
});

const key = (letter: string) => ({ kty: "EC", crv: "P-256", x: letter.repeat(43), y: letter.repeat(43) });
const config = {
  serial: { path: "/dev/ttyS1", baudRate: 115_200, driver: "slf" },
  upstream: { baseUrl: "https://provider.example/pos", keys: [key("A")], agreementKey: key("B") },
  paymentApp: { kind: "slf" },
  language: "zh-CN",
  simulated: false,
};

test("a whole configuration is taken as it is", () => {
  expect(parseWebViewConfig(JSON.stringify(config))).toEqual(config);
});

test("where the program runs on the terminal itself there is no line in it", () => {
  const own = { ...config, serial: { driver: "platform" }, paymentApp: { kind: "none" } };

  expect(parseWebViewConfig(JSON.stringify(own))).toEqual(own);
});

test.each([
  ["no JSON", "{", [""]],
  ["a field that nobody knows", JSON.stringify({ ...config, window: {} }), [""]],
  ["no upstream", JSON.stringify({ ...config, upstream: undefined }), ["upstream"]],
  ["an upstream without TLS", withBaseUrl("http://127.0.0.1:8080"), ["upstream.baseUrl"]],
  [
    "a path that is none",
    JSON.stringify({ ...config, serial: { path: "ttyS1", baudRate: 9600, driver: "slf" } }),
    ["serial.path"],
  ],
  [
    "a line beside the platform",
    JSON.stringify({ ...config, serial: { ...config.serial, driver: "platform" } }),
    ["serial", "paymentApp"],
  ],
  ["payments over no line", JSON.stringify({ ...config, serial: { driver: "platform" } }), ["paymentApp"]],
  [
    "payments over AT",
    JSON.stringify({ ...config, serial: { path: "usb", baudRate: 9600, driver: "at" } }),
    ["paymentApp"],
  ],
])("%s is told by the name of the field", (_, text, fields) => {
  expect(parseWebViewConfig(text)).toEqual(fields);
});

function withBaseUrl(baseUrl: string): string {
  return JSON.stringify({ ...config, upstream: { ...config.upstream, baseUrl } });
}
