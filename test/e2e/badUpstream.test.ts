/** What an upstream can do wrong to a request that it holds: each has its own words, and the request is finished all the same. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ErrorCode } from "../../device/contract/errors.ts";
import type { KioskDriver } from "../support/kioskDriver.ts";
import type { FaultKind } from "../upstream/faults.ts";
import { keysWithTwoBodies } from "../upstream/receivedLog.ts";
import { readFailure, wordsFor } from "./failures.ts";
import { askUntil, commission, confirmUnbind, executeUnbind } from "./operator.ts";
import { type Stage, setStage } from "./stage.ts";

const faults: readonly (readonly [what: string, kind: FaultKind, code: ErrorCode])[] = [
  ["HTML", "html", "upstream/answer-not-understood"],
  ["500", "server-error", "upstream/server-error"],
  ["nothing", "silence", "upstream/no-answer"],
  ["10 MB", "huge-body", "upstream/answer-too-large"],
];

let stage: Stage;
let kiosk: KioskDriver;
beforeAll(async () => {
  stage = await setStage({ reviewMs: "manual" });
  kiosk = await stage.start();
  await commission(stage, kiosk);
  await confirmUnbind(kiosk);
  await askUntil(kiosk, "underReview");
});
afterAll(() => stage?.close());

test.each(faults)(
  "It answers %s: both languages say why, the request is not lost, and it goes on",
  async (_what, kind, code) => {
    const { operator } = stage.surroundings.upstream;

    await operator.setFault({ fault: { kind } });
    await kiosk.tap("check-now");
    const told = await readFailure(kiosk, "failure", code);
    const stateMeanwhile = await kiosk.state("submitted", "underReview", "unknown");
    await operator.setFault({ fault: null });
    await kiosk.tap("check-now");
    await kiosk.field("failure").waitFor({ state: "detached" });

    expect({ told, stateMeanwhile, submissions: (await stage.submissions()).length }).toEqual({
      told: wordsFor(code),
      stateMeanwhile: "underReview",
      submissions: 1,
    });
  },
);

test("It sends receipts that are not for this terminal, and then the right one", async () => {
  const { operator } = stage.surroundings.upstream;
  const [request] = (await operator.list()).requests;
  await operator.approve({ requestId: request?.requestId ?? "" });
  await kiosk.tap("check-now");

  await operator.setFault({ fault: { kind: "receipt-other-key" } });
  await executeUnbind(kiosk);
  const ofOtherKey = await readFailure(kiosk, "failure", "trust/key-not-pinned");
  await operator.setFault({ fault: { kind: "receipt-other-sn" } });
  await kiosk.tap("check-now");
  const forOtherSn = await readFailure(kiosk, "failure", "trust/other-terminal");
  const stateMeanwhile = await kiosk.state("unknown", "executing", "unboundUpstream", "completed");
  const wipedMeanwhile = await isMerchantWiped(stage.surroundings.stateDir);
  await operator.setFault({ fault: null });
  await kiosk.tap("check-now");
  await kiosk.state("completed");

  const log = await operator.log();
  expect({
    ofOtherKey,
    forOtherSn,
    stateMeanwhile,
    wipedMeanwhile,
    wiped: await isMerchantWiped(stage.surroundings.stateDir),
    keysWithTwoBodies: keysWithTwoBodies(log),
    submissions: (await stage.submissions()).length,
  }).toEqual({
    ofOtherKey: wordsFor("trust/key-not-pinned"),
    forOtherSn: wordsFor("trust/other-terminal"),
    stateMeanwhile: "unknown",
    wipedMeanwhile: false,
    wiped: true,
    keysWithTwoBodies: [],
    submissions: 1,
  });
});

/** The simulated payment application keeps in its file whether it still holds the merchant's data. */
async function isMerchantWiped(stateDir: string): Promise<boolean> {
  return JSON.parse(await readFile(join(stateDir, "sim-payment.json"), "utf8")).merchantData === false;
}
