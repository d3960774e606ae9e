// A merchant meets no word of an engineer's before anything is unfolded; and nothing that is folded is left out of the page.

import { expect, test } from "vitest";
import type { Language } from "../../device/contract/codes.ts";
import type { Snapshot } from "../../device/contract/snapshot.ts";
import { App } from "../../renderer/app.tsx";
import { isStaff, screenOf } from "../../renderer/state/screenOf.ts";
import { createFakeHost } from "../support/fakeHost.ts";
import { snapshots } from "../support/snapshots.ts";
import { draw } from "../support/tinyDom.ts";
import "../support/wholePage.ts";
import { engineersWordsIn, unfoldedText } from "./engineersWords.ts";

const forStaff = ["factory", "enrolmentCode", "label", "staff", "diagnostics", "journal"];
const all = Object.entries(snapshots as Record<string, Snapshot>);
const principalOf = ({ session }: Snapshot) => (session.phase === "open" ? session.principal : null);
const merchants = all.filter(
  ([, snapshot]) => !isStaff(principalOf(snapshot)) && !forStaff.includes(screenOf(snapshot)),
);

const drawn = (snapshot: Snapshot, language: Language) =>
  draw(<App host={createFakeHost({ ...snapshot, language })} />);

test.for(["zh-CN", "en"] as const)("In %s, no screen of a merchant has a word of an engineer's", async (language) => {
  const met: string[] = [];
  for (const [name, snapshot] of merchants) {
    const words = engineersWordsIn(unfoldedText(await drawn(snapshot, language)));
    if (words.length > 0) met.push(`${name}: ${words.join(" ")}`);
  }
  expect({ met, looked: merchants.length > 90 }).toEqual({ met: [], looked: true });
});

test("What is folded for a merchant stands open for a technician", async () => {
  const { staffMenu, home } = snapshots;
  const asStaff = { ...home, session: staffMenu.session, unbind: snapshots.submitted.unbind };
  const openOnes = async (snapshot: Snapshot) =>
    [...(await drawn(snapshot, "zh-CN")).everything()]
      .filter(({ localName }) => localName === "details")
      .map(({ attributes }) => attributes.has("open"));
  expect([await openOnes(home), await openOnes({ ...asStaff, offered: {} } as Snapshot)]).toEqual([
    expect.not.arrayContaining([true]),
    expect.not.arrayContaining([false]),
  ]);
});

test("What a request is known by stands below the fold", async () => {
  const { submitted } = snapshots;
  const root = await drawn(submitted, "zh-CN");
  const id = submitted.unbind.requestId ?? "";
  expect([unfoldedText(root).includes(id), root.textContent.includes(id)]).toEqual([false, true]);
});
