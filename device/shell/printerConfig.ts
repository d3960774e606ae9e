/** What the configuration says of a printer, and the adapter that it makes. */

import * as z from "zod/mini";
import { createEscPosPrinter } from "../adapters/node/escPosPrinter.ts";
import { openPrinterLink } from "../adapters/node/printerLinks.ts";
import { createZplPrinter } from "../adapters/node/zplPrinter.ts";
import type { Clock } from "../ports/clock.ts";
import type { Printer } from "../ports/printer.ts";
import { absolutePath } from "./upstreamConfig.ts";

export const printerConfig = z
  .strictObject({
    speaks: z.enum(["escpos", "zpl"]),
    paperMm: z.literal([58, 80]),
    /** Whether it has Chinese characters of its own, or gets them as dots. */
    chinese: z.enum(["gb18030", "dots"]),
    /** False for one that answers nothing. */
    tellsStatus: z.optional(z.boolean()),
    /** Of a serial port, with its rate, or of a USB printer without. */
    path: z.optional(absolutePath),
    baudRate: z.optional(z.number().check(z.int(), z.gte(300), z.lte(4_000_000))),
    host: z.optional(z.string().check(z.regex(/^[A-Za-z0-9.:-]{1,253}$/))),
    /** 9100 where it is left out. */
    port: z.optional(z.number().check(z.int(), z.gte(1), z.lte(65_535))),
  })
  .check(z.refine(({ path, host }) => (path === undefined) !== (host === undefined)))
  .check(z.refine(({ path, baudRate }) => baudRate === undefined || path !== undefined, { path: ["baudRate"] }))
  .check(z.refine(({ host, port }) => port === undefined || host !== undefined, { path: ["port"] }));
export type PrinterConfig = z.infer<typeof printerConfig>;

/** Where raw bytes go to a printer on a network, as most of them listen. */
const rawPort = 9_100;
/** Eight dots a millimetre over what of the paper a head reaches: 48 mm and 72 mm. */
const widthDotsOf = { 58: 384, 80: 576 } as const;

export function createPrinter(config: PrinterConfig, clock: Clock): Printer {
  const { speaks, paperMm, chinese, tellsStatus = true, path, baudRate, host = "", port = rawPort } = config;
  const place = path === undefined ? { host, port } : { path, baudRate };
  const open = () => openPrinterLink(place, clock);
  const widthDots = widthDotsOf[paperMm];
  if (speaks === "zpl") return createZplPrinter({ open, widthDots, tellsStatus, clock });
  return createEscPosPrinter({ open, widthDots, tellsStatus, clock, chinese });
}
