/** A time on paper: to the minute, with the zone that it is told in, for paper is read elsewhere. */

import type { Language } from "../contract/codes.ts";

export function formatPaperInstant(ms: number, language: Language): string {
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : "zh-CN", {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
    timeZoneName: "short",
  }).format(ms);
}
