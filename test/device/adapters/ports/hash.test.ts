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

  test.each([
    ["SHA1", "b617318655057264e28bc0b6fb378c8ef146be00"],
    ["SHA256", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"],
    [
      "SHA512",
      "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854",
    ],
  ] as const)("the keyed digest with %s of RFC 2202 and RFC 4231, test case 1", (algorithm, expected) => {
    const mac = createHash().hmac(algorithm, new Uint8Array(20).fill(0x0b), utf8("Hi There"));

    expect(hex(mac)).toBe(expected);
  });
});
