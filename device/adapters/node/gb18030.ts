/**
 * Characters as printers with Chinese fonts take them: GB18030 in one and two bytes. What has four bytes there, rare
 * characters of names among them, such printers as a rule do not have.
 */

/** The platform decodes GB18030 and encodes nothing: the two-byte part is turned around once (GB 18030-2022, table 2). */
let bytesOf: ReadonlyMap<string, readonly [number, number]> | null = null;

/** What masks a number has four bytes; the dot that names are divided by looks like it, and every such printer has it. */
const lookalikes: ReadonlyMap<string, string> = new Map([["•", "·"]]);

/** Null where a character has no code of one or two bytes. */
export function toGb18030(text: string): Uint8Array | null {
  bytesOf ??= twoByteCodes();
  const bytes: number[] = [];
  for (const character of text) {
    const isPlain = /^[\x20-\x7e]$/.test(character);
    const code = isPlain ? [character.charCodeAt(0)] : bytesOf.get(lookalikes.get(character) ?? character);
    if (!code) return null;
    bytes.push(...code);
  }
  return Uint8Array.from(bytes);
}

function twoByteCodes(): ReadonlyMap<string, readonly [number, number]> {
  const decoder = new TextDecoder("gb18030");
  const codes = new Map<string, readonly [number, number]>();
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const character = decoder.decode(Uint8Array.of(lead, trail));
      // User-defined codes have no shape that two printers agree on.
      if ([...character].length === 1 && !/[\ufffd\p{Co}]/u.test(character) && !codes.has(character))
        codes.set(character, [lead, trail]);
    }
  }
  return codes;
}
