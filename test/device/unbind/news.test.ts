// What slides, is spelt anew, or is said in turn by nodes that do not agree is no news.

import { expect, test } from "vitest";
import type { Grant } from "../../../device/trust/signedObjects.ts";
import { hasMoved, isKnownWord } from "../../../device/unbind/news.ts";
import type { Said, WaitingName } from "../../../device/unbind/states.ts";
import { request } from "./samples.ts";

const at = "2026-01-01T00:00:00.000Z";
const code = { ref: "8f2d7a52-63b1-4f0a-9c1e-0d2b6c7e9a10", factor: "sms", kind: "code" } as const;

const grant: Grant = { grantId: request.requestId, jws: "e30.e30.AA", hash: "A".repeat(43), expiresAt: at };

const waiting = (name: WaitingName, said: Partial<Said> & Pick<Said, "state">) => ({
  name,
  request,
  approval: null,
  cancellation: null,
  said: { at, ...said },
});
const word = (said: Said["state"], more: Partial<Pick<Said, "hold" | "demand">> = {}) => ({
  said,
  hold: more.hold,
  demand: more.demand ?? null,
});

const held = waiting("riskHold", { state: "risk_hold", hold: { code: "unusual_hour", until: at } });
const reviewed = waiting("underReview", { state: "under_review" });
const demanded = waiting("verificationRequired", { state: "verification_required", demand: code });

test.each([
  ["the same word again", reviewed, word("under_review"), true],
  ["back to submitted, from a node that has not heard of the review", reviewed, word("submitted"), true],
  [
    "a hold whose end slides",
    held,
    word("risk_hold", { hold: { code: "unusual_hour", until: "2026-01-02T00:00:00.000Z" } }),
    true,
  ],
  ["a hold that has no end any more", held, word("risk_hold", { hold: { code: "unusual_hour" } }), true],
  ["a hold for another reason", held, word("risk_hold", { hold: { code: "manual_check", until: at } }), false],
  ["a hold", reviewed, word("risk_hold", { hold: { code: "unusual_hour" } }), false],
  ["a hold that is over", held, word("under_review"), false],
  [
    "a new code of the same kind",
    demanded,
    word("verification_required", { demand: { ...code, ref: request.requestId } }),
    true,
  ],
  [
    "a face in the place of a code",
    demanded,
    word("verification_required", { demand: { ...code, factor: "face", kind: "handOver" } }),
    false,
  ],
])("%s", (_story, state, said, known) => {
  expect(isKnownWord(state, said)).toBe(known);
});

test.each([
  ["the same end", "2026-01-01T01:00:00.000Z", false],
  ["an end a minute later", "2026-01-01T01:01:00.000Z", false],
  ["an end that is later by more than half of an hour", "2026-01-01T01:31:00.000Z", true],
  ["an end that is sooner by more than half of an hour", "2026-01-01T00:29:00.000Z", true],
])("A permission of an hour that comes again with %s", (_story, expiresAt, moved) => {
  const known = { ...grant, expiresAt: "2026-01-01T01:00:00.000Z" };

  expect(hasMoved(known, at, { ...known, expiresAt })).toBe(moved);
});

test("A permission that was over when it was heard of gives way to any later one", () => {
  const known = { ...grant, expiresAt: "2025-12-31T00:00:00.000Z" };

  expect(hasMoved(known, at, { ...known, expiresAt: "2025-12-31T00:00:01.000Z" })).toBe(true);
});
