/**
 * From the first byte of the Android page to its home screen, on a terminal that is enrolled, with core, Java and a journal under it, in an engine that is
 * started for it; against the same screen as plain HTML with the same style and no script of ours. The engine is Debian's
 * Chromium, or JIEBANG_ENGINE.
 */

import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildAndroidPage } from "../../../build/androidPage.ts";
import { startAndroidHost } from "../../support/androidHost.ts";
import { setAndroidStage } from "../../support/androidStage.ts";
import { inEngine } from "../../support/oldEngine.ts";
import { type Figure, inTurn } from "../figure.ts";

const rounds = 8;
const home = '[data-screen="home"]';

/** When what was drawn is there to be seen. */
const seen = (selector: string) => `
const look = () => document.querySelector('${selector}')
  ? requestAnimationFrame(() => setTimeout(() => done(JSON.stringify({
      ms: performance.now(), html: document.documentElement.outerHTML }))))
  : setTimeout(look, 2);
look();`;

export const androidStart: Figure = {
  name: "androidStart",
  title: "Android: page opened to home",
  floor: "home as plain HTML",
  unit: "ms",
  goal: 1.5,
  alone: true,
  async measure(ground) {
    const dir = await ground.scratchDir("android-start");
    const page = await buildAndroidPage(join(dir, "page"));
    const stage = await setAndroidStage(dir);
    const host = startAndroidHost(stage.platformDir);
    let round = 0;
    const open = async (selector: string, html?: string) => {
      round += 1;
      const outcome = await inEngine({
        executable: process.env.JIEBANG_ENGINE ?? "/usr/bin/chromium",
        profileDir: join(tmpdir(), `jiebang-engine-${process.pid}-${round}`),
        page,
        ...(html !== undefined && { html }),
        script: seen(selector),
        channel: await host.connect(),
        giveUpAfterMs: 60_000,
      });
      if (!outcome.startsWith("{")) throw new Error(outcome);
      return JSON.parse(outcome) as { readonly ms: number; readonly html: string };
    };
    try {
      // By then it is enrolled, and bound.
      await open('[data-action="first-pin"]');
      const drawn = (await open(home)).html.replace(/<script[^>]*><\/script>/g, "");
      return await inTurn(
        rounds,
        async () => (await open(home)).ms,
        async () => (await open(home, drawn)).ms,
      );
    } finally {
      await host.kill();
      await stage.close();
    }
  },
};
