import { expect, test } from "vitest";
import { createNodeHash } from "../../../../device/adapters/node/nodeHash.ts";
import { hex, utf8 } from "../../../../device/base/bytes.ts";

test("the digest of FIPS 180-2, appendix B.1", () => {
  const digest = createNodeHash().sha256(utf8("abc"));

  expect(hex(digest)).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});
