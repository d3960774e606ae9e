// The reference provider changes its keys as its guide says: the next is introduced, the last ends, and what it signed is signed anew.

import { expect, test } from "vitest";
import { createNodeHash } from "../../device/adapters/node/nodeHash.ts";
import { paths } from "../../device/contract/upstream.ts";
import { peekJws } from "../../device/trust/jws.ts";
import { followChain } from "../../device/trust/keySets.ts";
import { createEnrolledTerminal } from "./enrolledTerminal.ts";
import { answerOf, payloadOf } from "./testTerminal.ts";

const hash = createNodeHash();
const getKeys = { method: "GET", path: paths.keys, headers: {}, body: "" };
const kidOf = (jws = "") => peekJws(jws).header.kid;

async function shop() {
  const { upstream, terminal, clock } = await createEnrolledTerminal({ reviewMs: "manual" });
  const made = await terminal.request();
  await terminal.submit(made);
  await upstream.operator.approve({ requestId: made.requestId });
  const grant = answerOf(await terminal.ask(made)).grant ?? "";
  const chain = async () => (JSON.parse((await upstream.handle(getKeys)).body) as { sets: string[] }).sets;
  return { upstream, terminal, clock, made, grant, chain };
}

test("until a key is changed there is no set, and after two changes a chain of two that begins at the first key", async () => {
  const { upstream, chain } = await shop();
  const before = await chain();
  await upstream.operator.rotateKey({});
  await upstream.operator.rotateKey({});
  const texts = await chain();
  const followed = await followChain(texts, [], { pinned: [upstream.publicJwk], issuer: upstream.audience, hash });

  expect([before, texts.length, followed.sets.length, followed.refused]).toEqual([[], 2, 2, null]);
});

test("what is signed after a change is signed by the new key", async () => {
  const { upstream, terminal, made, grant } = await shop();
  const { keys } = await upstream.operator.rotateKey({});
  const order = await terminal.execution(made, grant);
  const { receipt } = answerOf(await terminal.execute(made, order));

  expect([kidOf(grant), kidOf(receipt)]).toEqual([upstream.kid, keys[1]?.kid]);
});

test("what an ended key has signed is told again with the same payload, signed anew, and in one text from then on", async () => {
  const { upstream, terminal, clock, made, grant } = await shop();
  const order = await terminal.execution(made, grant);
  const tell = async () => answerOf(await terminal.execute(made, order)).receipt ?? "";
  const first = await tell();
  const { keys } = await upstream.operator.rotateKey({ overlapMs: 60_000 });
  const meanwhile = await tell();
  await clock.advance(60_000);
  const anew = await tell();

  expect({ meanwhile, by: kidOf(anew), said: payloadOf(anew), again: await tell() }).toEqual({
    meanwhile: first,
    by: keys[1]?.kid,
    said: payloadOf(first),
    again: anew,
  });
});

test("a terminal may name the earlier text or the later one", async () => {
  const { upstream, terminal, clock, made, grant } = await shop();
  const order = await terminal.execution(made, grant);
  await upstream.operator.rotateKey({ overlapMs: 60_000 });
  await clock.advance(60_000);
  const { receipt = "" } = answerOf(await terminal.execute(made, order));
  const attestation = await terminal.attestation(made, receipt);
  const answer = await terminal.attest(made, attestation);

  expect([kidOf(receipt) === upstream.kid, answer.status]).toEqual([false, 200]);
});

test("a key is ended at once, but not the one that signs; the rest of the chain stays", async () => {
  const { upstream, chain } = await shop();
  const { keys } = await upstream.operator.rotateKey({});
  const [first, second] = keys.map(({ kid }) => kid);
  const refused = await upstream.operator.endKey({ kid: second ?? "" }).catch(String);
  const ended = await upstream.operator.endKey({ kid: first ?? "" });
  const followed = await followChain(await chain(), [], {
    pinned: [upstream.publicJwk],
    issuer: upstream.audience,
    hash,
  });

  expect([refused, ended.serial, followed.sets.length]).toEqual([
    `Error: key ${second} is the one that signs: change it first`,
    2,
    2,
  ]);
});
