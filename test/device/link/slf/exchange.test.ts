import { describe, expect, test } from "vitest";
import { createSimPaymentApp } from "../../../../device/adapters/sim/simPaymentApp.ts";
import { fromLatin1, hex, latin1 } from "../../../../device/base/bytes.ts";
import { createSlfExchange, type SlfExchangeOptions } from "../../../../device/link/slf/exchange.ts";
import type { Clock } from "../../../../device/ports/clock.ts";
import type { SerialLink } from "../../../../device/ports/serialLink.ts";
import type { SlfCommand } from "../../../../device/serial/slf/command.ts";
import { ec } from "../../../../device/serial/slf/commands/ec.ts";
import { id } from "../../../../device/serial/slf/commands/id.ts";
import { settleBatch } from "../../../../device/serial/slf/commands/payments.ts";
import { st } from "../../../../device/serial/slf/commands/st.ts";
import { encodeFrame, type SlfFraming } from "../../../../device/serial/slf/frame.ts";
import { createManualClock } from "../../../support/manualClock.ts";
import {
  createSimSlfTerminal,
  type SimSlfFault,
  type SimSlfOptions,
  type SimSlfTerminal,
} from "../../../support/sim/simSlfTerminal.ts";
import { createSimTerminal } from "../../../support/sim/simTerminal.ts";
import { createSimTerminalOpener } from "../../../support/sim/simTerminalLink.ts";

const slf0: SlfFraming = { profile: "slf-0", lrcStart: 0x7f };
const hello = ec(fromLatin1("hello"));

/** An exchange with the simulated terminal, and what went over the wire, in time that the test moves. */
async function createRig(options: Partial<SlfExchangeOptions & Pick<SimSlfOptions, "speaksAt">> = {}) {
  const clock = createManualClock();
  const payments = createSimPaymentApp({ clock, openBatch: 3 });
  const terminal = createSimSlfTerminal({ clock, terminal: createSimTerminal({ clock }), payments, ...options });
  const opened = await createSimTerminalOpener(terminal).open();
  if (!opened.ok) throw new Error(opened.error.code);
  const transcript: string[] = [];
  const link = recorded(opened.value, transcript);
  const exchange = createSlfExchange({ link, clock, ...options });
  return {
    clock,
    terminal,
    payments,
    exchange,
    transcript,
    async run(command: SlfCommand<unknown>) {
      const startedMs = clock.monotonic();
      const ending = await clock.runUntil(exchange.run(command));
      const told = ending.ok
        ? `${ending.value.name} ${ending.value.rc} ${latin1(ending.value.body)}`
        : ending.error.code;
      return `${told} after ${clock.monotonic() - startedMs} ms`;
    },
  };
}

function recorded(link: SerialLink, transcript: string[]): SerialLink {
  link.onBytes((bytes) => transcript.push(`<= ${hex(bytes)}`));
  return {
    ...link,
    write(bytes) {
      transcript.push(`=> ${hex(bytes)}`);
      return link.write(bytes);
    },
  };
}

describe("an exchange as it should be", () => {
  test("is a frame, its ACK, the answer and its ACK", async () => {
    const { run, transcript } = await createRig();
    const ending = await run(ec(fromLatin1("hi")));

    expect({ ending, transcript }).toEqual({
      ending: "EC 00 hi after 0 ms",
      transcript: ["=> 0200060045431c686903" + "1e", "<= 06", "<= 0200090045431c30301c6869030d", "=> 06"],
    });
  });

  test("counts a sequence on with each request, and wraps", async () => {
    const { run, transcript } = await createRig();
    for (let count = 0; count < 257; count++) await run(hello);

    const sequences = transcript.filter((line) => line.startsWith("=> 02")).map((line) => line.slice(9, 11));

    expect([sequences[0], sequences[1], sequences[255], sequences[256]]).toEqual(["00", "01", "ff", "00"]);
  });

  test("may begin with a wake-up", async () => {
    const { run, transcript } = await createRig({ wakeUp: true });

    expect([await run(hello), ...transcript.slice(0, 2)]).toEqual(["EC 00 hello after 0 ms", "=> 05", "<= 06"]);
  });

  test("works without lengths, with another LRC and sequences that are no control bytes", async () => {
    const { run, transcript } = await createRig({ framing: slf0 });

    expect([await run(hello), transcript[0]]).toEqual([
      "EC 00 hello after 0 ms",
      `=> ${hex(encodeFrame(fromLatin1(" EC\x1chello"), slf0))}`,
    ]);
  });

  test("one at a time: whoever comes meanwhile waits, and the ninth is told so", async () => {
    const { clock, exchange, terminal } = await createRig();
    terminal.isSlow(100);

    const endings = await clock.runUntil(Promise.all(Array.from({ length: 9 }, () => exchange.run(hello))));

    expect(endings.map((ending) => (ending.ok ? ending.value.sequence : ending.error.code))).toEqual([
      ...[0, 1, 2, 3, 4, 5, 6, 7],
      "link/queue-full",
    ]);
  });
});

describe("what the line does to a request", () => {
  const cases: readonly [
    story: string,
    said: readonly SimSlfFault[],
    heard: readonly ("drop" | "corrupt" | "fine")[],
    expected: string,
  ][] = [
    ["lost once, it is sent again after T1", [], ["drop"], "EC 00 hello after 2000 ms"],
    ["lost twice, it is sent a third time", [], ["drop", "drop"], "EC 00 hello after 4000 ms"],
    ["lost three times, it is given up", [], ["drop", "drop", "drop"], "link/not-taken after 6000 ms"],
    ["garbled, it is refused once the line is silent, and sent again", [], ["corrupt"], "EC 00 hello after 150 ms"],
    ["its ACK lost, the answer says that it arrived", ["drop"], [], "EC 00 hello after 0 ms"],
    [
      "its ACK lost and the answer twice, it is sent again and answered again",
      ["drop", "drop", "drop"],
      [],
      "EC 00 hello after 2000 ms",
    ],
    ["its ACK twice is one", ["duplicate"], [], "EC 00 hello after 0 ms"],
    ["its ACK late, it has been sent again meanwhile", [{ delayMs: 2_100 }, "drop"], [], "EC 00 hello after 2000 ms"],
    ["the answer garbled, it is asked for again", ["fine", "corrupt"], [], "EC 00 hello after 150 ms"],
    [
      "the answer garbled three times, it is given up",
      ["fine", "corrupt", "corrupt", "corrupt"],
      [],
      "link/timed-out after 450 ms",
    ],
    ["the answer lost, the terminal says it again", ["fine", "drop"], [], "EC 00 hello after 2000 ms"],
    ["the answer twice is one", ["fine", "duplicate"], [], "EC 00 hello after 0 ms"],
    ["the answer late, within T2", ["fine", { delayMs: 1_900 }], [], "EC 00 hello after 1900 ms"],
  ];

  test.each(cases)("%s", async (_story, said, heard, expected) => {
    const { run, terminal } = await createRig();
    terminal.nextSays(...said);
    terminal.nextHears(...heard);

    const ending = await run(hello);

    expect({ ending, carriedOut: terminal.carriedOut().length }).toEqual({
      ending: expected,
      carriedOut: expected.startsWith("link/not-taken") ? 0 : 1,
    });
  });

  test.each(cases)("%s; and the next request is answered with its own answer", async (_story, said, heard) => {
    const { run, terminal } = await createRig();
    terminal.nextSays(...said);
    terminal.nextHears(...heard);
    await run(hello);

    expect(await run(ec(fromLatin1("next")))).toMatch(/^EC 00 next /);
  });
});

describe("a request is carried out once", () => {
  test("though the terminal hears it twice, and is still at it at the second", async () => {
    const { clock, run, terminal, payments } = await createRig();
    terminal.isSlow(3_000);
    terminal.nextSays("drop", "drop");

    const ending = await run(settleBatch);
    await clock.advance(60_000);

    expect([ending, terminal.carriedOut(), await payments.status()]).toEqual([
      "SB 00  after 3000 ms",
      ["SB"],
      {
        ok: true,
        value: { openBatch: 0, storedOffline: 0, pendingReversals: 0, pendingRefunds: 0, allowed: "all" },
      },
    ]);
  });

  test("and again when it is asked again, under the next sequence", async () => {
    const { run, terminal } = await createRig();
    await run(settleBatch);
    await run(settleBatch);

    expect(terminal.carriedOut()).toEqual(["SB", "SB"]);
  });
});

describe("a terminal that does not answer", () => {
  test("takes the request and says nothing: after T2 the exchange is over, and the terminal is told so", async () => {
    const { run, terminal, transcript } = await createRig();
    terminal.isSlow(9_000);

    const ending = await run(hello);

    expect([ending, transcript.at(-1)]).toEqual(["link/timed-out after 5000 ms", "=> 04"]);
  });

  test("answers late: its answer is not the next request's", async () => {
    const { run, terminal } = await createRig();
    terminal.nextSays("fine", { delayMs: 5_100 }, "fine");
    terminal.isSlow(4_000);
    await run(ec(fromLatin1("first")));
    terminal.isSlow(4_500);

    expect(await run(ec(fromLatin1("second")))).toMatch(/^EC 00 second /);
  });

  test("answers when nobody waits any more: it is told that it was heard, or it would say so twice more", async () => {
    const { terminal, transcript } = await createRig();
    terminal.says(encodeFrame(fromLatin1("\x07ST\x1c00")));

    expect(transcript.at(-1)).toBe("=> 06");
  });

  test("breaks the exchange off", async () => {
    const { clock, run, terminal } = await createRig();
    terminal.isSlow(3_000);
    clock.after(1_000, () => terminal.says(Uint8Array.of(0x04)));

    expect(await run(hello)).toBe("link/ended after 1000 ms");
  });

  test("is asleep for good", async () => {
    const { run, terminal, transcript } = await createRig({ wakeUp: true });
    terminal.goesSilent();

    expect([await run(hello), transcript]).toEqual([
      "link/not-taken after 3000 ms",
      ["=> 05", "=> 05", "=> 05", "=> 04"],
    ]);
  });

  test("begins to talk at the same time: it yields, and we come again after 100 to 300 ms", async () => {
    const { clock, exchange, terminal, transcript } = await createRig({ wakeUp: true });
    terminal.nextSays("drop");
    const running = exchange.run(hello);
    await clock.advance(10);
    terminal.says(Uint8Array.of(0x05));
    await clock.advance(99);
    const before = transcript.slice();
    await clock.advance(201);

    expect([before, await running]).toEqual([["=> 05", "<= 05"], expect.objectContaining({ ok: true })]);
  });

  test("is unplugged in the middle", async () => {
    const { clock, exchange, terminal } = await createRig();
    terminal.isSlow(3_000);
    clock.after(1_000, () => terminal.unplug());

    const endings = [await clock.runUntil(exchange.run(hello)), await clock.runUntil(exchange.run(hello))];

    expect([endings, exchange.isClosed()]).toEqual([
      Array(2).fill({ ok: false, error: { code: "link/closed" } }),
      true,
    ]);
  });
});

describe("noise", () => {
  test("before everything the terminal says is no reason to give up", async () => {
    const { run, terminal } = await createRig();
    terminal.isNoisy(true);

    expect([await run(hello), await run(st)]).toEqual([
      "EC 00 hello after 0 ms",
      "ST 00 M87\x1c0\x1c0\x1c3\x1c0\x1c0\x1c0\x1c0 after 0 ms",
    ]);
  });

  test("in place of an ACK has the request sent again once the line is silent", async () => {
    const { run, terminal } = await createRig();
    terminal.isSlow(500);
    terminal.nextSays("drop");
    terminal.isNoisy(true);

    const ending = await run(hello);

    expect([ending, terminal.carriedOut()]).toEqual(["EC 00 hello after 500 ms", ["EC"]]);
  });

  test("between frames and without end is not in the way", async () => {
    const { clock, run, terminal, exchange } = await createRig({ speaksAt: false });
    babble(clock, terminal);

    expect([await run(hello), await run(hello), exchange.heard()]).toEqual([
      "EC 00 hello after 0 ms",
      "EC 00 hello after 0 ms",
      { answer: true, garbage: false },
    ]);
  });

  test("without end after a failure is not waited out, and nothing is sent into it", async () => {
    const { clock, run, terminal, exchange, transcript } = await createRig({ speaksAt: false });
    terminal.nextHears("drop", "drop", "drop");
    babble(clock, terminal);
    await run(hello);
    const sent = transcript.filter((line) => line.startsWith("=>")).length;

    const ending = await run(hello);

    expect([ending, transcript.filter((line) => line.startsWith("=>")).length - sent, exchange.heard()]).toEqual([
      "link/not-taken after 3050 ms",
      0,
      { answer: false, garbage: true },
    ]);
  });
});

test("a frame that comes slowly is waited for beyond T2, byte by byte", async () => {
  const { run, terminal } = await createRig();
  terminal.paces(1_200);
  terminal.isSlow(4_900);

  expect(await run(id)).toMatch(/^ID 00 .* after 5\d\d\d/);
});

test("after a release the link is left open and nobody listens", async () => {
  const { clock, exchange, terminal, transcript } = await createRig();
  exchange.release();
  terminal.says(Uint8Array.of(0x05));

  expect([await clock.runUntil(exchange.run(hello)), transcript]).toEqual([
    { ok: false, error: { code: "link/closed" } },
    ["<= 05"],
  ]);
});

function babble(clock: Clock, terminal: SimSlfTerminal): void {
  terminal.says(Uint8Array.of(0xff));
  clock.after(100, () => babble(clock, terminal));
}
