/**
 * The signed objects of an unbind by name, and their header (ES256 compact JWS, RFC 7515).
 * Each has a `typ` of its own, so that none can pass for another (RFC 8725 section 3.11).
 */

import * as z from "zod/mini";
import { keyId, text } from "../fields.ts";

/** JWS header `typ` of each object. */
export const jwsType = {
  enrolment: "enrolment+jws",
  succession: "key-succession+jws",
  successor: "key-successor+jws",
  query: "terminal-query+jws",
  binding: "binding+jws",
  heard: "terminal-heard+jws",
  profile: "provider-profile+jws",
  upstreamKeys: "upstream-keys+jws",
  request: "unbind-request+jws",
  approval: "unbind-approval+jws",
  order: "unbind-order+jws",
  verificationDemand: "verification-demand+jws",
  verification: "unbind-verification+jws",
  offlineAnswer: "offline-answer+jws",
  offlineReport: "offline-report+jws",
  pinUnlock: "pin-unlock+jws",
  cancellation: "unbind-cancellation+jws",
  grant: "unbind-grant+jws",
  decision: "unbind-decision+jws",
  execution: "unbind-execution+jws",
  receipt: "unbind-receipt+jws",
  attestation: "wipe-attestation+jws",
  acknowledgement: "attestation-ack+jws",
  journalHead: "journal-head+jws",
  evidenceSeal: "evidence-seal+jws",
} as const;

export type JwsType = (typeof jwsType)[keyof typeof jwsType];

/**
 * What the parties to one unbind agree on; the request, or the order in its place, says which. 2: objects refer to one
 * another by the hash of what is signed, and a signature has one spelling. 1: by the hash of the whole text, as earlier
 * programs did; it is read for unbinds that began so, and nothing begins so any more.
 */
export type SchemaVersion = 1 | 2;
export const schemaVersion = z.literal(2);

/** In everything that the upstream signs (RFC 7519 sections 4.1.1 and 4.1.3). */
export const fromUpstream = {
  /** The upstream, by the name that terminals call it by in the `aud` of what they sign. */
  iss: text(200),
  /** The terminal, by its key: what was signed for one installation is nothing to another. */
  aud: keyId,
} as const;

/** Protected header of every object above; `jwk` only where a key introduces itself. */
export const protectedHeader = (typ: JwsType) =>
  z.strictObject({ alg: z.literal("ES256"), typ: z.literal(typ), kid: keyId });
