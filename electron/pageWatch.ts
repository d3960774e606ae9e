/**
 * Brings the page back when its process died or hangs. The kiosk's state is not in the page, so a reload loses nothing.
 * Electron's own "unresponsive" was not seen to fire for a page in an endless loop, so the page is asked.
 */

import type { WebContents } from "electron";
import type { Clock } from "../device/ports/clock.ts";
import type { Log } from "../device/ports/log.ts";

const askEveryMs = 5_000;
const answerWithinMs = 5_000;
/** A page that died again sooner than this is brought back slowly, or a broken one would take the whole processor. */
const settledAfterMs = 10_000;

export type WatchedPage = Pick<
  WebContents,
  "on" | "reload" | "executeJavaScript" | "forcefullyCrashRenderer" | "isDestroyed"
>;

/** Watches until the page is destroyed. */
export function watchPage(page: WatchedPage, { clock, log }: { readonly clock: Clock; readonly log: Log }): void {
  let diedAt = Number.NEGATIVE_INFINITY;
  let stopAsking = () => {};

  function ask(): void {
    if (page.isDestroyed()) return;
    const giveUp = clock.after(answerWithinMs, () => {
      log.note("page/hangs");
      page.forcefullyCrashRenderer();
    });
    stopAsking = giveUp;
    page.executeJavaScript("0").then(
      () => {
        giveUp();
        stopAsking = clock.after(askEveryMs, ask);
      },
      // The page was reloaded or died meanwhile; both come back through an event.
      giveUp,
    );
  }

  page.on("did-finish-load", () => {
    stopAsking();
    ask();
  });
  page.on("render-process-gone", (_event, { reason, exitCode }) => {
    stopAsking();
    log.note("page/gone", { reason, exitCode });
    const pauseMs = clock.monotonic() - diedAt < settledAfterMs ? 1_000 : 0;
    diedAt = clock.monotonic();
    clock.after(pauseMs, () => {
      if (!page.isDestroyed()) page.reload();
    });
  });
}
