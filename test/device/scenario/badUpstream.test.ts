// The upstream, or what stands before it, misbehaves. Every way has a name on the screen, loses nothing, and ends well
// once it is over.

import { describe, expect, test, vi } from "vitest";
import { utf8 } from "../../../device/base/bytes.ts";
import { ok } from "../../../device/base/result.ts";
import { jwsType } from "../../../device/contract/messages/jwsTypes.ts";
import type { UnbindStateName } from "../../../device/contract/views/unbind.ts";
import { peekJws } from "../../../device/trust/jws.ts";
import { durableEvent } from "../../../device/unbind/events.ts";
import { stories } from "../../support/everyState.ts";
import { carryOn } from "../../support/operator.ts";
import { publishPolicy } from "../../support/policy.ts";
import { finished, outcomeOf, recordsOf } from "../../support/promises.ts";
import { createRig, type OddAnswer, type Rig, simIdentity } from "../../support/rig.ts";
import { card, reviewedInOneStep, withCard } from "../../support/stories.ts";
import type { FaultKind, RouteName } from "../../upstream/faults.ts";

// Hours of the kiosk's time go by in some of these.
vi.setConfig({ testTimeout: 60_000 });

const setFault = (rig: Rig, kind: FaultKind | null, route?: RouteName) =>
  rig.upstream.operator.setFault({ fault: kind && { kind, ...(route && { route }) } });

async function confirmed(): Promise<Rig> {
  const rig = await createRig();
  await rig.setUp();
  await rig.confirm();
  return rig;
}

async function approved(): Promise<Rig> {
  const rig = await confirmed();
  await rig.reach("approved");
  return rig;
}

/** The first failure to be seen, and the state it is seen in. */
async function trouble(rig: Rig) {
  const { unbind } = await rig.until((seen) => seen.unbind.failure !== null);
  return `${unbind.state}: ${unbind.failure?.code}`;
}

/** The execution was carried out, and its answer got lost. */
async function executedUnheard(): Promise<Rig> {
  const rig = await approved();
  await rig.upstream.operator.setFault({ fault: { kind: "answer-lost", route: "execution", times: 1 } });
  await rig.execute();
  await rig.reach("unknown");
  return rig;
}

const codes: readonly (readonly [FaultKind, string])[] = [
  ["html", "upstream/answer-not-understood"],
  ["server-error", "upstream/server-error"],
  ["silence", "upstream/no-answer"],
  ["hang-after-headers", "upstream/no-answer"],
  ["huge-body", "upstream/answer-too-large"],
  ["answer-lost", "upstream/no-answer"],
  ["server-error-after", "upstream/server-error"],
];

describe("The request is answered with", () => {
  test.each(codes)("%s: unknown, asked about, and finished once it is over", async (kind, code) => {
    const rig = await createRig();
    await rig.setUp();
    await setFault(rig, kind, "submission");
    await rig.confirm();
    const seen = await trouble(rig);
    await setFault(rig, null);

    await carryOn(rig);

    expect({ seen, outcome: await outcomeOf(rig, []) }).toEqual({ seen: `unknown: ${code}`, outcome: finished });
  });
});

describe("A question is answered with", () => {
  test.each(codes)("%s: nothing changes but what the screen says", async (kind, code) => {
    const rig = await confirmed();
    const { unbind } = await rig.reach("submitted");
    await setFault(rig, kind, "status");
    const seen = await trouble(rig);
    await setFault(rig, null);

    await carryOn(rig);

    expect({ seen, outcome: await outcomeOf(rig, []) }).toEqual({
      seen: `${unbind.state}: ${code}`,
      outcome: finished,
    });
  });
});

describe("The execution is answered with", () => {
  const forged: readonly (readonly [FaultKind, string])[] = [
    ["receipt-other-key", "trust/key-not-pinned"],
    ["receipt-other-sn", "trust/other-terminal"],
    ["receipt-other-request", "trust/field-mismatch"],
  ];

  test.each([...codes, ...forged])(
    "%s: unknown, no payment, nothing wiped, and finished once it is over",
    async (kind, code) => {
      const rig = await approved();
      await setFault(rig, kind, kind.startsWith("receipt") ? undefined : "execution");
      await rig.execute();
      const seen = await trouble(rig);
      const meanwhile = {
        wouldPay: await rig.wouldPay(),
        wiped: erasures(rig),
        binding: rig.disk.merchant.bindings.length === 1,
      };
      await setFault(rig, null);

      await carryOn(rig);

      expect({ seen, meanwhile, outcome: await outcomeOf(rig, []) }).toEqual({
        seen: `unknown: ${code}`,
        meanwhile: { wouldPay: false, wiped: 0, binding: true },
        outcome: finished,
      });
    },
  );

  test.each(forged)("%s for an hour: never believed, and no flood of alarms in the journal", async (kind) => {
    const rig = await approved();
    await setFault(rig, kind);
    await rig.execute();
    await rig.clock.advance(3_600_000);

    const { unbind, journal } = await rig.see();

    expect({
      state: unbind.state,
      few: journal.records < 30,
      wiped: erasures(rig),
      wouldPay: await rig.wouldPay(),
    }).toEqual({
      state: "unknown",
      few: true,
      wiped: 0,
      wouldPay: false,
    });
  });
});

describe("The attestation is answered with", () => {
  test.each(codes)("%s: wiped, not completed, and finished once it is over", async (kind, code) => {
    const rig = await approved();
    await setFault(rig, kind, "attestation");
    await rig.execute();
    const seen = await trouble(rig);
    await setFault(rig, null);

    await carryOn(rig);

    expect({ seen, outcome: await outcomeOf(rig, []) }).toEqual({ seen: `wiped: ${code}`, outcome: finished });
  });
});

test.each(["html", "server-error", "silence", "huge-body"] as const)(
  "Before the unbind %s: the upstream is told as unreachable and the checks say so",
  async (kind) => {
    const rig = await createRig();
    await rig.setUp();
    await setFault(rig, kind);

    const { unbind, upstream } = await rig.draft();

    const failed = unbind.checks.filter(({ level, outcome }) => level === "must" && outcome === "failed");
    expect({ state: unbind.state, reach: upstream.reach, failed: failed.map(({ code }) => code) }).toEqual({
      state: "blocked",
      reach: "unreachable",
      failed: ["UPSTREAM_UNREACHABLE"],
    });
  },
);

describe("The cable is out for two hours", () => {
  const hours = 2 * 3_600_000;
  const exchangesIn = async (rig: Rig, what: RegExp) => {
    const before = rig.witnessed.length;
    await rig.clock.advance(hours);
    return rig.witnessed.slice(before).filter((seen) => what.test(seen.what)).length;
  };

  test("while under review: one question in the mean three quarters of a minute, at uneven times, and it goes on after", async () => {
    const rig = await confirmed();
    await rig.reach("submitted");
    rig.upstream.unplug();
    const questions = await exchangesIn(rig, /unbind-requests/);
    const { unbind } = await rig.see();
    rig.upstream.plugIn();
    await carryOn(rig);

    // Between half a minute and a whole one, once the waits have grown: 160 in two hours.
    expect({ state: unbind.state, failure: unbind.failure?.code, bounded: questions > 120 && questions < 240 }).toEqual(
      {
        state: "submitted",
        failure: "upstream/unreachable",
        bounded: true,
      },
    );
    expect(await outcomeOf(rig, [])).toEqual(finished);
  });

  test("in the middle of the execution: payments stay off, the journal does not grow, and it goes on after", async () => {
    const rig = await approved();
    await setFault(rig, "silence", "execution");
    await rig.execute();
    await rig.reach("unknown");
    rig.upstream.unplug();
    const { journal } = await rig.see();
    await rig.clock.advance(hours);
    const grown = (await rig.see()).journal.records - journal.records;
    const wouldPay = await rig.wouldPay();
    rig.upstream.plugIn();
    await setFault(rig, null);
    await carryOn(rig);

    expect({ grown, wouldPay, outcome: await outcomeOf(rig, []) }).toEqual({
      grown: 0,
      wouldPay: false,
      outcome: finished,
    });
  });

  test("with an upstream that repeats what has no place: it is asked less and less often", async () => {
    const rig = await approved();
    const { requestId } = (await rig.see()).unbind;
    await setFault(rig, "silence", "execution");
    await rig.execute();
    await rig.reach("unknown");
    const body = { requestId, state: "risk_hold", updatedAt: "2026-01-01T00:00:30.000Z" };
    rig.answersAs("GET /v1/unbind-requests/", { status: 200, body });

    expect(await exchangesIn(rig, /unbind-requests/)).toBeLessThan(310);
  });
});

describe("Retry-After", () => {
  test.each([
    ["seconds", "120"],
    ["a date", "Thu, 01 Jan 2026 00:04:00 GMT"],
  ])("in %s is honoured", async (_form, retryAfter) => {
    const rig = await confirmed();
    await rig.reach("submitted");
    rig.answersAs("GET /v1/unbind-requests/", { status: 503, problem: "internal", retryAfter });
    await trouble(rig);
    const { unbind, at } = await rig.see();
    const until = retryAfter === "120" ? at + 119_000 : Date.parse("2026-01-01T00:04:00Z");

    expect({ failure: unbind.failure?.code, waits: (unbind.nextAskAt ?? 0) >= until }).toEqual({
      failure: "upstream/busy",
      waits: true,
    });
  });

  const waiting: readonly (readonly [UnbindStateName, (by: "merchant") => Promise<Rig>])[] = [
    ["submitted", stories.submitted],
    ["approved", stories.approved],
    ["underReview", reviewedInOneStep],
    ["unknown", executedUnheard],
    ["wiped", stories.wiped],
    ["completedPendingSync", stories.completedPendingSync],
  ];

  test.each(waiting)(
    "of years, from anybody on the way, is cut to minutes while money waits: %s",
    async (state, story) => {
      const rig = await story("merchant");
      rig.upstream.plugIn();
      rig.answersAs(".* /v1/(unbind-requests|offline-unbinds)", {
        status: 503,
        problem: "internal",
        retryAfter: "99999999",
      });
      await rig.until(({ unbind, at }) => (unbind.nextAskAt ?? 0) > at + 70_000);
      const { unbind, at } = await rig.see();

      expect({ state: unbind.state, minutes: Math.ceil(((unbind.nextAskAt ?? 0) - at) / 60_000) }).toEqual({
        state,
        minutes: expect.toSatisfy((minutes: number) => minutes <= 6),
      });
    },
  );

  test("does not keep the operator from asking at once", async () => {
    const rig = await confirmed();
    await rig.reach("submitted");
    rig.answersAs("GET /v1/unbind-requests/", { status: 503, problem: "internal", retryAfter: "99999999" });
    await trouble(rig);
    rig.answersAs("GET /v1/unbind-requests/", null);

    await rig.order("checkNow", {});

    expect((await rig.see()).unbind.failure).toBe(null);
  });
});

describe("The request is refused at the door", () => {
  test.each([
    ["identity-mismatch", 422, "upstream/identity-mismatch"],
    ["epoch-mismatch", 409, "upstream/epoch-mismatch"],
    ["clock-skew", 400, "upstream/clock-skew"],
    ["request-already-open", 409, "upstream/request-already-open"],
    ["unknown-key", 401, "upstream/key-unknown"],
    ["bad-signature", 401, "upstream/signature-refused"],
    ["limit-reached", 429, "upstream/limit-reached"],
  ])("%s, and nobody signed it: told so, asked again, and finished once it is over", async (problem, status, code) => {
    const rig = await createRig();
    await rig.setUp();
    rig.answersAs("POST /v1/unbind-requests$", { status, problem });
    await rig.confirm();
    const seen = await trouble(rig);
    const wouldPay = await rig.wouldPay();
    rig.answersAs("POST /v1/unbind-requests$", null);
    await carryOn(rig);

    expect({ seen, wouldPay, outcome: await outcomeOf(rig, []) }).toEqual({
      seen: `unknown: ${code}`,
      wouldPay: true,
      outcome: finished,
    });
  });

  test("by the upstream's signed word: rejected, told why, the shop takes money, and a copy that comes later is not taken", async () => {
    const rig = await createRig();
    await publishPolicy(rig);
    await rig.setUp();
    const { summary } = (await rig.draft()).unbind;
    await rig.upstream.operator.setTerms({ sn: simIdentity.sn, policyVersion: "later" });
    await rig.order("confirmUnbind", { summaryHash: summary?.hash ?? "" });
    const { unbind } = await rig.reach("rejected");
    await rig.upstream.operator.setTerms({ sn: simIdentity.sn, policyVersion: "1" });
    const sent = rig.witnessed.find(({ what }) => what === "POST /v1/unbind-requests");
    const [body = "", headers = "{}"] = sent?.body.split("\n") ?? [];
    const copy = { method: "POST", path: "/v1/unbind-requests", headers: JSON.parse(headers), body } as const;
    const late = await rig.upstream.handle(copy);

    expect({ unbind, wouldPay: await rig.wouldPay(), late: late.status }).toMatchObject({
      unbind: { failure: { code: "upstream/policy-outdated" }, rejection: { code: "policy-outdated" } },
      wouldPay: true,
      late: 409,
    });
  });

  test("A terminal whose clock is ten minutes off is told so before anything is signed", async () => {
    const rig = await createRig();
    await rig.setUp();
    rig.answersAs("GET /v1/health", { status: 200, body: { status: "ok", serverTime: "2026-01-01T00:20:00.000Z" } });

    const { unbind } = await rig.draft();

    expect(unbind.checks.find(({ code }) => code === "CLOCK_UNTRUSTED")).toMatchObject({
      level: "must",
      outcome: "failed",
    });
  });
});

describe("The upstream decides", () => {
  const decided: readonly (readonly [string, (rig: Rig, requestId: string) => Promise<unknown>, UnbindStateName])[] = [
    [
      "to reject",
      (rig, requestId) => rig.upstream.operator.reject({ requestId, code: "debts", text: "欠款未清" }),
      "rejected",
    ],
    [
      "to hold it for a risk",
      (rig, requestId) => rig.upstream.operator.hold({ requestId, state: "risk_hold" }),
      "riskHold",
    ],
    [
      "to verify",
      (rig, requestId) => rig.upstream.operator.hold({ requestId, state: "verification_required" }),
      "verificationRequired",
    ],
    ["to approve", (rig, requestId) => rig.upstream.operator.approve({ requestId }), "approved"],
  ];

  test.each(decided)("%s, and the terminal says so; payments go on", async (_what, decide, state) => {
    const rig = await createRig({ reviewMs: "manual" });
    await rig.setUp();
    await rig.confirm();
    const { unbind } = await rig.reach("underReview");
    await decide(rig, unbind.requestId ?? "");

    await rig.reach(state);

    expect(await rig.wouldPay()).toBe(true);
  });

  test("nothing, and the terminal is off for a week: expired", async () => {
    const rig = await createRig({ reviewMs: "manual" });
    await rig.setUp();
    await rig.confirm();
    await rig.reach("underReview");
    rig.mishaps().die();
    rig.clock.setNow(rig.clock.now() + 7 * 24 * 3_600_000);
    await rig.restart();

    const { unbind } = await rig.reach("expired");

    expect({ said: unbind.upstreamSaid?.state, wouldPay: await rig.wouldPay() }).toEqual({
      said: "expired",
      wouldPay: true,
    });
  });
});

describe("The operator withdraws", () => {
  test.each(["underReview", "riskHold"] as const)(
    "while it is %s: cancelled, and the menu is open for a new request",
    async (state) => {
      const rig = await createRig({ reviewMs: "manual" });
      await rig.setUp();
      await rig.confirm();
      const { unbind } = await rig.reach("underReview");
      if (state === "riskHold")
        await rig.upstream.operator.hold({ requestId: unbind.requestId ?? "", state: "risk_hold" });
      await rig.reach(state);
      await rig.withdraw();
      await rig.reach("cancelled");
      const { requests } = await rig.upstream.operator.list();
      await rig.order("leaveMenu", {});

      expect({ upstream: requests.map((request) => request.state), draft: (await rig.draft()).unbind.state }).toEqual({
        upstream: ["cancelled"],
        draft: "ready",
      });
    },
  );

  test("when it is approved", async () => {
    const rig = await approved();
    await rig.withdraw();
    await rig.reach("cancelled");

    expect((await rig.upstream.operator.list()).requests.map(({ state }) => state)).toEqual(["cancelled"]);
  });

  test("when it is executed already: not now, and nothing leaves", async () => {
    const rig = await approved();
    await carryOn(rig);
    const before = rig.witnessed.length;

    const answer = await rig.withdraw();

    expect({ answer, sent: rig.witnessed.length - before }).toEqual({
      answer: { ok: false, error: { code: "host/not-now" } },
      sent: 0,
    });
  });

  test("and the answer to the withdrawal gets lost: it is asked again until the upstream says cancelled", async () => {
    const rig = await createRig({ reviewMs: "manual" });
    await rig.setUp();
    await rig.confirm();
    await rig.reach("underReview");
    await setFault(rig, "answer-lost", "cancellation");
    await rig.withdraw();
    await rig.reach("cancelled");

    expect((await rig.upstream.operator.list()).requests.map(({ state }) => state)).toEqual(["cancelled"]);
  });

  describe("of a request in one step, and the upstream has lost it", () => {
    const submissions = (rig: Rig) => rig.witnessed.filter(({ what }) => what === "POST /v1/unbind-requests").length;

    test.each([
      ["the withdrawal itself is answered so", false],
      ["the withdrawal got lost, and the question after it is answered so", true],
    ] as const)("%s: withdrawn by its signed word, and never sent again", async (_how, lost) => {
      const rig = await withCard();
      const restore = rig.upstream.backup();
      await rig.confirm({ target: card });
      await rig.reach("underReview");
      const before = submissions(rig);
      restore();
      if (lost) rig.answersAs("POST /v1/unbind-requests/.*/cancellation", { status: 503, problem: "internal" });
      await rig.withdraw();
      if (lost) {
        await rig.restart();
        await rig.clock.advance(5_000);
        rig.answersAs("POST /v1/unbind-requests/.*/cancellation", null);
      }
      const { unbind } = await rig.reach("cancelled");
      await rig.clock.advance(3_600_000);
      await rig.restart();

      expect({ payments: unbind.payments, sent: submissions(rig) - before }).toEqual({ payments: "all", sent: 0 });
    });

    test("or somebody on the way says so: no payment, it is not sent again, and the upstream's own word ends it", async () => {
      const rig = await reviewedInOneStep();
      const before = submissions(rig);
      rig.answersAs("(POST|GET) /v1/unbind-requests", { status: 404, problem: "unknown-request" });
      await rig.withdraw();
      await rig.clock.advance(600_000);
      await rig.restart();
      await rig.clock.advance(600_000);
      const wouldPay = await rig.wouldPay();
      rig.answersAs("(POST|GET) /v1/unbind-requests", null);
      await rig.reach("cancelled");

      expect({ wouldPay, sent: submissions(rig) - before }).toEqual({ wouldPay: false, sent: 0 });
    });
  });
});

describe("Somebody on the way says in the upstream's name that it came to nothing", () => {
  const words: readonly OddAnswer[] = [
    ...(["rejected", "cancelled", "expired"] as const).map((state) => ({ status: 200, body: { state } })),
    ...(["limit-reached", "epoch-mismatch", "grant-refused"] as const).map((problem) => ({ status: 409, problem })),
  ];

  /** Every message arrives, and every answer about a request is this one instead. */
  function meddle(rig: Rig, requestId: string | null, { status, problem, body }: OddAnswer): void {
    rig.line.meddler = async (exchange, upstream) => {
      const answer = await upstream(exchange);
      if (!exchange.path.startsWith("/v1/unbind-requests")) return answer;
      const said = problem
        ? { type: `urn:jiebang:problem:${problem}` }
        : {
            requestId: requestId ?? peekJws(exchange.body ?? "").payload.requestId,
            updatedAt: "2026-01-01T00:00:09Z",
            ...body,
          };
      const contentType = problem ? "application/problem+json" : "application/json";
      return ok({ status, contentType, retryAfter: null, body: utf8(JSON.stringify(said)) });
    };
  }

  test.each(words)(
    "of an execution that was carried out, %j: no payment until the receipt, then it is wiped",
    async (word) => {
      const rig = await approved();
      meddle(rig, (await rig.see()).unbind.requestId, word);
      await rig.execute();
      await rig.clock.advance(120_000);
      await rig.restart();
      await rig.clock.advance(120_000);
      const meanwhile = { state: (await rig.see()).unbind.state, wouldPay: await rig.wouldPay() };
      rig.line.meddler = null;
      await carryOn(rig);

      expect({ meanwhile, outcome: await outcomeOf(rig, []) }).toEqual({
        meanwhile: { state: "unknown", wouldPay: false },
        outcome: finished,
      });
    },
  );

  test.each(words)("of a request in one step that took effect, %j: no payment until the receipt", async (word) => {
    const rig = await reviewedInOneStep();
    const { requestId } = (await rig.see()).unbind;
    meddle(rig, requestId, word);
    await rig.upstream.operator.approve({ requestId: requestId ?? "" });
    await rig.clock.advance(120_000);
    await rig.restart();
    await rig.clock.advance(120_000);
    const wouldPay = await rig.wouldPay();
    rig.line.meddler = null;
    const { unbind } = await rig.reach("completed");

    expect({ wouldPay, said: unbind.upstreamSaid?.state }).toEqual({ wouldPay: false, said: "unbound" });
  });
});

test("An answer that comes after the state moved on changes nothing", async () => {
  const rig = await approved();
  await setFault(rig, "silence", "status");
  const asking = rig.kiosk().order("checkNow", {});
  await rig.clock.advance(1_000);
  await setFault(rig, null);
  await rig.execute();
  await rig.reach("completed");
  await rig.clock.advance(60_000);
  await asking;

  expect(await outcomeOf(rig, [])).toEqual(finished);
});

test("A late word of before the execution does not end it: payments stay off until the receipt", async () => {
  const rig = await approved();
  const { requestId } = (await rig.see()).unbind;
  const body = { requestId, state: "rejected", updatedAt: "2026-01-01T00:00:09.000Z" };
  rig.answersAs("GET /v1/unbind-requests/", { status: 200, body, afterMs: 10_000 });
  const asking = rig.kiosk().order("checkNow", {});
  await rig.clock.advance(1_000);
  rig.answersAs("GET /v1/unbind-requests/", null);
  await setFault(rig, "silence", "execution");
  await rig.execute();
  await rig.clock.advance(10_000);
  await asking;
  const meanwhile = { state: (await rig.see()).unbind.state, wouldPay: await rig.wouldPay() };
  await setFault(rig, null);
  await carryOn(rig);

  expect({ meanwhile, outcome: await outcomeOf(rig, []) }).toEqual({
    meanwhile: { state: "executing", wouldPay: false },
    outcome: finished,
  });
});

test("An upstream that forgot the request: the same bytes go again", async () => {
  const rig = await createRig();
  await rig.setUp();
  rig.answersAs("GET /v1/unbind-requests/", { status: 404, problem: "unknown-request" });
  await setFault(rig, "silence", "submission");
  await rig.confirm();
  await rig.clock.advance(120_000);
  await setFault(rig, null);
  rig.answersAs("GET /v1/unbind-requests/", null);

  await carryOn(rig);

  const sent = rig.witnessed.filter(({ what }) => what === "POST /v1/unbind-requests");
  expect({ again: sent.length > 1, outcome: await outcomeOf(rig, []) }).toEqual({ again: true, outcome: finished });
});

function erasures(rig: Rig): number {
  return rig.witnessed.filter(({ what }) => what.startsWith("erase")).length;
}

test("An upstream that signs the same permission afresh for every answer: it is kept once, and asked less and less often", async () => {
  const rig = await approved();
  const { unbind, journal } = await rig.see();
  const requestId = unbind.requestId ?? "";
  const kept = (await recordsOf(rig)).map(({ body }) => durableEvent.safeParse(body).data);
  const grant = kept.find((event) => event?.type === "grantVerified")?.grant.jws ?? "";
  const questions = () => rig.witnessed.filter(({ what }) => what.startsWith("GET /v1/unbind-requests")).length;
  const before = questions();

  for (let minute = 0; minute < 30; minute++) {
    const afresh = await rig.upstreamSigns(jwsType.grant, peekJws(grant).payload);
    const updatedAt = "2026-01-01T00:00:00.000Z";
    rig.answersAs("GET /v1/unbind-requests", {
      status: 200,
      body: { requestId, state: "approved", updatedAt, grant: afresh },
    });
    await rig.clock.advance(60_000);
  }

  expect({ grown: (await rig.see()).journal.records - journal.records, few: questions() - before < 60 }).toEqual({
    grown: 0,
    few: true,
  });
});
