/** A key of the PIN pad, from the press over the core and back to the frame that shows its dot: the slowest of a hundred but one. */

import type { Figure } from "../figure.ts";
import { quantile } from "../statistics.ts";

const rounds = 5;
const keys = 100;

export const keyToPaint: Figure = {
  name: "keyToPaint",
  title: `PIN key to painted, 99th of ${keys}`,
  floor: "",
  unit: "frames",
  goal: 2,
  async measure(ground) {
    const stage = await ground.stage();
    const ours: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const kiosk = await stage.startKiosk();
      const frames = await kiosk.typeKeys(keys).finally(kiosk.stop);
      ours.push(quantile(frames, 0.99));
    }
    return { ours, floors: null };
  },
};
