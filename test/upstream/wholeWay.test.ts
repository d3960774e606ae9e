import { expect, test } from "vitest";
import { createManualClock } from "../support/manualClock.ts";
import { createInProcessUpstream } from "./inProcess.ts";
import { answerOf, createTestTerminal, identity, outcomeOf } from "./testTerminal.ts";

test("a terminal enrols, asks, waits for the review, executes and attests", async () => {
  const clock = createManualClock();
  const upstream = await createInProcessUpstream({ clock, reviewMs: 4_000 });
  await upstream.operator.registerTerminal(identity);
  const { code } = await upstream.operator.issueCode({ sn: identity.sn });
  const terminal = await createTestTerminal({ handle: upstream.handle, clock, audience: upstream.audience });
  const told: string[] = [];
  const tell = (word: string) => told.push(word);

  tell(outcomeOf(await terminal.enrol(code)));
  const request = await terminal.request();
  tell(outcomeOf(await terminal.submit(request)));
  await clock.advance(1_000);
  tell(outcomeOf(await terminal.ask(request)));
  await clock.advance(3_000);
  const approved = await terminal.ask(request);
  tell(outcomeOf(approved));
  const unbound = await terminal.execute(request, await terminal.execution(request, answerOf(approved).grant ?? ""));
  tell(outcomeOf(unbound));
  tell(outcomeOf(await terminal.attest(request, await terminal.attestation(request, answerOf(unbound).receipt ?? ""))));

  expect(told).toEqual(["201", "202 submitted", "200 under_review", "200 approved", "200 unbound", "200"]);
});
