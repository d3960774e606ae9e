/** Tells a story once for every operation in it, each time with a death there, and says what came out differently. */

import type { Landing, Mishaps } from "./mishaps.ts";
import { brokenAfterStart } from "./promises.ts";
import type { Rig, RigOptions } from "./rig.ts";

/** Given to the rig where the deaths shall begin. */
export type Ahead = (mishaps: Mishaps) => void;

/** What the core stands on while one story is told once. */
export type Ground = {
  /** For the rig that stands on it. */
  readonly options: Pick<RigOptions, "platform">;
  /** The process that starts next dies at that operation, counted from its start, with so much of it done. */
  dyingAt(nth: number, landing: Landing): Ahead;
  /** Those of the process that runs. */
  operations(rig: Rig): Promise<readonly string[]>;
  close(): Promise<void>;
};

/** The doubles of the ports, one operation each. */
export async function inMemory(): Promise<Ground> {
  return {
    options: {},
    dyingAt: (nth, landing) => (mishaps) => mishaps.dieAt(nth, landing),
    operations: async (rig) => rig.mishaps().operations,
    close: async () => {},
  };
}

export type DeadlyStory<Outcome> = {
  /** Up to the start of the process that dies; the rig is given the options as well. */
  readonly begin: (ahead: Ahead, options: Ground["options"]) => Promise<Rig>;
  /** One look at the screen and what it asks for; true when it is over. */
  readonly act: (rig: Rig) => Promise<boolean>;
  readonly outcome: (rig: Rig, broken: readonly string[]) => Promise<Outcome>;
};

const mostActs = 900;

async function carryOn(rig: Rig, act: (rig: Rig) => Promise<boolean>): Promise<void> {
  for (let acts = 0; acts < mostActs; acts++) {
    if (rig.mishaps().dead || (await act(rig))) return;
    await rig.clock.advance(1_000);
  }
  throw new Error(`still ${(await rig.see()).unbind.state}`);
}

/** Only a record, or a file on a real disk, can be half written; whatever else is half done is done or not. */
function landingsOf(operation: string): readonly Landing[] {
  return /^journal|^write$/.test(operation) ? ["nothing", "half", "all"] : ["nothing", "all"];
}

/** Starts on what a death left, up to the next one; tells what that start got wrong. */
export async function restartAfterDeath(rig: Rig, next?: Ahead): Promise<readonly string[]> {
  const lineEnd = 0x0a;
  const torn = (rig.disk.journal.bytes.at(-1) ?? lineEnd) !== lineEnd;
  await rig.restart(next);
  if (rig.mishaps().dead) return [];
  const { status, cutBytes } = (await rig.see()).journal;
  const reported = torn ? status === "tornTailCut" && cutBytes > 0 : status === "intact";
  return [
    ...(reported ? [] : [`a ${torn ? "torn" : "whole"} journal is told as ${status}`]),
    ...(await brokenAfterStart(rig)),
  ];
}

type Death = { readonly nth: number; readonly operation: string; readonly landing: Landing };

/** So many of them, evenly over all. */
function spread<T>(all: readonly T[], most: number): readonly T[] {
  return all.filter((_, nth) => Math.floor((nth * most) / all.length) !== Math.floor(((nth - 1) * most) / all.length));
}

/** `most`: not every death, but so many of them. `operations`: of the story in which nobody dies; `died`: how often somebody did. */
export async function everyDeath<Outcome>(
  story: DeadlyStory<Outcome>,
  wanted: Outcome,
  open: () => Promise<Ground> = inMemory,
  most = Number.POSITIVE_INFINITY,
) {
  async function tell<T>(death: Death | null, look: (rig: Rig, ground: Ground) => Promise<T>): Promise<T> {
    const ground = await open();
    try {
      const ahead = death ? ground.dyingAt(death.nth, death.landing) : () => {};
      const rig = await story.begin(ahead, ground.options);
      await carryOn(rig, story.act);
      return await look(rig, ground);
    } finally {
      await ground.close();
    }
  }

  let died = 0;
  async function recovered(rig: Rig): Promise<Outcome> {
    const broken: string[] = [];
    if (rig.mishaps().dead) {
      died += 1;
      broken.push(...(await restartAfterDeath(rig)));
      await carryOn(rig, story.act);
    }
    return story.outcome(rig, broken);
  }

  const operations = await tell(null, (rig, ground) => ground.operations(rig));
  const deaths = operations.flatMap((operation, index) =>
    landingsOf(operation).map((landing): Death => ({ nth: index + 1, operation, landing })),
  );
  const wrong: string[] = [];
  for (const death of most < deaths.length ? spread(deaths, most) : deaths) {
    const told = await tell(death, recovered).catch(String);
    if (JSON.stringify(told) !== JSON.stringify(wanted))
      wrong.push(`${death.nth} ${death.operation}, ${death.landing}: ${JSON.stringify(told)}`);
  }
  return { wrong, operations, died };
}
