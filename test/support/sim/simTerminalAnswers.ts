/** What the simulated terminal answers to one command line: ITU-T V.250 for the basic commands, 3GPP TS 27.007 for the rest. No bytes, no time. */

export type SimIdentity = {
  readonly manufacturer: string;
  readonly model: string;
  readonly firmware: string;
  readonly sn: string;
  readonly imei: string;
  /** Two digits, the end of the IMEISV. */
  readonly softwareVersion: string;
  /** +CBC: 0 battery, 1 mains, 2 no battery, 3 fault; and the charge in percent. */
  readonly power: number;
  readonly percent: number;
  /** +CSQ: 0 to 31, or 99 for unknown. */
  readonly rssi: number;
  /** +CREG and +CEREG: 1 home, 5 roaming, 0 and 2 not registered. */
  readonly registration: number;
  readonly sim: string;
  /** +CCID. */
  readonly iccid: string;
  /** What only SLF asks for (ST); null is not told. */
  readonly tamper: "clear" | "tripped" | null;
  readonly printer: "ready" | "no_paper" | "fault" | "none" | null;
};

export const defaultSimIdentity: SimIdentity = {
  manufacturer: "Jiebang",
  model: "SIM-T1",
  firmware: "T1-1.4.2",
  sn: "JB26T1000042",
  imei: "490154203237518",
  softwareVersion: "07",
  power: 1,
  percent: 87,
  rssi: 21,
  registration: 1,
  sim: "READY",
  iccid: "89860012345678901234",
  tamper: "clear",
  printer: "ready",
};

/** What AT commands set and a restart forgets. */
export type SimSettings = {
  readonly echo: boolean;
  readonly words: boolean;
  readonly quiet: boolean;
  /** +CMEE: 0 plain ERROR, 1 numbers, 2 words. */
  readonly errors: number;
};

export const defaultSimSettings: SimSettings = { echo: true, words: true, quiet: false, errors: 0 };

export type SimAnswer = {
  readonly lines: readonly string[];
  readonly final: string;
  /** The terminal refused. */
  readonly failed: boolean;
  readonly settings: SimSettings;
};

type Step = { readonly lines?: readonly string[]; readonly settings?: SimSettings; readonly failed?: boolean };

/** `profile` is what ATZ brings back. Runs the commands of one line, such as `Q0V1E1` or `+CGMI;+CSQ`, up to the first that fails; the text is without AT and CR. */
export function answerTo(
  body: string,
  identity: SimIdentity,
  settings: SimSettings,
  profile: SimSettings = defaultSimSettings,
): SimAnswer {
  const lines: string[] = [];
  let now = settings;
  for (const command of commandsOf(body)) {
    const step = /^[A-Z&]/.test(command) ? basic(command, identity, now, profile) : extended(command, identity, now);
    if (step.failed) return { lines, final: failure(now), failed: true, settings: now };
    lines.push(...(step.lines ?? []));
    now = step.settings ?? now;
  }
  return { lines, final: now.words ? "OK" : "0", failed: false, settings: now };
}

/** Basic commands follow each other without a sign; an extended one ends at a semicolon (ITU-T V.250 sections 5.3 and 5.4). */
function commandsOf(body: string): readonly string[] {
  return (
    body
      .toUpperCase()
      .replace(/ /g, "")
      .match(/&?[A-Z]\d*|[^A-Z&;][^;]*/g) ?? []
  );
}

function basic(command: string, identity: SimIdentity, settings: SimSettings, profile: SimSettings): Step {
  const on = /[1-9]$/.test(command);
  switch (command.replace(/\d+$/, "")) {
    case "E":
      return { settings: { ...settings, echo: on } };
    case "V":
      return { settings: { ...settings, words: on } };
    case "Q":
      return { settings: { ...settings, quiet: on } };
    case "Z":
      return { settings: profile };
    case "&F":
      return { settings: defaultSimSettings };
    case "I":
      return {
        lines: [
          `Manufacturer: ${identity.manufacturer}`,
          `Model: ${identity.model}`,
          `Revision: ${identity.firmware}`,
          `IMEI: ${identity.imei}`,
        ],
      };
    default:
      return { failed: true };
  }
}

function extended(command: string, identity: SimIdentity, settings: SimSettings): Step {
  const { imei, softwareVersion } = identity;
  const mode = /^\+CMEE=([012])$/.exec(command)?.[1];
  if (mode !== undefined) return { settings: { ...settings, errors: Number(mode) } };
  const lines: Readonly<Record<string, readonly string[]>> = {
    "+CGMI": [identity.manufacturer],
    "+CGMM": [identity.model],
    "+CGMR": [identity.firmware],
    "+CGSN": [identity.sn],
    "+CGSN=0": [identity.sn],
    "+CGSN=1": [`+CGSN: "${imei}"`],
    "+CGSN=2": [`+CGSN: "${imei.slice(0, 14)}${softwareVersion}"`],
    "+GSN": [imei],
    "+CSQ": [`+CSQ: ${identity.rssi},99`],
    "+CBC": [`+CBC: ${identity.power},${identity.percent}`],
    "+CREG?": [`+CREG: 0,${identity.registration}`],
    "+CEREG?": [`+CEREG: 0,${identity.registration}`],
    "+CPIN?": [`+CPIN: ${identity.sim}`],
    "+CCID": [`+CCID: ${identity.iccid}`],
    "+CMEE?": [`+CMEE: ${settings.errors}`],
    // Character sets (3GPP TS 27.007 section 5.5), which clients that read text ask for first.
    "+CSCS?": ['+CSCS: "IRA"'],
    "+CSCS=?": ['+CSCS: ("IRA")'],
    '+CSCS="IRA"': [],
    "+CFUN?": ["+CFUN: 1"],
    "+CFUN=1": [],
  };
  const told = lines[command];
  return told ? { lines: told } : { failed: true };
}

/** 3GPP TS 27.007 section 9.1; 4 is "operation not supported". */
function failure(settings: SimSettings): string {
  if (settings.errors === 1) return "+CME ERROR: 4";
  if (settings.errors === 2) return "+CME ERROR: operation not supported";
  return settings.words ? "ERROR" : "4";
}
