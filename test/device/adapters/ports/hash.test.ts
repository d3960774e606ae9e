import { describe, expect, test } from "vitest";
import { createScriptHash } from "../../../../device/adapters/common/scriptHash.ts";
import { createNodeHash } from "../../../../device/adapters/node/nodeHash.ts";
import { hex, utf8 } from "../../../../device/base/bytes.ts";

describe.each([
  ["nodeHash", createNodeHash],
  ["scriptHash", createScriptHash],
])("%s", (_name, createHash) => {
  test("the digest of FIPS 180-2, appendix B.1, as bytes and as text", () => {
    const hash = createHash();

    const digest = [hex(hash.sha256(utf8("abc"))), hash.sha256Text(utf8("abc"))];

    expect(digest).toEqual([
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
      "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0",
    ]);
  });

  test("the keyed digest of RFC 4231, test cases 1 and 6: also with a key longer than a block", () => {
    const hash = createHash();

    const macs = [
      hash.hmac(new Uint8Array(20).fill(0x0b), utf8("Hi There")),
      hash.hmac(new Uint8Array(131).fill(0xaa), utf8("Test Using Larger Than Block-Size Key - Hash Key First")),
    ];

    expect(macs.map(hex)).toEqual([
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    ]);
  });
});
