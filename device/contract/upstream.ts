/** The HTTP contract with the upstream: paths, answers and problems. Both sides parse with these schemas. */

import * as z from "zod/mini";
import { requestState } from "./codes.ts";
import { compactJws, count, foreignInstant, keyId, text, uuid } from "./fields.ts";
import { mostKeySets } from "./messages/upstreamKeys.ts";

/** Every path is below the configured base URL. Bodies from the terminal are `application/jose`, one compact JWS. */
export const paths = {
  health: "/v1/health",
  keys: "/v1/keys",
  enrolments: "/v1/enrolments",
  successions: "/v1/successions",
  bindings: (sn: string) => `/v1/terminals/${encodeURIComponent(sn)}/bindings`,
  profiles: (sn: string) => `/v1/terminals/${encodeURIComponent(sn)}/profiles`,
  requests: "/v1/unbind-requests",
  request: (requestId: string) => `/v1/unbind-requests/${requestId}`,
  cancellation: (requestId: string) => `/v1/unbind-requests/${requestId}/cancellation`,
  verification: (requestId: string) => `/v1/unbind-requests/${requestId}/verification`,
  execution: (requestId: string) => `/v1/unbind-requests/${requestId}/execution`,
  attestation: (requestId: string) => `/v1/unbind-requests/${requestId}/attestation`,
  offlineUnbinds: "/v1/offline-unbinds",
} as const;

/** Largest answer the terminal reads, in bytes. */
export const maxAnswerBytes = 262_144;

export const healthAnswer = z.strictObject({ status: z.literal("ok"), serverTime: foreignInstant });

/** The chain of the upstream's key sets, the oldest first; none where no key was ever changed. Anybody may ask. */
export const keysAnswer = z.strictObject({ sets: z.array(compactJws).check(z.maxLength(mostKeySets)) });

const bindings = z.array(compactJws).check(z.minLength(1), z.maxLength(8));

/** 201: the key is enrolled; each binding is signed by the upstream. The same proof again gives the same answer. */
export const enrolmentAnswer = z.strictObject({ deviceKid: keyId, bindings });

/** 200: the key is known, and takes the place of the one before with the next thing that it signs. */
export const successionAnswer = z.strictObject({ deviceKid: keyId });

/** `heard`: how far the upstream has heard this terminal, in answer to this question; `order`: it wants one of them ended. */
export const bindingsAnswer = z.strictObject({ bindings, heard: compactJws, order: z.optional(compactJws) });
export type BindingsAnswer = z.infer<typeof bindingsAnswer>;

/** The profiles of this terminal's providers, each signed by the upstream. */
export const profilesAnswer = z.strictObject({ profiles: z.array(compactJws).check(z.maxLength(8)) });

/**
 * What the upstream says of one request. `grant` comes with approved, `receipt` with unbound, `decision` with rejected,
 * cancelled and expired, `demand` with verification_required, `hold` with risk_hold.
 */
export const requestAnswer = z.strictObject({
  requestId: uuid,
  state: requestState,
  updatedAt: foreignInstant,
  grant: z.optional(compactJws),
  receipt: z.optional(compactJws),
  decision: z.optional(compactJws),
  demand: z.optional(compactJws),
  hold: z.optional(z.strictObject({ code: text(64), until: z.optional(foreignInstant) })),
});
export type RequestAnswer = z.infer<typeof requestAnswer>;

/** The acknowledgement signed by the upstream. */
export const attestationAnswer = z.strictObject({ acknowledgement: compactJws });

/** What became of an unbind that was authorised offline; both signed. The same report again gives the same answer. */
export const offlineUnbindAnswer = z.strictObject({ receipt: compactJws, acknowledgement: compactJws });
export type OfflineUnbindAnswer = z.infer<typeof offlineUnbindAnswer>;

export const problemTypePrefix = "urn:jiebang:problem:";

/** RFC 9457 problem details; members the terminal does not know are dropped, as section 3.2 asks. */
export const problem = z.object({
  type: text(200),
  title: z.optional(z.string().check(z.maxLength(200))),
  status: z.optional(z.number().check(z.int(), z.gte(100), z.lte(599))),
  detail: z.optional(z.string().check(z.maxLength(2000))),
  requestId: z.optional(uuid),
  serverTime: z.optional(foreignInstant),
  retryAfterSeconds: z.optional(count),
  /** Of a code that was refused. */
  triesLeft: z.optional(count),
  /** Of a one-time code that was refused; left out where nobody gave out such a code. */
  codeState: z.optional(z.enum(["used", "expired", "of_another_terminal"])),
  /** Of a limit or a window: when it may be tried again. */
  until: z.optional(foreignInstant),
  /** Of a request, a withdrawal or an execution that is refused for good. Without it the terminal asks again. */
  decision: z.optional(compactJws),
});
export type Problem = z.infer<typeof problem>;
