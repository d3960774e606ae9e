/**
 * Signed objects as ES256 compact JWS (RFC 7515 section 7.1): how they are made over the Signer port, named, referred to
 * and verified. A signature has one spelling, and no reference hangs on it: what a stranger can do to a text on its way
 * ends in a refusal. Knows no payload; what may be inside is the caller's schema.
 */

import type * as z from "zod/mini";
import { base64url, fromBase64url, utf8 } from "../base/bytes.ts";
import { canonicalJwk } from "../base/canonicalJwk.ts";
import { parseStrictJson } from "../base/json.ts";
import { hasLowS, withOtherS } from "../base/lowS.ts";
import { err, ok, type Result } from "../base/result.ts";
import { compactJws as compactJwsText, type PublicJwk } from "../contract/fields.ts";
import { type JwsType, protectedHeader, type SchemaVersion } from "../contract/messages/jwsTypes.ts";
import type { Hash } from "../ports/hash.ts";
import type { Signer, SignerFailure } from "../ports/signer.ts";

export type JwsParts = {
  readonly typ: JwsType;
  readonly payload: object;
  /** The key that signs. */
  readonly kid: string;
  /** Stands in the header in the place of `kid`, only in an object by which a key introduces itself. */
  readonly jwk?: PublicJwk;
};

/** Why a signed object is not accepted. */
export type TrustFailure =
  | { readonly code: "trust/malformed"; readonly object: JwsType }
  | { readonly code: "trust/key-not-pinned"; readonly kid: string }
  | { readonly code: "trust/signature-wrong"; readonly object: JwsType };

/** Signs the payload; the private key stays where the Signer keeps it. The text is the object: keep it, never make it again. */
export async function compactJws(parts: JwsParts, signer: Signer): Promise<Result<string, SignerFailure>> {
  const { typ, kid, jwk } = parts;
  const header = { alg: "ES256", typ, ...(jwk ? { jwk } : { kid }) };
  const input = `${base64url(utf8(JSON.stringify(header)))}.${base64url(utf8(JSON.stringify(parts.payload)))}`;
  const signature = await signer.sign(utf8(input), kid);
  return signature.ok ? ok(`${input}.${base64url(signature.value)}`) : signature;
}

/**
 * What one object refers to another by: SHA-256 in base64url over what is signed of it, the ASCII bytes of header and
 * payload with the dot between (RFC 7515 section 5.1). In schema version 1 over the whole text.
 */
export function jwsHash(jws: string, hash: Hash, version: SchemaVersion = 2): string {
  const referred = version === 2 ? jws.slice(0, jws.lastIndexOf(".")) : jws;
  return base64url(hash.sha256(utf8(referred)));
}

/** In schema version 1 a signature had two spellings, and either may have come to whoever refers to it. */
export function isReferenceTo(reference: unknown, jws: string, hash: Hash, version: SchemaVersion): boolean {
  if (reference === jwsHash(jws, hash, version)) return true;
  return version === 1 && reference === jwsHash(inOtherSpelling(jws), hash, version);
}

function inOtherSpelling(jws: string): string {
  const end = jws.lastIndexOf(".") + 1;
  const signature = fromBase64url(jws.slice(end));
  return signature ? jws.slice(0, end) + base64url(withOtherS(signature)) : jws;
}

/** Which rules an unbind goes by that began with this request or order. */
export function schemaVersionOf(requestOrOrder: string): SchemaVersion {
  return peekJws(requestOrOrder).payload.schemaVersion === 2 ? 2 : 1;
}

/** RFC 7638 thumbprint. */
export function thumbprint(key: PublicJwk, hash: Hash): string {
  return base64url(hash.sha256(canonicalJwk(key)));
}

/**
 * The payload, if one of `keys` signed exactly this text as an object of this `typ`. Refuses every other algorithm, any
 * further header member (RFC 7515 section 4.1.11 included), JSON that can be read in two ways, and every spelling but the
 * canonical one, of the base64url and of the signature; the latter's is free in schema version 1.
 */
export async function verifyJws<T>(
  jws: string,
  typ: JwsType,
  keys: readonly PublicJwk[],
  schema: z.ZodMiniType<T>,
  version: SchemaVersion = 2,
): Promise<Result<T, TrustFailure>> {
  const malformed = err({ code: "trust/malformed", object: typ });
  const parts = split(jws);
  if (!parts) return malformed;
  const header = headerOf(typ).safeParse(parseStrictJson(parts.header));
  if (!header.success) return malformed;
  const { kid } = header.data;
  const key = await findKey(keys, kid);
  if (!key) return err({ code: "trust/key-not-pinned", kid });
  const counts = version === 1 || hasLowS(parts.signature);
  if (!(counts && (await isSignedBy(jws, key)))) return err({ code: "trust/signature-wrong", object: typ });
  const payload = schema.safeParse(parseStrictJson(parts.payload));
  return payload.success ? ok(payload.data) : malformed;
}

/** One for each type: making a schema takes longer than reading by it. */
const headers = new Map<JwsType, ReturnType<typeof protectedHeader>>();

function headerOf(typ: JwsType): ReturnType<typeof protectedHeader> {
  const header = headers.get(typ) ?? protectedHeader(typ);
  headers.set(typ, header);
  return header;
}

/** What an object says of itself, before anybody has looked at its signature; empty where it says nothing readable. */
export function peekJws(jws: string): { readonly header: Members; readonly payload: Members } {
  const parts = split(jws);
  return { header: membersOf(parts?.header), payload: membersOf(parts?.payload) };
}

type Members = Readonly<Record<string, unknown>>;

function membersOf(json: Uint8Array = new Uint8Array()): Members {
  const value = parseStrictJson(json);
  return typeof value === "object" && value !== null ? { ...value } : {};
}

type Parts = Readonly<Record<"header" | "payload" | "signature", Uint8Array>>;

/** Bounds the text before anything looks into it. */
function split(jws: string): Parts | null {
  if (!compactJwsText.safeParse(jws).success) return null;
  const [header, payload, signature] = jws.split(".").map(fromBase64url);
  return header && payload && signature ? { header, payload, signature } : null;
}

/** Loading jose costs as much as the whole start may, so it waits for the first object to be verified. */
let jose: ReturnType<typeof importJose> | undefined;
function loadJose(): ReturnType<typeof importJose> {
  jose ??= importJose();
  return jose;
}

/** By their own doors: behind the front one everything comes along, encryption too. */
async function importJose() {
  const [{ compactVerify }, { importJWK }, { calculateJwkThumbprint }] = await Promise.all([
    import("jose/jws/compact/verify"),
    import("jose/key/import"),
    import("jose/jwk/thumbprint"),
  ]);
  return { compactVerify, importJWK, calculateJwkThumbprint };
}

type ReadyKey = { readonly kid: string; readonly key: CryptoKey | Uint8Array | null };

/** Naming and importing a key costs as much as a signature check, and a bundle has ten objects by two keys. */
const readyKeys = new WeakMap<PublicJwk, Promise<ReadyKey>>();

async function findKey(keys: readonly PublicJwk[], kid: string): Promise<ReadyKey | null> {
  for (const jwk of keys) {
    const ready = readyKeys.get(jwk) ?? makeReady(jwk);
    readyKeys.set(jwk, ready);
    if ((await ready).kid === kid) return ready;
  }
  return null;
}

/** `key` is null for what is no point of the curve: nothing can be signed with it. */
async function makeReady(jwk: PublicJwk): Promise<ReadyKey> {
  const { calculateJwkThumbprint, importJWK } = await loadJose();
  const kid = await calculateJwkThumbprint(jwk, "sha256");
  try {
    // An engine of 2019 takes a key for one that must not leave it, and refuses it, unless it says that it may.
    return { kid, key: await importJWK({ ...jwk, ext: true }, "ES256") };
  } catch {
    return { kid, key: null };
  }
}

async function isSignedBy(jws: string, { key }: ReadyKey): Promise<boolean> {
  if (key === null) return false;
  const { compactVerify } = await loadJose();
  try {
    await compactVerify(jws, key, { algorithms: ["ES256"] });
    return true;
  } catch {
    return false;
  }
}

/** RFC 7515 appendix A.3: what a key signed that everybody knows. */
const example = {
  key: {
    kty: "EC",
    crv: "P-256",
    x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
  },
  jws: [
    "eyJhbGciOiJFUzI1NiJ9",
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
  ].join("."),
} as const;

/** Whether this engine can check a signature at all. One that cannot would call every genuine one wrong. */
export async function engineVerifies(): Promise<boolean> {
  return isSignedBy(example.jws, await makeReady(example.key));
}
