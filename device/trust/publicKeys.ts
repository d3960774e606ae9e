/** Public keys as another party hands them over: one JWK or a JWK set (RFC 7517), of P-256, for what they are wanted for. */

import { findJsonFault, parseStrictJson } from "../base/json.ts";
import { err, ok, type Result } from "../base/result.ts";
import { type PublicJwk, publicJwk } from "../contract/fields.ts";

/** Larger than any set of keys that anybody hands out. */
export const maxKeyFileBytes = 16_384;

/** What a key of another party is wanted for here. */
export type KeyPurpose = "verify" | "agree";

/** `line` is counted from 1; `member` says that the key is for something else than what it is wanted for. */
export type PublicKeyFailure =
  | { readonly code: "key/private" | "key/unusable" }
  | { readonly code: "key/not-json" | "key/ambiguous"; readonly line: number }
  | { readonly code: "key/for-something-else"; readonly member: string };

/** All keys of the text, at least one. A private key is not taken even by mistake. */
export function parsePublicKeys(json: Uint8Array, purpose: KeyPurpose): Result<readonly PublicJwk[], PublicKeyFailure> {
  const wrong = findJsonFault(json);
  if (wrong) return err({ code: `key/${wrong.fault}`, line: wrong.line });
  const found: PublicJwk[] = [];
  for (const candidate of candidatesIn(parseStrictJson(json))) {
    const key = publicKeyOf(candidate, purpose);
    if (!key.ok) return key;
    found.push(key.value);
  }
  return found.length > 0 ? ok(found) : err({ code: "key/unusable" });
}

function candidatesIn(value: unknown): readonly unknown[] {
  const isSet = typeof value === "object" && value !== null && "keys" in value && Array.isArray(value.keys);
  return isSet ? (value as { keys: unknown[] }).keys : [value];
}

/** Of whichever kind of key (RFC 7518 sections 6.2.2, 6.3.2 and 6.4). */
const privateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

type Rules = Readonly<Record<string, (said: unknown) => boolean>>;

/** What says what the key is for (RFC 7517 sections 4.2 to 4.4), and may say this alone. The public half of ECDH does nothing. */
const purposes: Readonly<Record<KeyPurpose, Rules>> = {
  verify: {
    use: (said) => said === "sig",
    key_ops: (said) => Array.isArray(said) && said.includes("verify"),
    alg: (said) => said === "ES256",
  },
  agree: {
    use: (said) => said === "enc",
    key_ops: (said) => Array.isArray(said) && said.length === 0,
    alg: (said) => said === "ECDH-ES",
  },
};

function publicKeyOf(candidate: unknown, purpose: KeyPurpose): Result<PublicJwk, PublicKeyFailure> {
  if (typeof candidate !== "object" || candidate === null) return err({ code: "key/unusable" });
  const said: Readonly<Record<string, unknown>> = { ...candidate };
  if (privateMembers.some((member) => member in said)) return err({ code: "key/private" });
  const rules = purposes[purpose];
  const member = Object.keys(rules).find((name) => name in said && !rules[name]?.(said[name]));
  if (member !== undefined) return err({ code: "key/for-something-else", member });
  const { kty, crv, x, y } = said;
  const key = publicJwk.safeParse({ kty, crv, x, y });
  return key.success ? ok(key.data) : err({ code: "key/unusable" });
}
