/**
 * How signed objects name one another, and from whom and for whom the upstream's are. Worked out here a second time, so
 * that a terminal that does it wrongly is found out.
 */

import { createNodeHash } from "../../device/adapters/node/nodeHash.ts";
import type { SchemaVersion } from "../../device/contract/messages/jwsTypes.ts";
import { isReferenceTo, schemaVersionOf } from "../../device/trust/jws.ts";
import { hashOf, type MessageContext } from "./deviceMessages.ts";

const hash = createNodeHash();

/** SHA-256 over what is signed; over the whole text where the unbind began under schema version 1. */
export function referenceTo(jws: string, version: SchemaVersion = 2): string {
  return hashOf(version === 2 ? jws.slice(0, jws.lastIndexOf(".")) : jws);
}

/** Whether `said` names this object of an unbind that began with `requestJws`. */
export function refersTo(said: unknown, jws: string, requestJws: string): boolean {
  const version = schemaVersionOf(requestJws);
  return version === 2 ? said === referenceTo(jws) : isReferenceTo(said, jws, hash, version);
}

/** Throws in words for the operator where there is no key yet that anything could be for. */
export function addressedTo(
  { audience, store }: Pick<MessageContext, "audience" | "store">,
  sn: string,
): { readonly iss: string; readonly aud: string } {
  const aud = store.get("terminals", sn)?.enrolled?.deviceKid;
  if (aud === undefined) throw new Error(`terminal ${sn} was never enrolled: it has no key that this could be for`);
  return { iss: audience, aud };
}
