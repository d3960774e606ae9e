/** What a line may bring that no terminal means: noise and damaged answers. Nothing crashes, nothing grows, nothing is made up. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concat, fromLatin1, latin1 } from "../../../../device/base/bytes.ts";
import type { AtCommand } from "../../../../device/serial/at/command.ts";
import { ati } from "../../../../device/serial/at/commands/ati.ts";
import { caretSn } from "../../../../device/serial/at/commands/caretSn.ts";
import { cbc } from "../../../../device/serial/at/commands/cbc.ts";
import { cesq } from "../../../../device/serial/at/commands/cesq.ts";
import { cfun } from "../../../../device/serial/at/commands/cfun.ts";
import { cgsnImei } from "../../../../device/serial/at/commands/cgsnImei.ts";
import { cgsnImeisv } from "../../../../device/serial/at/commands/cgsnImeisv.ts";
import { cgsnBare, cgsnSerial } from "../../../../device/serial/at/commands/cgsnSerial.ts";
import { cpin } from "../../../../device/serial/at/commands/cpin.ts";
import { csq } from "../../../../device/serial/at/commands/csq.ts";
import { gsn } from "../../../../device/serial/at/commands/gsn.ts";
import { ccid } from "../../../../device/serial/at/commands/iccid.ts";
import { cgmi, cgmm, cgmr } from "../../../../device/serial/at/commands/product.ts";
import { cereg, cgreg, creg } from "../../../../device/serial/at/commands/registration.ts";
import { maxLineBytes } from "../../../../device/serial/at/lines.ts";
import { type AtEvent, createAtReader, maxAnswerBytes } from "../../../../device/serial/at/reader.ts";
import collected from "../../../fixtures/at-answers.json" with { type: "json" };
import { createMemoryRandom } from "../../../support/memoryRandom.ts";

const commands: readonly AtCommand<unknown>[] = [
  ...[ati, caretSn, cbc, ccid, cesq, cfun, cgsnBare, cgsnImei, cgsnImeisv, cgsnSerial, cpin, csq, gsn],
  ...[cgmi, cgmm, cgmr, creg, cgreg, cereg],
];

/** The same numbers in every run. */
function createDice(seed: number) {
  const random = createMemoryRandom(seed);
  const below = (most: number) => {
    const [a = 0, b = 0, c = 0] = random.bytes(3);
    return ((a << 16) | (b << 8) | c) % most;
  };
  return { below, bytes: random.bytes, pick: <T>(from: readonly T[]) => from[below(from.length)] as T };
}

type Dice = ReturnType<typeof createDice>;

/** A few bytes changed, lost, doubled, added or cut off, as bad lines and bad terminals do. */
function damaged(bytes: Uint8Array, dice: Dice): Uint8Array {
  let now = [...bytes];
  for (let damages = dice.below(4); damages >= 0; damages--) {
    const at = dice.below(now.length + 1);
    const length = dice.below(6);
    const how = dice.below(6);
    if (how === 0) now[Math.min(at, now.length - 1)] = dice.below(256);
    else if (how === 1) now.splice(at, length);
    else if (how === 2) now.splice(at, 0, ...now.slice(at, at + length));
    else if (how === 3) now.splice(at, 0, ...dice.bytes(length));
    else if (how === 4)
      now.splice(at, 0, ...fromLatin1(dice.pick(["\r\n", "OK", "\r\nOK\r\n", "ERROR", "RDY", ",", '"'])));
    else now = now.slice(0, at);
  }
  return Uint8Array.from(now);
}

/** The strings in what a command made of its lines, and the numbers that are written as they are told. */
function valuesIn(meaning: unknown, name = ""): readonly string[] {
  // Words and numbers of ours, made from what was told.
  if (["power", "dbm", "millivolts"].includes(name)) return [];
  if (typeof meaning === "string") return meaning.split(/\s+/);
  if (typeof meaning === "number") return [name === "area" || name === "cell" ? meaning.toString(16) : String(meaning)];
  if (typeof meaning !== "object" || meaning === null) return [];
  return Object.entries(meaning).flatMap(([key, value]) => valuesIn(value, key));
}

/** The values that nobody sent. A card number may be sent with its digits swapped in pairs. */
function madeUp(values: readonly string[], wire: string): readonly string[] {
  const sent = wire.toUpperCase();
  const swapped = (text: string) => (text.length % 2 ? `${text}F` : text).replace(/(.)(.)/g, "$2$1");
  return values.filter((value) => !sent.includes(value.toUpperCase()) && !sent.includes(swapped(value).toUpperCase()));
}

const intact = fromLatin1("AT+CGSN\r\r\nJB26T1000042\r\n\r\nOK\r\n");

test("one million bytes at random: no value that was not on the wire, and the next intact answer is read", () => {
  const dice = createDice(20_260_101);
  const reader = createAtReader();
  const problems: string[] = [];
  let meanings = 0;

  for (let fed = 0; fed < 1_000_000; ) {
    const command = dice.pick(commands);
    const echo = dice.pick(["required", "optional"] as const);
    reader.begin(command, echo);
    // Half of it has the pieces that mean something.
    const name = /^AT(.\w+)/.exec(command.line)?.[1] ?? "IMEI";
    const words = [
      `${command.line}\r`,
      `\r\n${name}: `,
      '1,"2B",',
      "356938035643809",
      "JB-26",
      "\r",
      "\r\nOK\r\n",
      "\r\n4\r",
    ];
    const piece = () => (dice.below(2) === 0 ? dice.bytes(dice.below(12)) : fromLatin1(dice.pick(words)));
    const bytes = concat(Array.from({ length: 1 + dice.below(30) }, piece));
    fed += bytes.length;
    for (const event of reader.feed(bytes)) {
      if (event.kind !== "answer") continue;
      const values = valuesIn(command.parse(event.answer.lines));
      if (values.length > 0) meanings++;
      problems.push(...madeUp(values, latin1(bytes)));
    }
    if (dice.below(10) > 0) continue;
    reader.begin(cgsnBare, "required");
    const read = reader.feed(intact).at(-1);
    if (read?.kind !== "answer" || read.answer.lines.join() !== "JB26T1000042") problems.push("intact answer not read");
  }

  expect({ problems, understood: meanings > 500 }).toEqual({ problems: [], understood: true });
}, 60_000);

test("ten thousand damaged answers: no value that was not on the wire, and the intact one after each is read as ever", () => {
  const dice = createDice(7);
  const cases = collected.flatMap(({ command, bytes, final }) => {
    const known = commands.find(({ line }) => line === command);
    return known && final === "OK" ? [{ command: known, bytes: fromLatin1(bytes) }] : [];
  });
  const problems: string[] = [];
  let meanings = 0;
  const answerOf = (events: readonly AtEvent[]) =>
    events.flatMap((event) => (event.kind === "answer" ? [event.answer] : []))[0];

  for (let i = 0; i < 10_000; i++) {
    const { command, bytes } = dice.pick(cases);
    const reader = createAtReader();
    const bad = damaged(bytes, dice);
    reader.begin(command, "optional");
    const answer = answerOf([...bad].flatMap((byte) => [...reader.feed(Uint8Array.of(byte))]));
    const meaning = answer?.final?.result === "OK" ? command.parse(answer.lines) : null;
    if (meaning !== null) meanings++;
    problems.push(
      ...madeUp(valuesIn(meaning), latin1(bad)).map(
        (value) => `${command.line} made up ${value}: ${JSON.stringify(latin1(bad))}`,
      ),
    );

    const echoed = concat([fromLatin1(`${command.line}\r\r\n`), bytes]);
    const alone = createAtReader();
    alone.begin(command, "required");
    reader.begin(command, "required");
    const after = command.parse(answerOf(reader.feed(echoed))?.lines ?? []);
    const expected = command.parse(answerOf(alone.feed(echoed))?.lines ?? []);
    if (JSON.stringify(after) !== JSON.stringify(expected)) problems.push(`${command.line} not read after damage`);
  }

  expect({ problems, understood: meanings > 1_000 }).toEqual({ problems: [], understood: true });
}, 60_000);

describe("what the reader keeps", () => {
  test("is never more than one line and one answer, whatever comes", () => {
    const babble = fc.array(
      fc.oneof(
        fc.uint8Array({ maxLength: 3_000 }),
        fc.constantFrom("x".repeat(1_900), "line\r\n".repeat(500), "\r\n", "AT+CGSN\r\n").map(fromLatin1),
      ),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(babble, (pieces) => {
        const reader = createAtReader();
        reader.begin(cgsnBare, "optional");
        for (const piece of pieces) reader.feed(piece);

        const kept = reader.breakOff();

        const lines = kept?.lines.join("").length ?? 0;
        expect([lines <= maxAnswerBytes, (kept?.rest.length ?? 0) <= maxLineBytes]).toEqual([true, true]);
      }),
      { numRuns: 200 },
    );
  });
});
