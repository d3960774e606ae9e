import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { type WatchedPage, watchPage } from "../../electron/pageWatch.ts";
import { createManualClock } from "../support/manualClock.ts";

/** A page that answers until it hangs, and that dies when it is made to. */
function createRig() {
  const clock = createManualClock();
  const story: string[] = [];
  const events = new EventEmitter();
  let hangs = false;
  let destroyed = false;
  const die = (reason: string) => void events.emit("render-process-gone", {}, { reason, exitCode: 9 });
  const page = Object.assign(events, {
    executeJavaScript: () => (hangs ? new Promise(() => {}) : Promise.resolve(0)),
    forcefullyCrashRenderer: () => die("crashed"),
    reload() {
      story.push("reload");
      hangs = false;
      events.emit("did-finish-load");
    },
    isDestroyed: () => destroyed,
  });
  watchPage(page as unknown as WatchedPage, { clock, log: { note: (code) => void story.push(code) } });
  events.emit("did-finish-load");
  return {
    story,
    die,
    pass: (ms: number) => clock.advance(ms),
    hang: () => {
      hangs = true;
    },
    destroy: () => {
      destroyed = true;
    },
  };
}

test("a page that answers is left alone", async () => {
  const rig = createRig();

  await rig.pass(60_000);

  expect(rig.story).toEqual([]);
});

test("a page that hangs is ended and brought back", async () => {
  const rig = createRig();
  await rig.pass(1_000);

  rig.hang();
  await rig.pass(12_000);

  expect(rig.story).toEqual(["page/hangs", "page/gone", "reload"]);
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
    soon: ["page/gone", "reload", "page/gone"],
    later: ["page/gone", "reload", "page/gone", "reload"],
  });
});

test("a page that was destroyed is not asked for again", async () => {
  const rig = createRig();

  rig.hang();
  rig.destroy();
  rig.die("clean-exit");
  await rig.pass(60_000);

  expect(rig.story).toEqual(["page/gone"]);
});
