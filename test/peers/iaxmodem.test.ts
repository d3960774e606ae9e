/** Our driver before a modem that is not ours: iaxmodem, a strict ITU-T V.250 peer without an identity. */

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createNodeClock } from "../../device/adapters/node/nodeClock.ts";
import { createNodeSerialLinkOpener } from "../../device/adapters/node/nodeSerialLink.ts";
import { fromLatin1 } from "../../device/base/bytes.ts";
import { type AtExchange, createAtExchange } from "../../device/link/at/exchange.ts";
import { createAtTerminal } from "../../device/link/at/terminal.ts";
import type { SerialLink } from "../../device/ports/serialLink.ts";
import type { AtCommand } from "../../device/serial/at/command.ts";
import { type IaxModem, mayRunIaxModem, startIaxModem } from "../support/iaxModem.ts";

const silent = { waitMs: 500 };

describe.skipIf(!mayRunIaxModem)("iaxmodem (skipped unless root: the program starts for nobody else)", () => {
  const clock = createNodeClock();
  let modem: IaxModem;
  let link: SerialLink;
  let exchange: AtExchange;

  beforeEach(async () => {
    modem = await startIaxModem();
    const opened = await createNodeSerialLinkOpener({ path: modem.path, baudRate: 115_200 }).open();
    if (!opened.ok) throw new Error(opened.error.code);
    link = opened.value;
    exchange = createAtExchange({ link, clock });
    expect(await inStep()).toBe(true);
  });
  afterEach(async () => {
    await exchange.close();
    await modem.stop();
  });

  /** A modem on a busy machine may let a try pass; the core tries again as well. */
  const inStep = async () => {
    for (let tries = 0; tries < 10; tries++) if ((await exchange.synchronise()).ok) return true;
    return false;
  };

  /** Any command line, with all the lines of its answer. */
  const ask = async (line: string, { waitMs = 10_000 } = {}) => {
    const command: AtCommand<unknown> = { line, waitMs, owns: () => true, parse: () => null };
    const answer = await exchange.run(command);
    if (!answer.ok) return answer.error.code;
    const { lines, final, echoed } = answer.value;
    return [echoed ? "echo" : "no echo", ...lines, `${final?.result}${final?.numeric ? " in a digit" : ""}`].join(", ");
  };

  test.each([
    ["AT", "echo, OK"],
    ["ATI", "echo, spandsp, OK"],
    ["AT+CGSN", "echo, ERROR"],
    // OK, and nothing in it: whoever takes that for an identity has none.
    ["AT+GSN", "echo, OK"],
    ["AT+FOO", "echo, OK"],
    ["ATE1V1I", "echo, spandsp, OK"],
    ["AT+GMI;+GMM", "echo, OK"],
    ["ATS3?", "echo, 013, OK"],
  ])("answers %s", async (line, answer) => {
    expect(await ask(line)).toBe(answer);
  });

  test("in V0 is understood, known to be out of set-up, and brought back", async () => {
    const digit = await ask("ATV0");
    const state = exchange.state();
    const back = await inStep();

    expect([digit, state, back, await ask("ATI")]).toEqual(["echo, OK in a digit", "unset", true, "echo, spandsp, OK"]);
  });

  test("in Q1 never answers: the port is dirty, nothing more is asked, and the way back is found", async () => {
    const asked = [await ask("ATQ1", silent), exchange.state(), await ask("ATI")];
    const back = await inStep();

    expect([asked, back, await ask("ATI")]).toEqual([
      ["link/timed-out", "dirty", "link/dirty"],
      true,
      "echo, spandsp, OK",
    ]);
  });

  test("in E0 is no longer believed, until its echo is back", async () => {
    const asked = [await ask("ATE0"), await ask("ATI", silent), exchange.state()];
    const back = await inStep();

    expect([asked, back, await ask("ATI")]).toEqual([
      ["echo, OK", "link/timed-out", "dirty"],
      true,
      "echo, spandsp, OK",
    ]);
  });

  test("with another line feed (S4) is read as before", async () => {
    const asked = [await ask("ATS4=11"), await ask("ATI"), await ask("ATS4=10")];

    expect(asked).toEqual(["echo, OK", "echo, spandsp, OK", "echo, OK"]);
  });

  test("with another line end (S3) takes no command of ours and gives nothing that passes for an answer; set back, it is read", async () => {
    await ask("ATS3=30", silent);
    const asked = [await ask("ATI", silent), (await exchange.synchronise()).ok];
    await link.write(fromLatin1("\x1eATS3=13\x1e"));
    const back = await inStep();

    expect([asked, back, await ask("ATI")]).toEqual([
      [expect.stringMatching(/^link\/(timed-out|dirty)$/), false],
      true,
      "echo, spandsp, OK",
    ]);
  });

  test.each([10, 30])(
    "found with another line end (S3=%i) on a fresh link, it gets the standard one back and is read",
    async (s3) => {
      await ask(`ATS3=${s3}`, silent);
      exchange = createAtExchange({ link, clock });

      const back = await inStep();

      expect([back, await ask("ATI")]).toEqual([true, "echo, spandsp, OK"]);
    },
  );

  test("has no identity, and is given none", async () => {
    await exchange.close();
    const opener = createNodeSerialLinkOpener({ path: modem.path, baudRate: 115_200 });
    const terminal = createAtTerminal({ opener, clock });

    const report = await terminal.readIdentity();
    await terminal.close();

    const values = Object.values(report.ok ? report.value : {});
    expect(values.map((reading) => reading.status)).toEqual(values.map(() => "unreadable"));
    expect(report).toMatchObject({ ok: true });
  });
});
