import { expect, test } from "vitest";
import * as z from "zod/mini";
import { base64url, utf8 } from "../../../device/base/bytes.ts";
import { withOtherS } from "../../../device/base/lowS.ts";
import { type JwsType, jwsType } from "../../../device/contract/messages/jwsTypes.ts";
import {
  compactJws,
  engineVerifies,
  isReferenceTo,
  jwsHash,
  peekJws,
  thumbprint,
  verifyJws,
} from "../../../device/trust/jws.ts";
import { newKeyPair } from "../../support/keyPair.ts";
import { respelt } from "../../upstream/testTerminal.ts";
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
const signedOver = (header: object) => signedText(JSON.stringify(header), '{"says":"unbind"}');

async function signedText(header: string, payload: string) {
  const input = `${base64url(utf8(header))}.${base64url(utf8(payload))}`;
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
  const jws = await compactJws(
    { typ: jwsType.enrolment, kid: terminal.kid, jwk: terminal.jwk, payload: {} },
    terminal.signer,
  );
  expect(jws.ok && peekJws(jws.value).header).toEqual({ alg: "ES256", typ: "enrolment+jws", jwk: terminal.jwk });
});

test("a hash refers to what is signed of an object, and an earlier one to its whole text (SHA-256 vector of FIPS 180-4, `abc`)", () => {
  expect([jwsHash("abc.signature", hash), jwsHash("abc", hash, 1)]).toEqual([
    "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0",
    "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0",
  ]);
});

test("the other spelling of a signature is none, and changes no reference", async () => {
  const jws = await signed(terminal);
  const turned = respelt(jws, withOtherS);

  expect([turned === jws, await verified(turned), jwsHash(turned, hash) === jwsHash(jws, hash)]).toEqual([
    false,
    forged,
    true,
  ]);
});

test("what an earlier program signed is read in both spellings, and both are referred to by either", async () => {
  const jws = await signed(terminal);
  const turned = respelt(jws, withOtherS);

  const read = [jws, turned].map((one) => verifyJws(one, jwsType.request, [terminal.jwk], note, 1));
  const refer = [jws, turned].map((one) => isReferenceTo(jwsHash(one, hash, 1), jws, hash, 1));
  expect([(await Promise.all(read)).map(({ ok }) => ok), refer, isReferenceTo("another", jws, hash, 1)]).toEqual([
    [true, true],
    [true, true],
    false,
  ]);
});

test.each([
  ["a member twice", '{"says":"unbind","says":"unbind"}'],
  ["a byte order mark", '\ufeff{"says":"unbind"}'],
  ["half a surrogate pair", '{"says":"\\ud800"}'],
])("a payload with %s is refused although the signature is right", async (_, payload) => {
  const header = `{"alg":"ES256","typ":"${jwsType.request}","kid":"${terminal.kid}"}`;
  expect(await verified(await signedText(header, payload))).toEqual(malformed);
});

test.each([
  ["a member twice", (kid: string) => `{"alg":"ES256","alg":"ES256","typ":"${jwsType.request}","kid":"${kid}"}`],
  ["a byte order mark", (kid: string) => `\ufeff{"alg":"ES256","typ":"${jwsType.request}","kid":"${kid}"}`],
])("a header with %s is refused although the signature is right", async (_, header) => {
  expect(await verified(await signedText(header(terminal.kid), '{"says":"unbind"}'))).toEqual(malformed);
});

test("a thumbprint takes the required members alone, in their order (RFC 7638 section 3)", async () => {
  const { publicKey } = newKeyPair();
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const { calculateJwkThumbprint } = await import("jose");
  const shuffled = { y, x, kty: "EC", crv: "P-256" } as const;
  expect(thumbprint(shuffled, hash)).toBe(await calculateJwkThumbprint(shuffled, "sha256"));
});

test("this engine checks the example of RFC 7515 appendix A.3", async () => {
  expect(await engineVerifies()).toBe(true);
});
