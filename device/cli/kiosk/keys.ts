/**
 * Where secret digits come from: a keyboard that does not echo, or a file descriptor, a line for each entry. They are
 * handed on key by key and never kept; arguments and environment are no source.
 */

import type { ReadStream } from "node:tty";
import { err, ok, type Result } from "../../base/result.ts";
import { type DescriptorFailure, readByte } from "../descriptor.ts";

export type Key = { readonly digit: number } | "erase" | "enter" | "interrupt" | "end";

export type KeysFailure = { readonly code: "cli/no-pin-source" } | DescriptorFailure;

export type Keys = {
  /** A person sits there: an entry may be tried again, and is asked for in words. */
  readonly interactive: boolean;
  /** Says the words once nothing echoes, then hands on keys until the entry is over; the source is heard only meanwhile. */
  take(say: () => void, take: (key: Key) => Promise<"more" | "over">): Promise<Result<void, KeysFailure>>;
};

export const noKeys: Keys = { interactive: false, take: async () => err({ code: "cli/no-pin-source" }) };

export function createKeyboardKeys(keyboard: ReadStream): Keys {
  return {
    interactive: true,
    async take(say, take) {
      const waiting: Key[] = [];
      let wake = () => {};
      const listen = (bytes: Uint8Array) => {
        for (const byte of bytes) {
          const key = keyOf(byte);
          if (key !== null) waiting.push(key);
        }
        bytes.fill(0);
        wake();
      };
      keyboard.setRawMode(true);
      keyboard.on("data", listen);
      keyboard.resume();
      say();
      try {
        for (;;) {
          const key = waiting.shift();
          if (key === undefined) {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          } else if ((await take(key)) === "over") return ok();
        }
      } finally {
        keyboard.off("data", listen);
        keyboard.pause();
        keyboard.setRawMode(false);
      }
    },
  };
}

/** Reads byte by byte, so that of the next entry nothing is taken. What is no digit of a line is passed over. */
export function createDescriptorKeys(fd: number): Keys {
  const one = new Uint8Array(1);
  async function next(): Promise<Result<Key | null, KeysFailure>> {
    const got = await readByte(fd, one, 0);
    const byte = one[0] ?? 0;
    one[0] = 0;
    if (!got.ok) return got;
    if (!got.value) return ok("end");
    return ok(byte === lineFeed ? "enter" : isDigit(byte) ? { digit: byte - zero } : null);
  }
  return {
    interactive: false,
    async take(_say, take) {
      for (;;) {
        const key = await next();
        if (!key.ok) return key;
        if (key.value !== null && (await take(key.value)) === "over") return ok();
      }
    },
  };
}

const [zero, nine] = [0x30, 0x39];
const [lineFeed, carriageReturn, backspace, rubOut, controlC, controlD] = [0x0a, 0x0d, 0x08, 0x7f, 0x03, 0x04];

const isDigit = (byte: number) => byte >= zero && byte <= nine;

/** Null for what means nothing here. */
function keyOf(byte: number): Key | null {
  if (isDigit(byte)) return { digit: byte - zero };
  if (byte === lineFeed || byte === carriageReturn) return "enter";
  if (byte === backspace || byte === rubOut) return "erase";
  if (byte === controlC) return "interrupt";
  return byte === controlD ? "end" : null;
}
