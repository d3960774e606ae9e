import { decodeProtectedHeader } from "jose";
import { expect, test } from "vitest";
import type { ReceiptPayload } from "../../device/contract/messages/outcome.ts";
import { paths } from "../../device/contract/upstream.ts";
import { hashOf } from "./deviceMessages.ts";
import { createEnrolledTerminal } from "./enrolledTerminal.ts";
import type { FaultKind } from "./faults.ts";
import { keysWithTwoBodies } from "./receivedLog.ts";
import { answerOf, identity, outcomeOf, payloadOf } from "./testTerminal.ts";

const health = { method: "GET", path: paths.health, headers: {}, deadlineMs: 5_000, maxAnswerBytes: 262_144 } as const;

const onTheWire: readonly [FaultKind, object][] = [
  ["html", { status: 200, contentType: "text/html; charset=utf-8" }],
  ["server-error", { status: 500, contentType: "text/plain" }],
  ["server-error-after", { status: 500, contentType: "text/plain" }],
  ["silence", { code: "upstream/no-answer" }],
  ["hang-after-headers", { code: "upstream/no-answer" }],
  ["answer-lost", { code: "upstream/no-answer" }],
  ["huge-body", { code: "upstream/answer-too-large" }],
];

test.each(onTheWire)("%s comes out of the port as what it is", async (kind, seen) => {
  const { upstream, clock } = await createEnrolledTerminal();
  await upstream.operator.setFault({ fault: { kind } });

  const exchanged = await clock.runUntil(upstream.port.exchange(health));

  expect(exchanged.ok ? exchanged.value : exchanged.error).toMatchObject(seen);
});

test("an unplugged upstream cannot be reached, and is there again when plugged in", async () => {
  const { upstream } = await createEnrolledTerminal();
  upstream.unplug();
  const without = await upstream.port.exchange(health);
  upstream.plugIn();
  const again = await upstream.port.exchange(health);

  expect([without, again.ok]).toEqual([{ ok: false, error: { code: "upstream/unreachable" } }, true]);
});

const carriedOut: readonly [FaultKind, string][] = [
  ["html", "200 approved"],
  ["server-error", "200 approved"],
  ["hang-after-headers", "200 approved"],
  ["server-error-after", "200 unbound"],
  ["answer-lost", "200 unbound"],
  ["huge-body", "200 unbound"],
];

test.each(carriedOut)("after %s an execution has left the request: %s", async (kind, state) => {
  const { terminal, upstream, submitted } = await createEnrolledTerminal();
  const { request, grant } = await submitted();
  await upstream.operator.setFault({ fault: { kind, route: "execution", times: 1 } });
  await terminal.execute(request, await terminal.execution(request, grant));

  expect(outcomeOf(await terminal.ask(request))).toBe(state);
});

test("a fault strikes as often as it was told, on its route only", async () => {
  const { terminal, upstream, submitted } = await createEnrolledTerminal();
  const { request } = await submitted();
  await upstream.operator.setFault({ fault: { kind: "server-error", route: "status", times: 2 } });
  const ask = async () => (await terminal.ask(request)).status;
  const binding = (await terminal.get(paths.bindings(identity.sn))).status;

  expect([binding, await ask(), await ask(), await ask()]).toEqual([200, 500, 500, 200]);
});

test("a receipt by another key carries another key's name", async () => {
  const { upstream, unbound } = await createEnrolledTerminal();
  await upstream.operator.setFault({ fault: { kind: "receipt-other-key" } });
  const { receipt } = await unbound();

  const { typ, kid } = decodeProtectedHeader(receipt);
  expect([typ, kid === upstream.kid, payloadOf<ReceiptPayload>(receipt).sn]).toEqual([
    "unbind-receipt+jws",
    false,
    identity.sn,
  ]);
});

const wrongFields: readonly [FaultKind, Partial<ReceiptPayload>][] = [
  ["receipt-other-sn", { sn: "SN-0001-234X" }],
  ["receipt-other-request", { requestHash: hashOf("another request") }],
];

test.each(wrongFields)("%s is signed by the pinned key and wrong in that field alone", async (kind, wrong) => {
  const { upstream, terminal, unbound } = await createEnrolledTerminal();
  await upstream.operator.setFault({ fault: { kind, route: "execution" } });
  const { request, receipt } = await unbound();

  const right = payloadOf<ReceiptPayload>(answerOf(await terminal.ask(request)).receipt ?? "");
  expect([decodeProtectedHeader(receipt).kid, payloadOf(receipt)]).toEqual([upstream.kid, { ...right, ...wrong }]);
});

test("a wrong receipt strikes the report of an offline unbind as well", async () => {
  const { upstream, terminal } = await createEnrolledTerminal();
  const request = await terminal.request({ way: "offline" });
  const asked = terminal.challenge(request);
  const { jws } = await upstream.operator.answer({ challenge: asked.text });
  await upstream.operator.setFault({ fault: { kind: "receipt-other-key", route: "offline" } });
  const { receipt } = answerOf(await terminal.report(await terminal.offlineReport(request, asked, jws)));

  const { typ, kid } = decodeProtectedHeader(receipt ?? "");
  expect([typ, kid === upstream.kid]).toEqual(["unbind-receipt+jws", false]);
});

test("the log proves that a key carried two bodies", async () => {
  const { terminal, upstream } = await createEnrolledTerminal();
  const request = await terminal.request();
  await terminal.submit(request);
  await terminal.submit(request);
  const before = keysWithTwoBodies(await upstream.operator.log());
  await terminal.submit(await terminal.request({ requestId: request.requestId }));

  expect([before, keysWithTwoBodies(await upstream.operator.log())]).toEqual([[], [`"${request.requestId}"`]]);
});
