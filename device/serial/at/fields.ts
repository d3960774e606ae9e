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

/** Splits at commas outside of quotes. A quote that never closes ends with the line; one in the middle of a text stays there. */
export function fieldsOf(payload: string): readonly Field[] {
  const fields: Field[] = [];
  let begin = 0;
  let inside = false;
  for (let at = 0; at <= payload.length; at++) {
    if (payload[at] === '"') inside = !inside;
    if (at < payload.length && (inside || payload[at] !== ",")) continue;
    fields.push(fieldOf(payload.slice(begin, at).trim()));
    begin = at + 1;
  }
  return fields;
}

function fieldOf(text: string): Field {
  if (!text.startsWith('"')) return { text, quoted: false };
  const end = text.length > 1 && text.endsWith('"') ? -1 : undefined;
  return { text: text.slice(1, end).trim(), quoted: true };
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
