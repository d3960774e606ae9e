// What answers a challenge, when the challenge on the screen changes while the answer is still being looked at.

import { expect, test } from "vitest";
import { createNodeHash } from "../../../device/adapters/node/nodeHash.ts";
import { createCell } from "../../../device/base/cell.ts";
import { ok } from "../../../device/base/result.ts";
import { jwsType } from "../../../device/contract/messages/jwsTypes.ts";
import type { OfflineAnswerPayload } from "../../../device/contract/messages/offline.ts";
import { challengeHash } from "../../../device/offline/challenge.ts";
import type { Challenge } from "../../../device/trust/signedObjects.ts";
import { pinnedKeys } from "../../../device/trust/upstreamKeys.ts";
import { createUpstreamVerifier } from "../../../device/trust/upstreamVerifier.ts";
import type { UnbindEvent } from "../../../device/unbind/events.ts";
import { createOfflineUnbind } from "../../../device/unbind/offline.ts";
import type { Named, UnbindState } from "../../../device/unbind/states.ts";
import { createManualClock } from "../../support/manualClock.ts";
import { createMemoryOfflineSecret } from "../../support/memoryOfflineSecret.ts";
import { createMemoryRandom } from "../../support/memoryRandom.ts";
import { createSigningKey } from "../../upstream/signingKey.ts";
import { request } from "./samples.ts";

test("A stick that is read slowly: its answer to a challenge that was withdrawn meanwhile does not answer the next one", async () => {
  const clock = createManualClock();
  const hash = createNodeHash();
  const key = await createSigningKey();
  const [issuer, deviceKid] = ["https://upstream.test", "k".repeat(43)];
  const dispatched: UnbindEvent[] = [];
  const waits = (challenge: Challenge): Named<"offlineChallenge"> => ({
    name: "offlineChallenge",
    request,
    approval: null,
    said: null,
    cancellation: null,
    challenge,
    tries: 0,
  });
  const state = createCell<UnbindState>({ name: "bound" });
  let plugIn: (text: string) => void = () => {};
  const desk = createOfflineUnbind({
    clock,
    hash,
    random: createMemoryRandom(1),
    secret: createMemoryOfflineSecret(),
    verifier: createUpstreamVerifier({
      keys: pinnedKeys([key.publicJwk]),
      issuer,
      deviceKids: () => [deviceKid],
      hash,
    }),
    media: {
      read: () => new Promise((resolve) => (plugIn = (text) => resolve(ok({ texts: [text], ignored: 0 })))),
      put: async () => ok({ place: "" }),
    },
    trustedTimeFloorMs: clock.now,
    upstreamMs: () => null,
    state,
    driver: {
      async dispatch(events) {
        dispatched.push(...events);
        return ok();
      },
    },
    onChange: () => {},
  });
  const first = desk.issue(request);
  state.set(waits(first));
  const reading = desk.readAnswer();
  state.set(waits(desk.issue({ ...request, requestId: "01900000-0000-7000-8000-000000000002", hash: "i".repeat(43) })));
  const { sn, epoch, bindingKind } = request;
  const payload: OfflineAnswerPayload = {
    iss: issuer,
    aud: deviceKid,
    answerId: request.requestId,
    challengeHash: challengeHash(first, hash),
    sn,
    epoch,
    bindingKind,
    answeredAt: first.issuedAt,
    expiresAt: first.expiresAt,
  };
  plugIn(await key.sign(jwsType.offlineAnswer, payload));

  const answer = await reading;

  expect({ answer, dispatched }).toEqual({ answer: { ok: false, error: { code: "host/not-now" } }, dispatched: [] });
});
