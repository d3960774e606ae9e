/** A key with an attestation: what it proves stands in bindings and receipts, and one that does not hold costs no code. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { base64url } from "../../device/base/bytes.ts";
import type { BindingPayload } from "../../device/contract/messages/binding.ts";
import type { ReceiptPayload } from "../../device/contract/messages/outcome.ts";
import { paths } from "../../device/contract/upstream.ts";
import { type Attested, type AttestingAuthority, createAttestingAuthority } from "../support/attestedKey.ts";
import { createManualClock } from "../support/manualClock.ts";
import { createInProcessUpstream } from "./inProcess.ts";
import { answerOf, createTestTerminal, identity, outcomeOf, payloadOf } from "./testTerminal.ts";

let dir: string;
let authority: AttestingAuthority;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "jiebang-attestation-"));
  authority = await createAttestingAuthority(dir);
}, 60_000);
afterAll(() => rm(dir, { recursive: true, force: true }));

/** A terminal that is registered with an upstream that pins the authority, or none; and what attests its key. */
async function registered(pins: "the authority" | "none" = "the authority") {
  // Certificates count from the second in which this machine makes them.
  const clock = createManualClock(Date.now() + 60_000);
  const attestation = { roots: [authority.rootPem], app: { name: "jiebang.kiosk", signers: [] } };
  const upstream = await createInProcessUpstream({ clock, reviewMs: 0, ...(pins !== "none" && { attestation }) });
  const { handle, audience, agreementJwk: agreementKey } = upstream;
  await upstream.operator.registerTerminal(identity);
  const { code } = await upstream.operator.issueCode({ sn: identity.sn });
  const withAnotherKey = () => createTestTerminal({ handle, clock, audience, agreementKey });
  const terminal = await withAnotherKey();
  const attested = async (said: Partial<Attested> = {}) => {
    const chain = await authority.attest({ jwk: terminal.jwk, audience, level: 2, ...said });
    return { keyStorage: "keystore", keyAttestation: chain.map(base64url) };
  };
  const enrol = async (bend: object) => {
    const answer = await terminal.enrol(code, { ...bend });
    const bindings = answer.status === 201 ? (JSON.parse(answer.body).bindings as string[]) : [];
    return { outcome: outcomeOf(answer), proven: bindings.map((jws) => payloadOf<BindingPayload>(jws).keyProven) };
  };
  return { upstream, terminal, withAnotherKey, attested, enrol };
}

test("what an attestation proves stands in the binding, and in the receipt of its unbind", async () => {
  const { terminal, attested, enrol } = await registered();

  const enrolled = await enrol(await attested());
  const request = await terminal.request();
  const { grant = "" } = answerOf(await terminal.submit(request));
  const { receipt = "" } = answerOf(await terminal.execute(request, await terminal.execution(request, grant)));

  expect([enrolled, payloadOf<ReceiptPayload>(receipt).keyProven]).toEqual([
    { outcome: "201", proven: ["strongbox"] },
    "strongbox",
  ]);
});

test("without an attestation, or without an authority to judge it by, nothing is proven", async () => {
  const one = await registered();
  const other = await registered("none");

  expect([await one.enrol({}), await other.enrol(await other.attested())]).toEqual([
    { outcome: "201", proven: [undefined] },
    { outcome: "201", proven: [undefined] },
  ]);
});

test("an attestation that does not hold is refused, and the code is good for the next try", async () => {
  const { attested, enrol } = await registered();

  expect([
    await enrol(await attested({ audience: "https://other.example" })),
    await enrol({ keyAttestation: ["AAAA"] }),
    await enrol({ keyAttestation: [] }),
    await enrol(await attested()),
  ]).toEqual([
    { outcome: "403 attestation-refused", proven: [] },
    { outcome: "403 attestation-refused", proven: [] },
    { outcome: "400 malformed", proven: [] },
    { outcome: "201", proven: ["strongbox"] },
  ]);
});

test("the bindings that are asked for later say it as well", async () => {
  const { terminal, attested, enrol } = await registered();
  await enrol(await attested());
  const { bindings } = JSON.parse((await terminal.get(paths.bindings(identity.sn))).body);

  expect(payloadOf<BindingPayload>(bindings[0]).keyProven).toBe("strongbox");
});

/** What stands in the bindings of whoever asks, and in the receipt of its unbind. */
async function provenOf(terminal: Awaited<ReturnType<typeof createTestTerminal>>) {
  const { bindings } = JSON.parse((await terminal.get(paths.bindings(identity.sn))).body);
  const request = await terminal.request();
  const { grant = "" } = answerOf(await terminal.submit(request));
  const { receipt = "" } = answerOf(await terminal.execute(request, await terminal.execution(request, grant)));
  return [payloadOf<BindingPayload>(bindings[0]).keyProven, payloadOf<ReceiptPayload>(receipt).keyProven];
}

test("a key that takes the place of an attested one is proven in nothing", async () => {
  const { terminal, withAnotherKey, attested, enrol } = await registered();
  const { proven } = await enrol(await attested());
  const next = await withAnotherKey();
  await next.succeed(terminal);

  expect([proven, await provenOf(next)]).toEqual([["strongbox"], [undefined, undefined]]);
});

test("nor is a key that was enrolled anew, after a system update lost the attested one", async () => {
  const { upstream, withAnotherKey, attested, enrol } = await registered();
  const { proven } = await enrol(await attested());
  const { code } = await upstream.operator.issueCode({ sn: identity.sn });
  const anew = await withAnotherKey();
  await anew.enrol(code);

  expect([proven, await provenOf(anew)]).toEqual([["strongbox"], [undefined, undefined]]);
});
