/** Tells a story once for every operation in it, each time with a death there, and says what came out differently. */

import type { Landing, Mishaps } from "./mishaps.ts";
import { brokenAfterStart } from "./promises.ts";
import type { Rig } from "./rig.ts";

/** Given to the rig where the deaths shall begin. */
export type Ahead = (mishaps: Mishaps) => void;

export type DeadlyStory<Outcome> = {
  /** Up to the start of the process that dies. */
  readonly begin: (ahead: Ahead) => Promise<Rig>;
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

/** Only a record can be half written; whatever else is half done is done or not. */
function landingsOf(operation: string): readonly Landing[] {
  return operation.startsWith("journal") ? ["nothing", "half", "all"] : ["nothing", "all"];
}

/** `operations`: of the story in which nobody dies. */
export async function everyDeath<Outcome>(story: DeadlyStory<Outcome>, wanted: Outcome) {
  async function tell(ahead: Ahead): Promise<Outcome> {
    const rig = await story.begin(ahead);
    await carryOn(rig, story.act);
    const broken: string[] = [];
    if (rig.mishaps().dead) {
      await rig.restart();
      broken.push(...(await brokenAfterStart(rig)));
      await carryOn(rig, story.act);
    }
    return story.outcome(rig, broken);
  }

  const whole = await story.begin(() => {});
  await carryOn(whole, story.act);
  const { operations } = whole.mishaps();
  const wrong: string[] = [];
  for (const [index, operation] of operations.entries()) {
    for (const landing of landingsOf(operation)) {
      const told = await tell((mishaps) => mishaps.dieAt(index + 1, landing)).catch(String);
      if (JSON.stringify(told) !== JSON.stringify(wanted))
        wrong.push(`${index + 1} ${operation}, ${landing}: ${JSON.stringify(told)}`);
    }
  }
  return { wrong, operations };
}
