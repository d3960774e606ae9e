/**
 * Signed objects of schema version 1 as they are still read: in evidence that an earlier program wrote, and for an unbind
 * that was under way when the program was replaced. The upstream's named neither issuer nor audience then.
 */

import * as z from "zod/mini";
import { bindingPayload } from "./binding.ts";
import { offlineAnswerPayload } from "./offline.ts";
import {
  acknowledgementPayload,
  grantPayload,
  orderPayload,
  receiptPayload,
  verificationDemandPayload,
} from "./outcome.ts";
import { requestPayload } from "./request.ts";

const unnamed = { iss: true, aud: true } as const;

export const earlier = {
  request: z.extend(requestPayload, { schemaVersion: z.literal(1) }),
  order: z.partial(orderPayload, { iss: true, aud: true, schemaVersion: true }),
  binding: z.partial(bindingPayload, { iss: true, aud: true, serial: true }),
  verificationDemand: z.partial(verificationDemandPayload, unnamed),
  offlineAnswer: z.partial(offlineAnswerPayload, unnamed),
  grant: z.partial(grantPayload, unnamed),
  receipt: z.partial(receiptPayload, unnamed),
  acknowledgement: z.partial(acknowledgementPayload, unnamed),
} as const;

/** What is read of either version. */
export type Earlier = { readonly [Name in keyof typeof earlier]: z.infer<(typeof earlier)[Name]> };
