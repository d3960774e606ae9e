/** The shapes that the built page draws of the paper it shows, as it sends them when it is told to print. */

import type { Page } from "playwright-core";
import { fromBase64url } from "../../device/base/bytes.ts";
import type { OrderInput } from "../../device/contract/orders.ts";
import type { Snapshot } from "../../device/contract/snapshot.ts";
import type { Glyphs } from "../../device/paper/drawing.ts";
import type { Gallery } from "./gallery.ts";

export async function shapesFrom(page: Page, gallery: Gallery, snapshot: Snapshot): Promise<Glyphs> {
  await gallery.show(snapshot, "zh-CN");
  await page.evaluate(() => {
    const host = (window as unknown as { kioskHost: { order: unknown }; given: unknown[] }).kioskHost;
    (window as unknown as { given: unknown[] }).given = [];
    host.order = async (name: string, input: unknown) => {
      (window as unknown as { given: unknown[] }).given.push([name, input]);
      return { ok: true };
    };
  });
  await gallery.press("print");
  const given = await page.evaluate(() => (window as unknown as { given: unknown[] }).given);
  const orders = given as readonly (readonly [string, OrderInput<"printPaper">])[];
  const input = orders.find(([name]) => name === "printPaper")?.[1];
  return new Map((input?.glyphs ?? []).map(({ character, dots }) => [character, fromBase64url(dots) ?? none]));
}

const none = new Uint8Array();
