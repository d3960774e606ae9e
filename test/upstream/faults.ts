/** Ways in which an upstream, or what stands before it, can misbehave. Set by the operator, used up by the answers they spoil. */

import * as z from "zod/mini";
import { fromBase64url, fromUtf8 } from "../../device/base/bytes.ts";
import { jwsType } from "../../device/contract/messages/jwsTypes.ts";
import { type ReceiptPayload, receiptPayload } from "../../device/contract/messages/outcome.ts";
import { offlineUnbindAnswer, requestAnswer } from "../../device/contract/upstream.ts";
import type { Answer } from "./answers.ts";
import { hashOf } from "./deviceMessages.ts";
import { createSigningKey, type SigningKey } from "./signingKey.ts";

export const routeName = z.enum([
  "health",
  "keys",
  "enrolment",
  "succession",
  "bindings",
  "profiles",
  "submission",
  "status",
  "cancellation",
  "verification",
  "execution",
  "attestation",
  "offline",
]);
export type RouteName = z.infer<typeof routeName>;

/** These four answer before the message is looked at: nothing happened. */
const unheard = ["html", "server-error", "silence", "hang-after-headers"] as const;
/** These take effect on the answer to a message that was carried out. */
const spoiling = [
  "answer-lost",
  "server-error-after",
  "huge-body",
  "receipt-other-key",
  "receipt-other-sn",
  "receipt-other-request",
] as const;
export const faultKind = z.enum([...unheard, ...spoiling]);
export type FaultKind = z.infer<typeof faultKind>;

/** Without `route` it strikes any; without `times` it stays until it is taken away. A receipt fault waits for a receipt. */
export const fault = z.strictObject({
  kind: faultKind,
  route: z.optional(routeName),
  times: z.optional(z.number().check(z.int(), z.gte(1))),
});
export type Fault = z.infer<typeof fault>;

/** What becomes of the answer on the wire; absent where it is simply sent. */
export type Delivery = "never" | "headers-only" | "connection-dropped" | "length-untold";
export type DeliveredAnswer = Answer & { readonly delivery?: Delivery };

/** 10 MB: far beyond what a terminal should be willing to read. */
const hugeBytes = 10_000_000;

const nothing: Answer = { status: 200, headers: { "content-type": "application/json" }, body: "" };
const html: Answer = {
  status: 200,
  headers: { "content-type": "text/html; charset=utf-8" },
  body: "<!doctype html><title>Sign in</title><p>Please sign in to use this network.",
};
const failed: Answer = { status: 500, headers: { "content-type": "text/plain" }, body: "Internal Server Error" };

export type Faults = {
  set(fault: Fault | null): void;
  /** The answer of a fault that strikes before the message is heard, or null. */
  before(route: RouteName | null): DeliveredAnswer | null;
  /** The answer as the fault lets it out. */
  after(route: RouteName | null, answer: Answer): Promise<DeliveredAnswer>;
};

/** `key` is the upstream's own: some wrong receipts are signed with it. */
export function createFaults(key: Pick<SigningKey, "sign">): Faults {
  let set: Fault | null = null;
  const strikes = (route: RouteName | null) => set !== null && route !== null && (set.route ?? route) === route;
  const useUp = () => {
    if (set?.times === undefined) return;
    set = set.times > 1 ? { ...set, times: set.times - 1 } : null;
  };

  return {
    set(next) {
      set = next;
    },
    before(route) {
      if (!set || !strikes(route)) return null;
      const answer = beforeAnswers[set.kind];
      if (!answer) return null;
      useUp();
      return answer;
    },
    async after(route, answer) {
      if (!set || !strikes(route)) return answer;
      const spoiled = await spoil(set.kind, answer, key);
      if (!spoiled) return answer;
      useUp();
      return spoiled;
    },
  };
}

const beforeAnswers: Partial<Record<FaultKind, DeliveredAnswer>> = {
  html,
  "server-error": failed,
  silence: { ...nothing, delivery: "never" },
  "hang-after-headers": { ...nothing, delivery: "headers-only" },
};

async function spoil(kind: FaultKind, answer: Answer, key: Pick<SigningKey, "sign">): Promise<DeliveredAnswer | null> {
  switch (kind) {
    case "answer-lost":
      return { ...answer, delivery: "connection-dropped" };
    case "server-error-after":
      return failed;
    case "huge-body":
      return { ...answer, body: `{"padding":"${"x".repeat(hugeBytes)}"}`, delivery: "length-untold" };
    case "receipt-other-key":
      return forgeReceipt(answer, await createSigningKey(), (receipt) => receipt);
    case "receipt-other-sn":
      return forgeReceipt(answer, key, (receipt) => ({ ...receipt, sn: `${receipt.sn.slice(0, -1)}X` }));
    case "receipt-other-request":
      return forgeReceipt(answer, key, (receipt) => ({ ...receipt, requestHash: hashOf("another request") }));
    default:
      return null;
  }
}

/** Null where the answer carries no receipt. */
async function forgeReceipt(
  answer: Answer,
  key: Pick<SigningKey, "sign">,
  change: (receipt: ReceiptPayload) => ReceiptPayload,
): Promise<Answer | null> {
  const body = z.union([requestAnswer, offlineUnbindAnswer]).safeParse(JSON.parse(answer.body));
  if (!body.success || body.data.receipt === undefined) return null;
  const payload = fromBase64url(body.data.receipt.split(".")[1] ?? "");
  const receipt = receiptPayload.parse(JSON.parse(fromUtf8(payload ?? new Uint8Array()) ?? ""));
  const forged = await key.sign(jwsType.receipt, change(receipt));
  return { ...answer, body: JSON.stringify({ ...body.data, receipt: forged }) };
}
