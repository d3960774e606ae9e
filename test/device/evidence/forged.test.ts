// No forgery hears the sentence that it wants: each is told what is wrong with it instead.

import { expect, test } from "vitest";
import { forgeries } from "./forgeries.ts";
import { judge, reader } from "./forging.ts";

test("there are more than sixty, and each attacks a sentence", () => {
  expect(forgeries.length).toBeGreaterThanOrEqual(60);
});

const stories = forgeries.map(([attacks, by, how, bundle, said, asked = reader]) => {
  return [attacks, by, how, { bundle, said, asked }] as const;
});

test.each(stories)("%s, by the %s: %s", async (_attacks, _by, _how, { bundle, said, asked }) => {
  expect(await judge(await bundle(), asked)).toEqual(said);
});
