/**
 * A page in any engine, however old, with the platform's half under it. Needs no protocol of the engine: what the page and
 * the platform say goes over a WebSocket, as near to the channel of the real one as any engine has it; and a script of the test works in the page.
 */

import { spawn } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type AndroidPage, androidPageFiles } from "../../build/androidPage.ts";
import type { BridgeChannel } from "../../device/adapters/webview/bridge.ts";
import { acceptTexts } from "./webSocket.ts";

/** In the page, before anything else: `send`, `done`, and the channel where there is one. Written for the oldest engine that runs it. */
const inPage = `
const send = (path, body) => fetch(path, { method: "POST", body });
const done = (said) => send("/done", said);
addEventListener("error", (event) => done("error: " + event.message));
addEventListener("unhandledrejection", (event) => done("rejected: " + event.reason));
const socket = new WebSocket("ws://" + location.host);
const connected = new Promise((resolve) => { socket.onopen = resolve; });
addEventListener("load", () => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => connected.then(() => socket.send(data));
  socket.onmessage = ({ data }) => port1.postMessage(data);
  dispatchEvent(new MessageEvent("message", { data: "jiebang", ports: [port2] }));
});`;

const types: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript",
  css: "text/css",
};

/** Resolves with what the script said with `done`, and ends the engine. */
export async function inEngine(given: {
  readonly executable: string;
  /** Not there before, and gone afterwards. */
  readonly profileDir: string;
  readonly page: AndroidPage;
  /** In the place of the page's own. */
  readonly html?: string;
  readonly script: string;
  readonly channel: BridgeChannel;
  /** What the script asks for by a path of its own. */
  readonly answer?: (path: string, body: string) => Promise<string | null>;
  readonly giveUpAfterMs: number;
}): Promise<string> {
  const { executable, profileDir, page, channel, giveUpAfterMs } = given;
  let finish: (outcome: string) => void = () => {};
  const finished = new Promise<string>((resolve) => {
    finish = resolve;
  });
  const policy = await readFile(join(page.dir, "policy.txt"), "utf8");

  async function contentOf(name: string): Promise<string | null> {
    if (name === "script.js") return `${inPage}\n${given.script}`;
    if (!androidPageFiles.includes(name)) return null;
    const file = name === "index.html" ? given.html : undefined;
    const content = file ?? (await readFile(join(page.dir, name), "utf8"));
    return name === "index.html" ? content.replace("</title>", '</title><script src="./script.js"></script>') : content;
  }

  const server = createServer(async (request, response) => {
    const body = request.method === "POST" ? await text(request) : "";
    const name = request.url === "/" ? "index.html" : (request.url ?? "").slice(1);
    if (name === "done") {
      finish(body);
      response.end();
      return;
    }
    const content = (await given.answer?.(name, body)) ?? (await contentOf(name));
    if (content === null) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader("content-type", types[name.split(".").at(-1) ?? ""] ?? "text/plain");
    // An old engine does not take the socket of its own origin for its own.
    const own = `connect-src 'self' ws://${request.headers.host}`;
    response.setHeader("content-security-policy", policy.replace("connect-src 'self'", own));
    response.end(content);
  });
  const socket = acceptTexts(server, channel.post);
  channel.listen((said) => socket.say(String(said)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const flags = [
    ...["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-port=0"],
    ...["--window-size=720,1280", `--user-data-dir=${profileDir}`],
  ];
  const engine = spawn(executable, [...flags, `http://127.0.0.1:${port}/`], { stdio: "ignore" });
  engine.once("error", (failed) => finish(`not started: ${failed.message}`));
  const giveUp = setTimeout(() => finish("given up"), giveUpAfterMs);

  const outcome = await finished;
  clearTimeout(giveUp);
  engine.kill("SIGKILL");
  await rm(profileDir, { recursive: true, force: true, maxRetries: 10 });
  server.closeAllConnections();
  server.close();
  return outcome;
}
