// What the upstream wants proven: a code typed here, or a telephone that takes over. The code is in one message and nowhere else.

import { describe, expect, test, vi } from "vitest";
import { jwsType } from "../../../device/contract/messages/jwsTypes.ts";
import type { VerificationDemandPayload } from "../../../device/contract/messages/outcome.ts";
import { genericProfile } from "../../../device/profiles/bundled.ts";
import { brokenPromises, recordsOf } from "../../support/promises.ts";
import { demand, listHandOver, requestIdOf, typeCode } from "../../support/proving.ts";
import { createRig, type Rig } from "../../support/rig.ts";
import { createSigningKey } from "../../upstream/signingKey.ts";
import { simulatedOrigin } from "../../upstream/verification.ts";

vi.setConfig({ testTimeout: 60_000 });

const rightCode = "83926154";
const wrongCode = "11112222";

async function underReview(): Promise<Rig> {
  const rig = await createRig({ reviewMs: "manual" });
  await listHandOver(rig, genericProfile);
  await rig.setUp();
  await rig.confirm();
  await rig.reach("underReview");
  return rig;
}

/** What the operator sees of it. */
async function sight(rig: Rig) {
  const { unbind, codeEntry } = await rig.see();
  return {
    state: unbind.state,
    failure: unbind.failure,
    entry: codeEntry && { typed: codeEntry.typed, triesLeft: codeEntry.triesLeft, failure: codeEntry.failure },
  };
}

const sentCodes = (rig: Rig) => rig.witnessed.filter(({ what }) => what.endsWith("/verification")).length;

test("The right code: the review goes on, and in the end the terminal is unbound", async () => {
  const rig = await underReview();
  await demand(rig, "sms", "code", { code: rightCode, sentTo: "138••••5678" });
  const asked = (await rig.see()).unbind.demand?.how;

  const answer = await typeCode(rig, rightCode);
  const after = await sight(rig);
  await rig.upstream.operator.approve({ requestId: await requestIdOf(rig) });
  await rig.reach("approved");
  await rig.execute();
  await rig.reach("completed");

  expect({ asked, answer, after, broken: await brokenPromises(rig) }).toEqual({
    asked: { kind: "code", sentTo: "138••••5678", triesLeft: 3 },
    answer: { ok: true },
    after: { state: "underReview", failure: null, entry: null },
    broken: [],
  });
});

test("A wrong code: the entry stays, empty, with the tries that are left, and the right one still goes", async () => {
  const rig = await underReview();
  await demand(rig, "code", "code", { code: rightCode });

  const answer = await typeCode(rig, wrongCode);
  const wrong = await sight(rig);
  await rig.type(rightCode);

  const failure = { code: "upstream/verification-refused", facts: { triesLeft: 2 } };
  expect({ answer, wrong, right: await sight(rig) }).toEqual({
    answer: { ok: false, error: failure },
    wrong: { state: "verificationRequired", failure, entry: { typed: 0, triesLeft: 2, failure } },
    right: { state: "underReview", failure: null, entry: null },
  });
});

test("The last try is lost: rejected with the reason, the shop takes money, and a new request supersedes it", async () => {
  const rig = await underReview();
  const requestId = await requestIdOf(rig);
  await demand(rig, "code", "code", { code: rightCode, tries: 2 });
  await typeCode(rig, wrongCode);
  await rig.type("99998888");
  const { unbind, codeEntry } = await rig.reach("rejected");
  const wouldPay = await rig.wouldPay();

  const { summary } = (await rig.draft()).unbind;

  expect({ rejection: unbind.rejection, codeEntry, wouldPay, supersedes: summary?.payload.supersedes }).toEqual({
    rejection: { code: "verification_failed", text: null, until: null },
    codeEntry: null,
    wouldPay: true,
    supersedes: requestId,
  });
});

test("Too short: told at once, nothing is sent and no try is lost", async () => {
  const rig = await underReview();
  await demand(rig, "code", "code", { code: rightCode });

  await typeCode(rig, "839");

  const { codeEntry, unbind } = await rig.see();
  expect({
    entry: codeEntry && { typed: codeEntry.typed, triesLeft: codeEntry.triesLeft, length: codeEntry.length },
    state: unbind.state,
    sent: sentCodes(rig),
  }).toEqual({
    entry: { typed: 3, triesLeft: 3, length: { min: 4, max: 12 } },
    state: "verificationRequired",
    sent: 0,
  });
});

test("Leaving the entry: nothing is sent, and it can be opened again, empty", async () => {
  const rig = await underReview();
  await demand(rig, "code", "code", { code: rightCode });
  await rig.as("merchant", "enterVerification");
  await rig.order("pressDigit", { digit: 8 });

  await rig.order("leaveEntry", {});
  const left = await sight(rig);
  await rig.as("merchant", "enterVerification");

  expect({ left: left.entry, again: (await sight(rig)).entry, sent: sentCodes(rig) }).toEqual({
    left: null,
    again: { typed: 0, triesLeft: 3, failure: null },
    sent: 0,
  });
});

test("The menu closes by itself while a code is typed: its digits are gone, the demand stays", async () => {
  const rig = await underReview();
  await demand(rig, "code", "code", { code: rightCode });
  await rig.as("merchant", "enterVerification");
  await rig.order("pressDigit", { digit: 8 });

  await rig.clock.advance(90_000);

  const { session, unbind } = await rig.see();
  expect([session.phase, unbind.state, unbind.demand?.factor, (await sight(rig)).entry]).toEqual([
    ...["closed", "verificationRequired", "code", null],
  ]);
});

test("Another code is sent while the first is being typed: the first proves nothing, the second does", async () => {
  const rig = await underReview();
  await demand(rig, "code", "code", { code: rightCode });
  await rig.as("merchant", "enterVerification");
  const requestId = await requestIdOf(rig);
  await rig.upstream.operator.demand({ requestId, factor: "code", how: { kind: "code", code: "55557777" } });

  const first = await rig.type(rightCode);
  await rig.type("55557777");

  expect({ first: !first.ok && first.error.code, now: await sight(rig) }).toEqual({
    first: "upstream/verification-refused",
    now: { state: "underReview", failure: null, entry: null },
  });
});

test("The technician does not type what was sent to the merchant", async () => {
  const rig = await createRig({ reviewMs: "manual", technician: true });
  await rig.setUp();
  await rig.confirm();
  await rig.reach("underReview");
  await demand(rig, "code", "code", { code: rightCode });
  await rig.order("leaveMenu", {});

  await rig.order("enterVerification", {});

  const { pin } = await rig.see();
  expect({ offered: pin.rolesOffered, role: pin.entry?.role }).toEqual({ offered: null, role: "merchant" });
});

test("The answer to the code is lost: the same question is asked again, and no try is taken twice", async () => {
  const rig = await underReview();
  await demand(rig, "code", "code", { code: rightCode });
  await rig.upstream.operator.setFault({ fault: { kind: "answer-lost", route: "verification" } });

  const answer = await typeCode(rig, rightCode);
  await rig.reach("underReview");

  expect({ answer, sight: await sight(rig) }).toEqual({
    answer: { ok: false, error: { code: "upstream/no-answer" } },
    sight: { state: "underReview", failure: null, entry: null },
  });
});

describe("A wrong code is typed once", () => {
  const codesIn = (rig: Rig) =>
    new Set(rig.witnessed.filter(({ what }) => what.endsWith("/verification")).map(({ body }) => body.split("\n")[0]));

  test("and the network brings it twice: one try", async () => {
    const rig = await underReview();
    await demand(rig, "code", "code", { code: rightCode });
    rig.line.meddler = async (exchange, upstream) => {
      if (exchange.path.endsWith("/verification")) await upstream(exchange);
      return upstream(exchange);
    };

    await typeCode(rig, wrongCode);

    expect((await sight(rig)).entry?.triesLeft).toBe(2);
  });

  test("and its answer is lost, over and over, and it is typed again: one message, sent until it is heard, one try", async () => {
    const rig = await underReview();
    await demand(rig, "code", "code", { code: rightCode });
    await rig.upstream.operator.setFault({ fault: { kind: "answer-lost", route: "verification" } });
    await typeCode(rig, wrongCode);
    await rig.clock.advance(20_000);
    await typeCode(rig, wrongCode);
    await rig.clock.advance(20_000);
    const sent = sentCodes(rig);
    await rig.upstream.operator.setFault({ fault: null });
    await rig.until(({ unbind }) => unbind.failure?.code === "upstream/verification-refused");
    const { demand: left } = (await rig.see()).unbind;
    const proven = await typeCode(rig, rightCode);

    expect({ again: sent > 2, messages: codesIn(rig).size, left: left?.how, proven }).toMatchObject({
      again: true,
      messages: 2,
      left: { kind: "code", triesLeft: 2 },
      proven: { ok: true },
    });
  });
});

test("A telephone takes over: where to go stands on the screen, and the terminal asks until it is done", async () => {
  const rig = await underReview();
  const { uri, userCode, requestId } = await demand(rig, "face", "handOver");
  const shown = (await rig.see()).unbind.demand;
  await rig.clock.advance(120_000);
  const waiting = await sight(rig);

  await rig.upstream.operator.handOverDone({ requestId });
  await rig.reach("underReview");

  expect({ shown: shown && { factor: shown.factor, how: shown.how }, waiting: waiting.state }).toEqual({
    shown: { factor: "face", how: { kind: "handOver", uri, userCode } },
    waiting: "verificationRequired",
  });
});

test("A telephone that proves somebody else: rejected", async () => {
  const rig = await underReview();
  const { requestId } = await demand(rig, "documents", "handOver");

  await rig.upstream.operator.handOverDone({ requestId, proven: false });
  const { unbind } = await rig.reach("rejected");

  expect(unbind.rejection?.code).toBe("verification_failed");
});

test("A restart in the middle: the state is there at once, what is demanded as soon as the upstream was asked", async () => {
  const rig = await underReview();
  await demand(rig, "code", "code", { code: rightCode });
  rig.upstream.unplug();
  await rig.restart();
  const cutOff = await rig.see();
  rig.upstream.plugIn();
  await rig.until(({ unbind }) => unbind.demand !== null);

  await typeCode(rig, rightCode);

  expect({ cutOff: [cutOff.unbind.state, cutOff.unbind.demand], now: await sight(rig) }).toEqual({
    cutOff: ["verificationRequired", null],
    now: { state: "underReview", failure: null, entry: null },
  });
});

test("Nobody proves anything in time: rejected", async () => {
  const rig = await underReview();
  await demand(rig, "code", "code", { code: rightCode, validMs: 60_000 });

  const { unbind } = await rig.reach("rejected");

  expect(unbind.rejection?.code).toBe("verification_expired");
});

test("A code that is wanted after the review: asked for then, and approved with it", async () => {
  const rig = await createRig();
  await rig.setUp();
  const proof = { factor: "sms", how: { kind: "code", code: rightCode }, phase: "afterReview" } as const;
  await rig.upstream.operator.setVerification({ demand: proof });
  await rig.confirm();
  await rig.reach("verificationRequired");
  await rig.until(({ unbind }) => unbind.demand !== null);

  await typeCode(rig, rightCode);

  expect((await sight(rig)).state).toBe("approved");
});

type Demand = Omit<VerificationDemandPayload, "iss" | "aud">;

/** The upstream demands a code, and what arrives is another demand in its place. */
async function demandArrivesAs(
  rig: Rig,
  made: (payload: Demand) => object,
  sign: Rig["upstreamSigns"] = rig.upstreamSigns,
): Promise<void> {
  const requestId = await requestIdOf(rig);
  const payload: Demand = {
    requestId,
    requestHash: await requestHashOf(rig),
    ref: "01980000-0000-7000-8000-0000000000aa",
    factor: "code",
    how: { kind: "code", triesLeft: 3 },
    expiresAt: "2026-01-02T00:00:00.000Z",
  };
  const body = {
    requestId,
    state: "verification_required",
    updatedAt: "2026-01-01T00:05:00.000Z",
    demand: await sign(jwsType.verificationDemand, made(payload)),
  };
  rig.answersAs("GET /v1/unbind-requests/.*", { status: 200, body });
}

/** Of the request at hand, as the terminal wrote it down. */
async function requestHashOf(rig: Rig): Promise<string> {
  const bodies = (await recordsOf(rig)).map(({ body }) => body as { request?: { hash: string } });
  return bodies.find(({ request }) => request)?.request?.hash ?? "";
}

test.each([
  ["the card's PIN", "trust/forbidden-factor", (payload: Demand) => ({ ...payload, factor: "card_pin" })],
  [
    "the password of the account",
    "trust/forbidden-factor",
    (payload: Demand) => ({ ...payload, factor: "account_password" }),
  ],
  [
    "a page that the provider's profile does not list",
    "trust/origin-unlisted",
    (payload: Demand) => ({
      ...payload,
      how: { kind: "handOver", uri: "https://elsewhere.test/v", userCode: "BCDFGHJK" },
    }),
  ],
  [
    "a page whose address begins with a listed one",
    "trust/origin-unlisted",
    (payload: Demand) => ({
      ...payload,
      how: { kind: "handOver", uri: `${simulatedOrigin}@elsewhere.test/v`, userCode: "BCDFGHJK" },
    }),
  ],
  [
    "a page without https",
    "trust/origin-unlisted",
    (payload: Demand) => ({
      ...payload,
      how: { kind: "handOver", uri: "http://verify.test/v", userCode: "BCDFGHJK" },
    }),
  ],
  [
    "what another request is about",
    "trust/field-mismatch",
    (payload: Demand) => ({ ...payload, requestId: "01980000-0000-7000-8000-0000000000bb" }),
  ],
  ["something nobody knows", "trust/malformed", (payload: Demand) => ({ ...payload, factor: "blood" })],
] as const)("The upstream wants %s: refused with an alarm, and nothing changes", async (_, code, made) => {
  const rig = await underReview();
  await demandArrivesAs(rig, made);

  await rig.until(({ unbind }) => unbind.failure !== null);
  await rig.clock.advance(120_000);

  expect(await refusal(rig)).toEqual({
    state: "underReview",
    demand: null,
    failure: code,
    alarms: [code],
    entry: { ok: false, error: { code: "host/not-now" } },
  });
});

test("A demand that somebody else signed: refused with an alarm, and nothing changes", async () => {
  const rig = await underReview();
  await demandArrivesAs(rig, (payload) => payload, (await createSigningKey()).sign);

  await rig.until(({ unbind }) => unbind.failure !== null);
  await rig.clock.advance(120_000);

  const code = "trust/key-not-pinned";
  expect(await refusal(rig)).toEqual({
    state: "underReview",
    demand: null,
    failure: code,
    alarms: [code],
    entry: { ok: false, error: { code: "host/not-now" } },
  });
});

/** An alarm stands in the journal once, however often the same answer comes. */
async function refusal(rig: Rig) {
  const { unbind } = await rig.see();
  const alarms = (await recordsOf(rig))
    .map(({ body }) => body as { type?: string; code?: string })
    .filter(({ type }) => type === "answerRefused");
  return {
    state: unbind.state,
    demand: unbind.demand,
    failure: unbind.failure?.code,
    alarms: alarms.map(({ code }) => code),
    entry: await rig.as("merchant", "enterVerification"),
  };
}

test("The code, right or wrong, is nowhere but in its own message: not on the disk, the log, the screen or in the evidence", async () => {
  const rig = await underReview();
  await demand(rig, "sms", "code", { code: rightCode });
  await typeCode(rig, wrongCode);
  await rig.type(rightCode);
  await rig.upstream.operator.approve({ requestId: await requestIdOf(rig) });
  await rig.reach("approved");
  await rig.execute();
  await rig.reach("completed");
  await rig.order("saveEvidence", {});

  const written = {
    disk: [new TextDecoder().decode(rig.disk.journal.bytes), JSON.stringify(rig.disk)],
    log: JSON.stringify(rig.log.notes),
    screen: JSON.stringify([...rig.shown, await rig.see()]),
    evidence: [...rig.evidence.values()],
    messages: rig.witnessed.filter(({ what }) => !what.endsWith("/verification")).map(({ body }) => readable(body)),
  };
  const own = rig.witnessed.filter(({ what }) => what.endsWith("/verification")).map(({ body }) => readable(body));
  expect({
    written: Object.entries(written).filter(([, text]) => holdsCode(JSON.stringify(text))),
    own: own.map(holdsCode),
    evidence: rig.evidence.size,
  }).toEqual({ written: [], own: [true, true], evidence: 1 });
});

const holdsCode = (text: string) => text.includes(rightCode) || text.includes(wrongCode);

/** A message with its payloads as text, also those inside others. */
function readable(body: string): string {
  const parts = body.match(/[A-Za-z0-9_-]{16,}/g) ?? [];
  const inside = parts.map((part) => new TextDecoder().decode(Buffer.from(part, "base64url")));
  return [body, ...inside].join("\n");
}
