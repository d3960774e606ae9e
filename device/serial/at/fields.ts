/** The parts of an information line: `<prefix>: <field>,<field>` (3GPP TS 27.007 section 4). */

export type Field = { readonly text: string; readonly quoted: boolean };

/** The command name an information line starts with, such as "+CGSN", or null for a line that is bare text. */
export function prefixOf(line: string): string | null {
  return /^([+^#*%$&!][A-Z][A-Z0-9]*)\s*:/i.exec(line)?.[1]?.toUpperCase() ?? null;
}

/** What follows the prefix, or the whole line where there is none; without outer blanks. */
export function payloadOf(line: string): string {
  return (prefixOf(line) === null ? line : line.slice(line.indexOf(":") + 1)).trim();
}

/** Splits at commas outside of quotes. A quote that never closes ends with the line. */
export function fieldsOf(payload: string): readonly Field[] {
  const fields: Field[] = [];
  let text = "";
  let quoted = false;
  let inside = false;
  for (const char of `${payload},`) {
    if (char === '"') {
      inside = !inside;
      quoted = true;
    } else if (char === "," && !inside) {
      fields.push({ text: text.trim(), quoted });
      text = "";
      quoted = false;
    } else {
      text += char;
    }
  }
  if (inside) fields.push({ text: text.slice(0, -1).trim(), quoted });
  return fields;
}

/** A text without the quotes around all of it. */
export function unquoted(text: string): string {
  return /^"([^"]*)"?$/.exec(text.trim())?.[1]?.trim() ?? text.trim();
}

/** A number written in decimal digits only, within the bounds; null otherwise. */
export function decimal(text: string | undefined, least: number, most: number): number | null {
  if (text === undefined || !/^\d{1,9}$/.test(text)) return null;
  const number = Number(text);
  return number >= least && number <= most ? number : null;
}
