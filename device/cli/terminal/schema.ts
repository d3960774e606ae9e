/** What the terminal commands print with --json. Programs build on it: a field may come, none may go or change its meaning. */

import * as z from "zod/mini";
import { terminalCommands } from "./arguments.ts";

const problem = z.enum([
  "no-answer",
  "not-supported",
  "not-now",
  "hidden",
  "permission-denied",
  "malformed",
  "placeholder",
  "contradictory",
]);
const unreadable = z.strictObject({ status: z.literal("unreadable"), problem });

/** `source` is the command that told the value, as it was sent. Contradictory values are masked. */
const value = z.discriminatedUnion("status", [
  z.strictObject({
    status: z.literal("read"),
    value: z.string(),
    source: z.string(),
    warnings: z.array(z.enum(["imei-check-digit-wrong", "imei-check-digit-derived"])),
  }),
  z.strictObject({ status: z.literal("unreadable"), problem, masked: z.array(z.string()) }),
]);

const identity = z.strictObject({
  sn: value,
  imei: value,
  imeiWithoutCheckDigit: value,
  imeisv: value,
  meid: value,
  esn: value,
  vendorSn: value,
  tusn: value,
  manufacturer: value,
  model: value,
  firmware: value,
});

const status = z.strictObject({
  battery: z.discriminatedUnion("status", [
    z.strictObject({
      status: z.literal("read"),
      power: z.enum(["battery", "mains", "none", "fault"]),
      percent: z.number(),
    }),
    unreadable,
  ]),
  /** Null where the terminal itself does not know. */
  signal: z.discriminatedUnion("status", [
    z.strictObject({ status: z.literal("read"), dbm: z.nullable(z.number()) }),
    unreadable,
  ]),
  registration: z.discriminatedUnion("status", [
    z.strictObject({ status: z.literal("read"), registered: z.boolean() }),
    unreadable,
  ]),
  /** Null where the terminal does not tell. */
  tamper: z.nullable(z.enum(["clear", "tripped"])),
  printer: z.nullable(z.enum(["ready", "no_paper", "fault"])),
});

const network = z.discriminatedUnion("status", [
  z.strictObject({
    status: z.literal("read"),
    state: z.enum(["off", "home", "searching", "denied", "unknown", "roaming", "emergency"]),
    rejectCause: z.nullable(z.number()),
  }),
  unreadable,
]);

const diagnostics = z.strictObject({
  sim: z.discriminatedUnion("status", [
    z.strictObject({ status: z.literal("read"), state: z.enum(["ready", "locked", "absent", "faulty"]) }),
    unreadable,
  ]),
  /** The number of the SIM card, all but its end hidden. */
  card: z.discriminatedUnion("status", [z.strictObject({ status: z.literal("read"), masked: z.string() }), unreadable]),
  radio: z.discriminatedUnion("status", [
    z.strictObject({ status: z.literal("read"), radio: z.enum(["on", "off", "flight", "other"]) }),
    unreadable,
  ]),
  networks: z.strictObject({ circuit: network, packet: network, lte: network, nr: network }),
});

const driver = z.enum(["at", "slf"]);
const baudRate = z.int().check(z.minimum(300), z.maximum(4_000_000));
const line = { port: z.string(), baudRate, driver };

const probed = z.strictObject({
  baudRate,
  driver,
  /** Half an answer, or bytes that are none, are garbage. */
  heard: z.enum(["answer", "garbage", "silence"]),
});

/** The code of what went wrong, and its facts: `path`, `reason`, `argument` and the like. */
const failure = z.strictObject({
  code: z.string().check(z.regex(/^[a-z]+\/[a-z-]+$/)),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
});

const head = {
  format: z.literal("jiebang-terminal/1"),
  exitCode: z.int().check(z.minimum(0), z.maximum(255)),
  /** Where the file of --save could not hold what was read. */
  unsaved: z.optional(failure),
};

export const terminalReport = z.union([
  z.strictObject({ ...head, command: z.literal("identify"), ...line, identity }),
  z.strictObject({ ...head, command: z.literal("status"), ...line, status, diagnostics }),
  z.strictObject({
    ...head,
    command: z.literal("probe"),
    port: z.string(),
    probed: z.array(probed),
    found: z.nullable(z.strictObject({ baudRate, driver })),
  }),
  z.strictObject({
    ...head,
    command: z.literal("monitor"),
    ...line,
    identity,
    status,
    /** The lines of the transcript, as --save writes them. */
    transcript: z.array(z.string()),
  }),
  z.strictObject({ ...head, command: z.enum(terminalCommands), failure }),
]);

export type TerminalReport = z.infer<typeof terminalReport>;
export type TerminalFinding = Exclude<TerminalReport, { failure: unknown }>;
export type Probed = z.infer<typeof probed>;
export type ValueReport = z.infer<typeof value>;

/** JSON Schema, draft 2020-12, as it is checked in for those who write programs against it. */
export function terminalJsonSchema(): object {
  return { title: "What npm run terminal prints with --json", ...z.toJSONSchema(terminalReport, { io: "output" }) };
}
