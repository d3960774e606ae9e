/** From the call that starts the program to the first moment at which its window shows something. */

import { type Figure, inTurn } from "../figure.ts";
import type { Started } from "../stage.ts";

const rounds = 15;

export const firstPaint: Figure = {
  name: "firstPaint",
  title: "spawn to first paint",
  floor: "bare Electron window",
  unit: "ms",
  goal: 1.1,
  async measure(ground) {
    const stage = await ground.stage();
    const taking = async (begin: () => Promise<Started>) => {
      const { paintedAfterMs, stop } = await begin();
      await stop();
      return paintedAfterMs;
    };
    return inTurn(
      rounds,
      () => taking(stage.startKiosk),
      () => taking(stage.startBareWindow),
    );
  },
};
