/**
 * From the first byte of an answer to its meaning, when every byte comes alone, as it does on a line at 115200 baud.
 * The goal is a time; how much more than splitting the same bytes into lines it is, is said beside it.
 */

import { cgsnImei } from "../../../device/serial/at/commands/cgsnImei.ts";
import { type AtReader, createAtReader } from "../../../device/serial/at/reader.ts";
import { type Figure, inTurn } from "../figure.ts";
import { median } from "../statistics.ts";

const rounds = 60;
const answersARound = 500;
const imei = "490154203237518";
const answer = `${cgsnImei.line}\r\r\n+CGSN: "${imei}"\r\n\r\nOK\r\n`;
const bytes = Array.from(answer, (char) => Uint8Array.of(char.charCodeAt(0)));

export const serialParse: Figure = {
  name: "serialParse",
  title: "one answer parsed, byte by byte",
  floor: "",
  unit: "µs",
  goal: 20,
  async measure() {
    const reader = createAtReader();
    const { ours, floors } = await inTurn(
      rounds,
      timing(() => parsed(reader)),
      timing(split),
    );
    const ratio = median(ours) / median(floors ?? []);
    console.error(`serialParse: ${answer.length} bytes, ${ratio.toFixed(1)} times a plain split into lines`);
    return { ours, floors: null };
  },
};

function timing(read: () => string | null): () => Promise<number> {
  return async () => {
    const begunMs = performance.now();
    for (let times = 0; times < answersARound; times++) if (read() !== imei) throw new Error("not read");
    return ((performance.now() - begunMs) * 1_000) / answersARound;
  };
}

function parsed(reader: AtReader): string | null {
  reader.begin(cgsnImei, "required");
  for (const byte of bytes) {
    for (const event of reader.feed(byte)) if (event.kind === "answer") return cgsnImei.parse(event.answer.lines);
  }
  return null;
}

/** The least that would do where nothing ever goes wrong. */
function split(): string | null {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte[0] ?? 0);
  return text.split(/[\r\n]+/)[1]?.slice('+CGSN: "'.length, -1) ?? null;
}
