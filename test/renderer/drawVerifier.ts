/** The verifier with a verdict on it, in both languages: two of the README's pictures. The evidence is a story's, signed anew each time. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { buildVerifier } from "../../build/verifier.ts";
import { createParty } from "../device/evidence/keys.ts";
import { sealedText, tellUnbind } from "../device/evidence/unbindStory.ts";

/** Answers the pictures' names. */
export async function drawVerifier(page: Page, workDir: string, into: string): Promise<readonly string[]> {
  const file = join(workDir, "verifier.html");
  await writeFile(file, await buildVerifier());
  const [terminal, upstream] = [createParty(), createParty()];
  const evidence = await sealedText(terminal, (await tellUnbind({ terminal, upstream })).parts);
  await page.setViewportSize({ width: 720, height: 1280 });
  await page.emulateMedia({ colorScheme: "light" });
  const names: string[] = [];
  for (const language of ["zh-CN", "en"]) {
    await page.goto(pathToFileURL(file).href);
    if ((await page.getAttribute("html", "lang")) !== language) await page.click("header button");
    await page.fill('[data-field="evidenceText"]', evidence);
    await page.fill('[data-field="keyText"]', JSON.stringify(upstream.jwk));
    await page.fill('[data-field="deviceKid"]', terminal.kid);
    await page.waitForSelector(`html[lang="${language}"] [data-field="verdict"]`);
    await page.evaluate(() => document.querySelector("#verdict")?.scrollIntoView());
    const name = `verifier-${language}.png`;
    await page.screenshot({ path: join(into, name) });
    names.push(name);
  }
  return names;
}
