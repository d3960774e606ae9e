/** What a chain of certificates proves of a terminal's key, and which chains prove nothing. */

import type { KeyObject } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type PublicJwk, publicJwk } from "../../device/contract/fields.ts";
import {
  type Attested,
  type AttestingAuthority,
  attestedSigner,
  createAttestingAuthority,
} from "../support/attestedKey.ts";
import { newKeyPair } from "../support/keyPair.ts";
import { makeScratchDir } from "../support/scratchDir.ts";
import { type AttestationRules, provenStorage } from "./keyAttestation.ts";

const audience = "https://provider.example";
const signers = [attestedSigner.toString("hex")];

let dir: string;
let authority: AttestingAuthority;
let jwk: PublicJwk;
let privateKey: KeyObject;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "jiebang-attestation-"));
  authority = await createAttestingAuthority(dir);
  const pair = newKeyPair();
  privateKey = pair.privateKey;
  const { kty, crv, x, y } = pair.publicKey.export({ format: "jwk" });
  jwk = publicJwk.parse({ kty, crv, x, y });
}, 60_000);
afterAll(() => rm(dir, { recursive: true, force: true }));

const rules = (): AttestationRules => ({ roots: [authority.rootPem], app: { name: "jiebang.kiosk", signers } });
const attested = (said: Partial<Attested> = {}) => authority.attest({ jwk, audience, ...said });

function judge(chain: readonly Uint8Array[], by = rules()) {
  const judged = provenStorage({ chain, jwk, audience }, by, Date.now());
  return "storage" in judged ? judged.storage : judged.refusal;
}

test.each([
  [2, "strongbox"],
  [1, "trusted_environment"],
  [0, "keystore"],
])("a key of level %s is proven to be kept in: %s", async (level, proven) => {
  expect(judge(await attested({ level }))).toBe(proven);
});

test("the authority may be left out of the chain, and the weaker of two levels counts", async () => {
  const whole = await attested({ level: 2, keyLevel: 1 });

  expect([judge(whole.slice(0, -1)), judge(whole)]).toEqual(["trusted_environment", "trusted_environment"]);
});

test.each<[string, Partial<Attested>, string]>([
  ["without an attestation", { silent: true }, "no attestation, or more than one"],
  ["made for another upstream", { audience: "https://other.example" }, "for another upstream"],
  ["of a key that was brought in", { origin: 2 }, "of a key that was not made there to sign"],
  ["of a key that decrypts", { purpose: 1 }, "of a key that was not made there to sign"],
  ["by another app", { app: "com.example.kiosk" }, "by another app"],
  ["by an app that somebody else signed", { signers: [Buffer.alloc(32, 1)] }, "by another app"],
  ["of a system with an open boot loader", { locked: false }, "of a system that was changed"],
  ["of a system of somebody's own", { bootState: 1 }, "of a system that was changed"],
  ["that has run out", { days: -1 }, "not of this time"],
])("a chain %s is refused", async (_, said, refusal) => {
  expect(judge(await attested(said))).toBe(refusal);
});

test("a chain of another authority, of another key, without its middle, damaged, or empty is refused", async () => {
  const chain = await attested();
  const [leaf = new Uint8Array(), batch = new Uint8Array(), root = new Uint8Array()] = chain;
  const other = await createAttestingAuthority(await makeScratchDir());
  const stranger = newKeyPair().publicKey.export({ format: "jwk" });
  const ofStranger = await authority.attest({ jwk: publicJwk.parse({ ...stranger, kty: "EC" }), audience });

  expect([
    judge(chain, { roots: [other.rootPem], app: rules().app }),
    judge(chain, { roots: [], app: rules().app }),
    judge(ofStranger),
    judge([leaf, root]),
    judge([leaf.slice(0, -1), batch, root]),
    judge([]),
  ]).toEqual([
    "not by an authority",
    "not by an authority",
    "of another key",
    "not signed by the next",
    "not a certificate",
    "not a certificate",
  ]);
});

test("a key that was attested attests no other", async () => {
  const keyFile = join(dir, "terminal.key");
  await writeFile(keyFile, privateKey.export({ type: "pkcs8", format: "pem" }));
  const forged = await authority.attestBelow(await attested(), keyFile, { jwk, audience, level: 2 });

  expect(judge(forged)).toBe("not signed by the next");
});
