import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { concat, fromBase64url, utf8 } from "../../../device/base/bytes.ts";
import { tellUnbind } from "./unbindStory.ts";

const python = "/usr/bin/python3";
const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
const hasJwcrypto = spawnSync(python, ["-c", "import jwcrypto"]).status === 0;
const folder = mkdtempSync(join(tmpdir(), "second-opinion-"));
afterAll(() => rmSync(folder, { recursive: true }));

const { upstream, parts } = await tellUnbind({ until: "receipt" });
const receipt = parts.receipt ?? "";
/** The same receipt with one character of its payload changed. */
const forged = receipt.replace(/\.(.)/, (_, first) => `.${first === "e" ? "f" : "e"}`);

/** DER SEQUENCE of two INTEGERs (ITU-T X.690 section 8.3) out of the r and s that a JWS concatenates. */
function derSignature(rs: Uint8Array): Uint8Array {
  const integer = (bytes: Uint8Array) => {
    const first = bytes.findIndex((byte) => byte !== 0);
    const magnitude = bytes.subarray(first);
    const body = (magnitude[0] ?? 0) >= 0x80 ? concat([new Uint8Array(1), magnitude]) : magnitude;
    return concat([new Uint8Array([0x02, body.length]), body]);
  };
  const body = concat([integer(rs.subarray(0, 32)), integer(rs.subarray(32))]);
  return concat([new Uint8Array([0x30, body.length]), body]);
}

function opensslSays(jws: string): string {
  const [header, payload, signature = ""] = jws.split(".");
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const key = file("key.pem", upstream.key.export({ type: "spki", format: "pem" }));
  const der = file("signature.der", derSignature(fromBase64url(signature) ?? utf8("")));
  const input = file("input", `${header}.${payload}`);
  return spawnSync("openssl", ["dgst", "-sha256", "-verify", key, "-signature", der, input]).stdout.toString().trim();
}

function jwcryptoSays(jws: string): string {
  const program = `
import sys, json
from jwcrypto import jwk, jws
key = jwk.JWK.from_json(sys.argv[1])
token = jws.JWS()
token.deserialize(sys.argv[2])
try:
    token.verify(key, alg="ES256")
    print("verified", key.thumbprint() == token.jose_header["kid"])
except jws.InvalidJWSSignature:
    print("refused")
`;
  return spawnSync(python, ["-c", program, JSON.stringify(upstream.jwk), jws])
    .stdout.toString()
    .trim();
}

test.skipIf(!hasOpenssl)(
  "openssl agrees that the upstream signed the receipt, and that a changed one is forged",
  () => {
    expect([opensslSays(receipt), opensslSays(forged)]).toEqual(["Verified OK", "Verification failure"]);
  },
);

test.skipIf(!hasJwcrypto)("jwcrypto agrees on signature and key id, and refuses a changed receipt", () => {
  expect([jwcryptoSays(receipt), jwcryptoSays(forged)]).toEqual(["verified True", "refused"]);
});
