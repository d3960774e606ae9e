import { expect, test } from "vitest";
import { createEnrolledTerminal } from "./enrolledTerminal.ts";
import { answerOf, outcomeOf } from "./testTerminal.ts";

const hourMs = 3_600_000;

test("a risk hold tells its code and until when, and the review begins anew at that time", async () => {
  const { terminal, upstream, clock, submitted } = await createEnrolledTerminal({ reviewMs: 4_000 });
  const { request } = await submitted();
  const until = new Date(clock.now() + hourMs).toISOString();
  await upstream.operator.hold({ requestId: request.requestId, state: "risk_hold", code: "odd_hours", until });
  const held = answerOf(await terminal.ask(request));
  await clock.advance(hourMs);
  const after = outcomeOf(await terminal.ask(request));
  await clock.advance(4_000);

  expect([held.state, held.hold, after, outcomeOf(await terminal.ask(request))]).toEqual([
    ...["risk_hold", { code: "odd_hours", until }, "200 under_review", "200 approved"],
  ]);
});

test("a hold without an end stays until it is lifted", async () => {
  const { terminal, upstream, clock, submitted } = await createEnrolledTerminal({ reviewMs: 4_000 });
  const { request } = await submitted();
  const { requestId } = request;
  await upstream.operator.hold({ requestId, state: "risk_hold" });
  await clock.advance(24 * hourMs);
  const held = answerOf(await terminal.ask(request)).hold;
  await upstream.operator.lift({ requestId });

  expect([held, outcomeOf(await terminal.ask(request))]).toEqual([{ code: "risk_review" }, "200 under_review"]);
});

test("only a hold is lifted", async () => {
  const { upstream, submitted } = await createEnrolledTerminal({ reviewMs: "manual" });
  const { request } = await submitted();

  await expect(upstream.operator.lift({ requestId: request.requestId })).rejects.toThrow("not held");
});

test("whoever must prove something is told what", async () => {
  const { terminal, upstream, submitted } = await createEnrolledTerminal({ reviewMs: "manual" });
  const { request } = await submitted();
  await upstream.operator.hold({ requestId: request.requestId, state: "verification_required" });

  const { state, demand } = answerOf(await terminal.ask(request));
  expect([state, demand === undefined]).toEqual(["verification_required", false]);
});

test.each(["cancel", "expire"] as const)(
  "an operator's %s ends the request, and makes room for another",
  async (order) => {
    const { terminal, upstream, submitted } = await createEnrolledTerminal();
    const { request } = await submitted();
    const { state } = await upstream.operator[order]({ requestId: request.requestId });

    expect([state, outcomeOf(await terminal.submit(await terminal.request()))]).toEqual([
      ...[order === "cancel" ? "cancelled" : "expired", "202 approved"],
    ]);
  },
);
