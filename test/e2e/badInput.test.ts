/** What goes wrong around the kiosk: each has its own code, sentence and remedy, loses nothing, and is over when it is over. */

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from "vitest";
import type { SimTerminal } from "../../device/adapters/sim/simTerminal.ts";
import type { ErrorCode } from "../../device/contract/errors.ts";
import { textsOf } from "../../renderer/text/textsOf.ts";
import type { KioskDriver } from "../support/kioskDriver.ts";
import type { Surroundings } from "../support/surroundings.ts";
import type { FaultKind } from "../upstream/faults.ts";
import { keysWithTwoBodies } from "../upstream/receivedLog.ts";
import { readFailure, wordsFor } from "./failures.ts";
import { commission, confirmUnbind, executeUnbind } from "./operator.ts";
import { type Stage, setStage } from "./stage.ts";

/** What a receiver of positions says, whatever it is asked. */
const foreignSentence = "$GPGGA,092750.000,0000.0000,N,00000.0000,E,0,0,,,M,,M,,*6B";

/** A device that answers the first command in this way. */
async function plugInAnother({ terminal, plugIn }: Surroundings, answer: Parameters<SimTerminal["answers"]>[1]) {
  await terminal.unplug();
  terminal.terminal.answers("ATQ0V1E1", answer);
  await plugIn();
}

type SerialFault = {
  readonly what: string;
  readonly code: ErrorCode;
  readonly begin: (around: Surroundings) => unknown;
  readonly end: (around: Surroundings) => unknown;
};

/** The terminal of the simulated surroundings. */
const identity = { sn: "JB26T1000042", imei: "490154203237518" };

const serialFaults: readonly SerialFault[] = [
  {
    what: "no serial device",
    code: "link/port-missing",
    begin: ({ terminal }) => terminal.unplug(),
    end: (around) => around.plugIn(),
  },
  {
    what: "a device that is silent",
    code: "link/no-answer",
    begin: ({ terminal: { terminal } }) => terminal.goesSilent(),
    end: ({ terminal: { terminal } }) => terminal.speaksAgain(),
  },
  {
    what: "a device that says something else",
    code: "link/garbage",
    begin: (around) => plugInAnother(around, { final: foreignSentence }),
    end: (around) => plugInAnother(around, []),
  },
  {
    what: "a wrong baud rate",
    code: "link/garbage",
    begin({ terminal: { terminal } }) {
      terminal.paces(9_600);
      terminal.talksGarbage(true);
    },
    end({ terminal: { terminal } }) {
      terminal.paces(115_200);
      terminal.talksGarbage(false);
    },
  },
];

describe("on the serial line", () => {
  let stage: Stage;
  let kiosk: KioskDriver;
  beforeAll(async () => {
    stage = await setStage();
    kiosk = await stage.start();
    await commission(kiosk);
  });
  afterAll(() => stage?.close());

  test.each(named(serialFaults))("%s", async (_what, { code, begin, end }) => {
    const { surroundings } = stage;

    await begin(surroundings);
    await kiosk.tap("read-again");
    const told = await readFailure(kiosk, "terminal-failure", code);
    const readWhileWrong = await kiosk.page.getByText(identity.sn).count();
    await end(surroundings);
    await kiosk.tap("read-again");
    await kiosk.field("terminal-failure").waitFor({ state: "detached" });

    const readAgain = { sn: await kiosk.read("sn"), imei: await kiosk.read("imei") };
    expect({ told, readWhileWrong, readAgain }).toEqual({
      told: wordsFor(code),
      readWhileWrong: 0,
      readAgain: identity,
    });
  });
});

type UpstreamFault = { readonly what: string; readonly kind: FaultKind; readonly code: ErrorCode };

const upstreamFaults: readonly UpstreamFault[] = [
  { what: "answers HTML", kind: "html", code: "upstream/answer-not-understood" },
  { what: "answers 500", kind: "server-error", code: "upstream/server-error" },
  { what: "answers nothing", kind: "silence", code: "upstream/no-answer" },
  { what: "answers 10 MB", kind: "huge-body", code: "upstream/answer-too-large" },
];

describe("an upstream that holds a request and", () => {
  let stage: Stage;
  let kiosk: KioskDriver;
  beforeAll(async () => {
    stage = await setStage({ reviewMs: "manual" });
    kiosk = await stage.start();
    await commission(kiosk);
    await confirmUnbind(kiosk);
    await kiosk.tap("check-now");
    await kiosk.state("underReview");
  });
  afterAll(() => stage?.close());

  test.each(named(upstreamFaults))("%s", async (_what, { kind, code }) => {
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
  });

  test("sends receipts that are not for this terminal, and then the right one", async () => {
    const { operator } = stage.surroundings.upstream;
    const [request] = (await operator.list()).requests;
    await operator.approve({ requestId: request?.requestId ?? "" });
    await kiosk.tap("check-now");

    await operator.setFault({ fault: { kind: "receipt-other-key" } });
    await executeUnbind(kiosk);
    const ofOtherKey = await readFailure(kiosk, "failure", "trust/key-not-pinned");
    await operator.setFault({ fault: { kind: "receipt-other-sn" } });
    await kiosk.tap("check-now");
    const forOtherSn = await readFailure(kiosk, "failure", "trust/field-mismatch");
    const stateMeanwhile = await kiosk.state("unknown", "executing", "unboundUpstream", "completed");
    const wipedMeanwhile = await isMerchantWiped(stage.surroundings.stateDir);
    await operator.setFault({ fault: null });
    await kiosk.tap("check-now");
    await kiosk.state("completed");

    const log = await operator.log();
    expect({
      ...{ ofOtherKey, forOtherSn, stateMeanwhile, wipedMeanwhile },
      wiped: await isMerchantWiped(stage.surroundings.stateDir),
      keysWithTwoBodies: keysWithTwoBodies(log),
      submissions: (await stage.submissions()).length,
    }).toEqual({
      ofOtherKey: wordsFor("trust/key-not-pinned"),
      forOtherSn: wordsFor("trust/field-mismatch"),
      stateMeanwhile: "unknown",
      wipedMeanwhile: false,
      wiped: true,
      keysWithTwoBodies: [],
      submissions: 1,
    });
  });
});

test("A journal that was edited while the kiosk was off puts it out of service, and nothing is sent", async () => {
  const stage = await setStage();
  onTestFinished(stage.close);
  const { stateDir, upstream } = stage.surroundings;
  const before = await stage.start();
  await commission(before);
  await before.close();
  const journal = join(stateDir, "journal.jsonl");
  const bytes = await readFile(journal);
  const place = bytes.indexOf('"enrolled"') + 1;
  bytes.write("E", place);
  await writeFile(journal, bytes);
  const sentBefore = (await upstream.operator.log()).length;

  const kiosk = await stage.start();
  await kiosk.screen("outOfService");
  const told = await readFailure(kiosk, "failure", "journal/damaged");

  expect({ place: place > 0, told, sent: (await upstream.operator.log()).slice(sentBefore) }).toEqual({
    place: true,
    told: wordsFor("journal/damaged"),
    sent: [],
  });
});

test("A configuration with an error: the field is named, and the service manager is told not to try again", async () => {
  const stage = await setStage({ config: { serial: { path: "ttyS0", baudRate: 115_200 }, colour: "red" } });
  onTestFinished(stage.close);

  const { exitCode, stderr } = await stage.startInVain();

  expect({ exitCode, stderr }).toEqual({
    exitCode: 78,
    stderr: expect.stringMatching(/serial\.path.*colour/s),
  });
});

describe("an order", () => {
  let stage: Stage;
  let kiosk: KioskDriver;
  beforeAll(async () => {
    stage = await setStage();
    kiosk = await stage.start();
    await kiosk.screen("choosePin");
  });
  afterAll(() => stage?.close());

  test("that is malformed is refused before the kiosk hears of it", async () => {
    const refused = await kiosk.page.evaluate(async () => {
      const order = window.kioskHost?.order as (...sent: unknown[]) => Promise<unknown>;
      const sent = [
        ["pressDigit", { digit: 10 }],
        ["pressDigit", { digit: "1" }],
        ["pressDigit", { digit: 1, more: true }],
        ["pressDigit"],
        ["toString", {}],
        [7, {}],
        ["setLanguage", { language: "x".repeat(1_000_000) }],
        ["confirmUnbind", { summaryHash: "short" }],
      ];
      return Promise.all(sent.map((each) => order(...each)));
    });

    const typed = await kiosk.field("pin-typed").textContent();
    expect({ refused, typed }).toEqual({
      refused: Array.from({ length: 8 }, () => ({ ok: false, error: { code: "host/malformed-order" } })),
      typed: textsOf["zh-CN"].screens.pin.typed(0),
    });
  });

  test("of a foreign page is refused", async () => {
    const { appDir } = inject("builtKiosk");

    const answer = await kiosk.app.evaluate(
      async ({ BrowserWindow }, preload) => {
        const foreign = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
        await foreign.loadURL("data:text/html,<title>foreign</title>");
        const answer: unknown = await foreign.webContents.executeJavaScript("window.kioskHost.order('openMenu', {})");
        foreign.destroy();
        return answer;
      },
      join(appDir, "main/preload.cjs"),
    );

    expect(answer).toEqual({ ok: false, error: { code: "host/foreign-sender" } });
  });
});

function named<Fault extends { readonly what: string }>(faults: readonly Fault[]) {
  return faults.map((fault) => [fault.what, fault] as const);
}

/** The simulated payment application keeps in its file whether it still holds the merchant's data. */
async function isMerchantWiped(stateDir: string): Promise<boolean> {
  return JSON.parse(await readFile(join(stateDir, "sim-payment.json"), "utf8")).merchantData === false;
}
