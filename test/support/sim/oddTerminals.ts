/** The corpus of odd terminals: each is the simulated one with one oddity or two, all seen on real modems or made to be found. */

import type { SimTerminal } from "./simTerminal.ts";
import { defaultSimIdentity } from "./simTerminalAnswers.ts";

export type OddTerminal = {
  readonly story: string;
  makeOdd(terminal: SimTerminal): void;
  /** What is read of it, where that is not serial number and IMEI. */
  readonly reads?: Readonly<Record<string, string>>;
  /** Where its own answers take longer than three seconds together. */
  readonly maxReadMs?: number;
};

const { sn, imei } = defaultSimIdentity;

/** One that knows none of the commands that say which number they ask for, and refuses in its own words; null says nothing. */
function older(final: string | null): OddTerminal["makeOdd"] {
  return (terminal) => {
    terminal.refusesWith(final);
    for (const command of ["AT+CGSN=0", "AT+CGSN=1", "AT+CGSN=2", "AT+CGMM", "AT+CMEE=1", "AT+CMEE?"])
      terminal.answers(command, final === null ? null : { final });
  };
}

export const oddTerminals: readonly OddTerminal[] = [
  { story: "does as the standards say", makeOdd: () => {} },
  { story: "never echoes", makeOdd: (terminal) => terminal.neverEchoes() },
  {
    story: "was stored without result codes and without echo (ATQ1E0)",
    makeOdd: (terminal) => terminal.keepsProfile({ quiet: true, echo: false }),
  },
  {
    story: "was stored without result codes, echo and words (ATQ1E0V0)",
    makeOdd: (terminal) => terminal.keepsProfile({ quiet: true, echo: false, words: false }),
  },
  { story: "is deaf for a second after opening", makeOdd: (terminal) => terminal.isDeaf(1_000) },
  { story: "is deaf for two seconds after opening", makeOdd: (terminal) => terminal.isDeaf(2_000) },
  { story: "takes lines that end with CR LF only", makeOdd: (terminal) => terminal.endsLinesAt("\r\n") },
  { story: "takes lines that end with LF only", makeOdd: (terminal) => terminal.endsLinesAt("\n") },
  {
    story: "takes lines that end with CR LF only, and never echoes",
    makeOdd(terminal) {
      terminal.endsLinesAt("\r\n");
      terminal.neverEchoes();
    },
  },
  ...["ERROR", "MODEM ERROR: 4", "+CMS ERROR: 500", "+EXT ERROR: 1", "COMMAND NOT SUPPORT", "TOO MANY PARAMETERS"].map(
    (final) => ({ story: `is older, and refuses with ${final}`, makeOdd: older(final) }),
  ),
  { story: "is older, and refuses with a result that nobody knows", makeOdd: older("NO SUCH THING") },
  {
    story: "ignores what it does not know, and tells who it is",
    makeOdd(terminal) {
      terminal.refusesWith(null);
      for (const command of ["AT+CGSN=2", "AT+CGMM", "AT+CMEE=1", "AT+CMEE?"]) terminal.answers(command, null);
    },
  },
  {
    story: "says OK to what it does not know",
    makeOdd(terminal) {
      for (const command of ["AT+CGSN=2", "AT+CGMM", "AT+CMEE=1", "AT+CMEE?"]) terminal.answers(command, []);
    },
  },
  { story: "answers each question with the next", makeOdd: (terminal) => terminal.answersOneLate() },
  {
    story: "answers each question with the next, and never echoes",
    makeOdd(terminal) {
      terminal.answersOneLate();
      terminal.neverEchoes();
    },
  },
  { story: "reports something every 200 ms", makeOdd: (terminal) => terminal.storms("+CREG: 2", 200) },
  { story: "reports something every 20 ms", makeOdd: (terminal) => terminal.storms("+CREG: 2", 20) },
  {
    story: "reports something every 200 ms, and never echoes",
    makeOdd(terminal) {
      terminal.storms("+CREG: 2", 200);
      terminal.neverEchoes();
    },
  },
  {
    story: "reports something every 20 ms, and never echoes",
    makeOdd(terminal) {
      terminal.storms("^RSSI: 18", 20);
      terminal.neverEchoes();
    },
  },
  { story: "takes a tenth of a second for each answer", makeOdd: (terminal) => terminal.isSlow(100) },
  { story: "takes a third of a second for each answer", makeOdd: (terminal) => terminal.isSlow(310), maxReadMs: 8_000 },
  {
    story: "loses an answer",
    makeOdd: (terminal) => terminal.answers("AT+CGSN=0", null, [sn]),
  },
  {
    story: "has numbers of bare digits, and answers each question with the next",
    makeOdd(terminal) {
      terminal.becomes({ sn: "860123004567899" });
      terminal.answers("AT+CGSN=1", [imei]);
      terminal.answersOneLate();
    },
    reads: { sn: "860123004567899", imei },
  },
  {
    story: "is a CDMA terminal, with an MEID and an ESN in two forms",
    makeOdd(terminal) {
      older("ERROR")(terminal);
      terminal.answers("ATI", ["C-1"]);
      terminal.answers("AT+GSN", ["45317471585658170:2161753034", "0x00A1000013FB653A:0x80D9BBCA"]);
    },
    reads: { sn, imei: "not-supported", meid: "A1000013FB653A", esn: "80D9BBCA" },
  },
];

export const readOfAll = { sn, imei } as const;
