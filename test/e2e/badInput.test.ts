/** What the kiosk is given to read or to do and must not take: an edited journal, a wrong configuration, wrong orders. */

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from "vitest";
import type { KioskDriver } from "../support/kioskDriver.ts";
import { readFailure, wordsFor } from "./failures.ts";
import { commission } from "./operator.ts";
import { type Stage, setStage } from "./stage.ts";

test("A journal that was edited while the kiosk was off puts it out of service, and nothing is sent", async () => {
  const stage = await setStage();
  onTestFinished(stage.close);
  const { stateDir, upstream } = stage.surroundings;
  const before = await stage.start();
  await commission(stage, before);
  await before.close();
  const journal = join(stateDir, "journal.jsonl");
  const bytes = await readFile(journal);
  const place = bytes.indexOf('"enrolled"') + 1;
  bytes.write("E", place);
  await writeFile(journal, bytes);
  const sentBefore = (await upstream.operator.log()).length;

  const kiosk = await stage.start();
  await kiosk.screen("outOfService");
  const told = await readFailure(kiosk, "failure", "journal/damaged");

  expect({ place: place > 0, told, sent: (await upstream.operator.log()).slice(sentBefore) }).toEqual({
    place: true,
    told: wordsFor("journal/damaged"),
    sent: [],
  });
});

test("A configuration with an error: the field is named, and the service manager is told not to try again", async () => {
  const stage = await setStage({
    config: { serial: { path: "ttyS0", baudRate: 115_200, driver: "at" }, colour: "red" },
  });
  onTestFinished(stage.close);

  const { exitCode, stderr } = await stage.startInVain();

  expect({ exitCode, stderr }).toEqual({
    exitCode: 78,
    stderr: expect.stringMatching(/serial\.path.*colour/s),
  });
});

describe("an order", () => {
  let stage: Stage;
  let kiosk: KioskDriver;
  beforeAll(async () => {
    stage = await setStage();
    kiosk = await stage.start();
    await kiosk.screen("home");
  });
  afterAll(() => stage?.close());

  test("of 100 MB, thirty times over, is refused on the page's side and leaves main as large as it was", async () => {
    const residentMb = () => kiosk.app.evaluate(() => Math.round(process.memoryUsage().rss / 2 ** 20));
    const before = await residentMb();
    const refused = await kiosk.page.evaluate(async () => {
      const order = window.kioskHost?.order as (...sent: unknown[]) => Promise<{ error: { code: string } }>;
      const codes = new Set<string>();
      for (let n = 0; n < 30; n++) {
        codes.add(
          (await order("enterVerification", { text: String(n).repeat(100_000_000 / String(n).length) })).error.code,
        );
      }
      return [...codes];
    });
    const taken = await kiosk.page.evaluate(() => {
      // Chromium hands each of these to main as it is.
      window.name = "n".repeat(100_000_000);
      const { pushState, replaceState } = history;
      return [window.name, pushState, replaceState, window.BroadcastChannel].map(String);
    });
    const grownMb = (await residentMb()) - before;

    expect({ refused, taken, grownMb, little: grownMb < 50 }).toEqual({
      refused: ["host/malformed-order"],
      taken: ["undefined", "undefined", "undefined", "undefined"],
      grownMb: expect.any(Number),
      little: true,
    });
  });

  test("that is malformed is refused before the kiosk hears of it", async () => {
    const refused = await kiosk.page.evaluate(async () => {
      const order = window.kioskHost?.order as (...sent: unknown[]) => Promise<unknown>;
      const sent = [
        ["pressDigit", { digit: 10 }],
        ["pressDigit", { digit: "1" }],
        ["pressDigit", { digit: 1, more: true }],
        ["pressDigit"],
        ["toString", {}],
        [7, {}],
        ["setLanguage", { language: "x".repeat(1_000_000) }],
        ["confirmUnbind", { summaryHash: "short" }],
      ];
      return Promise.all(sent.map((each) => order(...each)));
    });

    const language = await kiosk.page.locator("html").getAttribute("lang");
    expect({ refused, language, screen: await kiosk.screen("home", "choosePin") }).toEqual({
      refused: Array.from({ length: 8 }, () => ({ ok: false, error: { code: "host/malformed-order" } })),
      language: "zh-CN",
      screen: "home",
    });
  });

  test("of a foreign page is refused", async () => {
    const { appDir } = inject("builtKiosk");

    const answer = await kiosk.app.evaluate(
      async ({ BrowserWindow }, preload) => {
        const foreign = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
        await foreign.loadURL("data:text/html,<title>foreign</title>");
        const answer: unknown = await foreign.webContents.executeJavaScript("window.kioskHost.order('openMenu', {})");
        foreign.destroy();
        return answer;
      },
      join(appDir, "main/preload.cjs"),
    );

    expect(answer).toEqual({ ok: false, error: { code: "host/foreign-sender" } });
  });
});
