// What can be heard: that an unbind is done, and that it failed.

import { expect, test, vi } from "vitest";
import type { Snapshot } from "../../device/contract/snapshot.ts";
import { App } from "../../renderer/app.tsx";
import { createFakeHost } from "../support/fakeHost.ts";
import { snapshots } from "../support/snapshots.ts";
import { draw, settled } from "../support/tinyDom.ts";
import "../support/wholePage.ts";

const heard: { hertz: number; from: number; to: number }[] = [];

/** An engine that writes down which notes it plays, and from when to when. The page makes one, and keeps it. */
function createEngine() {
  const output = {};
  class Context {
    readonly currentTime = 0;
    readonly destination = output;
    createGain() {
      return { gain: { setValueAtTime() {}, linearRampToValueAtTime() {} }, connect: () => output };
    }
    createOscillator() {
      const note = { hertz: 0, from: 0, to: 0 };
      const frequency = {
        set value(hertz: number) {
          note.hertz = hertz;
        },
      };
      return {
        frequency,
        connect: (next: object) => next,
        start: (at: number) => {
          note.from = at;
        },
        stop(at: number) {
          note.to = at;
          heard.push(note);
        },
      };
    }
  }
  return Context;
}
vi.stubGlobal("AudioContext", createEngine());

async function heardOf(...shown: readonly Snapshot[]) {
  heard.length = 0;
  const [first, ...next] = shown;
  if (!first) throw new Error("nothing is shown");
  const host = createFakeHost(first);
  await draw(<App host={host} />);
  for (const snapshot of next) {
    host.show(snapshot);
    await settled();
  }
  const [low, high] = heard;
  if (!low || !high) return "nothing";
  const inTurn = low.to === high.from && low.from === 0;
  return heard.length === 2 && inTurn && (low.hertz < high.hertz ? "up" : "down");
}

const { executing, wiping, wiped, completed, underReview, rejected, wipeIncomplete, outOfService, home } = snapshots;

test.each<readonly [string, readonly Snapshot[], string]>([
  ["the terminal is wiped", [executing, wiping, wiped], "up"],
  ["it is done, and the provider has heard of it", [wiping, wiped, completed], "up"],
  ["the provider says no", [underReview, rejected], "down"],
  ["something was not erased", [wiping, wipeIncomplete], "down"],
  ["the kiosk goes out of service", [home, outOfService], "down"],
  ["it goes on", [underReview, executing, wiping], "nothing"],
  ["it was over before the page was loaded", [completed, completed], "nothing"],
  ["the configuration wants no sound", [wiping, { ...wiped, sound: false }], "nothing"],
])("When %s", async (_when, shown, expected) => {
  expect(await heardOf(...shown)).toBe(expected);
});
