// A camera before which a terminal shows its codes one after the other: the verifier says what `verify` says of the file,
// whatever else comes before the camera, and has a sentence for every camera that there is not, or not any more.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { buildVerifier } from "../../build/verifier.ts";
import { verifierEn } from "../../device/text/en/verifier.ts";
import type { Browser } from "./browsers/browser.ts";
import { openChromium } from "./browsers/chromium.ts";
import { filmOf } from "./browsers/film.ts";
import { openFirefox } from "./browsers/firefox.ts";
import {
  atShell,
  codesOf,
  files,
  genuine,
  hands,
  type Line,
  leftOut,
  picture,
  upstreamKey,
  verdictSaid,
} from "./verifierPage.ts";

const folder = mkdtempSync(join(tmpdir(), "camera-"));
const verifierFile = join(folder, "verifier.html");
beforeAll(async () => writeFileSync(verifierFile, await buildVerifier()));
afterAll(() => rmSync(folder, { recursive: true }));

const byKey = { key: upstreamKey, deviceKid: "" };
const { failures, codesRead, leftOut: otherCodes } = verifierEn.verifier;

/** The verifier, opened in a browser before whose camera the codes are shown. */
async function before(codes: readonly string[]) {
  const film = join(folder, "codes.y4m");
  writeFileSync(film, filmOf(codes));
  return opened(await openChromium({ film }));
}

async function opened<Opened extends Browser>(browser: Opened): Promise<Opened> {
  onTestFinished(() => browser.close());
  await browser.open(verifierFile);
  return browser;
}

/** Gives the key, starts the camera, and waits for what `condition` finds. */
const scan = (condition: string) => `
  ${hands}
  const [key] = args;
  fill("keyText", key);
  field("scan").click();
  await until(() => ${condition});
`;
const scanToTheEnd = `${scan('field("verdict")')} return [linesOf(field("verdict")), document.querySelector("video")];`;

/** What it comes to, and that the camera was let go. */
async function scanned(browser: Browser) {
  const [lines, video] = (await browser.run(scanToTheEnd, upstreamKey)) as readonly [readonly Line[], unknown];
  return { said: sorted(lines), isCameraOpen: video !== null, notes: await browser.run(leftOut) };
}

function sorted(lines: readonly Line[]): readonly string[] {
  return lines.map(([mark, text]) => mark + text).sort();
}

/** The same in Firefox. */
async function beforeFirefox(codes: readonly string[]) {
  return opened(await openFirefox({ pictures: codes.map((code) => picture(code, 3)) }));
}

test.each([
  ["Chromium", before],
  ["Firefox", beforeFirefox],
] as const)("every code of one evidence in %s: the same as verify says of the file", async (_name, beforeCamera) => {
  const text = await genuine({ form: "oneStep" });
  const browser = await beforeCamera(codesOf(text));

  const found = await scanned(browser);

  expect(found).toEqual({ said: await atShell(text, byKey), isCameraOpen: false, notes: [] });
});

test("codes of other evidence and of none among them are left out", async () => {
  const text = await genuine({ form: "oneStep" });
  const [, ...others] = codesOf(await genuine());
  const codes = codesOf(text).flatMap((code, index) => [others[index] ?? "https://pay.example/sticker", code]);
  const browser = await before(["hello", ...codes]);

  const found = await scanned(browser);

  expect(found).toEqual({ said: await atShell(text, byKey), isCameraOpen: false, notes: [otherCodes] });
});

test("a camera that is taken away is told, and what it read is kept for a picture of the rest", async () => {
  const text = await genuine({ form: "oneStep" });
  const codes = codesOf(text);
  const [last = "", ...read] = [...codes].reverse();
  const browser = await before(read);
  const allButOne = codesRead(codes.length - 1, codes.length);
  await browser.run(`${scan(`field("progress")?.textContent === args[1]`)} return null;`, upstreamKey, allButOne);

  await browser.takeCameraAway();

  const told = await browser.run(
    `${hands} return (await until(() => document.querySelector('[role="alert"]'))).textContent;`,
  );
  await browser.run(
    `${hands} giveFiles("evidenceFile", args[0]); return null;`,
    files(["last.png", "image/png", picture(last)]),
  );
  const judged = (await browser.run(verdictSaid)) as readonly Line[];
  expect([told, sorted(judged)]).toEqual([failures["camera-lost"], await atShell(text, byKey)]);
});

test.each([
  ["refused", "Chromium", openChromium, failures["camera-refused"]],
  ["refused", "Firefox", openFirefox, failures["camera-refused"]],
  ["none", "Chromium", openChromium, failures["camera-missing"]],
  ["none", "Firefox", openFirefox, failures["camera-missing"]],
] as const)(
  "a camera that is %s in %s has its sentence, and pictures are taken as before",
  async (camera, _name, open, sentence) => {
    const text = await genuine({ form: "oneStep" });
    const browser = await opened(await open(camera));

    const told = await browser.run(
      `${scan("document.querySelector('[role=\"alert\"]')")} return document.querySelector('[role="alert"]').textContent;`,
      upstreamKey,
    );
    const pictures = codesOf(text).map((code, index) => [`${index}.png`, "image/png", picture(code)] as const);
    await browser.run(`${hands} giveFiles("evidenceFile", args[0]); return null;`, files(...pictures));

    const judged = (await browser.run(verdictSaid)) as readonly Line[];
    expect([told, sorted(judged)]).toEqual([sentence, await atShell(text, byKey)]);
  },
);
