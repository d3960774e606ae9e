/** How instants and spans are written: for people in their language, for records to the second and the same in every one. */

import type { Texts } from "../../device/text/texts.ts";

const two = (part: number) => String(part).padStart(2, "0");

/** Local time to the second; what is no time is shown as it came. */
export function formatInstant(instant: string | number): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return String(instant);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** Whole seconds left until `untilMs`, never below 0. */
export function secondsLeft(untilMs: number, nowMs: number): number {
  return Math.max(0, Math.ceil((untilMs - nowMs) / 1000));
}

/** Whole seconds since an instant, never below 0. */
export function secondsSince(instant: string, nowMs: number): number {
  return Math.max(0, Math.floor((nowMs - Date.parse(instant)) / 1000));
}

const unitSeconds = { day: 86_400, hour: 3_600, minute: 60, second: 1 } as const;
const units = Object.entries(unitSeconds) as [keyof typeof unitSeconds, number][];

/** A span in the largest unit that it fills and the next smaller one, e.g. "1 min 30 secs". */
export function formatSpan(seconds: number, { screens }: Texts): string {
  const whole = Math.max(0, Math.floor(seconds));
  const first = Math.max(
    0,
    units.findIndex(([, length]) => whole >= length),
  );
  const parts = units
    .slice(whole === 0 ? -1 : first, whole === 0 ? undefined : first + 2)
    .map(([unit, length], index) => {
      const count = index === 0 ? Math.floor(whole / length) : Math.floor((whole % (units[first]?.[1] ?? 1)) / length);
      return { count, told: screens.span[unit](count) };
    });
  return parts
    .filter(({ count }, index) => index === 0 || count > 0)
    .map(({ told }) => told)
    .join(" ");
}

/** As people say it, to the minute, in their language and the terminal's own time; what is no time is shown as it came. */
export function formatTime(instant: string | number, { screens }: Texts): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return String(instant);
  const day = new Intl.DateTimeFormat(screens.locale, { year: "numeric", month: "short", day: "numeric" }).format(date);
  // Engines of 2018 know neither `timeStyle` nor `hourCycle`.
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** A dozen dots say no more than four. */
export function shortMask(masked: string): string {
  return masked.replace(/[•·*∙・]{5,}/gu, "••••").trim();
}
