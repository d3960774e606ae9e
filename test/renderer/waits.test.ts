// Every state that waits says for whom: for the upstream, which is asked at a time that is shown; or for somebody here, to whom an order is offered.

import { expect, test } from "vitest";
import type { Snapshot } from "../../device/contract/snapshot.ts";
import { snapshots } from "../support/snapshots.ts";

/** Orders that lead nowhere but out of what is being typed or looked at. */
const leadNowhere: ReadonlySet<string> = new Set(["setLanguage", "stayInMenu", "leaveMenu", "leaveEntry"]);

function waitsForNobody({ unbind, offered, service }: Snapshot): boolean {
  if (service.phase !== "working" || unbind.state === "bound") return false;
  const goesOn = unbind.asking || unbind.nextAskAt !== null || unbind.preparing;
  return !goesOn && !Object.keys(offered).some((name) => !leadNowhere.has(name));
}

test("No scene of an unbind waits for nobody", () => {
  const stuck = Object.entries(snapshots).filter(([, snapshot]) => waitsForNobody(snapshot));

  expect(stuck.map(([name]) => name)).toEqual([]);
});
