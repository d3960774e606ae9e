/** What can be printed. */

import * as z from "zod/mini";

/** "voucher": the receipt; "slip": the request, which proves no unbind; "label": what stands on the box. */
export const paperKind = z.enum(["voucher", "slip", "label"]);
export type PaperKind = z.infer<typeof paperKind>;
