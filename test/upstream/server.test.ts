import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { PublicJwk } from "../../device/contract/fields.ts";
import { paths } from "../../device/contract/upstream.ts";
import { genericProfile } from "../../device/profiles/bundled.ts";
import { startProcess } from "../support/otherProcess.ts";
import { makeScratchDir } from "../support/scratchDir.ts";
import { hashOf } from "./deviceMessages.ts";
import type { Delivery, FaultKind } from "./faults.ts";
import { consentTo, examplePolicyOf } from "./policies.ts";
import { startUpstream } from "./server.ts";
import { findUpstream } from "./stateFolder.ts";
import { answerOf, createTestTerminal, type Handle, identity, outcomeOf } from "./testTerminal.ts";

const clock = { now: () => Date.now() };
/** The server has policies to be read. */
const consent = consentTo(examplePolicyOf(genericProfile), clock.now());

/** Sends over real HTTP. */
const over =
  (baseUrl: string): Handle =>
  async ({ method, path, headers, body }) => {
    const response = await fetch(baseUrl + path, { method, headers, ...(method === "POST" ? { body } : {}) });
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  };

async function started() {
  const stateDir = await makeScratchDir();
  const upstream = await startUpstream({ stateDir, reviewMs: 0 });
  onTestFinished(() => upstream.close());
  return { stateDir, upstream };
}

async function enrolled() {
  const { stateDir, upstream } = await started();
  const { baseUrl, operator } = upstream;
  await operator.registerTerminal(identity);
  const { code } = await operator.issueCode({ sn: identity.sn });
  const terminal = await createTestTerminal({
    handle: over(baseUrl),
    clock,
    audience: baseUrl,
    agreementKey: upstream.agreementJwk,
  });
  await terminal.enrol(code);
  return { stateDir, upstream, terminal };
}

test("a terminal unbinds over HTTP", async () => {
  const { terminal } = await enrolled();
  const request = await terminal.request({ consent });
  const approved = await terminal.submit(request);
  const unbound = await terminal.execute(request, await terminal.execution(request, answerOf(approved).grant ?? ""));
  const attested = await terminal.attest(request, await terminal.attestation(request, answerOf(unbound).receipt ?? ""));

  expect([approved, unbound, attested].map(outcomeOf)).toEqual(["202 approved", "200 unbound", "200"]);
});

const running = `
import { startUpstream } from "./test/upstream/server.ts";
const { baseUrl, kid, agreementJwk } = await startUpstream({ stateDir: process.argv[1], reviewMs: 0 });
console.log(JSON.stringify({ baseUrl, kid, agreementJwk }));
`;

test("an upstream killed after its answer knows everything again: address, key, receipt, used nonces", async () => {
  const stateDir = await makeScratchDir();
  const start = async () => {
    const process = await startProcess(running, [stateDir]);
    const said: { baseUrl: string; kid: string; agreementJwk: PublicJwk } = JSON.parse(
      await process.line((line) => line.startsWith("{")),
    );
    return { ...said, kill: process.kill };
  };
  const order = async (name: string, input: object) => {
    const found = findUpstream(stateDir);
    const headers = { authorization: `Bearer ${found?.operatorToken}` };
    const response = await fetch(`${found?.baseUrl}/operator/${name}`, {
      method: "POST",
      headers,
      body: JSON.stringify(input),
    });
    return (await response.json()).output;
  };
  const before = await start();
  await order("registerTerminal", identity);
  const { code } = await order("issueCode", { sn: identity.sn });
  const terminal = await createTestTerminal({
    handle: over(before.baseUrl),
    clock,
    audience: before.baseUrl,
    agreementKey: before.agreementJwk,
  });
  await terminal.enrol(code);
  const request = await terminal.request({ consent });
  const { grant = "" } = answerOf(await terminal.submit(request));
  const execution = await terminal.execution(request, grant);
  const query = { nonce: "00000000-0000-4000-8000-000000000001" };
  await terminal.get(paths.request(request.requestId), query);
  const first = answerOf(await terminal.execute(request, execution));
  await before.kill();

  const after = await start();

  expect({
    address: after.baseUrl,
    kid: after.kid,
    again: answerOf(await terminal.execute(request, execution)),
    query: outcomeOf(await terminal.get(paths.request(request.requestId), query)),
  }).toEqual({ address: before.baseUrl, kid: before.kid, again: first, query: "409 stale" });
}, 30_000);

/** What a client sees of one answer that waits so long for the headers, and then so long for the body. */
async function watch(
  url: string,
  { headersMs = 10_000, bodyMs = 10_000 },
): Promise<Delivery | { status: number; type: string | null; bytes: number; told: boolean }> {
  const patience = new AbortController();
  let timer = setTimeout(() => patience.abort(), headersMs);
  const response = await fetch(url, { signal: patience.signal }).catch((failure: Error) => failure.name);
  clearTimeout(timer);
  if (typeof response === "string") return response === "AbortError" ? "never" : "connection-dropped";
  timer = setTimeout(() => patience.abort(), bodyMs);
  const body = await response.arrayBuffer().catch(() => null);
  clearTimeout(timer);
  if (!body) return "headers-only";
  const { status, headers } = response;
  return { status, type: headers.get("content-type"), bytes: body.byteLength, told: headers.has("content-length") };
}

test("every fault is what it says on a real connection", async () => {
  const { upstream } = await started();
  const seen: Record<string, unknown> = {};
  const faults: readonly [FaultKind, { headersMs?: number; bodyMs?: number }][] = [
    ["html", {}],
    ["server-error", {}],
    ["silence", { headersMs: 200 }],
    ["hang-after-headers", { bodyMs: 200 }],
    ["answer-lost", {}],
    ["huge-body", {}],
  ];
  for (const [kind, patience] of faults) {
    await upstream.operator.setFault({ fault: { kind } });
    seen[kind] = await watch(upstream.baseUrl + paths.health, patience);
  }

  expect(seen).toEqual({
    html: { status: 200, type: "text/html; charset=utf-8", bytes: 75, told: true },
    "server-error": { status: 500, type: "text/plain", bytes: 21, told: true },
    silence: "never",
    "hang-after-headers": "headers-only",
    "answer-lost": "connection-dropped",
    "huge-body": { status: 200, type: "application/json", bytes: 10_000_014, told: false },
  });
});

test("a body of 10 MB is refused and not kept", async () => {
  const { terminal } = await enrolled();
  const { requestId } = await terminal.request();

  const answer = await terminal.post(paths.requests, "A".repeat(10_000_000), { "idempotency-key": `"${requestId}"` });

  expect(outcomeOf(answer)).toBe("413 too-large");
});

test("the log tells when the last byte was here, on the clock that every process shares", async () => {
  const { upstream, terminal } = await enrolled();
  const request = await terminal.request({ consent });
  const sentAt = process.hrtime.bigint();
  await terminal.submit(request);
  const answeredAt = process.hrtime.bigint();

  const entry = (await upstream.operator.log()).at(-1);
  const at = BigInt(entry?.lastByteAtNs ?? 0);
  expect({ ...entry, lastByteAtNs: sentAt < at && at < answeredAt }).toEqual({
    method: "POST",
    path: paths.requests,
    idempotencyKey: `"${request.requestId}"`,
    bodyHash: hashOf(request.jws),
    lastByteAtNs: true,
  });
});

test("only the operator's token opens the operator's routes", async () => {
  const { upstream } = await started();
  const order = async (name: string, input: unknown, token = upstream.operatorToken) => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${upstream.baseUrl}/operator/${name}`, {
      method: "POST",
      headers,
      body: JSON.stringify(input),
    });
    return `${response.status} ${await response.text()}`;
  };

  expect([
    await order("list", {}, "x"),
    await order("shutDown", {}),
    await order("registerTerminal", { sn: "a b" }),
    await order("issueCode", { sn: identity.sn }),
    await order("list", {}),
  ]).toEqual([
    '401 {"error":"the operator\'s token is wrong"}',
    '404 {"error":"there is no such order"}',
    '400 {"error":"sn, imei"}',
    '409 {"error":"terminal SN-0001-2345 is not registered"}',
    '200 {"output":{"terminals":[],"requests":[],"answers":[]}}',
  ]);
});

test("keys and token are for their owner only, and the public key is for everybody", async () => {
  const { stateDir, upstream } = await started();
  const mode = (file: string) => (statSync(file).mode & 0o777).toString(8);

  expect([
    mode(join(stateDir, "signing-key.jwk.json")),
    mode(join(stateDir, "operator-token")),
    mode(join(stateDir, "state.log")),
    mode(upstream.publicKeyFile),
  ]).toEqual(["600", "600", "600", "644"]);
});

test("a port that is taken is said so", async () => {
  const { upstream } = await started();
  const port = Number(new URL(upstream.baseUrl).port);

  await expect(startUpstream({ stateDir: await makeScratchDir(), port })).rejects.toMatchObject({ code: "EADDRINUSE" });
});
