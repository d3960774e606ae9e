/**
 * Brings the page back when its process died, when it hangs, shows nothing or has left for another page. The kiosk's
 * state is not in the page, so a reload loses nothing. Electron's own "unresponsive" was not seen to fire for a page in
 * an endless loop, so the page is asked.
 */

import type { WebContents } from "electron";
import type { Clock } from "../device/ports/clock.ts";
import type { Log } from "../device/ports/log.ts";

const askEveryMs = 5_000;
/** Until its first screen stands: the service counts as started with it. */
const askBlankEveryMs = 250;
const answerWithinMs = 5_000;
/** From a page that was loaded to its first screen, on a slow machine. */
const drawWithinMs = 20_000;
/** From being told to end until it is made to: a process that stands still hears nothing. */
const endWithinMs = 2_000;
/** A page that died again sooner than this is brought back slowly, or a broken one would take the whole processor. */
const settledAfterMs = 10_000;
/** Whoever starts the processes of pages may have died: then no page ever starts again in this program. */
const startTries = 3;

/** Evaluated in the page: whether a screen stands there. */
const question = 'document.querySelector("[data-screen]") !== null';

export type WatchedPage = Pick<
  WebContents,
  "on" | "loadURL" | "executeJavaScript" | "forcefullyCrashRenderer" | "getOSProcessId" | "isDestroyed"
>;

export type PageWatch = {
  readonly home: string;
  readonly clock: Clock;
  readonly log: Log;
  /** The page has just answered that it shows a screen. */
  readonly onAlive: () => void;
  /** Ends a process as the system does, whatever it is doing. */
  readonly kill: (pid: number) => void;
  /** No page can be started any more: only a new start of the whole program helps. */
  readonly giveUp: () => void;
};

/** Loads the page, and watches until it is destroyed. */
export function watchPage(page: WatchedPage, { home, clock, log, onAlive, kill, giveUp }: PageWatch): void {
  let diedAt = Number.NEGATIVE_INFINITY;
  let blankSince: number | null = null;
  let stopAsking = () => {};
  let callOffLoad = () => {};
  let hasNotStarted = false;
  let vainTries = 0;

  const load = () => {
    if (!page.isDestroyed()) page.loadURL(home).catch(() => log.note("page/not-loaded"));
  };

  function ask(): void {
    if (page.isDestroyed()) return;
    const giveUp = clock.after(answerWithinMs, () => {
      log.note("page/hangs");
      end();
    });
    stopAsking = giveUp;
    page.executeJavaScript(question).then(
      (hasScreen: unknown) => {
        giveUp();
        stopAsking = clock.after(hasScreen === true ? askEveryMs : askBlankEveryMs, ask);
        if (hasScreen === true) showsScreen();
        else showsNothing();
      },
      // The page was reloaded or died meanwhile; both come back through an event.
      giveUp,
    );
  }

  function showsScreen(): void {
    blankSince = null;
    onAlive();
  }

  function showsNothing(): void {
    blankSince ??= clock.monotonic();
    if (clock.monotonic() - blankSince < drawWithinMs) return;
    blankSince = null;
    log.note("page/blank");
    end();
  }

  function loadAgain(): void {
    vainTries = hasNotStarted ? vainTries + 1 : 0;
    hasNotStarted = false;
    if (vainTries < startTries) load();
    else {
      log.note("page/not-startable");
      giveUp();
    }
  }

  /** What comes next, comes with the event of its end. */
  function end(): void {
    const pid = page.getOSProcessId();
    stopAsking = clock.after(endWithinMs, () => kill(pid));
    page.forcefullyCrashRenderer();
  }

  page.on("did-navigate", (_event, url) => {
    if (url === home) return;
    log.note("page/left");
    load();
  });
  page.on("did-finish-load", () => {
    stopAsking();
    ask();
  });
  page.on("render-process-gone", (_event, { reason, exitCode }) => {
    stopAsking();
    log.note("page/gone", { reason, exitCode });
    const pauseMs = clock.monotonic() - diedAt < settledAfterMs ? 1_000 : 0;
    diedAt = clock.monotonic();
    hasNotStarted ||= reason === "launch-failed";
    // One end may be told more than once.
    callOffLoad();
    callOffLoad = clock.after(pauseMs, loadAgain);
  });
  load();
}
