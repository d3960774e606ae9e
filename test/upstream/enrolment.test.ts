import { randomUUID } from "node:crypto";
import { calculateJwkThumbprint } from "jose";
import { expect, test } from "vitest";
import type { BindingPayload } from "../../device/contract/messages/binding.ts";
import { jwsType } from "../../device/contract/messages/jwsTypes.ts";
import { paths } from "../../device/contract/upstream.ts";
import { createManualClock } from "../support/manualClock.ts";
import { createEnrolledTerminal } from "./enrolledTerminal.ts";
import { createInProcessUpstream } from "./inProcess.ts";
import { createTestTerminal, identity, outcomeOf, payloadOf } from "./testTerminal.ts";

async function registered() {
  const clock = createManualClock();
  const upstream = await createInProcessUpstream({ clock });
  await upstream.operator.registerTerminal(identity);
  const { code } = await upstream.operator.issueCode({ sn: identity.sn });
  const terminal = (who: { sn?: string; imei?: string } = {}) =>
    createTestTerminal({
      handle: upstream.handle,
      clock,
      audience: upstream.audience,
      agreementKey: upstream.agreementJwk,
      ...who,
    });
  return { clock, upstream, code, terminal };
}

/** The key of RFC 7515 appendix A.3: on the curve, and nobody's here. */
const somePoint = {
  kty: "EC",
  crv: "P-256",
  x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
  y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
} as const;

test("an enrolment is answered with the key's name and a signed binding", async () => {
  const { code, terminal, clock } = await registered();
  const shop = await terminal();

  const answer = await shop.enrol(code);

  const { deviceKid, bindings } = JSON.parse(answer.body);
  const { merchantName, state, epoch, sn, issuedAt } = payloadOf<BindingPayload>(bindings[0]);
  expect({ status: answer.status, deviceKid, merchantName, state, epoch, sn, issuedAt }).toEqual({
    status: 201,
    deviceKid: shop.kid,
    merchantName: "示例便利店",
    state: "bound",
    epoch: 1,
    sn: identity.sn,
    issuedAt: new Date(clock.now()).toISOString(),
  });
});

test("a terminal that lost the answer proves itself again and gets the same answer", async () => {
  const { code, terminal, clock } = await registered();
  const shop = await terminal();
  const first = await shop.enrol(code);
  await clock.advance(3_600_000);

  const second = await shop.enrol(code);

  expect(second).toEqual(first);
});

test("a code that was used is worth nothing to another key", async () => {
  const { code, terminal } = await registered();
  await (await terminal()).enrol(code);

  expect(outcomeOf(await (await terminal()).enrol(code))).toBe("403 code-refused");
});

test("a new code gives a terminal a new key, and the old key is unknown from then on", async () => {
  const { upstream, code, terminal } = await registered();
  const before = await terminal();
  await before.enrol(code);
  const { code: another } = await upstream.operator.issueCode({ sn: identity.sn });
  const after = await terminal();
  await after.enrol(another);

  const told = await Promise.all([before, after].map((shop) => shop.get(paths.bindings(identity.sn))));

  expect(told.map(outcomeOf)).toEqual(["401 unknown-key", "200"]);
});

test("a key that belongs to one terminal is not taken for another", async () => {
  const { upstream, code, terminal } = await registered();
  const other = { sn: "SN-0002-0000", imei: "352656100367872" };
  await upstream.operator.registerTerminal(other);
  const { code: otherCode } = await upstream.operator.issueCode({ sn: other.sn });
  const shop = await terminal();
  await shop.enrol(code);

  expect(outcomeOf(await shop.enrol(otherCode, other))).toBe("422 identity-mismatch");
});

const refusals: readonly [string, Record<string, unknown>, string][] = [
  ["a code nobody gave out", { code: "BBBB-CCCC-DDDD" }, "403 code-refused"],
  ["a terminal nobody registered", { sn: "SN-9999" }, "404 unknown-terminal"],
  ["another IMEI than the registered one", { imei: "352656100367872" }, "422 identity-mismatch"],
  ["a clock six minutes behind", { createdAt: "2025-12-31T23:54:00.000Z" }, "400 clock-skew"],
  ["a clock six minutes ahead", { createdAt: "2026-01-01T00:06:00.000Z" }, "400 clock-skew"],
  ["a time that is none", { createdAt: "2026-99-01T00:06:00.000Z" }, "400 malformed"],
  ["a message for another upstream", { aud: "http://elsewhere.test" }, "401 bad-signature"],
  ["a member too many", { extra: 1 }, "400 malformed"],
];

test.each(refusals)("enrolment is refused for %s", async (_story, bend, outcome) => {
  const { code, terminal } = await registered();

  expect(outcomeOf(await (await terminal()).enrol(code, bend))).toBe(outcome);
});

test("a code given out for one terminal does not enrol another", async () => {
  const { upstream, code, terminal } = await registered();
  const other = { sn: "SN-0002-0000", imei: "352656100367872" };
  await upstream.operator.registerTerminal(other);

  expect(outcomeOf(await (await terminal(other)).enrol(code))).toBe("403 code-refused");
});

test("a clock that is off is told the upstream's time", async () => {
  const { code, terminal, clock } = await registered();
  const answer = await (await terminal()).enrol(code, { createdAt: "2020-01-01T00:00:00.000Z" });

  expect(JSON.parse(answer.body)).toMatchObject({ serverTime: new Date(clock.now()).toISOString() });
});

test("the refusal of a wrong code does not repeat it", async () => {
  const { terminal } = await registered();
  const answer = await (await terminal()).enrol("SECRET-CODE-THAT-IS-WRONG");

  expect(answer.body).not.toContain("SECRET");
});

test("a key that introduces itself must sign for itself", async () => {
  const { code, terminal } = await registered();
  const [shop, thief] = [await terminal(), await terminal()];
  const payload = payloadOf<object>(await shop.introduction(code));
  const stolen = await thief.signRaw({ typ: jwsType.enrolment, jwk: shop.jwk }, payload);

  expect(outcomeOf(await thief.post(paths.enrolments, stolen))).toBe("401 bad-signature");
});

test("a binding is told as it is now", async () => {
  const { upstream, terminal } = await createEnrolledTerminal();
  await upstream.operator.unbindAtDesk({ sn: identity.sn });

  const answer = await terminal.get(paths.bindings(identity.sn));

  expect(payloadOf<BindingPayload>(JSON.parse(answer.body).bindings[0]).state).toBe("unbound");
});

test("a binding is told to nobody but its own terminal", async () => {
  const { terminal, another } = await createEnrolledTerminal();
  await another({ sn: "SN-0002-0000", imei: "352656100367872" });

  expect(outcomeOf(await terminal.get(paths.bindings("SN-0002-0000")))).toBe("404 unknown-terminal");
});

test("a query that was used once is stale, as long as it could be fresh", async () => {
  const { terminal, clock } = await createEnrolledTerminal();
  const nonce = randomUUID();
  const path = paths.bindings(identity.sn);
  const ask = () => terminal.get(path, { nonce });
  const first = await ask();
  await clock.advance(299_000);

  expect([first, await ask()].map(outcomeOf)).toEqual(["200", "409 stale"]);
});

test("how the key is kept is known from the enrolment on", async () => {
  const { upstream } = await createEnrolledTerminal();
  const list = await upstream.operator.list();

  expect(list.terminals[0]?.keyStorage).toBe("os");
});

test.each<[string, Readonly<Record<string, unknown>>]>([
  ["of an earlier program, with the secret itself", { agreement: undefined, offlineSecret: "A".repeat(43) }],
  ["agreed with another key", { agreement: { key: somePoint, upstreamKid: "A".repeat(43) } }],
])("an enrolment %s is refused, and costs no code", async (_what, bend) => {
  const { code, terminal } = await registered();
  const shop = await terminal();
  const refused = await shop.enrol(code, bend);

  expect([refused, await shop.enrol(code)].map(outcomeOf)).toEqual(["400 malformed", "201"]);
});

test("a half that is no point on the curve is refused, and costs no code", async () => {
  const { upstream, code, terminal } = await registered();
  const shop = await terminal();
  const upstreamKid = await calculateJwkThumbprint(upstream.agreementJwk, "sha256");
  const refused = await shop.enrol(code, { agreement: { key: { ...somePoint, y: "A".repeat(43) }, upstreamKid } });

  expect([refused, await shop.enrol(code)].map(outcomeOf)).toEqual(["400 malformed", "201"]);
});

test("a code that nobody used in time is worth nothing", async () => {
  const { upstream, terminal, clock } = await registered();
  const { code } = await upstream.operator.issueCode({ sn: identity.sn, validMs: 60_000 });
  await clock.advance(60_000);
  const answer = await (await terminal()).enrol(code);

  expect([outcomeOf(answer), JSON.parse(answer.body).detail]).toEqual(["403 code-refused", "expired"]);
});

test("a code that was used in time still answers its own key later", async () => {
  const { upstream, terminal, clock } = await registered();
  const { code } = await upstream.operator.issueCode({ sn: identity.sn, validMs: 60_000 });
  const shop = await terminal();
  const first = await shop.enrol(code);
  await clock.advance(3_600_000);

  expect((await shop.enrol(code)).body).toBe(first.body);
});

test("after an unbind and a new bind the same key enrols with a fresh code, and gets the next epoch", async () => {
  const { upstream, terminal, unbound } = await createEnrolledTerminal();
  await unbound();
  await upstream.operator.bindAgain({ sn: identity.sn });
  const { code } = await upstream.operator.issueCode({ sn: identity.sn });
  const answer = await terminal.enrol(code);

  const { deviceKid, bindings } = JSON.parse(answer.body);
  const { state, epoch } = payloadOf<BindingPayload>(bindings[0]);
  expect({ status: answer.status, deviceKid, state, epoch }).toEqual({
    status: 201,
    deviceKid: terminal.kid,
    state: "bound",
    epoch: 2,
  });
});

test("an old code does not bring back a key that was replaced", async () => {
  const { upstream, code, terminal } = await registered();
  const before = await terminal();
  await before.enrol(code);
  const { code: another } = await upstream.operator.issueCode({ sn: identity.sn });
  await (await terminal()).enrol(another);

  expect(outcomeOf(await before.enrol(code))).toBe("403 code-refused");
});

test("the half that a terminal told last is the one it answers by", async () => {
  const { upstream, code, terminal } = await registered();
  const shop = await terminal();
  const upstreamKid = await calculateJwkThumbprint(upstream.agreementJwk, "sha256");
  await shop.enrol(code, { agreement: { key: somePoint, upstreamKid } });
  const challenge = shop.challenge(await shop.request()).text;
  const lost = (await upstream.operator.answer({ challenge })).code;
  await shop.enrol(code);

  expect((await upstream.operator.answer({ challenge })).code).not.toBe(lost);
});
