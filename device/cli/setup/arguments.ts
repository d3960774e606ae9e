/** The arguments of `setup`: whatever it would ask, and where the answers go. */

import type { TlsFiles } from "../../adapters/node/tlsFiles.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { Language } from "../../contract/codes.ts";
import type { Driver } from "../../link/terminal.ts";
import { type PrinterConfig, printerConfig } from "../../shell/printerConfig.ts";
import { fromWhereTheyStand } from "../files.ts";
import { type ArgumentsFailure, isLang, languageOf, readOptions } from "../options.ts";

/** What shows the kiosk: the Wayland compositor, or X11. */
export type WindowHost = "cage" | "x11";

export type SetupArguments = {
  readonly language: Language;
  /** Null, here and below, where it has to be asked for or found out. */
  readonly port: string | null;
  readonly baudRate: number | null;
  readonly driver: Driver | null;
  readonly upstream: string | null;
  readonly keyFile: string | null;
  readonly agreementKeyFile: string | null;
  /** Where the files of TLS stand now; without any, whoever the platform believes is believed. */
  readonly tls: TlsFiles;
  /** Null where the terminal has none. */
  readonly printer: PrinterConfig | null;
  /** A trial: the screen says so, and the provider may be a play on this machine without TLS. */
  readonly simulated: boolean;
  readonly host: WindowHost | null;
  readonly configPath: string;
  readonly starts: boolean;
  /** What does not answer is written all the same. */
  readonly force: boolean;
  readonly help: boolean;
};

const kinds = {
  port: "text",
  baud: "text",
  driver: "text",
  upstream: "text",
  "upstream-key": "text",
  "agreement-key": "text",
  ca: "text",
  "client-cert": "text",
  "client-key": "text",
  printer: "text",
  paper: "text",
  simulated: "flag",
  host: "text",
  config: "text",
  lang: "text",
  "no-start": "flag",
  force: "flag",
  help: "flag",
} as const;

export function parseSetupArguments(argv: readonly string[]): Result<SetupArguments, ArgumentsFailure> {
  const read = readOptions(argv, kinds);
  const typed = read.ok ? read.value : read.error.typed;
  const language = languageOf(typed);
  const wrong = (argument: string) => err({ code: "cli/arguments-wrong", language, argument });
  if (!read.ok) return wrong(read.error.argument);
  if (typed.rest[0] !== undefined) return wrong(typed.rest[0]);
  if (!typed.texts("lang").every(isLang)) return wrong("--lang");

  const baud = typed.text("baud");
  const driver = typed.text("driver");
  const host = typed.text("host");
  if (baud !== undefined && !isRate(baud)) return wrong("--baud");
  if (driver !== undefined && driver !== "at" && driver !== "slf") return wrong("--driver");
  if (host !== undefined && host !== "cage" && host !== "x11") return wrong("--host");
  const printer = printerAt(typed.text("printer"), typed.text("paper"));
  if (!printer.ok) return wrong(printer.error.argument);
  if (typed.has("client-cert") !== typed.has("client-key"))
    return wrong(typed.has("client-cert") ? "--client-key" : "--client-cert");
  const fileOf = (name: keyof typeof kinds) => {
    const file = typed.text(name);
    return file ? fromWhereTheyStand(file) : undefined;
  };
  return ok({
    language,
    port: fileOf("port") ?? null,
    baudRate: baud === undefined ? null : Number(baud),
    driver: driver ?? null,
    upstream: typed.text("upstream") ?? null,
    keyFile: fileOf("upstream-key") ?? null,
    agreementKeyFile: fileOf("agreement-key") ?? null,
    tls: { caFile: fileOf("ca"), certFile: fileOf("client-cert"), keyFile: fileOf("client-key") },
    printer: printer.value,
    simulated: typed.has("simulated"),
    host: host ?? null,
    configPath: fromWhereTheyStand(typed.text("config") ?? "/etc/jiebang/config.json"),
    starts: !typed.has("no-start"),
    force: typed.has("force"),
    help: typed.has("help"),
  });
}

/** PATH of a USB printer, PATH@RATE of a serial one, HOST or HOST:PORT; it speaks ESC/POS and gets Chinese as dots. */
function printerAt(place: string | undefined, paper = "58"): Result<PrinterConfig | null, Wrong> {
  if (place === undefined) return paper === "58" ? ok(null) : err({ code: "wrong", argument: "--printer" });
  const [, path, baudRate] = /^(\/[^@]+)(?:@(\d+))?$/.exec(place) ?? [];
  const [, host, port] = /^([^/:@]+)(?::(\d+))?$/.exec(place) ?? [];
  const parsed = printerConfig.safeParse({
    speaks: "escpos",
    paperMm: Number(paper),
    chinese: "dots",
    ...(path !== undefined && { path }),
    ...(baudRate !== undefined && { baudRate: Number(baudRate) }),
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port: Number(port) }),
  });
  if (parsed.success) return ok(parsed.data);
  return err({ code: "wrong", argument: parsed.error.issues[0]?.path[0] === "paperMm" ? "--paper" : "--printer" });
}

type Wrong = { readonly code: "wrong"; readonly argument: string };

function isRate(text: string): boolean {
  return /^\d{3,7}$/.test(text) && Number(text) >= 300 && Number(text) <= 4_000_000;
}
