/** The words of the commands that ask a terminal, for a technician with a laptop. */

import type { TerminalCommandTexts } from "../terminalCommandTexts.ts";

export const terminalCommandsEn: TerminalCommandTexts = {
  usage: "usage: {program} identify|status|probe|monitor --port PATH [options]    more with --help",
  about:
    "The bridge to the terminal without its screen, for a laptop: sets nothing but the echo and the format of answers.",
  commandsTitle: "Commands",
  commands: {
    identify:
      "who it is: serial number, IMEI and more, which command told each, warnings, and why a value cannot be read",
    status: "how it is: battery, signal, registration, tamper switch, printer, SIM, and what each network says",
    probe: "tries every rate and protocol, and lists what answered",
    monitor: "reads both and shows every byte on the line meanwhile, then goes on listening until Ctrl-C",
  },
  options: {
    "--port PATH": "the device file of the port, e.g. /dev/ttyUSB0",
    "--baud N": "the rate; found out where it is left out",
    "--driver at|slf": "the protocol; found out where it is left out",
    "--save FILE": "keeps every byte on the line as text that tests can replay; it holds the serial number and IMEI",
    "--seconds N": "monitor: how long to listen after reading; 0 for not at all",
    "--json": "prints one JSON object, described in test/fixtures/terminal-schema.json",
  },
  exits: {
    done: "everything that was asked for was read",
    incomplete: "the terminal answered, and something that was asked for could not be read",
    notLooked: "wrong arguments, or a file that cannot be written",
    silent: "the port is open and nobody answers",
    garbage: "bytes come, and no answer is among them",
    lost: "the port went away in the middle",
    anotherTerminal: "what was plugged in again is another device",
    missing: "there is no such port",
    busy: "another program holds the port",
    denied: "this user may not open the port",
    notATty: "what has this name is no serial port",
    openFailed: "the port does not open, for a reason of the system's own",
    ambiguous: "several ports are what was asked for",
    interrupted: "Ctrl-C before the end",
  },
  remedies: {
    "link/port-missing": "Check the cable and the name {path}; ls /dev/serial/by-id lists what is there.",
    "link/port-busy": "Close what holds {path}, for example ModemManager or another terminal program.",
    "link/port-denied": "Join the group dialout, which may open {path}, and log in again.",
    "link/not-a-tty": "Name another than {path}; ls /dev/serial/by-id lists what is there.",
    "link/open-failed": "Unplug {path} and plug it in again. The system says {reason}.",
    "link/no-answer": "See that the terminal is on; probe lists the rates and protocols it tries.",
    "link/garbage": "Most likely it is another device; probe tries other protocols.",
    "link/wrong-rate": "Let probe try other rates.",
    "link/closed": "Plug the cable in firmly, then run the command again.",
    "link/port-ambiguous": "{count} ports are what {path} asks for: name one of them.",
    "link/another-terminal": "It was {before} and is {now}. Run the command again.",
    "link/aborted": "Run the command again.",
  },
  failures: {
    "cli/file-unwritable": "cannot write {file} ({reason})",
  },
  fields: {
    imeiWithoutCheckDigit: "IMEI without check digit",
    meid: "MEID",
    esn: "ESN",
    vendorSn: "maker's own number",
  },
  warning: "    warning: {warning}",
  tampers: {
    clear: "clear",
    tripped: "tripped: somebody opened the terminal",
  },
  printers: {
    ready: "ready",
    no_paper: "out of paper",
    fault: "faulty",
  },
  sims: {
    ready: "ready",
    locked: "locked: it waits for a PIN or PUK",
    absent: "not inserted",
    faulty: "faulty",
  },
  radios: {
    on: "on",
    off: "off",
    flight: "flight mode",
    other: "in a mode of the maker's own",
  },
  networkStates: {
    off: "not registered, and not searching",
    home: "registered",
    searching: "searching",
    denied: "refused by the network",
    unknown: "not known",
    roaming: "registered, roaming",
    emergency: "emergency calls only",
  },
  rejected: "{state} (cause {cause})",
  heard: {
    answer: "an answer",
    garbage: "bytes, and no answer",
    silence: "silence",
  },
  found: "found: --baud {baudRate} --driver {driver}",
  listening: "read; listening until Ctrl-C",
  saved: "the transcript is in {file}; it holds the serial number and IMEI",
};
