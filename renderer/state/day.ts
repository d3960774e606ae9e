/** A day as people say it, in their language and the terminal's own time; what is no time is shown as it came. */

import type { Texts } from "../../device/text/texts.ts";

export function formatDay(instant: string, { screens }: Texts): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  return new Intl.DateTimeFormat(screens.locale, { year: "numeric", month: "long", day: "numeric" }).format(date);
}
