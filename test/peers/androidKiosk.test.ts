/**
 * The kiosk of Android as far as it goes without a device: the built page with the core in it in Debian's Chromium, the Java
 * of the platform's half on a desktop JVM, a serial line on a real pty, the reference provider behind mutual TLS.
 */

import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Browser, chromium, errors, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { androidPageFiles, buildAndroidPage } from "../../build/androidPage.ts";
import { cacheDir, projectDir } from "../../build/paths.ts";
import { paths } from "../../device/contract/upstream.ts";
import { commission, confirmUnbind, executeUnbind, operatorPin } from "../e2e/operator.ts";
import { type AndroidHost, startAndroidHost } from "../support/androidHost.ts";
import { setAndroidStage, stagedTerminal } from "../support/androidStage.ts";
import { describeWithJdk } from "../support/describeWithJdk.ts";
import { drivePage, type PageDriver } from "../support/kioskDriver.ts";
import { makeScratchDir } from "../support/scratchDir.ts";

const run = promisify(execFile);
const origin = "https://kiosk.invalid";
const types: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript",
  css: "text/css",
};

/** As the shell hands the channel over: a message that comes from no frame. */
const handOver = `addEventListener("load", () => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => window.toPlatform(data);
  window.fromPlatform = (text) => port1.postMessage(text);
  window.dispatchEvent(new MessageEvent("message", { data: "jiebang", ports: [port2] }));
});`;

describeWithJdk("The kiosk in a WebView", () => {
  let browser: Browser;
  let pageDir: string;
  beforeAll(async () => {
    pageDir = (await buildAndroidPage(join(cacheDir, "android-page-peers"))).dir;
    browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  }, 120_000);
  afterAll(() => browser?.close());

  /** The same requests that the shell answers, with the same policy, and no others. */
  async function servePage(page: Page): Promise<void> {
    const policy = await readFile(join(pageDir, "policy.txt"), "utf8");
    await page.route("**/*", async (route) => {
      const name =
        route
          .request()
          .url()
          .slice(origin.length + 1) || "index.html";
      if (!androidPageFiles.includes(name)) return route.abort();
      const headers = { "content-security-policy": policy, "content-type": types[name.split(".").at(-1) ?? ""] ?? "" };
      return route.fulfill({ headers, body: await readFile(join(pageDir, name)) });
    });
  }

  async function openKiosk() {
    const dir = await makeScratchDir();
    const { upstream, platformDir, close } = await setAndroidStage(dir);
    onTestFinished(close);

    const page = await (await browser.newContext({ viewport: { width: 720, height: 1280 } })).newPage();
    onTestFinished(() => page.context().close());
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    await servePage(page);
    let post: (text: string) => void = () => {};
    await page.exposeFunction("toPlatform", (text: string) => post(text));
    await page.addInitScript(handOver);

    let host: AndroidHost | null = null;
    onTestFinished(() => host?.kill());
    let pages = 0;
    let told: Promise<unknown> = Promise.resolve();
    /** A new page on the platform's half that is there, or on a new one. */
    const open = async (): Promise<PageDriver> => {
      // What the page before still says and is still told is none of the next one's: on a terminal its port goes with it.
      pages += 1;
      post = () => {};
      await page.goto("about:blank");
      await told;
      host ??= startAndroidHost(platformDir);
      const channel = await host.connect();
      const mine = pages;
      channel.listen((text) => {
        const say = () => page.evaluate((said) => (window as unknown as Platform).fromPlatform(said), String(text));
        told = told.then(() => (mine === pages ? say() : undefined)).catch(() => undefined);
      });
      post = channel.post;
      await page.goto(`${origin}/`);
      return drivePage(page);
    };
    /** The whole app dies, as Android ends one. */
    const kill = async () => {
      await host?.kill();
      host = null;
      post = () => {};
    };
    return { upstream, page, open, kill, faults };
  }

  type Platform = { fromPlatform(text: string): void };
  type Surroundings = Parameters<typeof commission>[0]["surroundings"];

  test("first PIN, enrolment, unbind, voucher, and evidence that anybody can check", { timeout: 240_000 }, async () => {
    const { upstream, open, faults } = await openKiosk();
    const kiosk = await open();

    await commission({ surroundings: { upstream } satisfies Surroundings }, kiosk);
    const identity = { sn: await kiosk.read("sn"), imei: await kiosk.read("imei") };
    await confirmUnbind(kiosk);
    await executeUnbind(kiosk);
    await kiosk.state("completed");
    await kiosk.tap("save-evidence");
    const evidence = /\/\S+\.json/.exec((await kiosk.field("evidence-place").textContent()) ?? "")?.[0] ?? "";
    await kiosk.tap("finish");
    const last = await kiosk.screen("unbound", "home");

    const { terminals, requests } = await upstream.operator.list();
    expect({
      identity,
      last,
      verdict: await verify(evidence, upstream.publicKeyFile),
      terminals: terminals.map(({ sn, bindingState }) => ({ sn, bindingState })),
      requests: requests.map(({ state, attested }) => ({ state, attested })),
      faults,
    }).toEqual({
      identity: stagedTerminal,
      last: "unbound",
      verdict: { exitCode: 0, wrong: [] },
      terminals: [{ sn: stagedTerminal.sn, bindingState: "unbound" }],
      requests: [{ state: "unbound", attested: true }],
      faults: [],
    });
  });

  test("page reloads and deaths of the app at random moments leave one request and one receipt", {
    timeout: 600_000,
  }, async () => {
    const { upstream, page, open, kill } = await openKiosk();
    const kiosk = await open();
    await commission({ surroundings: { upstream } satisfies Surroundings }, kiosk);
    await confirmUnbind(kiosk);

    // From here on whatever stands on the screen is taken one step further, and the ground shakes all the while.
    const seed = Number(process.env.JIEBANG_SEED ?? 20_261_130);
    const random = mulberry32(seed);
    const most = Number(process.env.JIEBANG_ROUNDS ?? 10);
    let shaken = 0;
    let rounds = 0;
    while (!(await page.locator('[data-state="completed"]').isVisible()) || shaken < most) {
      // A death while a PIN is compared counts as a try, and after some of them the next one has to wait.
      if (await page.locator('[data-field="pin-wait"]').isVisible()) rounds -= 1;
      if (rounds++ > 40 * most) {
        const stands = (await page.locator("body").innerText()).replace(/\s+/g, " ");
        throw new Error(`not completed after ${rounds} rounds (JIEBANG_SEED=${seed}); on the screen: ${stands}`);
      }
      await takeOneStep(kiosk);
      await page.waitForTimeout(random() * 400);
      if (shaken >= most || random() > 0.5) continue;
      shaken += 1;
      if (random() < 0.5) await kill();
      await open();
    }

    const { terminals, requests } = await upstream.operator.list();
    const sent = (await upstream.operator.log()).filter(({ method }) => method === "POST");
    const distinct = (path: string) =>
      new Set(sent.filter((message) => message.path === path).map(({ bodyHash }) => bodyHash)).size;
    expect({
      seed,
      requests: requests.map(({ state, attested }) => ({ state, attested })),
      terminals: terminals.map(({ bindingState }) => bindingState),
      submissions: distinct(paths.requests),
      executions: distinct(paths.execution(requests[0]?.requestId ?? "")),
    }).toEqual({
      seed,
      requests: [{ state: "unbound", attested: true }],
      terminals: ["unbound"],
      submissions: 1,
      executions: 1,
    });
  });
});

/** What an operator would do next, where there is anything to do; a page that goes meanwhile is none of their business. */
async function takeOneStep(kiosk: PageDriver): Promise<void> {
  const { page } = kiosk;
  const isUp = (selector: string) =>
    page
      .locator(selector)
      .first()
      .isVisible()
      .catch(() => false);
  try {
    if (await isUp('[data-screen="enterPin"]')) return await typeSoon(kiosk, operatorPin);
    for (const action of ["role-merchant", "execute-yes", "execute", "see-progress", "check-now"]) {
      const button = page.locator(`[data-action="${action}"]:not([disabled])`).first();
      if (await isUp(`[data-action="${action}"]`)) return await button.click({ timeout: 1_000 });
    }
  } catch (thrown) {
    if (!(thrown instanceof errors.TimeoutError)) throw thrown;
  }
}

async function typeSoon({ page }: PageDriver, pin: string): Promise<void> {
  // What was typed when the page went, or a slow key was given up, stands there still: with it the PIN would be a wrong one.
  while (await page.locator('[data-action="pin-submit"]:enabled').isVisible())
    await page.locator('[data-action="pin-erase"]').click({ timeout: 1_000 });
  for (const key of [...pin].map((digit) => `digit-${digit}`).concat("pin-submit")) {
    await page.locator(`[data-action="${key}"]`).click({ timeout: 1_000 });
  }
}

/** A small generator that gives the same numbers for the same seed. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Finding = { readonly code: string; readonly ok: boolean };

/** By the program that anybody would check it with. */
async function verify(evidence: string, upstreamKey: string) {
  const command = ["--import", "tsx", "device/cli.ts", "verify", evidence, "--upstream-key", upstreamKey, "--json"];
  const { stdout } = await run(process.execPath, command, { cwd: projectDir });
  const { exitCode, findings }: { exitCode: number; findings: Finding[] } = JSON.parse(stdout);
  return { exitCode, wrong: findings.filter(({ ok }) => !ok) };
}
