/** Where something was saved for people, as the page sees it. */

import * as z from "zod/mini";
import type { Immutable } from "../../base/immutable.ts";

/** "stick": whoever stands there takes it along; "terminal": no stick was plugged in, and a technician gets at it. */
export const savedPlace = z.strictObject({ on: z.enum(["stick", "terminal"]), place: z.string() });
export type SavedPlaceView = Immutable<z.infer<typeof savedPlace>>;
