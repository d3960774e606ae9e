/**
 * A factory station: 32 terminals at 9600 baud read, enrolled and on durable record at once, against one. At 115200 baud
 * the line no longer hides the processor; that is said beside it. And what a terminal costs the processor, from 8 at once
 * to 64: where that is flat, time grows only because the processor is full.
 */

import { type Figure, inTurn, outcomeOf, type Samples } from "../figure.ts";
import type { Ground } from "../ground.ts";
import { openStationBench, type StationBench } from "../stationRun.ts";

const rounds = 5;
/** Until V8 has compiled what runs once for each terminal. */
const warmUps = 2;
const many = 32;
const counts = [8, 16, 32, 64] as const;
const [few, most] = [8, 64] as const;
const [slow, fast] = [9_600, 115_200] as const;

export const station: Figure = {
  name: "station",
  title: `${many} terminals enrolled at once at ${slow} baud`,
  floor: "one terminal",
  unit: "ms",
  goal: 1.5,
  alone: true,
  async measure(ground) {
    const outcome = outcomeOf(await againstOne(ground, fast));
    if (outcome.measured && outcome.floor) {
      const { ours, floor } = outcome;
      console.error(
        `station: at ${fast} baud ${ours.toFixed(0)} ms, one ${floor.toFixed(0)} ms: ${(ours / floor).toFixed(2)}`,
      );
    }
    return againstOne(ground, slow);
  },
};

export const stationCost: Figure = {
  name: "stationCost",
  title: `processor time of a terminal, ${most} enrolled at once`,
  floor: `${few} at once`,
  unit: "ms",
  goal: 1.15,
  alone: true,
  measure: (ground) =>
    onBench(ground, "stationCost", most, fast, async (bench) => {
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

function againstOne(ground: Ground, baudRate: number): Promise<Samples> {
  return onBench(ground, `station-${baudRate}`, many, baudRate, (bench) =>
    inTurn(
      rounds,
      async () => (await bench.run(many)).ms,
      async () => (await bench.run(1)).ms,
    ),
  );
}

async function onBench<T>(
  ground: Ground,
  name: string,
  count: number,
  baudRate: number,
  work: (bench: StationBench) => Promise<T>,
): Promise<T> {
  const bench = await openStationBench(await ground.scratchDir(name), count, baudRate);
  try {
    for (let times = 0; times < warmUps; times++) await bench.run(count);
    return await work(bench);
  } finally {
    await bench.stop();
  }
}
