/** The words of a station, which enrols many terminals at once. */

import type { StationTexts } from "../stationTexts.ts";

export const stationEn: StationTexts = {
  usage:
    "usage: {program} station --ports 'GLOB' --codes FILE --config FILE [--boxes] [--json] [--lang zh|en]    more with --help",
  about:
    "A factory station: enrols many terminals at once. Reads who is on every port, refuses numbers that come twice, then enrols all others.",
  options: [
    "  --ports 'GLOB'   the ports, e.g. '/dev/ttyUSB*'; may be repeated, or expanded by the shell",
    "  --codes FILE     one-time codes: sn,code on each line in any order, or a code alone on each (given in the order of the ports)",
    "  --config FILE    the configuration; rate and protocol of its serial go for every port, and each terminal has a folder below stateDir, named by its serial number",
    "  --boxes          afterwards compares the boxes: a scanner reads the code on each, which has to be the serial number, the IMEI or the label of a terminal that passed",
    "  --json           prints one JSON object at the end, described in test/fixtures/station-schema.json; progress goes to standard error",
    "  --lang zh|en     the language, Chinese by default",
  ],
  notes: [
    "What came of it is in report.json and report.csv in stateDir, durable after each terminal; no code and no key is in them.",
    "Where the configuration names a printer, each terminal that passed gets its label, once. A printer without paper, switched off or gone holds nothing up: the next run prints what is missing.",
    "After Ctrl-C or a power cut the same command goes on: what is enrolled stays so, no used code is used again, and what was begun goes on with its own code.",
    "Exit codes: 0 all passed (and with --boxes each has its box), 3 not all, 2 wrong arguments or file, 74 the results could not be written out in full, 75 the directory is in use, 78 the configuration cannot be used, 130 interrupted.",
  ],
  phases: {
    reading: "reading  ",
    waiting: "read     ",
    enrolling: "enrolling",
    passed: "PASSED   ",
    before: "ENROLLED ",
    failed: "FAILED   ",
    stopped: "STOPPED  ",
  },
  progress: "passed {passed}, not passed {failed}, of {all}",
  written: "report: {report}",
  labels: { printed: "label printed", missing: "labels not printed: {count}. {failure} The next run prints them." },
  boxes: {
    ask: "Scan the code on the box of each terminal that passed ({count}). An empty line ends it.",
    matched: "matches {port}, SN {sn}",
    foreign: "WRONG BOX: no terminal that passed here has these numbers. Put this box aside.",
    missing: "without their box: {count} ({sns})",
  },
  failures: {
    "station/no-port": "no port fits {ports}: check the cables and the pattern",
    "station/too-many-ports": "{count} ports, and at most {max} at once",
    "station/codes-line-wrong": "line {line} of {file} is neither sn,code nor a code alone, or not like the first line",
    "station/code-twice": "the code on line {line} of {file} stands there before",
    "station/codes-sn-twice": "the serial number on line {line} of {file} stands there before",
    "station/codes-none": "there is no code in {file}",
    "station/codes-too-many": "there are too many codes in {file}",
    "station/no-code-left": "there is no code left for this terminal: add one to the file and run again",
    "station/sn-twice": "{ports} has the same serial number; none of them was enrolled: compare the labels",
    "station/imei-twice": "{ports} has the same IMEI; none of them was enrolled: compare the labels",
    "station/sn-seen": "this serial number was enrolled before with IMEI {before}: the board may have been swapped",
    "station/imei-seen": "this IMEI was enrolled before with serial number {before}",
    "station/terminal-changed": "another terminal was plugged in after the reading: run again",
    "station/stopped": "stopped; the next run goes on with it",
    "station/state-dir-unusable": "the state directory cannot be used ({reason})",
    "station/in-use": "another station works in this directory (process {pid})",
    "station/report-unreadable":
      "the earlier report is damaged ({reason}): move report.json or used-codes.json away and run again",
  },
};
