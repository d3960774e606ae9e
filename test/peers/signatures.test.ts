import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod/mini";
import { createNodeHash } from "../../device/adapters/node/nodeHash.ts";
import { concat, fromBase64url, utf8 } from "../../device/base/bytes.ts";
import { hasLowS, withOtherS } from "../../device/base/lowS.ts";
import { publicJwk } from "../../device/contract/fields.ts";
import { type JwsType, jwsType } from "../../device/contract/messages/jwsTypes.ts";
import { objectIn } from "../../device/evidence/bundle.ts";
import { objectNames, objects } from "../../device/evidence/finding.ts";
import { jwsHash, peekJws, verifyJws } from "../../device/trust/jws.ts";
import { createParty, type Party } from "../device/evidence/keys.ts";
import { sealedBundle, tellUnbind } from "../device/evidence/unbindStory.ts";
import { makeScratchDir } from "../support/scratchDir.ts";
import { respelt } from "../upstream/testTerminal.ts";

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
  const stories = [
    { form: "twoStep" },
    { form: "ordered" },
    { form: "offlineSigned" },
    { form: "twoStep", decision: {} },
  ] as const;
  for (const story of stories) {
    const told = await tellUnbind({
      ...story,
      twoPersons: story.form !== "ordered",
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

/** n of P-256, worked out by somebody else. */
const lowS = `
import sys, json, base64
n = 2**256 - 2**224 + 2**192 - 0x4319055258E8617B0C46353D039CDAAF
def s_of(jws):
    raw = base64.urlsafe_b64decode(jws.split(".")[2] + "==")
    return int.from_bytes(raw[32:], "big")
print("all low" if all(s_of(one) <= n // 2 for one in json.load(sys.stdin)) else "some high")
`;

const references = `
import sys, json, base64, hashlib
for one in json.load(sys.stdin):
    signed = one.rsplit(".", 1)[0].encode("ascii")
    print(base64.urlsafe_b64encode(hashlib.sha256(signed).digest()).decode().rstrip("="))
`;

const signer = `
import json
from jwcrypto import jwk, jws
for _ in range(32):
    key = jwk.JWK.generate(kty="EC", crv="P-256")
    token = jws.JWS(json.dumps({"says": "unbind"}).encode())
    token.add_signature(key, None, json.dumps({"alg": "ES256", "typ": "unbind-receipt+jws", "kid": key.thumbprint()}))
    public = {name: value for name, value in key.export_public(as_dict=True).items() if name in ("kty", "crv", "x", "y")}
    print(json.dumps({"jws": token.serialize(compact=True), "jwk": public}))
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

/** What is signed has one spelling here, and two to everybody else: neither of the two programs minds which. */
function turned({ jws, ...rest }: Signed): Signed {
  return { ...rest, jws: respelt(jws, withOtherS) };
}

const readsHere = async ({ name, jws, by }: Signed) => {
  const typ = String(peekJws(jws).header.typ) as JwsType;
  const verified = await verifyJws(jws, typ, [by.jwk], z.looseObject({}));
  return verified.ok ? `${name} read` : `${name} ${verified.error.code}`;
};

test("every signature that we make has the lower s, and the other one is refused", async () => {
  const said = await Promise.all([...signed, ...signed.map(turned)].map(readsHere));
  expect(said).toEqual([
    ...signed.map(({ name }) => `${name} read`),
    ...signed.map(({ name }) => `${name} trust/signature-wrong`),
  ]);
});

test.skipIf(!hasOpenssl)("openssl takes the other spelling of each: that it is refused is ours to see to", async () => {
  const folder = await makeScratchDir();
  expect(signed.map(turned).map((one) => opensslSays(one, folder))).toEqual(signed.map(() => "Verified OK"));
});

test.skipIf(!hasJwcrypto)("jwcrypto takes it as well, and sees the same lower s in ours", () => {
  const low = spawnSync(python, ["-c", lowS], { input: JSON.stringify(signed.map(({ jws }) => jws)) });
  expect([jwcryptoSays(signed.map(turned)), low.stdout.toString().trim()]).toEqual([
    signed.map(() => "verified"),
    "all low",
  ]);
});

test.skipIf(!hasJwcrypto)("the reference that one object makes to another is the digest that Python works out", () => {
  const input = JSON.stringify(signed.map(({ jws }) => jws));
  const said = spawnSync(python, ["-c", references], { input }).stdout.toString().trim().split("\n");
  expect(said).toEqual(signed.map(({ jws }) => jwsHash(jws, createNodeHash())));
});

test.skipIf(!hasJwcrypto)("jwcrypto signs high and low alike, and what it signed low is read here", async () => {
  const made = spawnSync(python, ["-c", signer])
    .stdout.toString()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const said = await Promise.all(
    made.map(async ({ jws, jwk }) => {
      const verified = await verifyJws(jws, jwsType.receipt, [publicJwk.parse(jwk)], z.looseObject({}));
      const high = !hasLowS(fromBase64url(jws.split(".")[2] ?? "") ?? utf8(""));
      return high ? !verified.ok : verified.ok;
    }),
  );
  expect([made.length, said.filter((right) => !right)]).toEqual([32, []]);
});

test.skipIf(!hasJwcrypto)("jwcrypto agrees on every signature and key id, and refuses every changed object", () => {
  expect([jwcryptoSays(signed), jwcryptoSays(signed.map(forged))]).toEqual([
    signed.map(() => "verified"),
    signed.map(() => "refused"),
  ]);
});
