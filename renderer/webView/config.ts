/** The configuration of the kiosk on Android: what of it differs from machine to machine. */

import * as z from "zod/mini";
import { parseStrictJson } from "../../device/base/json.ts";
import { language } from "../../device/contract/codes.ts";
import { text } from "../../device/contract/fields.ts";
import { isTls, upstreamConfig } from "../../device/shell/upstreamConfig.ts";

const line = {
  /** A device file of the firmware, or "usb". */
  path: z.union([z.literal("usb"), text(512).check(z.regex(/^\//))]),
  baudRate: z.number().check(z.int(), z.gte(300), z.lte(4_000_000)),
};

const webViewConfig = z
  .strictObject({
    serial: z.discriminatedUnion("driver", [
      z.strictObject({ ...line, driver: z.optional(z.enum(["at", "slf"])) }),
      /** No line: this is the terminal, and the system or its maker's library says which. */
      z.strictObject({ driver: z.literal("platform") }),
    ]),
    upstream: upstreamConfig,
    /** The keys of the PIN pad change places for each entry. */
    shuffledKeypad: z.optional(z.boolean()),
    /** A sound when an unbind is done, and when it failed. */
    sound: z.optional(z.boolean()),
    paymentApp: z.strictObject({ kind: z.enum(["none", "slf"]) }),
    language,
    simulated: z.boolean(),
  })
  // Whoever reads along at the enrolment reads the code that binds a terminal.
  .check(z.refine(({ simulated, upstream }) => simulated || isTls(upstream.baseUrl), { path: ["upstream", "baseUrl"] }))
  // Over AT nobody can be asked about payments.
  .check(z.refine((file) => file.paymentApp.kind !== "slf" || file.serial.driver === "slf", { path: ["paymentApp"] }));

export type WebViewConfig = z.infer<typeof webViewConfig>;

/** The configuration, or the names of the fields that are wrong; none where it is no JSON. */
export function parseWebViewConfig(json: string): WebViewConfig | readonly string[] {
  const parsed = webViewConfig.safeParse(parseStrictJson(json));
  if (parsed.success) return parsed.data;
  return parsed.error.issues.map(({ path }) => path.map(String).join(".").slice(0, 80));
}
