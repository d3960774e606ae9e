/**
 * The signed objects of an unbind by name, and their header (ES256 compact JWS, RFC 7515).
 * Each has a `typ` of its own, so that none can pass for another (RFC 8725 section 3.11).
 */

import * as z from "zod/mini";
import { keyId } from "../fields.ts";

/** JWS header `typ` of each object. */
export const jwsType = {
  enrolment: "enrolment+jws",
  query: "terminal-query+jws",
  binding: "binding+jws",
  profile: "provider-profile+jws",
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
  execution: "unbind-execution+jws",
  receipt: "unbind-receipt+jws",
  attestation: "wipe-attestation+jws",
  acknowledgement: "attestation-ack+jws",
  journalHead: "journal-head+jws",
  evidenceSeal: "evidence-seal+jws",
} as const;

export type JwsType = (typeof jwsType)[keyof typeof jwsType];

/** Protected header of every object above; `jwk` only where a key introduces itself. */
export const protectedHeader = (typ: JwsType) =>
  z.strictObject({ alg: z.literal("ES256"), typ: z.literal(typ), kid: keyId });
