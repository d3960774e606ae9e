/**
 * When a number counts as the terminal's: two questions agree, or one was answered twice alike. Two that differ are
 * contradictory; and no number that was ever told as an IMEI is a serial number because another one was believed.
 */

import { describe, expect, test } from "vitest";
import type { Reading } from "../../../../device/identity/reading.ts";
import { createAtTerminal } from "../../../../device/link/at/terminal.ts";
import { createManualClock } from "../../../support/manualClock.ts";
import { createSimTerminal, type SimOwnAnswer } from "../../../support/sim/simTerminal.ts";
import { createSimTerminalOpener } from "../../../support/sim/simTerminalLink.ts";

type Answers = Readonly<Record<string, readonly SimOwnAnswer[]>>;

/** Each command line with its answers, the first time, the second time and so on. */
async function readWith(answers: Answers) {
  const clock = createManualClock();
  const terminal = createSimTerminal({ clock });
  for (const [line, own] of Object.entries(answers)) terminal.answers(line, ...own);
  const report = await clock.runUntil(
    createAtTerminal({ opener: createSimTerminalOpener(terminal), clock }).readIdentity(),
  );
  if (!report.ok) return { failure: report.error.code };
  const told = Object.entries(report.value).map(([name, reading]) => [name, brief(reading)]);
  return Object.fromEntries(told);
}

function brief(reading: Reading): string {
  if (reading.status === "unreadable") return [reading.problem, ...reading.masked].join(" ");
  return `${reading.value} by ${reading.source}`;
}

const refused = [{ final: "ERROR" }] as const;
const silent = [null] as const;
const always = (...lines: readonly string[]) => [lines] as const;

/** Two IMEIs with the right check digit, the first with one digit damaged, and a serial number. */
const [imei, other, damaged, sn] = ["356938035643809", "490154203237518", "756938035643809", "JB26T1000042"];
const masked = (number: string) => "•".repeat(number.length - 4) + number.slice(-4);
const differ = (...numbers: readonly string[]) => ["contradictory", ...numbers.map(masked)].join(" ");

describe("on a terminal that does not know the typed command", () => {
  const untyped: Answers = { "AT+CGSN=0": refused, "AT+CGSN=1": refused, "AT+CGSN=2": refused };

  test.each<[story: string, answers: Answers, expected: object]>([
    [
      "a damaged byte in the description makes no IMEI, and the true one no serial number",
      { ATI: always(`IMEI: ${damaged}`), "AT+CGSN": always(imei), "AT+GSN": always(imei) },
      { imei: differ(damaged, imei), sn: "not-supported" },
    ],
    [
      "nor does another terminal's description",
      { ATI: always(`IMEI: ${other}`), "AT+CGSN": always(imei), "AT+GSN": always(imei) },
      { imei: differ(other, imei), sn: "not-supported" },
    ],
    [
      "a number of fifteen digits with a wrong check digit claims to be the IMEI as well",
      { ATI: always(`IMEI: ${other}`), "AT+CGSN": always("860123004567899") },
      { imei: differ(other, "860123004567899"), sn: "not-supported" },
    ],
    [
      "the IMEI of the description counts where it is told twice alike",
      { ATI: always(`IMEI: ${imei}`), "AT+CGSN": always(sn) },
      { imei: `${imei} by ati`, sn: `${sn} by cgsn` },
    ],
    [
      "and not where it changes",
      { ATI: [[`IMEI: ${damaged}`], [`IMEI: ${imei}`]], "AT+CGSN": always(sn) },
      { imei: differ(damaged, imei), sn: `${sn} by cgsn` },
    ],
    [
      "and not where it is told once",
      { ATI: [[`IMEI: ${imei}`], null], "AT+CGSN": always(sn), "AT+GSN": refused },
      { imei: "no-answer", sn: `${sn} by cgsn` },
    ],
    [
      "told once, it counts where another question agrees",
      { ATI: [[`IMEI: ${imei}`], null], "AT+CGSN": [[imei], null] },
      { imei: `${imei} by cgsn`, sn: "not-supported" },
    ],
    [
      "two numbers that nobody names are none",
      { ATI: always("T1"), "AT+CGSN": [[imei], [damaged]] },
      { imei: differ(imei, damaged), sn: "not-supported" },
    ],
  ])("%s", async (_story, answers, expected) => {
    expect(await readWith({ ...untyped, ...answers })).toMatchObject(expected);
  });
});

describe("on a terminal that knows the typed command", () => {
  const typed: Answers = { "AT+CGSN=1": always(`+CGSN: "${imei}"`), "AT+CGSN=2": refused, ATI: always("T1") };

  test.each<[story: string, answers: Answers, expected: object]>([
    [
      "another IMEI in the place of the serial number is none, however often it is told",
      { "AT+CGSN=0": always(other), "AT+CGSN": always(other) },
      { imei: `${imei} by cgsn1`, sn: differ(other, imei) },
    ],
    [
      "nor is the IMEI with a digit damaged",
      { "AT+CGSN=0": always(damaged), "AT+CGSN": always(damaged) },
      { imei: `${imei} by cgsn1`, sn: differ(damaged, imei) },
    ],
    [
      "nor is the IMEI of the terminal's second slot, with or without its check digit",
      { "AT+CGSN=0": always("356938036654320"), "AT+CGSN": always("35693803665432") },
      { imei: `${imei} by cgsn1`, sn: differ("35693803665432", imei) },
    ],
    [
      "an IMEI that was read once, and then with another digit, hides no serial number",
      {
        "AT+CGSN=1": [[`+CGSN: "${imei}"`], [`+CGSN: "${damaged}"`]],
        "AT+CGSN=0": always(imei),
        "AT+CGSN": always(imei),
      },
      { imei: differ(imei, damaged), sn: "not-supported" },
    ],
    [
      "an IMEI that was read once counts where the description agrees",
      { "AT+CGSN=1": [[`+CGSN: "${imei}"`], null], ATI: always(`IMEI: ${imei}`), "AT+CGSN=0": always(sn) },
      { imei: `${imei} by cgsn1`, sn: `${sn} by cgsn0` },
    ],
    [
      "a serial number that was read once counts where the description agrees",
      { "AT+CGSN=0": [[sn], null], ATI: always(`SN: ${sn}`) },
      { imei: `${imei} by cgsn1`, sn: `${sn} by cgsn0` },
    ],
    ["and does not where nobody does", { "AT+CGSN=0": [[sn], null] }, { imei: `${imei} by cgsn1`, sn: "no-answer" }],
    [
      "a description with another serial number contradicts",
      { "AT+CGSN=0": always(sn), ATI: always("Serial Number: JB26T1000043") },
      { imei: `${imei} by cgsn1`, sn: differ(sn, "JB26T1000043") },
    ],
    [
      "a filler in the description does not, and a factory's number is another number",
      { "AT+CGSN=0": always(sn), ATI: always("SN: 00000000", "FSN: CDK-0000001") },
      { imei: `${imei} by cgsn1`, sn: `${sn} by cgsn0`, vendorSn: "CDK-0000001 by ati" },
    ],
    [
      "fifteen digits that the maker's own label calls a serial number are one, whatever their check digit",
      { "AT+CGSN=0": always(imei), "AT+CGSN": always(imei), ATI: always(`S/N: ${other}`) },
      { imei: `${imei} by cgsn1`, sn: `${other} by ati` },
    ],
    [
      "the IMEI behind such a label is not",
      { "AT+CGSN=0": always(imei), "AT+CGSN": always(imei), ATI: always(`S/N: ${imei}`) },
      { imei: `${imei} by cgsn1`, sn: "not-supported" },
    ],
    [
      "what only the description tells is told twice alike, or is none",
      {
        "AT+CGSN=0": always(imei),
        "AT+CGSN": always(imei),
        ATI: [
          ["FSN: CDK-0000001", "MEID: A1000013FB653A"],
          ["FSN: CDK-0000002", "MEID: A1000013FB653B"],
        ],
      },
      {
        sn: differ("CDK-0000001", "CDK-0000002"),
        vendorSn: differ("CDK-0000001", "CDK-0000002"),
        meid: differ("A1000013FB653A", "A1000013FB653B"),
      },
    ],
    [
      "an IMEISV that changes is none",
      {
        "AT+CGSN=0": always(sn),
        "AT+CGSN=2": [[`+CGSN: "${imei.slice(0, 14)}01"`], [`+CGSN: "${imei.slice(0, 14)}02"`]],
      },
      { imei: `${imei} by cgsn1`, imeisv: differ(`${imei.slice(0, 14)}01`, `${imei.slice(0, 14)}02`) },
    ],
  ])("%s", async (_story, answers, expected) => {
    expect(await readWith({ ...typed, ...answers })).toMatchObject(expected);
  });

  test("where the IMEI is not told, no number that may be one is a serial number", async () => {
    const sns = ["35693803564380", "356938035643809", "3569380356438091", "860123004567899", sn];

    const told = await Promise.all(
      sns.map((text) =>
        readWith({ ...typed, "AT+CGSN=1": silent, "AT+CGSN=0": always(text), "AT+CGSN": always(text) }),
      ),
    );

    expect(told.map((each) => each.sn)).toEqual([...Array(4).fill("not-supported"), `${sn} by cgsn0`]);
  });
});
