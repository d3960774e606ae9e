import { execFileSync } from "node:child_process";
import { createPublicKey, verify } from "node:crypto";
import { expect, test } from "vitest";
import { createEnrolledTerminal } from "./enrolledTerminal.ts";

/** Debian's own Python, where python3-jwcrypto puts its module. */
const python = "/usr/bin/python3";
const hasJwcrypto = (() => {
  try {
    execFileSync(python, ["-c", "import jwcrypto"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

/** The text with another letter at a place. */
const changedAt = (text: string, at: number) => text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);

test("a receipt verifies with node:crypto alone, and no longer after any change", async () => {
  const { upstream, unbound } = await createEnrolledTerminal();
  const { receipt } = await unbound();
  const key = createPublicKey({ key: upstream.publicJwk, format: "jwk" });
  const holds = (jws: string) => {
    const [header, payload, signature = ""] = jws.split(".");
    const signed = Buffer.from(`${header}.${payload}`, "ascii");
    return verify("sha256", signed, { key, dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "base64url"));
  };
  const places = [0, receipt.indexOf(".") + 1, receipt.lastIndexOf(".") + 1];

  expect([holds(receipt), ...places.map((at) => holds(changedAt(receipt, at)))]).toEqual([true, false, false, false]);
});

const reading = `
import json, sys
from jwcrypto import jwk, jws
given = json.load(sys.stdin)
key = jwk.JWK(**given["key"])
def read(text):
    token = jws.JWS()
    token.allowed_algs = ["ES256"]
    token.deserialize(text)
    try:
        token.verify(key)
    except jws.InvalidJWSSignature:
        return None
    return {"typ": token.jose_header["typ"], "kid": token.jose_header["kid"], "requestId": json.loads(token.payload)["requestId"]}
print(json.dumps({"thumbprint": key.thumbprint(), "true": read(given["receipt"]), "changed": read(given["changed"])}))
`;

test.skipIf(!hasJwcrypto)(
  "a receipt verifies with jwcrypto (skipped where python3-jwcrypto is not installed)",
  async () => {
    const { upstream, unbound } = await createEnrolledTerminal();
    const { request, receipt } = await unbound();
    const changed = changedAt(receipt, receipt.lastIndexOf(".") + 1);

    const input = JSON.stringify({ key: upstream.publicJwk, receipt, changed });
    const told = JSON.parse(execFileSync(python, ["-c", reading], { input, encoding: "utf8" }));

    expect(told).toEqual({
      thumbprint: upstream.kid,
      true: { typ: "unbind-receipt+jws", kid: upstream.kid, requestId: request.requestId },
      changed: null,
    });
  },
);
