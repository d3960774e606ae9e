/** What goes wrong on the serial line: each has its own words, nothing is read then, and it is over when it is over. */

import { afterAll, beforeAll, expect, test } from "vitest";
import type { ErrorCode } from "../../device/contract/errors.ts";
import type { KioskDriver } from "../support/kioskDriver.ts";
import type { SimFarEnd } from "../support/sim/simFarEnd.ts";
import type { Surroundings } from "../support/surroundings.ts";
import { readFailure, wordsFor } from "./failures.ts";
import { commission } from "./operator.ts";
import { type Stage, setStage } from "./stage.ts";

/** The terminal of the simulated surroundings. */
const identity = { sn: "JB26T1000042", imei: "490154203237518" };

type SerialFault = {
  readonly code: ErrorCode;
  readonly begin: (around: Surroundings) => unknown;
  readonly end: (around: Surroundings) => unknown;
};

const faults: Readonly<Record<string, SerialFault>> = {
  "No serial device": {
    code: "link/port-missing",
    begin: ({ terminal }) => terminal.unplug(),
    end: (around) => around.plugIn(),
  },
  "A device that is silent": {
    code: "link/no-answer",
    begin: ({ terminal: { terminal } }) => terminal.goesSilent(),
    end: ({ terminal: { terminal } }) => terminal.speaksAgain(),
  },
  "A device that talks of something else": {
    code: "link/garbage",
    begin: (around) => around.plugInInstead(createPositionReceiver()),
    end: (around) => around.plugIn(),
  },
  "A wrong baud rate": {
    code: "link/wrong-rate",
    begin({ terminal: { terminal } }) {
      terminal.paces(9_600);
      terminal.talksGarbage(true);
    },
    end({ terminal: { terminal } }) {
      terminal.paces(115_200);
      terminal.talksGarbage(false);
    },
  },
};

let stage: Stage;
let kiosk: KioskDriver;
beforeAll(async () => {
  stage = await setStage();
  kiosk = await stage.start();
  await commission(stage, kiosk);
});
afterAll(() => stage?.close());

test.each(Object.entries(faults))(
  "%s: nothing is read, both languages say why, and it is over when it is over",
  async (...fault) => {
    const [, { code, begin, end }] = fault;
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
  },
);

/** Says where it is, again and again, whatever it is asked. */
function createPositionReceiver(): SimFarEnd {
  const sentence = Buffer.from("$GPGGA,092750.000,0000.0000,N,00000.0000,E,0,0,,,M,,M,,*6B\r\n", "latin1");
  let talking: ReturnType<typeof setInterval> | undefined;
  return {
    receive() {},
    onBytes(listener) {
      talking = setInterval(() => listener(sentence), 100);
      return () => clearInterval(talking);
    },
    onUnplugged: () => () => {},
    unplug: () => clearInterval(talking),
    plugIn() {},
    isPluggedIn: () => true,
  };
}
