/** What a station reports, in its file and with --json. Programs build on it: a field may come, none may go or change its meaning. */

import * as z from "zod/mini";
import { imei, instant, keyId, saidKeyStorage, serialNumber } from "../../contract/fields.ts";

const failureCode = z.string().check(z.regex(/^[a-z]+\/[a-z-]+$/));

const stationRow = z.strictObject({
  port: z.string(),
  /** Null where the port did not tell. */
  sn: z.nullable(serialNumber),
  imei: z.nullable(imei),
  /** "before": it was enrolled in an earlier run, and still is. "stopped": goes on in the next one. */
  result: z.enum(["passed", "before", "failed", "stopped"]),
  /** What went wrong, and its facts in field terms. */
  code: z.nullable(failureCode),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
  /** The terminal's own key: RFC 7638 thumbprint, and how it is kept. */
  kid: z.nullable(keyId),
  storage: z.nullable(saidKeyStorage),
  at: instant,
  /** How long it took, reading included. */
  ms: z.number(),
});
export type StationRow = z.infer<typeof stationRow>;

/** A terminal that passed, as this run leaves it. */
const portRow = z.extend(stationRow, {
  /** Where there is a printer: its label is printed, now or in an earlier run; or the code of what is wrong with the printer. */
  label: z.optional(z.union([z.literal("printed"), failureCode])),
  /** Where boxes were asked for: whether one with its numbers was scanned. */
  box: z.optional(z.enum(["matched", "missing"])),
});
export type PortRow = z.infer<typeof portRow>;

/** report.json: every terminal that this station has seen, over all its runs. */
export const stationFile = z.strictObject({ format: z.literal("jiebang-station/1"), terminals: z.array(stationRow) });

const head = { format: z.literal("jiebang-station/1"), exitCode: z.int().check(z.minimum(0), z.maximum(255)) };

/** With --json: the ports of this run, or why there was none. */
const stationReport = z.union([
  z.strictObject({ ...head, report: z.string(), ports: z.array(portRow) }),
  z.strictObject({
    ...head,
    failure: z.strictObject({ code: failureCode, facts: z.record(z.string(), z.union([z.string(), z.number()])) }),
  }),
]);
export type StationReport = z.infer<typeof stationReport>;

/** JSON Schema, draft 2020-12, as it is checked in for those who write programs against it. */
export function stationJsonSchema(): object {
  return { title: "What a station prints with --json", ...z.toJSONSchema(stationReport, { io: "output" }) };
}
