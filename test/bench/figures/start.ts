/** From the call that starts the program to a screen on which the menu can be opened. */

import { type Figure, inTurn } from "../figure.ts";
import type { Started } from "../stage.ts";

const rounds = 15;

export const start: Figure = {
  name: "start",
  title: "spawn to interactive menu",
  floor: "bare Electron window",
  unit: "ms",
  goal: 1.25,
  async measure(ground) {
    const stage = await ground.stage();
    const taking = async (begin: () => Promise<Started>) => {
      const { afterMs, stop } = await begin();
      await stop();
      return afterMs;
    };
    return inTurn(
      rounds,
      () => taking(stage.startKiosk),
      () => taking(stage.startBareWindow),
    );
  },
};
