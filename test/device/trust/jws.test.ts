import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import * as z from "zod/mini";
import { base64url, utf8 } from "../../../device/base/bytes.ts";
import { type JwsType, jwsType } from "../../../device/contract/messages/jwsTypes.ts";
import { compactJws, jwsHash, peekJws, thumbprint, verifyJws } from "../../../device/trust/jws.ts";
import { createParty, hash, type Party } from "../evidence/keys.ts";

const note = z.strictObject({ says: z.string() });
const terminal = createParty();
const stranger = createParty();

async function signed(by: Party, payload: object = { says: "unbind" }, typ: JwsType = jwsType.request) {
  const jws = await compactJws({ typ, kid: by.kid, payload }, by.signer);
  if (!jws.ok) throw new Error(jws.error.reason);
  return jws.value;
}

/** A text signed by the terminal over whatever header somebody dreamt up. */
async function signedOver(header: object) {
  const input = `${base64url(utf8(JSON.stringify(header)))}.${base64url(utf8('{"says":"unbind"}'))}`;
  const signature = await terminal.signer.sign(utf8(input));
  if (!signature.ok) throw new Error(signature.error.reason);
  return `${input}.${base64url(signature.value)}`;
}

const verified = (jws: string, keys = [terminal.jwk]) => verifyJws(jws, jwsType.request, keys, note);
const malformed = { ok: false, error: { code: "trust/malformed", object: "unbind-request+jws" } };
const forged = { ok: false, error: { code: "trust/signature-wrong", object: "unbind-request+jws" } };

test("what the terminal signed is believed by whoever has its key", async () => {
  expect(await verified(await signed(terminal), [stranger.jwk, terminal.jwk])).toEqual({
    ok: true,
    value: { says: "unbind" },
  });
});

test("a key that is not among the given ones is named, not tried", async () => {
  expect(await verified(await signed(stranger))).toEqual({
    ok: false,
    error: { code: "trust/key-not-pinned", kid: stranger.kid },
  });
});

test("a stranger who writes the terminal's key id signs in vain", async () => {
  expect(await verified(await signed({ ...stranger, kid: terminal.kid }))).toEqual(forged);
});

test("a key that is no point of the curve verifies nothing", async () => {
  const nowhere = { ...terminal.jwk, y: terminal.jwk.x };
  const jws = await signed({ ...terminal, kid: thumbprint(nowhere, hash) });
  expect(await verified(jws, [nowhere])).toEqual(forged);
});

test("a signed receipt cannot pass for a request", async () => {
  expect(await verified(await signed(terminal, { says: "unbind" }, jwsType.receipt))).toEqual(malformed);
});

test("a signed payload of another shape is refused", async () => {
  expect(await verified(await signed(terminal, { says: "unbind", also: 1 }))).toEqual(malformed);
});

test.each([
  ["no algorithm", { alg: "none", typ: jwsType.request, kid: terminal.kid }],
  ["another algorithm", { alg: "HS256", typ: jwsType.request, kid: terminal.kid }],
  ["a critical extension", { alg: "ES256", typ: jwsType.request, kid: terminal.kid, crit: ["b64"], b64: false }],
  ["a key of its own", { alg: "ES256", typ: jwsType.request, kid: terminal.kid, jwk: terminal.jwk }],
  ["no key id", { alg: "ES256", typ: jwsType.request }],
])("a header with %s is refused although the signature is right", async (_, header) => {
  expect(await verified(await signedOver(header))).toEqual(malformed);
});

test("a text with spare bits set, padding or more than 32 KiB is refused", async () => {
  const jws = await signed(terminal);
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const last = alphabet.indexOf(jws.at(-1) ?? "");
  const spellings = [
    jws.slice(0, -1) + alphabet[last + 1],
    `${jws}==`,
    `${jws}.`,
    ` ${jws}`,
    await signed(terminal, { says: "x".repeat(32_768) }),
  ];
  expect(await Promise.all(spellings.map((spelling) => verified(spelling)))).toEqual(spellings.map(() => malformed));
});

test("a signer that fails is answered with its failure", async () => {
  const broken = { ...terminal.signer, sign: async () => ({ ok: false, error: unusable }) as const };
  const unusable = { code: "signer/key-unusable", reason: "removed" } as const;
  expect(await compactJws({ typ: jwsType.request, kid: terminal.kid, payload: {} }, broken)).toEqual({
    ok: false,
    error: unusable,
  });
});

test("a key introduces itself in the header", async () => {
  const jws = await compactJws({ typ: jwsType.enrolment, jwk: terminal.jwk, payload: {} }, terminal.signer);
  expect(jws.ok && peekJws(jws.value).header).toEqual({ alg: "ES256", typ: "enrolment+jws", jwk: terminal.jwk });
});

test("a hash refers to the text of an object (SHA-256 vector of FIPS 180-4, `abc`)", () => {
  expect(jwsHash("abc", hash)).toBe("ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
});

test("a thumbprint takes the required members alone, in their order (RFC 7638 section 3)", async () => {
  const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const { calculateJwkThumbprint } = await import("jose");
  const shuffled = { y, x, kty: "EC", crv: "P-256" } as const;
  expect(thumbprint(shuffled, hash)).toBe(await calculateJwkThumbprint(shuffled, "sha256"));
});
