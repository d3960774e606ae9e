import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { type WatchedPage, watchPage } from "../../electron/pageWatch.ts";
import { createManualClock } from "../support/manualClock.ts";

const home = "app://kiosk/";

/** A page that shows its screen until it hangs or goes blank, and that dies when it is made to. */
function createRig() {
  const clock = createManualClock();
  const story: string[] = [];
  const events = new EventEmitter();
  let answer: "screen" | "blank" | "none" = "screen";
  let destroyed = false;
  let standsStill = false;
  let starts = true;
  let alive = 0;
  const goTo = (url: string) => {
    events.emit("did-navigate", {}, url);
    if (url === home) events.emit("did-finish-load");
  };
  const die = (reason: string) => void events.emit("render-process-gone", {}, { reason, exitCode: 9 });
  const page = Object.assign(events, {
    executeJavaScript: () => (answer === "none" ? new Promise(() => {}) : Promise.resolve(answer === "screen")),
    forcefullyCrashRenderer: () => standsStill || die("crashed"),
    getOSProcessId: () => 4_711,
    async loadURL(url: string) {
      story.push("load");
      if (!starts) {
        // As Electron was seen to tell it: twice, and the load fails as well.
        die("launch-failed");
        die("launch-failed");
        throw new Error("ERR_FAILED");
      }
      answer = "screen";
      goTo(url);
    },
    isDestroyed: () => destroyed,
  });
  const log = { note: (code: string) => void story.push(code) };
  const onAlive = () => {
    alive += 1;
  };
  const kill = (pid: number) => {
    story.push(`kill ${pid}`);
    die("killed");
  };
  const giveUp = () => {
    story.push("give up");
    destroyed = true;
  };
  watchPage(page as unknown as WatchedPage, { home, clock, log, onAlive, kill, giveUp });
  return {
    story,
    die,
    goTo,
    alive: () => alive,
    pass: (ms: number) => clock.advance(ms),
    hang: () => {
      answer = "none";
    },
    standStill: () => {
      answer = "none";
      standsStill = true;
    },
    startNoMore: () => {
      starts = false;
    },
    goBlank: () => {
      answer = "blank";
    },
    destroy: () => {
      destroyed = true;
    },
  };
}

test("a page that shows its screen is left alone, and said to be alive every five seconds", async () => {
  const rig = createRig();

  await rig.pass(60_000);

  expect({ story: rig.story, alive: rig.alive() }).toEqual({ story: ["load"], alive: 13 });
});

test("a page that hangs is not alive; it is ended and brought back", async () => {
  const rig = createRig();
  await rig.pass(1_000);

  rig.hang();
  await rig.pass(8_000);
  const whileItHung = rig.alive();
  await rig.pass(4_000);

  expect({ story: rig.story, whileItHung, afterwards: rig.alive() }).toEqual({
    story: ["load", "page/hangs", "page/gone", "load"],
    whileItHung: 1,
    afterwards: 2,
  });
});

test("a page whose process stands still hears nothing: it is killed, and brought back", async () => {
  const rig = createRig();
  await rig.pass(1_000);

  rig.standStill();
  await rig.pass(12_000);

  expect(rig.story).toEqual(["load", "page/hangs", "kill 4711", "page/gone", "load"]);
});

test("a page that shows nothing is not alive, and is brought back when it still shows nothing", async () => {
  const rig = createRig();
  await rig.pass(1_000);

  rig.goBlank();
  await rig.pass(20_000);
  const soon = { story: [...rig.story], alive: rig.alive() };
  await rig.pass(5_000);

  expect({ soon, later: rig.story }).toEqual({
    soon: { story: ["load"], alive: 1 },
    later: ["load", "page/blank", "page/gone", "load"],
  });
});

test("a page that left for another one is brought back at once", () => {
  const rig = createRig();

  rig.goTo("about:blank");

  expect(rig.story).toEqual(["load", "page/left", "load"]);
});

test("a page that died comes back at once the first time, and slowly when it keeps dying", async () => {
  const rig = createRig();

  rig.die("oom");
  await rig.pass(500);
  rig.die("oom");
  await rig.pass(500);
  const soon = [...rig.story];
  await rig.pass(500);

  expect({ soon, later: rig.story }).toEqual({
    soon: ["load", "page/gone", "load", "page/gone"],
    later: ["load", "page/gone", "load", "page/gone", "load"],
  });
});

test("a page that is said to have died twice at once is brought back once", async () => {
  const rig = createRig();

  rig.die("killed");
  rig.die("killed");
  await rig.pass(60_000);

  expect(rig.story).toEqual(["load", "page/gone", "page/gone", "load"]);
});

test("a page for which no process can be started is tried three times, and then the program ends", async () => {
  const rig = createRig();

  rig.startNoMore();
  rig.die("killed");
  await rig.pass(60_000);

  const tried = ["load", "page/gone", "page/gone", "page/not-loaded"];
  expect(rig.story).toEqual(["load", "page/gone", ...tried, ...tried, ...tried, "page/not-startable", "give up"]);
});

test("a page that was destroyed is not asked for again", async () => {
  const rig = createRig();

  rig.hang();
  rig.destroy();
  rig.die("clean-exit");
  await rig.pass(60_000);

  expect(rig.story).toEqual(["load", "page/gone"]);
});
