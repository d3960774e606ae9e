/**
 * +CREG, +CGREG, +CEREG and +C5GREG (3GPP TS 27.007 sections 7.2, 10.1.20, 10.1.22, 10.1.47). The answer to a read is
 * `<n>,<stat>[,...]`, the report that comes unasked is `<stat>[,...]`, both with the same prefix: only the fields tell them apart.
 */

import { type AtCommand, onlyLine, waitMs } from "../command.ts";
import { decimal, type Field, fieldsOf, payloadOf, prefixOf } from "../fields.ts";

export type Registration = {
  /** Null for a report that came unasked. */
  readonly n: number | null;
  readonly stat: number;
  /** Location area or tracking area, and cell; null where not told. */
  readonly area: number | null;
  readonly cell: number | null;
  /** `<AcT>`: 0 GSM, 2 UMTS, 3 EDGE, 7 LTE, 9 NB-IoT, 11 NR; null where not told. */
  readonly act: number | null;
  /** `<cause_type>` and `<reject_cause>` of a registration that was refused; null where not told. */
  readonly causeType: number | null;
  readonly rejectCause: number | null;
};

export const creg = registrationCommand("+CREG");
export const cgreg = registrationCommand("+CGREG");
export const cereg = registrationCommand("+CEREG");
export const c5greg = registrationCommand("+C5GREG");

/** Registered at home or roaming, also for SMS only (6, 7) and with fallback not preferred (9, 10). */
export function isRegistered(stat: number): boolean {
  return [1, 5, 6, 7, 9, 10].includes(stat);
}

/** Reads either form, or tells null when the line is neither. */
export function registrationOf(line: string): Registration | null {
  const fields = fieldsOf(payloadOf(line));
  const asked = hasMode(fields);
  const [stat, ...rest] = asked ? fields.slice(1) : fields;
  const value = decimal(stat?.text, 0, 255);
  if (value === null) return null;
  const [area, cell, act, ...more] = withoutRoutingArea(rest);
  const [causeType, rejectCause] = more.slice(causesAt[prefixOf(line) ?? ""] ?? more.length);
  return {
    n: asked ? Number(fields[0]?.text) : null,
    stat: value,
    area: hexOf(area),
    cell: hexOf(cell),
    act: decimal(act?.text, 0, 15),
    causeType: decimal(causeType?.text, 0, 1),
    rejectCause: decimal(rejectCause?.text, 0, 255),
  };
}

/** How many fields stand between `<AcT>` and `<cause_type>`: +CGREG has the routing area there. In +C5GREG other things follow. */
const causesAt: Readonly<Record<string, number>> = { "+CREG": 0, "+CGREG": 1, "+CEREG": 0 };

function registrationCommand(prefix: string): AtCommand<Registration> {
  return {
    line: `AT${prefix}?`,
    waitMs: waitMs.quick,
    // A single number is the report that comes unasked; one with a place is what some modems answer, without `<n>`.
    owns: (line) => prefixOf(line) === prefix && fieldsOf(payloadOf(line)).length > 1,
    parse(lines) {
      const full = lines.filter((line) => hasMode(fieldsOf(payloadOf(line))));
      return registrationOf(onlyLine(full.length > 0 ? full : lines));
    },
  };
}

/**
 * `<n>,<stat>`: two plain numbers. A second field that is quoted, or longer than a status is written where the
 * area after it would not be quoted either, is the area of a report.
 */
function hasMode([mode, stat, area]: readonly Field[]): boolean {
  if (!mode || !stat || stat.quoted || decimal(mode.text, 0, 5) === null || decimal(stat.text, 0, 11) === null)
    return false;
  return stat.text.length <= 3 || area?.quoted === true;
}

/** Some reports put a one-byte routing area between area and cell. */
function withoutRoutingArea(place: readonly Field[]): readonly Field[] {
  const [area, second, third, ...more] = place;
  const isRoutingArea = area && second && third && !second.quoted && second.text.length <= 2 && third.text.length > 2;
  return isRoutingArea ? [area, third, ...more] : place;
}

function hexOf(field: Field | undefined): number | null {
  return field && /^[0-9a-f]{1,9}$/i.test(field.text) ? Number.parseInt(field.text, 16) : null;
}
