// A start of the page is small: what index.html reaches and one language, as they would be sent compressed.

import { join } from "node:path";
import { expect, test } from "vitest";
import { buildPage } from "../../build/bundle.ts";
import { projectDir } from "../../build/paths.ts";
import { measurePage, mostBytesAtStart } from "../bench/figures/pageSize.ts";
import { makeScratchDir } from "../support/scratchDir.ts";

test("program, style and the larger language stay below the bound", { timeout: 60_000 }, async () => {
  const appDir = await makeScratchDir();
  await buildPage(projectDir, appDir, false);
  const { start, language } = await measurePage(join(appDir, "renderer"));

  expect({ bytes: start + language, tooLarge: start + language > mostBytesAtStart }).toEqual({
    bytes: expect.any(Number),
    tooLarge: false,
  });
});
