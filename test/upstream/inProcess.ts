/** The reference upstream as an `Upstream` port, without a socket: for scenarios on a manual clock. */

import { randomBytes } from "node:crypto";
import { utf8 } from "../../device/base/bytes.ts";
import { err, ok } from "../../device/base/result.ts";
import type { Clock } from "../../device/ports/clock.ts";
import type { Upstream } from "../../device/ports/upstream.ts";
import { type AgreementKey, createAgreementKey } from "./agreementKey.ts";
import type { AttestationRules } from "./keyAttestation.ts";
import type { KeyringParts } from "./keyring.ts";
import { createReferenceUpstream, type ReferenceUpstream } from "./referenceUpstream.ts";
import type { Review } from "./review.ts";
import { createSigningKey, type SigningKey } from "./signingKey.ts";
import { createMemoryStore, type UpstreamStore } from "./store.ts";

export type InProcessUpstream = ReferenceUpstream & {
  readonly port: Upstream;
  readonly audience: string;
  /** Pulls the cable: nothing leaves any more, until it is put back. */
  unplug(): void;
  plugIn(): void;
  /** Of requests, answers and what is bound to whom; gives back what restores it. */
  backup(): () => void;
};

export async function createInProcessUpstream(settings: {
  readonly clock: Clock;
  readonly reviewMs?: Review;
  readonly grantMs?: number;
  readonly attestation?: AttestationRules;
  readonly audience?: string;
  readonly key?: SigningKey;
  readonly signingKeyOf?: NonNullable<KeyringParts["signingKeyOf"]>;
  readonly agreementKey?: AgreementKey;
  readonly store?: UpstreamStore;
}): Promise<InProcessUpstream> {
  const audience = settings.audience ?? "http://upstream.test";
  const store = settings.store ?? createMemoryStore();
  const reference = createReferenceUpstream({
    ...settings,
    audience,
    store,
    key: settings.key ?? (await createSigningKey()),
    agreementKey: settings.agreementKey ?? (await createAgreementKey()),
    random: { bytes: (count) => randomBytes(count) },
  });
  let reachable = true;

  const port: Upstream = {
    async exchange(exchange) {
      if (!reachable) return err({ code: "upstream/unreachable" });
      const { method, path, headers, body = "" } = exchange;
      const answer = await reference.handle({ method, path, headers, body });
      if (answer.delivery === "connection-dropped") return err({ code: "upstream/no-answer" });
      if (answer.delivery === "never" || answer.delivery === "headers-only") {
        await new Promise<void>((resolve) => settings.clock.after(exchange.deadlineMs, resolve));
        return err({ code: "upstream/no-answer" });
      }
      const bytes = utf8(answer.body);
      if (bytes.length > exchange.maxAnswerBytes) return err({ code: "upstream/answer-too-large" });
      return ok({
        status: answer.status,
        contentType: answer.headers["content-type"] ?? "",
        retryAfter: answer.headers["retry-after"] ?? null,
        body: bytes,
      });
    },
  };
  return {
    ...reference,
    port,
    audience,
    unplug: () => {
      reachable = false;
    },
    plugIn: () => {
      reachable = true;
    },
    backup() {
      const [terminals, requests] = [store.all("terminals"), store.all("requests")];
      return () => {
        for (const { requestId } of store.all("requests")) store.drop("requests", requestId);
        for (const { challengeHash } of store.all("offlineAnswers")) store.drop("offlineAnswers", challengeHash);
        for (const terminal of terminals) store.put("terminals", terminal.sn, terminal);
        for (const request of requests) store.put("requests", request.requestId, request);
      };
    },
  };
}
