/**
 * The whole way in any engine, however old: npx tsx test/android/engine.ts EXECUTABLE
 * The page is the built one; an operator in it does what fingers would, and everything else is as in the test with Debian's
 * Chromium. Needs no protocol of the engine: texts go both ways over plain requests to the page's own origin.
 */

import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { androidPageFiles, buildAndroidPage } from "../../build/androidPage.ts";
import { startAndroidHost } from "../support/androidHost.ts";
import { setAndroidStage } from "../support/androidStage.ts";

const giveUpAfterMs = 240_000;

/** In the page, before its own script: the channel, and hands. Written for the oldest engine that runs it. */
const inPage = `
const send = (path, body) => fetch(path, { method: "POST", body });
const begun = performance.now();
addEventListener("error", (event) => send("/done", "error: " + event.message));
addEventListener("unhandledrejection", (event) => send("/done", "rejected: " + event.reason));
addEventListener("load", () => {
  const { port1, port2 } = new MessageChannel();
  let last = Promise.resolve();
  port1.onmessage = ({ data }) => { last = last.then(() => send("/ask", data)); };
  (async () => { for (;;) for (const said of await (await fetch("/hear")).json()) port1.postMessage(said); })();
  dispatchEvent(new MessageEvent("message", { data: "jiebang", ports: [port2] }));
});
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const find = async (selector) => {
  for (;;) {
    const found = document.querySelector(selector);
    if (found && !found.disabled) return found;
    await pause(20);
  }
};
const tap = async (action) => (await find('[data-action="' + action + '"]')).click();
const screen = (name) => find('[data-screen="' + name + '"]');
const type = async (digits) => { for (const digit of digits) await tap("digit-" + digit); await tap("pin-submit"); };
const pin = "27495183";
const givePin = async () => {
  const shown = await find('[data-screen="chooseRole"], [data-screen="enterPin"], [data-screen="progress"], [data-screen="result"]');
  if (shown.dataset.screen === "chooseRole") await tap("role-merchant");
  if (shown.dataset.screen === "chooseRole" || shown.dataset.screen === "enterPin") { await screen("enterPin"); await type(pin); }
};
(async () => {
  await screen("home");
  const homeMs = Math.round(performance.now() - begun);
  await tap("first-pin");
  await screen("pinReset");
  const challenge = (await find('[data-field="reset-challenge"]')).textContent;
  await tap("enter-reset");
  await screen("enterCode");
  await type(await (await send("/unlock", challenge)).text());
  await screen("choosePin");
  await type(pin);
  await pause(300);
  await type(pin);
  await screen("home");
  await tap("open-menu");
  await givePin();
  await tap("reason-switch_provider");
  await tap("agree");
  await find('[data-state="ready"]');
  const summary = await find('[data-action="show-summary"], [data-screen="summary"]');
  if (summary.dataset.action) summary.click();
  await screen("summary");
  (await find('[data-action="confirm"]')).dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
  await find('[data-state="approved"]');
  const progress = document.querySelector('[data-action="see-progress"]');
  if (progress) progress.click();
  await tap("execute");
  await tap("execute-yes");
  await givePin();
  await find('[data-state="completed"]');
  await tap("save-evidence");
  const place = /\\/\\S+\\.json/.exec((await find('[data-field="evidence-place"]')).textContent)[0];
  await send("/done", JSON.stringify({ homeMs, place, engine: navigator.userAgent.replace(/.*Chrome\\/(\\S+).*/, "$1") }));
})();`;

const [executable = "/usr/bin/chromium"] = process.argv.slice(2);
const dir = await mkdtemp(join(tmpdir(), "jiebang-engine-"));
const page = await buildAndroidPage();
const stage = await setAndroidStage(dir);
const host = startAndroidHost(stage.platformDir);
const channel = await host.connect();
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
const types: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript",
  css: "text/css",
};
const policy = await readFile(join(page.dir, "policy.txt"), "utf8");
const server = createServer(async (request, response) => {
  const body = request.method === "POST" ? await text(request) : "";
  const name = request.url === "/" ? "index.html" : (request.url ?? "").slice(1);
  switch (name) {
    case "ask":
      channel.post(body);
      response.end();
      return;
    case "hear":
      hearing = response;
      hand();
      return;
    case "unlock":
      response.end((await stage.upstream.operator.unlockPin({ challenge: body, role: "merchant" })).code);
      return;
    case "done":
      response.end();
      finish(body);
      return;
    case "operator.js":
      response.setHeader("content-type", "text/javascript");
      response.end(inPage);
      return;
    default: {
      if (!androidPageFiles.includes(name)) {
        response.writeHead(404).end();
        return;
      }
      const file = await readFile(join(page.dir, name), "utf8");
      response.setHeader("content-type", types[name.split(".")[1] ?? ""] ?? "");
      response.setHeader("content-security-policy", policy);
      response.end(
        name === "index.html"
          ? file.replace("<script src", '<script src="./operator.js"></script>\n    <script src')
          : file,
      );
    }
  }
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const { port } = server.address() as AddressInfo;
const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--remote-debugging-port=0",
  "--window-size=720,1280",
];
const engine = spawn(executable, [...flags, `--user-data-dir=${join(dir, "profile")}`, `http://127.0.0.1:${port}/`], {
  stdio: "ignore",
});
const giveUp = setTimeout(() => finish("given up"), giveUpAfterMs);

const outcome = await finished;
clearTimeout(giveUp);
const { requests, terminals } = await stage.upstream.operator.list();
console.log(outcome);
console.log(
  JSON.stringify({
    requests: requests.map(({ state, attested }) => ({ state, attested })),
    terminals: terminals.map(({ bindingState }) => bindingState),
  }),
);
process.exitCode = requests.length === 1 && requests[0]?.attested && terminals[0]?.bindingState === "unbound" ? 0 : 1;
engine.kill("SIGKILL");
server.closeAllConnections();
server.close();
await host.kill();
await stage.close();
await rm(dir, { recursive: true, force: true });
