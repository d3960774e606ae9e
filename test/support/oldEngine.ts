/**
 * A page in any engine, however old, with the platform's half under it. Needs no protocol of the engine: what the page and
 * the platform say goes over plain requests to the page's own origin, and a script of the test works in the page.
 */

import { spawn } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type AndroidPage, androidPageFiles } from "../../build/androidPage.ts";
import type { BridgeChannel } from "../../device/adapters/webview/bridge.ts";

/** In the page, before anything else: `send`, `done`, and the channel where there is one. Written for the oldest engine that runs it. */
const inPage = `
const send = (path, body) => fetch(path, { method: "POST", body });
const done = (said) => send("/done", said);
addEventListener("error", (event) => done("error: " + event.message));
addEventListener("unhandledrejection", (event) => done("rejected: " + event.reason));
addEventListener("load", () => {
  const { port1, port2 } = new MessageChannel();
  let last = Promise.resolve();
  port1.onmessage = ({ data }) => { last = last.then(() => send("/ask", data)); };
  (async () => { for (;;) for (const said of await (await fetch("/hear")).json()) port1.postMessage(said); })();
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
  const said: unknown[] = [];
  let hearing: ServerResponse | null = null;
  const hand = () => {
    if (!hearing || said.length === 0) return;
    hearing.setHeader("content-type", "application/json");
    hearing.end(JSON.stringify(said.splice(0)));
    hearing = null;
  };
  channel.listen((one) => {
    said.push(one);
    hand();
  });

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
    if (name === "hear") {
      hearing = response;
      hand();
      return;
    }
    if (name === "ask") channel.post(body);
    if (name === "done") finish(body);
    if (name === "ask" || name === "done") {
      response.end();
      return;
    }
    const content = (await given.answer?.(name, body)) ?? (await contentOf(name));
    if (content === null) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader("content-type", types[name.split(".").at(-1) ?? ""] ?? "text/plain");
    response.setHeader("content-security-policy", policy);
    response.end(content);
  });
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
