import { describe, expect, test } from "vitest";
import { fromLatin1, latin1 } from "../../../../device/base/bytes.ts";
import { createEmitter } from "../../../../device/base/emitter.ts";
import { err, ok } from "../../../../device/base/result.ts";
import { createAtExchange } from "../../../../device/link/at/exchange.ts";
import { createQuestions } from "../../../../device/link/at/questions.ts";
import type { SerialLink } from "../../../../device/ports/serialLink.ts";
import { cgsnBare } from "../../../../device/serial/at/commands/cgsnSerial.ts";
import { cpin } from "../../../../device/serial/at/commands/cpin.ts";
import { csq } from "../../../../device/serial/at/commands/csq.ts";
import { createManualClock } from "../../../support/manualClock.ts";

type Script = (command: string, say: (text: string, afterMs?: number) => void) => void;

/** A terminal that does exactly what the test says, well or badly. */
function createRig(script: Script) {
  const clock = createManualClock();
  const received = createEmitter<Uint8Array>();
  const closed = createEmitter<void>();
  const sent: string[] = [];
  let open = true;
  const say = (text: string, afterMs = 0) => {
    clock.after(afterMs, () => received.emit(fromLatin1(text)));
  };
  const link: SerialLink = {
    onBytes: received.listen,
    onClosed: closed.listen,
    async write(bytes) {
      if (!open) return err({ code: "link/closed" });
      const command = latin1(bytes).replace(/\r\n?/, "");
      sent.push(command);
      script(command, say);
      return ok();
    },
    async close() {
      open = false;
      closed.emit();
    },
  };
  return { clock, sent, say, link, exchange: createAtExchange({ link, clock }), unplug: () => link.close() };
}

/** Echoes and says OK to what brings the link into step. */
const willing: Script = (command, say) => {
  if (/^AT(|Q0V1E1|\+CMEE=1)$/.test(command)) say(`${command}\r\r\nOK\r\n`);
};

/** What a reader does that takes the first final result for the answer to its command. */
function naively(bytes: string): string {
  return bytes.split("OK")[0]?.trim() ?? "";
}

describe("the late answer", () => {
  test("that comes after the next command was sent is not taken for its answer", async () => {
    const late = "\r\n+CPIN: READY\r\n\r\nOK\r\n";
    const right = "AT+CGSN\r\r\n1234567890\r\n\r\nOK\r\n";
    const rig = createRig((command, say) => {
      willing(command, say);
      if (command === "AT+CGSN") say(late + right, 300);
    });
    await rig.clock.runUntil(rig.exchange.synchronise());

    const answer = await rig.clock.runUntil(rig.exchange.run(cgsnBare));

    expect({
      told: answer.ok && cgsnBare.parse(answer.value.lines)?.text,
      naive: naively(late + right),
    }).toEqual({ told: "1234567890", naive: "+CPIN: READY" });
  });

  test("keeps the port shut until the terminal is in step again", async () => {
    let asked = 0;
    const rig = createRig((command, say) => {
      willing(command, say);
      if (command === "AT+CPIN?") say("AT+CPIN?\r\r\n+CME ERROR: 14\r\n", 5_900);
      if (command === "AT+CGSN") say(`AT+CGSN\r\r\nSN-${++asked}\r\n\r\nOK\r\n`);
    });
    await rig.clock.runUntil(rig.exchange.synchronise());

    const timedOut = await rig.clock.runUntil(rig.exchange.run(cpin));
    const refused = await rig.exchange.run(cgsnBare);
    const synchronised = await rig.clock.runUntil(rig.exchange.synchronise());
    const answer = await rig.clock.runUntil(rig.exchange.run(cgsnBare));

    expect({ timedOut, refused, synchronised, answer }).toMatchObject({
      timedOut: { error: { code: "link/timed-out" } },
      refused: { error: { code: "link/dirty" } },
      synchronised: { ok: true },
      answer: { value: { lines: ["SN-1"] } },
    });
  });

  test("without an echo to tell it by is waited out before anything is sent", async () => {
    const rig = createRig((command, say) => {
      if (/^AT(|Q0V1E1|\+CMEE=1)$/.test(command)) say("\r\nOK\r\n");
      if (command === "AT+CPIN?") say("\r\n+CME ERROR: 14\r\n", 5_100);
      if (command === "AT+CGSN") say("\r\n1234567890\r\n\r\nOK\r\n");
    });
    await rig.clock.runUntil(rig.exchange.synchronise());

    await rig.clock.runUntil(rig.exchange.run(cpin));
    await rig.clock.runUntil(rig.exchange.synchronise());
    const answer = await rig.clock.runUntil(rig.exchange.run(cgsnBare));

    expect(answer).toMatchObject({
      ok: true,
      value: { lines: ["1234567890"], final: { result: "OK" }, echoed: false },
    });
  });
});

describe("a terminal that does not echo", () => {
  const echoless: Script = (command, say) => {
    if (/^AT(|Q0V1E1|\+CMEE=1)$/.test(command)) say("\r\nOK\r\n");
    if (command === "AT+CSQ") say("\r\n+CSQ: 21,99\r\n\r\nOK\r\n");
    if (command === "AT+CGSN") say("\r\n1234567890\r\n\r\nOK\r\n", 200);
  };

  test("is asked only when the line has settled, so that what trails behind an answer is not part of the next", async () => {
    const rig = createRig((command, say) => {
      echoless(command, say);
      if (command === "AT+CSQ") say("\r\n9999\r\n", 20);
    });
    await rig.clock.runUntil(rig.exchange.synchronise());

    await rig.clock.runUntil(rig.exchange.run(csq));
    const answer = await rig.clock.runUntil(rig.exchange.run(cgsnBare));

    expect(answer).toMatchObject({ ok: true, value: { lines: ["1234567890"], echoed: false } });
  });

  test("is out of step when a result comes that answers nothing, and is not asked further", async () => {
    const rig = createRig((command, say) => {
      echoless(command, say);
      if (command === "AT+CSQ") say("\r\nOK\r\n", 20);
    });
    await rig.clock.runUntil(rig.exchange.synchronise());

    await rig.clock.runUntil(rig.exchange.run(csq));
    const answer = await rig.clock.runUntil(rig.exchange.run(cgsnBare));

    expect(answer).toEqual({ ok: false, error: { code: "link/dirty" } });
  });

  test.each([
    ["a line", "\r\n9999\r\n"],
    ["a result", "\r\nOK\r\n"],
  ])("is asked again where %s of before comes into the middle of its answer", async (_story, trailing) => {
    const rig = createRig((command, say) => {
      echoless(command, say);
      if (command === "AT+CSQ") say(trailing, 100);
    });
    const questions = createQuestions(rig.exchange, rig.clock);

    await rig.clock.runUntil(questions.ask(csq));
    const told = await rig.clock.runUntil(questions.ask(cgsnBare));

    expect(told).toMatchObject({ kind: "told", value: { text: "1234567890" } });
  });

  test("is asked without waiting for a silence that never comes", async () => {
    const rig = createRig(echoless);
    const storm = () => {
      rig.say("\r\n+CREG: 2\r\n");
      rig.clock.after(20, storm);
    };
    storm();

    const told = await rig.clock.runUntil(createQuestions(rig.exchange, rig.clock).ask(cgsnBare));

    expect({ told, withinMs: rig.clock.monotonic() < 1_500 }).toMatchObject({
      told: { kind: "told", value: { text: "1234567890" } },
      withinMs: true,
    });
  });
});

describe("an exchange", () => {
  test("gives a port up that never says one thing alone", async () => {
    const rig = createRig((command, say) => {
      if (command === "AT+CSQ") return;
      say(`${command}\r\r\nOK\r\n`);
      if (command === "AT") say("\r\n+CSQ: 1,99\r\n\r\nOK\r\n", 100);
    });
    await rig.clock.runUntil(rig.exchange.synchronise());
    await rig.clock.runUntil(rig.exchange.run(csq));
    rig.sent.length = 0;

    const synchronised = await rig.clock.runUntil(rig.exchange.synchronise());

    expect({ synchronised, sent: rig.sent, state: rig.exchange.state() }).toEqual({
      synchronised: { ok: false, error: { code: "link/timed-out" } },
      sent: Array(2)
        .fill(["ATQ0V1E1", "AT+CMEE=1", ...Array(3).fill(["AT+CMEE?", "AT"])])
        .flat(2),
      state: "dirty",
    });
  });

  test("has one command in flight, in the order asked, and refuses more than it can hold", async () => {
    const rig = createRig((command, say) => say(`${command}\r\r\nOK\r\n`, 50));
    await rig.clock.runUntil(rig.exchange.synchronise());
    rig.sent.length = 0;

    const asked = Array.from({ length: 9 }, () => rig.exchange.run(csq));
    const sentAtOnce = await rig.clock.advance(10).then(() => rig.sent.length);
    const outcomes = await rig.clock.runUntil(Promise.all(asked));

    expect({ sentAtOnce, sent: rig.sent.length, last: outcomes.at(-1) }).toEqual({
      sentAtOnce: 1,
      sent: 8,
      last: { ok: false, error: { code: "link/queue-full" } },
    });
  });

  test("ends what is in flight when the plug is pulled, and sends nothing more", async () => {
    const rig = createRig(willing);
    await rig.clock.runUntil(rig.exchange.synchronise());
    const sent = rig.sent.length;
    rig.clock.after(100, () => rig.unplug());

    const outcomes = await rig.clock.runUntil(Promise.all([rig.exchange.run(csq), rig.exchange.run(csq)]));

    expect({
      outcomes,
      sent: rig.sent.length - sent,
      state: rig.exchange.state(),
      timers: rig.clock.pending(),
    }).toEqual({
      outcomes: [
        { ok: false, error: { code: "link/closed" } },
        { ok: false, error: { code: "link/closed" } },
      ],
      sent: 1,
      state: "closed",
      timers: 0,
    });
  });

  test("takes a SIM answer without a final result when the time is over", async () => {
    const rig = createRig((command, say) => {
      willing(command, say);
      if (command === "AT+CPIN?") say("AT+CPIN?\r\r\n+CPIN: READY\r\n");
    });
    await rig.clock.runUntil(rig.exchange.synchronise());

    const answer = await rig.clock.runUntil(rig.exchange.run(cpin));

    expect({ answer, state: rig.exchange.state() }).toMatchObject({
      answer: { ok: true, value: { lines: ["+CPIN: READY"], final: null } },
      state: "ready",
    });
  });

  test("stops at an answer that does not end, and the port is dirty", async () => {
    const rig = createRig((command, say) => {
      willing(command, say);
      if (command === "AT+CGSN") say(`AT+CGSN\r\n${"x".repeat(5_000)}`);
    });
    await rig.clock.runUntil(rig.exchange.synchronise());

    const answer = await rig.clock.runUntil(rig.exchange.run(cgsnBare));

    expect({ answer, state: rig.exchange.state() }).toEqual({
      answer: { ok: false, error: { code: "link/overflow" } },
      state: "dirty",
    });
  });

  test("has to be set up again when the terminal says that it has restarted", async () => {
    const rig = createRig(willing);
    await rig.clock.runUntil(rig.exchange.synchronise());

    rig.say("\r\nRDY\r\n");
    await rig.clock.advance(1);

    expect(rig.exchange.state()).toBe("unset");
  });
});

describe("a command that nobody wants any longer", () => {
  test("ends at once, and its answer, when it comes, is not taken for that of the next", async () => {
    const rig = createRig((command, say) => {
      willing(command, say);
      if (command === "AT+CPIN?") say("AT+CPIN?\r\r\n+CPIN: READY\r\n\r\nOK\r\n", 400);
      if (command === "AT+CGSN") say("AT+CGSN\r\r\n1234567890\r\n\r\nOK\r\n");
    });
    await rig.clock.runUntil(rig.exchange.synchronise());
    const stop = new AbortController();
    rig.clock.after(100, () => stop.abort());

    const begunMs = rig.clock.monotonic();
    const aborted = await rig.clock.runUntil(rig.exchange.run(cpin, { signal: stop.signal }));
    const tookMs = rig.clock.monotonic() - begunMs;
    const refused = await rig.exchange.run(cgsnBare);
    await rig.clock.runUntil(rig.exchange.synchronise());
    const answer = await rig.clock.runUntil(rig.exchange.run(cgsnBare));

    expect({ aborted, tookMs, refused, answer }).toMatchObject({
      aborted: { error: { code: "link/aborted" } },
      tookMs: 100,
      refused: { error: { code: "link/dirty" } },
      answer: { value: { lines: ["1234567890"] } },
    });
  });

  test("is never sent when its turn has not come, and those behind it are", async () => {
    const rig = createRig((command, say) => say(`${command}\r\r\nOK\r\n`, 50));
    await rig.clock.runUntil(rig.exchange.synchronise());
    rig.sent.length = 0;
    const stop = new AbortController();

    const asked = [rig.exchange.run(csq), rig.exchange.run(cpin, { signal: stop.signal }), rig.exchange.run(cgsnBare)];
    stop.abort();
    const outcomes = await rig.clock.runUntil(Promise.all(asked));

    expect({ codes: outcomes.map((outcome) => outcome.ok || outcome.error.code), sent: rig.sent }).toEqual({
      codes: [true, "link/aborted", true],
      sent: ["AT+CSQ", "AT+CGSN"],
    });
  });
});

describe("a terminal that somebody else has set up", () => {
  /** The set-up of ITU-T V.250 that decides how command lines and results look. */
  function createOddModem(set: { quiet?: boolean; s3?: number; s4?: number }): Script {
    let { quiet = false, s3 = 0x0d, s4 = 0x0a } = set;
    let line = "";
    return (bytes, say) => {
      for (const char of `${bytes}\r`) {
        say(char);
        if (char.charCodeAt(0) !== s3) {
          // Control characters other than S3 and S5 are ignored (section 5.2.1).
          if (char >= " ") line += char;
          continue;
        }
        const command = line;
        line = "";
        s3 = Number(/S3=(\d+)/.exec(command)?.[1] ?? s3);
        s4 = Number(/S4=(\d+)/.exec(command)?.[1] ?? s4);
        if (/Q0/.test(command)) quiet = false;
        const ends = String.fromCharCode(s3, s4);
        if (command === "AT+CGSN") say(`${ends}1234567890${ends}`);
        if (command !== "" && !quiet) say(`${ends}OK${ends}`);
      }
    };
  }

  test.each([
    ["without result codes (Q1)", { quiet: true }],
    ["with a line feed as the end of a command (S3)", { s3: 0x0a }],
    ["with a control character as the end of a command (S3)", { s3: 0x1e }],
    ["with a blank for the line feed (S4)", { s4: 0x20 }],
    ["with nothing for the line feed (S4)", { s4: 0x00 }],
    ["with a letter for the line feed (S4)", { s4: 0x58 }],
    ["with everything changed", { quiet: true, s3: 0x1d, s4: 0x1c }],
  ])("%s is set right and read", async (_story, set) => {
    const rig = createRig(createOddModem(set));

    const synchronised = await rig.clock.runUntil(rig.exchange.synchronise());
    const answer = await rig.clock.runUntil(rig.exchange.run(cgsnBare));

    expect({ synchronised, answer }).toMatchObject({
      synchronised: { ok: true },
      answer: { ok: true, value: { lines: ["1234567890"], final: { result: "OK" } } },
    });
  });

  test("and that waits for data is brought out of it without any data", async () => {
    const prompted: string[] = [];
    const rig = createRig((command, say) => {
      willing(command, say);
      if (command === "AT+CSQ") say("AT+CSQ\r\r\n> ");
      if (command === "\u001b") prompted.push("left");
    });
    await rig.clock.runUntil(rig.exchange.synchronise());

    const answer = await rig.clock.runUntil(rig.exchange.run(csq));

    expect({ answer, prompted }).toEqual({
      answer: { ok: false, error: { code: "link/timed-out" } },
      prompted: ["left"],
    });
  });
});
