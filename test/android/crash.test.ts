/**
 * The crash stories of the core with the platform's half in Java under it. Not every death of each: JIEBANG_DEATHS says how
 * many, spread over all; `npm run android:deaths` takes all of them.
 */

import { expect, test } from "vitest";
import { onAndroid } from "../support/androidGround.ts";
import { crashStories } from "../support/crashStories.ts";
import { everyDeath } from "../support/deaths.ts";
import { describeWithJdk } from "../support/describeWithJdk.ts";

const most = Number(process.env.JIEBANG_DEATHS ?? 3);

describeWithJdk("The core on Android's half", () => {
  test.each(crashStories)(
    "A death of that process in a story $name: exactly one unbind comes of it, and nothing is wiped before the proof",
    {
      timeout: 120_000 + 20_000 * Math.min(most, 500),
    },
    async ({ story, wanted }) => {
      const { wrong, operations, died } = await everyDeath(story, wanted, onAndroid, most);

      // No two runs take the same steps in the same order: a death in the middle of a write finds another step there now and then.
      expect({ wrong, enough: operations.length > 30 && died > 0 }).toEqual({ wrong: [], enough: true });
    },
  );
});
