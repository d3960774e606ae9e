/** Files that look like programs for a machine, as far as the build looks: a header, and Electron's fuses behind it. */

import type { Target } from "../../build/target.ts";

/** What Electron's fuses stand behind in its program; then the wire's version, how many there are, and one byte each. */
const fuseSentinel = "dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX";
const fuseCount = 8;

/** An ELF header (System V ABI, chapter 4) or a PE one, and all fuses on. */
export function programFor(target: Target): Buffer {
  const fuses = Buffer.concat([
    Buffer.from(`padding${fuseSentinel}`, "latin1"),
    Buffer.from([1, fuseCount]),
    Buffer.alloc(fuseCount, "1", "latin1"),
  ]);
  return Buffer.concat([target === "win32-x64" ? peHeader() : elfHeader(target), fuses]);
}

function elfHeader(target: "linux-x64" | "linux-arm64"): Buffer {
  const header = Buffer.alloc(64);
  header.write("\x7fELF", "latin1");
  // 64 bits, little-endian, version 1; a shared object, as every program is that can lie anywhere in memory.
  header.set([2, 1, 1], 4);
  header.writeUInt16LE(3, 16);
  header.writeUInt16LE(target === "linux-x64" ? 62 : 183, 18);
  return header;
}

function peHeader(): Buffer {
  const header = Buffer.alloc(256);
  header.write("MZ", "latin1");
  header.writeUInt32LE(128, 0x3c);
  header.write("PE\0\0", 128, "latin1");
  header.writeUInt16LE(0x8664, 132);
  return header;
}
