/**
 * What falls on an upstream that comes back to a hundred thousand terminals after ten minutes, second by second, in
 * virtual time. What terminals without our rule would do to it is said beside it.
 */

import type { Figure } from "../figure.ts";
import { type FleetStory, type Manner, tellFleet } from "../fleet/fleet.ts";

const seeds = [1, 2, 3];
/** A fleet that looks at the upstream twice a minute sends it 3,333 messages a second when nothing is wrong. */
const settings = { terminals: 100_000, awayMs: 600_000, capacityPerSecond: 8_000 } as const;

export const fleet: Figure = {
  name: "fleet",
  title: "100,000 terminals, upstream back after ten minutes: peak",
  floor: "mean while they drain",
  unit: "/s",
  goal: 1.5,
  alone: true,
  async measure() {
    const stories = seeds.map((seed) => tellFleet({ ...settings, manner: "kiosk", seed }));
    for (const story of stories) {
      if (story.lost > 0 || story.twice > 0) throw new Error(`${story.lost} lost, ${story.twice} carried out twice`);
    }
    const [ours] = stories;
    if (ours) say("kiosk", ours);
    for (const manner of ["fixed", "reconnecting"] as const) say(manner, tellFleet({ ...settings, manner, seed: 1 }));
    return {
      ours: stories.map(({ peakPerSecond }) => peakPerSecond),
      floors: stories.map(({ meanPerSecond }) => meanPerSecond),
    };
  },
};

const manners: Record<Manner, string> = {
  kiosk: "our rule, one key a request",
  fixed: "every 5 s, a new message each time",
  reconnecting: "the same, and all at once when it is back",
};

function say(manner: Manner, story: FleetStory): void {
  const { peakPerSecond, meanPerSecond, drainMs, lastMs, turnedAway, lost, twice } = story;
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(0)} s`;
  console.error(
    `fleet: ${manners[manner]}: peak ${peakPerSecond}/s, mean ${meanPerSecond.toFixed(0)}/s, ` +
      `99 in 100 after ${seconds(drainMs)}, the last after ${seconds(lastMs)}, ` +
      `${turnedAway} turned away, ${lost} lost, ${twice} carried out twice`,
  );
}
