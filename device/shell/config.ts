/**
 * The kiosk's configuration file: where it lies, what it may say, and the words for each way it can be wrong.
 * Decides nothing by default: what the file does not say is a problem with the file.
 */

import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import * as z from "zod/mini";
import { fromUtf8, utf8 } from "../base/bytes.ts";
import { findJsonFault, parseStrictJson } from "../base/json.ts";
import { err, ok, type Result } from "../base/result.ts";
import { language } from "../contract/codes.ts";
import { text } from "../contract/fields.ts";
import { printerConfig } from "./printerConfig.ts";
import { absolutePath, isTls, upstreamConfig } from "./upstreamConfig.ts";

export const maxConfigBytes = 65_536;

const pixels = z.number().check(z.int(), z.gte(240), z.lte(7680));

const usbId = z.string().check(z.regex(/^[0-9a-f]{4}$/i));

const serial = z
  .strictObject({
    path: z.optional(absolutePath),
    /** A file name in /dev/serial/by-id. */
    byId: z.optional(z.string().check(z.regex(/^[\w:+.@-]{1,255}$/))),
    vendorId: z.optional(usbId),
    productId: z.optional(usbId),
    serialNumber: z.optional(text(128)),
    baudRate: z.optional(z.number().check(z.int(), z.gte(300), z.lte(4_000_000))),
    driver: z.optional(z.enum(["at", "slf"])),
  })
  // One place only: two that disagree would leave it to chance which terminal is unbound.
  .check(
    z.refine(({ path, byId, vendorId, productId, serialNumber }) => {
      const usb = vendorId ?? productId ?? serialNumber;
      return [path, byId, usb].filter((place) => place !== undefined).length === 1;
    }),
  )
  // Only what speaks AT can be asked for its rate, and who names a path knows what is there.
  .check(
    z.refine(({ path, baudRate, driver }) => baudRate !== undefined || (path === undefined && driver !== "slf"), {
      path: ["baudRate"],
    }),
  );

export const configFile = z
  .strictObject({
    stateDir: absolutePath,
    serial,
    upstream: upstreamConfig,
    /** Where a memory stick is mounted that carries challenges and signed answers. */
    carrierDir: z.optional(absolutePath),
    printer: z.optional(printerConfig),
    /** The keys of the PIN pad change places for each entry. */
    shuffledKeypad: z.optional(z.boolean()),
    /** A sound when an unbind is done, and when it failed. */
    sound: z.optional(z.boolean()),
    paymentApp: z.strictObject({ kind: z.enum(["none", "slf", "simulated"]) }),
    language,
    window: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("kiosk") }),
      z.strictObject({ kind: z.literal("fixed"), width: pixels, height: pixels }),
    ]),
    simulated: z.boolean(),
  })
  // A simulated part that the screen does not admit to would be a lie about money.
  .check(z.refine((file) => file.simulated || file.paymentApp.kind !== "simulated", { path: ["paymentApp", "kind"] }))
  // Whoever reads along at the enrolment reads the code that binds a terminal.
  .check(z.refine(({ simulated, upstream }) => simulated || isTls(upstream.baseUrl), { path: ["upstream", "baseUrl"] }))
  // Over AT nobody can be asked about payments.
  .check(
    z.refine((file) => file.paymentApp.kind !== "slf" || file.serial.driver === "slf", {
      path: ["paymentApp", "kind"],
    }),
  );

export type KioskConfig = z.infer<typeof configFile>;

/** The name of every field that the file may have, as in `upstream.keys[].x`; the empty name is the file's own. */
export type ConfigField = "" | FieldWithin<KioskConfig>;

type FieldWithin<T> = T extends readonly (infer One)[]
  ? Below<"[]", One>
  : T extends object
    ? { [Name in keyof T & string]-?: Below<Name, Exclude<T[Name], undefined>> }[keyof T & string]
    : never;

type Below<Name extends string, T> =
  | Name
  | (FieldWithin<T> extends infer Inner extends string
      ? Inner extends `[${string}`
        ? `${Name}${Inner}`
        : `${Name}.${Inner}`
      : never);

export type ConfigProblem =
  | { readonly code: "config/unreadable"; readonly reason: string }
  | { readonly code: "config/too-large"; readonly maxBytes: number }
  /** `line` is counted from 1. */
  | { readonly code: "config/not-json"; readonly line: number }
  /** A member stands twice, or a text holds half a character: two programs could read it as two things. */
  | { readonly code: "config/ambiguous"; readonly line: number }
  | { readonly code: "config/field-missing"; readonly field: string }
  | { readonly code: "config/field-wrong"; readonly field: string }
  | { readonly code: "config/field-unknown"; readonly field: string };

export type ConfigFailure = { readonly code: "config/unusable"; readonly problems: readonly ConfigProblem[] };

/** `--config=PATH`, else `JIEBANG_CONFIG`, else the place where a package puts it. */
export function findConfigPath(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): string {
  const option = argv.find((argument) => argument.startsWith("--config="));
  return option?.slice("--config=".length) || env.JIEBANG_CONFIG || "/etc/jiebang/config.json";
}

/** Reads and parses the file. Fails with every problem found in it, none of which holds a value out of it. */
export function readConfig(path: string): Result<KioskConfig, ConfigFailure> {
  const bytes = readBounded(path);
  if (!bytes.ok) return unusable([bytes.error]);
  const text = fromUtf8(bytes.value);
  const json = text === null ? bytes.value : utf8(withoutRemarks(text));
  const wrong = findJsonFault(json);
  return wrong ? unusable([{ code: `config/${wrong.fault}`, line: wrong.line }]) : parseConfig(parseStrictJson(json));
}

/** Lines that begin with `//` become empty ones; inside a JSON text (RFC 8259, section 7) no line can begin so. */
export function withoutRemarks(text: string): string {
  return text.replace(/^[ \t]*\/\/.*$/gm, "");
}

function parseConfig(file: unknown): Result<KioskConfig, ConfigFailure> {
  const parsed = configFile.safeParse(file, { reportInput: true });
  return parsed.success ? ok(parsed.data) : unusable(findConfigProblems(parsed.error.issues));
}

function unusable(problems: readonly ConfigProblem[]): Result<never, ConfigFailure> {
  return err({ code: "config/unusable", problems });
}

/** Names the fields that zod found at fault; takes nothing but names out of what was in the file. */
function findConfigProblems(issues: readonly z.core.$ZodIssue[]): readonly ConfigProblem[] {
  return issues.flatMap((issue): ConfigProblem[] => {
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => ({ code: "config/field-unknown", field: nameField([...issue.path, key]) }));
    const field = nameField(issue.path);
    // JSON has no undefined: a field with that value is not there.
    return [{ code: issue.input === undefined ? "config/field-missing" : "config/field-wrong", field }];
  });
}

function nameField(path: readonly PropertyKey[]): string {
  const name = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`)).join("");
  // The name of an unknown field is foreign text that goes to a terminal.
  return name
    .replace(/^\./, "")
    .replace(/[^\w.[\]-]/g, "?")
    .slice(0, 80);
}

function readBounded(path: string): Result<Uint8Array, ConfigProblem> {
  let file: number | undefined;
  try {
    // Non-blocking, or a pipe in the file's place would hold up the start for ever.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    if (!fstatSync(file).isFile()) return err({ code: "config/unreadable", reason: "not a file" });
    const bytes = new Uint8Array(maxConfigBytes + 1);
    let length = 0;
    for (let count = -1; count !== 0 && length < bytes.length; length += count)
      count = readSync(file, bytes, length, bytes.length - length, null);
    if (length > maxConfigBytes) return err({ code: "config/too-large", maxBytes: maxConfigBytes });
    return ok(bytes.subarray(0, length));
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
    return err({ code: "config/unreadable", reason });
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
