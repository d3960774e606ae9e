/**
 * A factory station: 32 terminals at 115200 baud read, enrolled and on durable record at once, against one. And what a
 * terminal costs the processor, from 8 at once to 64.
 */

import { type Figure, inTurn } from "../figure.ts";
import type { Ground } from "../ground.ts";
import { openStationBench, type StationBench } from "../stationRun.ts";

const rounds = 7;
/** Until V8 has compiled what runs once for each terminal. */
const warmUps = 3;
const many = 32;
const counts = [8, 16, 32, 64] as const;
const [few, most] = [8, 64] as const;

export const station: Figure = {
  name: "station",
  title: `${many} terminals enrolled at once at 115200 baud`,
  floor: "one terminal",
  unit: "ms",
  goal: 1.5,
  alone: true,
  measure: (ground) =>
    onBench(ground, "station", many, async (bench) => {
      for (let times = 0; times < warmUps; times++) await bench.run(many);
      return inTurn(
        rounds,
        async () => (await bench.run(many)).ms,
        async () => (await bench.run(1)).ms,
      );
    }),
};

export const stationCost: Figure = {
  name: "stationCost",
  title: `processor time of a terminal, ${most} enrolled at once`,
  floor: `${few} at once`,
  unit: "ms",
  goal: 1.15,
  alone: true,
  measure: (ground) =>
    onBench(ground, "stationCost", most, async (bench) => {
      for (let times = 0; times < warmUps; times++) await bench.run(most);
      for (const count of counts) {
        const { ms, cpuMs } = await bench.run(count);
        const each = `${(cpuMs / count).toFixed(1)} ms of processor and ${(ms / count).toFixed(1)} ms of time each`;
        console.error(`stationCost: ${count} at once take ${ms.toFixed(0)} ms, ${each}`);
      }
      const costOf = async (count: number) => (await bench.run(count)).cpuMs / count;
      return inTurn(
        rounds,
        () => costOf(most),
        () => costOf(few),
      );
    }),
};

async function onBench<T>(
  ground: Ground,
  name: string,
  count: number,
  work: (bench: StationBench) => Promise<T>,
): Promise<T> {
  const bench = await openStationBench(await ground.scratchDir(name), count);
  try {
    return await work(bench);
  } finally {
    await bench.stop();
  }
}
