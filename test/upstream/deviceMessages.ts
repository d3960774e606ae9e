/**
 * Whether a signed message comes from an enrolled terminal and is meant for this upstream, now.
 * The signature is checked before the payload is read; no unbind rule is known here.
 */

import { createHash } from "node:crypto";
import { calculateJwkThumbprint, compactVerify, importJWK } from "jose";
import * as z from "zod/mini";
import { base64url, fromBase64url } from "../../device/base/bytes.ts";
import { parseStrictJson } from "../../device/base/json.ts";
import { hasLowS } from "../../device/base/lowS.ts";
import { err, ok, type Result } from "../../device/base/result.ts";
import { compactJws, type PublicJwk, publicJwk } from "../../device/contract/fields.ts";
import { queryPayload } from "../../device/contract/messages/enrolment.ts";
import { type JwsType, jwsType, protectedHeader, type SchemaVersion } from "../../device/contract/messages/jwsTypes.ts";
import { peekJws, schemaVersionOf } from "../../device/trust/jws.ts";
import type { Refusal } from "./answers.ts";
import { hearJournal } from "./heard.ts";
import type { TerminalRecord } from "./records.ts";
import type { UpstreamStore } from "./store.ts";

/** How far a terminal's clock may be off. */
const maxSkewMs = 300_000;

/** Signed by a clock that is further ahead of the upstream's than it may be. */
export function isFromTheFuture({ createdAt }: { readonly createdAt: string }, nowMs: number): boolean {
  return Date.parse(createdAt) - nowMs > maxSkewMs;
}

/**
 * `recent` for what is signed at the moment it is sent. `any` for what is journalled and sent again unchanged, perhaps much
 * later and by a clock that was set since: where its time decides something, the refusal is a decision, which ends it.
 */
export type Freshness = "recent" | "any";

export type MessageContext = {
  readonly store: UpstreamStore;
  readonly clock: { now(): number };
  readonly audience: string;
};

/** What every signed message of a terminal says at least. One that says no time is of freshness `any`. */
type Signed = { readonly aud: string; readonly createdAt?: string };

/** SHA-256 of an ASCII text in base64url: how signed objects name one another. */
export function hashOf(ascii: string): string {
  return base64url(createHash("sha256").update(ascii, "latin1").digest());
}

/** By which rules a message of a terminal is read: those of the unbind that it belongs to. */
function rulesFor({ store }: MessageContext, jws: string): SchemaVersion {
  const { request, requestId } = peekJws(jws).payload;
  const known = typeof requestId === "string" ? store.get("requests", requestId)?.jws : undefined;
  return schemaVersionOf(typeof request === "string" ? request : (known ?? jws));
}

/** Of an object by which a key introduces itself. */
export const introductionHeader = (typ: JwsType) =>
  z.strictObject({ alg: z.literal("ES256"), typ: z.literal(typ), jwk: publicJwk });

/** Opens a message of an enrolled terminal. `snOf` tells which terminal the payload speaks of. */
export async function openDeviceMessage<Payload extends Signed>(
  context: MessageContext,
  expected: {
    readonly jws: string;
    readonly typ: JwsType;
    readonly schema: z.ZodMiniType<Payload>;
    readonly snOf: (payload: Payload) => string;
    readonly freshness: Freshness;
    /** Those of the unbind that it belongs to, unless told. */
    readonly rules?: SchemaVersion;
  },
): Promise<Result<{ payload: Payload; terminal: TerminalRecord }, Refusal>> {
  const header = readHeader(expected.jws, protectedHeader(expected.typ));
  if (!header.ok) return header;
  const key = context.store.get("keys", header.value.kid);
  const terminal = key && context.store.get("terminals", key.sn);
  const { deviceKid, next } = terminal?.enrolled ?? {};
  if (!key || !terminal || (key.kid !== deviceKid && key.kid !== next?.kid)) return err({ code: "unknown-key" });
  const rules = expected.rules ?? rulesFor(context, expected.jws);
  const payload = await openPayload(context, { ...expected, rules }, key.jwk);
  if (!payload.ok) return payload;
  if (expected.snOf(payload.value) !== terminal.sn) return err({ code: "identity-mismatch", detail: "sn" });
  return ok({ payload: payload.value, terminal: takeUp(context, terminal, key.kid) });
}

/** A key that was to take the place of the one before has done so once it has signed something. */
function takeUp({ store }: MessageContext, terminal: TerminalRecord, kid: string): TerminalRecord {
  if (terminal.enrolled?.next?.kid !== kid) return terminal;
  const { next, keyProven: _ofTheOther, ...enrolled } = terminal.enrolled;
  const agreedBy = enrolled.agreedBy ?? enrolled.deviceKid;
  const changed = { ...terminal, enrolled: { ...enrolled, deviceKid: kid, keyStorage: next.keyStorage, agreedBy } };
  store.put("terminals", terminal.sn, changed);
  return changed;
}

/** Who asks, and by which nonce an answer names the question. */
export type Question = { readonly terminal: TerminalRecord; readonly nonce: string };

/** Who asks to read `path`: the terminal whose signed query, used once, stands in the Authorization header. */
export async function openQuery(
  context: MessageContext,
  path: string,
  authorization: string | null,
): Promise<Result<Question, Refusal>> {
  const jws = /^JWS ([^ ]+)$/i.exec(authorization ?? "")?.[1];
  if (jws === undefined) return err({ code: "bad-signature", detail: "Authorization" });
  const opened = await openDeviceMessage(context, {
    jws,
    typ: jwsType.query,
    schema: queryPayload,
    snOf: (payload) => payload.sn,
    freshness: "recent",
  });
  if (!opened.ok) return opened;
  if (opened.value.payload.path !== path) return err({ code: "bad-signature", detail: "path" });
  const { payload, terminal } = opened.value;
  const unused = useNonce(context, payload.nonce);
  if (!unused.ok) return unused;
  if (payload.journal) hearJournal(context, terminal.sn, payload.journal);
  return ok({ terminal, nonce: payload.nonce });
}

/** Opens a message by which a key introduces itself; nothing is said yet about whose key it is. */
export async function openIntroduction<Payload extends Signed>(
  context: MessageContext,
  expected: { readonly jws: string; readonly typ: JwsType; readonly schema: z.ZodMiniType<Payload> },
): Promise<Result<{ payload: Payload; jwk: PublicJwk; kid: string }, Refusal>> {
  const header = readHeader(expected.jws, introductionHeader(expected.typ));
  if (!header.ok) return header;
  const { jwk } = header.value;
  const payload = await openPayload(context, { ...expected, freshness: "recent", rules: 2 }, jwk);
  if (!payload.ok) return payload;
  return ok({ payload: payload.value, jwk, kid: await calculateJwkThumbprint(jwk, "sha256") });
}

/** Refuses a nonce that was seen while its message would still have been fresh, and remembers it. */
export function useNonce(context: MessageContext, nonce: string): Result<void, Refusal> {
  const nowMs = context.clock.now();
  for (const seen of context.store.all("nonces"))
    if (Math.abs(nowMs - seen.seenAtMs) > 2 * maxSkewMs) context.store.drop("nonces", seen.nonce);
  if (context.store.get("nonces", nonce)) return err({ code: "stale", detail: "nonce" });
  context.store.put("nonces", nonce, { nonce, seenAtMs: nowMs });
  return ok();
}

/** The `typ` that a message says it has, before anything is believed. */
export function typeOf(jws: string): string | null {
  const header = fromBase64url(jws.split(".")[0] ?? "");
  const said = z.object({ typ: z.string() }).safeParse(header && parseStrictJson(header));
  return said.success ? said.data.typ : null;
}

/** The header is strict: another `alg` or `typ`, a `crit`, a `jwk` where a `kid` belongs, all are refused. */
function readHeader<Header>(jws: string, schema: z.ZodMiniType<Header>): Result<Header, Refusal> {
  if (!compactJws.safeParse(jws).success) return err({ code: "malformed", detail: "not a compact JWS" });
  const parts = jws.split(".").map(fromBase64url);
  const [headerBytes] = parts;
  if (!headerBytes || parts.includes(null)) return err({ code: "malformed", detail: "base64url is not canonical" });
  const header = schema.safeParse(parseStrictJson(headerBytes));
  return header.success ? ok(header.data) : err({ code: "bad-signature", detail: "protected header" });
}

async function openPayload<Payload extends Signed>(
  context: MessageContext,
  expected: {
    readonly jws: string;
    readonly schema: z.ZodMiniType<Payload>;
    readonly freshness: Freshness;
    readonly rules: SchemaVersion;
  },
  jwk: PublicJwk,
): Promise<Result<Payload, Refusal>> {
  const bytes = await verify(expected.jws, jwk, expected.rules);
  if (!bytes) return err({ code: "bad-signature", detail: "signature" });
  const parsed = expected.schema.safeParse(parseStrictJson(bytes));
  if (!parsed.success) return err({ code: "malformed", detail: fieldsIn(parsed.error) });
  const payload = parsed.data;
  if (payload.aud !== context.audience) return err({ code: "bad-signature", detail: "aud" });
  if (expected.freshness === "any") return ok(payload);
  const aheadMs = Date.parse(payload.createdAt ?? "") - context.clock.now();
  if (Number.isNaN(aheadMs)) return err({ code: "malformed", detail: "createdAt" });
  return Math.abs(aheadMs) <= maxSkewMs ? ok(payload) : err({ code: "clock-skew", detail: "createdAt" });
}

/** A signature counts in one of its two spellings; an earlier program knew no difference. */
async function verify(jws: string, jwk: PublicJwk, rules: SchemaVersion): Promise<Uint8Array | null> {
  const signature = fromBase64url(jws.slice(jws.lastIndexOf(".") + 1));
  if (rules === 2 && !(signature && hasLowS(signature))) return null;
  try {
    const key = await importJWK(jwk, "ES256");
    const { payload } = await compactVerify(jws, key, { algorithms: ["ES256"] });
    return payload;
  } catch {
    // A point off the curve, a signature of the wrong length, a wrong signature: none of them is a signature.
    return null;
  }
}

/** Names of the fields that are wrong, never their values: a code or a name must not come back in a problem. */
const fieldsIn = (error: z.core.$ZodError): string =>
  [...new Set(error.issues.map((issue) => issue.path.join(".") || "payload"))].join(", ").slice(0, 200);
