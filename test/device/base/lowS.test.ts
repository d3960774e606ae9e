// One signature has two spellings; the one with the lower s counts.

import { sign, verify } from "node:crypto";
import { expect, test } from "vitest";
import { hasLowS, withLowS, withOtherS } from "../../../device/base/lowS.ts";
import { newKeyPair } from "../../support/keyPair.ts";

const key = newKeyPair();
const dsaEncoding = "ieee-p1363";
const made = () => new Uint8Array(sign("sha256", Buffer.from("unbind"), { key: key.privateKey, dsaEncoding }));
const holds = (bytes: Uint8Array) =>
  verify("sha256", Buffer.from("unbind"), { key: key.publicKey, dsaEncoding }, bytes) && bytes.length === 64;

test("Of a hundred signatures each verifies in both spellings, one of which counts, and the way back leads back", () => {
  const signatures = Array.from({ length: 100 }, made);
  const odd = signatures.filter((one) => {
    const other = withOtherS(one);
    const oneCounts = hasLowS(one) !== hasLowS(other);
    const sameLow = Buffer.compare(withLowS(one), withLowS(other)) === 0 && hasLowS(withLowS(one));
    return !(holds(other) && oneCounts && sameLow && Buffer.compare(withOtherS(other), one) === 0);
  });
  expect(odd).toEqual([]);
});

test.each([
  ["half of the order, rounded down", "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8", true],
  ["one more", "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a9", false],
  ["one", "0000000000000000000000000000000000000000000000000000000000000001", true],
])("s is low up to %s", (_, s, low) => {
  expect(hasLowS(new Uint8Array(Buffer.from("11".repeat(32) + s, "hex")))).toBe(low);
});
