import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { concat, fromBase64url, utf8 } from "../../device/base/bytes.ts";
import { objectIn } from "../../device/evidence/bundle.ts";
import { objectNames, objects } from "../../device/evidence/finding.ts";
import { createParty, type Party } from "../device/evidence/keys.ts";
import { type Form, sealedBundle, tellUnbind } from "../device/evidence/unbindStory.ts";
import { makeScratchDir } from "../support/scratchDir.ts";

// Debian's own: a Python that somebody put in front of it has other modules.
const python = "/usr/bin/python3";
const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
const hasJwcrypto = spawnSync(python, ["-c", "import jwcrypto"]).status === 0;

type Signed = { readonly name: string; readonly jws: string; readonly by: Party };

const signed = await everythingSigned();
const names = signed.map(({ name }) => name);

/** One of each object that a bundle can hold, with head and seal. */
async function everythingSigned(): Promise<readonly Signed[]> {
  const party = { device: createParty(), upstream: createParty() };
  const found = new Map<string, Signed>();
  for (const form of ["twoStep", "ordered", "offlineSigned"] satisfies Form[]) {
    const told = await tellUnbind({
      form,
      twoPersons: form !== "ordered",
      terminal: party.device,
      upstream: party.upstream,
    });
    const bundle = await sealedBundle(party.device, told.parts);
    for (const name of objectNames) {
      const jws = objectIn(bundle, name);
      if (jws) found.set(name, { name, jws, by: party[objects[name].signedBy] });
    }
    found.set("journal head", { name: "journal head", jws: bundle.journal.head, by: party.device });
    found.set("seal", { name: "seal", jws: bundle.seal, by: party.device });
  }
  return [...found.values()];
}

/** The same object with one character of its payload changed. */
function forged({ jws, ...rest }: Signed): Signed {
  return { ...rest, jws: jws.replace(/\.(.)/, (_, first) => `.${first === "e" ? "f" : "e"}`) };
}

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

function opensslSays({ jws, by }: Signed, folder: string): string {
  const [header, payload, signature = ""] = jws.split(".");
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const key = file("key.pem", by.key.export({ type: "spki", format: "pem" }));
  const der = file("signature.der", derSignature(fromBase64url(signature) ?? utf8("")));
  const input = file("input", `${header}.${payload}`);
  return spawnSync("openssl", ["dgst", "-sha256", "-verify", key, "-signature", der, input]).stdout.toString().trim();
}

const program = `
import sys, json
from jwcrypto import jwk, jws
for each in json.load(sys.stdin):
    key = jwk.JWK(**each["jwk"])
    token = jws.JWS()
    token.deserialize(each["jws"])
    try:
        token.verify(key, alg="ES256")
        print("verified" if key.thumbprint() == token.jose_header["kid"] else "another kid")
    except jws.InvalidJWSSignature:
        print("refused")
`;

function jwcryptoSays(all: readonly Signed[]): readonly string[] {
  const input = JSON.stringify(all.map(({ jws, by }) => ({ jws, jwk: by.jwk })));
  return spawnSync(python, ["-c", program], { input }).stdout.toString().trim().split("\n");
}

test("the two are asked about every object that a bundle can hold", () => {
  expect([...names].sort()).toEqual([...objectNames, "journal head", "seal"].sort());
});

test.skipIf(!hasOpenssl).each(names)(
  "openssl agrees who signed: %s, and that a changed one is forged",
  async (wanted) => {
    const folder = await makeScratchDir();
    const asked = signed.filter(({ name }) => name === wanted);
    const said = [...asked, ...asked.map(forged)].map((one) => opensslSays(one, folder));
    expect(said).toEqual(["Verified OK", "Verification failure"]);
  },
);

test.skipIf(!hasJwcrypto)("jwcrypto agrees on every signature and key id, and refuses every changed object", () => {
  expect([jwcryptoSays(signed), jwcryptoSays(signed.map(forged))]).toEqual([
    signed.map(() => "verified"),
    signed.map(() => "refused"),
  ]);
});
