// The fleet of the bench, small enough for every run. Its time is virtual, so that its figures are the same everywhere.

import { describe, expect, test } from "vitest";
import { type Manner, tellFleet } from "./fleet.ts";

const fleetOf = (manner: Manner, capacityPerSecond: number) =>
  tellFleet({ manner, terminals: 4_000, awayMs: 600_000, capacityPerSecond, seed: 5 });

describe.each([
  ["that can take them all", 1_000],
  ["that turns half of them away", 160],
])("A fleet falls back on an upstream %s", (_story, capacityPerSecond) => {
  test("and every request is carried out, and known to be, once", () => {
    const { lost, twice } = fleetOf("kiosk", capacityPerSecond);

    expect({ lost, twice }).toEqual({ lost: 0, twice: 0 });
  });
});

test("Terminals that send anew instead of asking have half of their requests carried out twice", () => {
  const { twice } = fleetOf("fixed", 1_000);

  expect(Math.round(twice / 100)).toBe(20);
});

test("Our rule spreads over a minute what would otherwise come in one second", () => {
  const [ours, naive] = [fleetOf("kiosk", 1_000), fleetOf("reconnecting", 1_000)];

  expect({ tenthOfNaive: ours.peakPerSecond < naive.peakPerSecond / 10, naive: naive.peakPerSecond }).toEqual({
    tenthOfNaive: true,
    naive: 4_000,
  });
});
