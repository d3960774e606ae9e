/** What all processes of the program hold while it stands on the home screen and nobody touches it. */

import { setTimeout as wait } from "node:timers/promises";
import { type Figure, inTurn } from "../figure.ts";
import { pssOfTree } from "../processTree.ts";
import type { Started } from "../stage.ts";

const rounds = 5;
/** Long enough for what the start leaves to be collected. */
const idleMs = 6_000;
const megabyte = 1e6;

export const memory: Figure = {
  name: "memory",
  title: "memory of all processes (PSS), idle on home",
  floor: "bare Electron window",
  unit: "MB",
  goal: 1.15,
  async measure(ground) {
    const stage = await ground.stage();
    const weighing = async (begin: () => Promise<Started>) => {
      const { pid, stop } = await begin();
      await wait(idleMs);
      const pss = await pssOfTree(pid).finally(stop);
      return pss / megabyte;
    };
    return inTurn(
      rounds,
      () => weighing(stage.startKiosk),
      () => weighing(stage.startBareWindow),
    );
  },
};
