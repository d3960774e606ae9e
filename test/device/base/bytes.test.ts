import fc from "fast-check";
import { expect, test } from "vitest";
import { base64url, fromBase64url } from "../../../device/base/bytes.ts";

test("Bytes are spelled as everybody spells them in base64url, and read back", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const text = base64url(bytes);
      expect([text, fromBase64url(text)]).toEqual([Buffer.from(bytes).toString("base64url"), Uint8Array.from(bytes)]);
    }),
  );
});

test("A text is read exactly where it is the one spelling of its bytes", () => {
  const letters = fc.constantFrom(..."AQgwxz09-_+/= .é解\u0000\u{1f600}");
  fc.assert(
    fc.property(fc.string({ unit: letters, maxLength: 12 }), (text) => {
      expect(fromBase64url(text) !== null).toBe(Buffer.from(text, "base64url").toString("base64url") === text);
    }),
  );
});
