/**
 * Every screen as it is drawn: the real page, preload and window, given the snapshots of test/support one after the
 * other. Nothing is cut off, fingers find every button, every button has a name, and every character a glyph.
 */

import { expect, onTestFinished, test } from "vitest";
import type { OrderChannel } from "../../electron/ipc/channels.ts";
import { auditEverything, type Gallery } from "../renderer/gallery.ts";
import { auditLayout } from "../renderer/layoutAudit.ts";
import type { KioskDriver } from "../support/kioskDriver.ts";
import { findMissingGlyphsInPage, findTouchFlawsInPage } from "./drawnScreen.ts";
import { landscape, portrait, setStage } from "./stage.ts";

/** Assigned to nothing, so no font has it. */
const unassigned = "\u0379";

const orderChannel: OrderChannel = "kiosk/order";

const handHeld = [
  { width: 480, height: 800 },
  { width: 800, height: 480 },
  { width: 1280, height: 800 },
  { width: 320, height: 480 },
  { width: 240, height: 320 },
];

test.each([portrait, landscape, ...handHeld])(
  "At $width x $height every screen can be read and touched",
  { timeout: 120_000 },
  async (screen) => {
    const stage = await setStage({ screen });
    onTestFinished(stage.close);
    const kiosk = await stage.start();
    await kiosk.screen("home");
    const characters = new Set<string>();

    const flaws = await auditEverything(await openGallery(kiosk, characters));
    const tofu = await kiosk.page.evaluate(findMissingGlyphsInPage, [...characters, unassigned].join(""));

    const page = await kiosk.page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
    expect({
      page,
      flaws,
      tofu,
      chinese: [...characters].filter((each) => /\p{Script=Han}/u.test(each)).length > 300,
    }).toEqual({
      page: screen,
      flaws: [],
      // It sees what has no glyph, and finds nothing else.
      tofu: [unassigned],
      chinese: true,
    });
  },
);

/** Sends the page snapshots as the kiosk would, each newer than any of the kiosk's own. Collects what is written on it. */
async function openGallery({ app, page }: KioskDriver, characters: Set<string>): Promise<Gallery> {
  let revision = 1_000_000;
  const complaints: string[] = [];
  // The kiosk's own answer to a press comes whenever it comes, and a refusal moves what is pressed next.
  await app.evaluate(({ ipcMain }, channel) => {
    ipcMain.removeHandler(channel);
    ipcMain.handle(channel, async () => ({ ok: true }));
  }, orderChannel);
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.evaluate(() => {
    let newest = 0;
    window.kioskHost?.listen(({ revision }) => {
      newest = Math.max(newest, revision);
      document.documentElement.dataset.revision = `${newest}`;
    });
  });
  const drawn = async () => {
    await page.evaluate(() => new Promise((done) => setTimeout(() => requestAnimationFrame(done), 0)));
    await page.waitForFunction(() => !document.querySelector("[aria-busy]"));
  };

  return {
    async show(snapshot, language) {
      revision += 1;
      const next = { ...snapshot, language, revision };
      await app.evaluate(({ BrowserWindow }, sent) => {
        BrowserWindow.getAllWindows()[0]?.webContents.send("kiosk/snapshot", sent);
      }, next);
      await page.waitForFunction((newest) => document.documentElement.dataset.revision === newest, `${revision}`);
      await drawn();
    },
    async press(action) {
      // A screen may have its details in two places.
      const button = page.locator(`[data-action="${action}"]`).first();
      await button.click().catch(async (cause) => {
        const screen = await page.evaluate(() => document.querySelector<HTMLElement>("[data-screen]")?.dataset.screen);
        const newest = await page.evaluate(() => document.documentElement.dataset.revision);
        // A page that was loaded anew has heard of no snapshot of ours.
        throw new Error(`${action} is not on ${screen}, which heard of ${newest} of ${revision}`, { cause });
      });
      await drawn();
    },
    async audit() {
      const text = await page.evaluate(() => document.body.innerText);
      for (const character of text.replace(/\s/g, "")) characters.add(character);
      const flaws = [...(await page.evaluate(auditLayout)), ...(await page.evaluate(findTouchFlawsInPage))];
      return [...flaws, ...complaints.splice(0)];
    },
  };
}
