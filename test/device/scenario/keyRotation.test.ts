// The provider changes its signing keys while terminals work, sleep, die and are lied to; only the first key is configured.

import { describe, expect, test, vi } from "vitest";
import { utf8 } from "../../../device/base/bytes.ts";
import { ok } from "../../../device/base/result.ts";
import { jwsType } from "../../../device/contract/messages/jwsTypes.ts";
import { paths } from "../../../device/contract/upstream.ts";
import { readBundle } from "../../../device/evidence/bundle.ts";
import { checkBundle } from "../../../device/evidence/check.ts";
import { carriedOver, replay } from "../../../device/kiosk/replay.ts";
import { jwsHash, peekJws } from "../../../device/trust/jws.ts";
import { keySetRecordKind } from "../../../device/trust/upstreamKeys.ts";
import { decisionOn } from "../../support/decisions.ts";
import type { Landing } from "../../support/mishaps.ts";
import { recordsOf } from "../../support/promises.ts";
import { createRig, type Meddler, type Rig, type RigOptions } from "../../support/rig.ts";
import { createSigningKey } from "../../upstream/signingKey.ts";
import { hash } from "../evidence/keys.ts";

vi.setConfig({ testTimeout: 120_000 });

const hourMs = 3_600_000;
/** How often the keys are asked for where nothing unknown comes. */
const nextAskMs = 330_000;

async function underReview(options: RigOptions = {}): Promise<Rig> {
  const rig = await createRig({ reviewMs: "manual", ...options });
  await rig.setUp();
  await rig.confirm();
  await rig.reach("underReview");
  return rig;
}

async function approveAndExecute(rig: Rig): Promise<void> {
  const { requests } = await rig.upstream.operator.list();
  await rig.upstream.operator.approve({ requestId: requests[0]?.requestId ?? "" });
  await rig.reach("approved");
  await rig.execute();
  await rig.reach("completed");
}

/** What somebody says of the evidence who has the first key and nothing else. */
async function evidenceOf(rig: Rig) {
  await rig.order("saveEvidence", {});
  const bundle = readBundle(utf8([...rig.evidence.values()].at(-1) ?? ""));
  if (!bundle.ok) throw new Error(JSON.stringify(bundle.error));
  const { conclusion, findings } = await checkBundle(bundle.value, { hash, pinnedUpstream: [rig.upstream.publicJwk] });
  const signer = peekJws(bundle.value.receipt ?? "").header.kid;
  return {
    conclusion,
    wrong: findings.filter(({ ok: right }) => !right),
    sets: bundle.value.keySets?.length ?? 0,
    byFirst: signer === rig.upstream.kid,
  };
}

const proven = { conclusion: "unbound-now-proven", wrong: [], sets: 1, byFirst: false };
const refusals = (rig: Rig) => rig.log.notes.map(({ code }) => code).filter((code) => code.startsWith("trust/"));

test("Keys are changed in the middle of a review, and the kiosk is restarted: the request goes on, and its evidence rests on the first key", async () => {
  const rig = await underReview();
  await rig.upstream.operator.rotateKey({ overlapMs: hourMs });
  await rig.clock.advance(nextAskMs);
  await rig.restart();
  await approveAndExecute(rig);

  expect([await evidenceOf(rig), refusals(rig)]).toEqual([proven, []]);
});

test("A terminal that slept through two changes, to the end of the first key, learns both at once", async () => {
  const rig = await underReview();
  rig.upstream.unplug();
  for (let change = 0; change < 2; change++) {
    await rig.upstream.operator.rotateKey({ overlapMs: hourMs });
    await rig.clock.advance(2 * hourMs);
  }
  rig.upstream.plugIn();
  await rig.restart();
  await approveAndExecute(rig);

  expect([await evidenceOf(rig), refusals(rig)]).toEqual([{ ...proven, sets: 2 }, []]);
});

test("A terminal that has only the first key is enrolled after two changes", async () => {
  const enrolments = `POST ${paths.enrolments}`;
  const rig = await createRig({ answers: [enrolments, { status: 503 }] });
  await rig.upstream.operator.rotateKey({ overlapMs: 1_000 });
  await rig.upstream.operator.rotateKey({ overlapMs: 1_000 });
  await rig.clock.advance(10_000);
  rig.answersAs(enrolments, null);
  const { bindings } = await rig.until((seen) => seen.bindings.state === "known");

  expect([bindings.state, refusals(rig)]).toEqual(["known", []]);
});

test("A journal that is put aside leaves the key sets behind for the next start", async () => {
  const rig = await createRig();
  await rig.setUp();
  await rig.upstream.operator.rotateKey({});
  await rig.clock.advance(nextAskMs);
  const records = await recordsOf(rig);
  const left = carriedOver(records).filter(({ kind }) => kind === keySetRecordKind);

  expect([left.length, left.map(({ body }) => body)]).toEqual([1, replay(records)?.keySets.map((jws) => ({ jws }))]);
});

/** Whoever has the first key, and stands between: another key for all, and the end of the request. */
async function thiefWith(rig: Rig): Promise<Meddler> {
  const at = new Date(rig.clock.now()).toISOString();
  const thief = await createSigningKey();
  const told: { sets: string[] } = JSON.parse((await rig.upstream.handle(getKeys)).body);
  const [handOn = ""] = told.sets;
  const { keys } = peekJws(handOn).payload as { keys: object[] };
  const own = { key: thief.publicJwk, notBefore: at };
  const said = { aud: undefined, serial: 2, previous: jwsHash(handOn, hash), keys: [...keys, own], issuedAt: at };
  const sets = [handOn, await rig.upstreamSigns(jwsType.upstreamKeys, said)];
  const decision = await decisionOn(rig, "rejected");
  return async (exchange, upstream) => {
    if (exchange.path === paths.keys) return jsonOf({ sets });
    const [, requestId = ""] = new RegExp(`^${paths.request("([^/]+)")}$`).exec(exchange.path) ?? [];
    if (exchange.method !== "GET" || !requestId) return upstream(exchange);
    return jsonOf({ requestId, state: "rejected", updatedAt: at, decision });
  };
}

const getKeys = { method: "GET", path: paths.keys, headers: {}, body: "" };

async function jsonOf(body: object): ReturnType<Meddler> {
  return ok({ status: 200, contentType: "application/json", retryAfter: null, body: utf8(JSON.stringify(body)) });
}

test("A first key that was stolen after its end introduces no key and ends no request; the provider is heard again after it", async () => {
  const rig = await underReview();
  await rig.upstream.operator.rotateKey({ overlapMs: hourMs });
  await rig.clock.advance(nextAskMs);
  await rig.clock.advance(hourMs);
  rig.line.meddler = await thiefWith(rig);
  await rig.clock.advance(2 * nextAskMs);
  const { unbind } = await rig.see();
  const said = [...new Set(refusals(rig))].sort();
  rig.line.meddler = null;
  await approveAndExecute(rig);

  expect([unbind.state, said, await evidenceOf(rig)]).toEqual([
    "underReview",
    ["trust/key-not-in-force", "trust/key-set-refused"],
    proven,
  ]);
});

test("An answer that was lost, and whose key has ended before it is asked for again, is told anew by the key in force", async () => {
  const rig = await underReview();
  const { requests } = await rig.upstream.operator.list();
  await rig.upstream.operator.approve({ requestId: requests[0]?.requestId ?? "" });
  await rig.reach("approved");
  await rig.upstream.operator.setFault({ fault: { kind: "answer-lost", route: "execution", times: 1 } });
  await rig.execute();
  await rig.reach("unknown");
  rig.upstream.unplug();
  await rig.upstream.operator.rotateKey({ overlapMs: hourMs });
  await rig.clock.advance(2 * hourMs);
  rig.upstream.plugIn();
  await rig.reach("completed");

  expect(await evidenceOf(rig)).toEqual(proven);
});

test("A permission that is kept while its key ends is executed all the same", async () => {
  const rig = await underReview();
  const { requests } = await rig.upstream.operator.list();
  await rig.upstream.operator.approve({ requestId: requests[0]?.requestId ?? "" });
  await rig.reach("approved");
  await rig.upstream.operator.rotateKey({ overlapMs: 1_000 });
  await rig.clock.advance(nextAskMs);
  await rig.execute();
  await rig.reach("completed");

  expect(await evidenceOf(rig)).toEqual(proven);
});

describe("A death at every write while a key set is taken", () => {
  async function story(death?: { readonly at: number; readonly landing: Landing }) {
    const rig = await underReview();
    await rig.upstream.operator.rotateKey({ overlapMs: hourMs });
    await rig.restart((mishaps) => death && mishaps.dieAt(death.at, death.landing));
    await rig.until(() => keysAreKept(rig));
    const { operations } = rig.mishaps();
    if (death) {
      await rig.restart();
      await rig.until(() => keysAreKept(rig));
      await rig.restart();
    }
    await approveAndExecute(rig);
    return { operations, evidence: await evidenceOf(rig), refused: refusals(rig) };
  }

  const keysAreKept = (rig: Rig) => new TextDecoder().decode(rig.disk.journal.bytes).includes('"upstreamKeys"');

  test("leaves the keys from before or the new ones, and the request goes on either way", async () => {
    const { operations } = await story();
    const writes = operations.flatMap((name, index) => (name.startsWith("journal") ? [index + 1] : []));
    const wrong: string[] = [];
    for (const at of writes) {
      for (const landing of ["nothing", "half", "all"] as const) {
        const told = await story({ at, landing });
        const isRight = JSON.stringify([told.evidence, told.refused]) === JSON.stringify([proven, []]);
        if (!isRight) wrong.push(`${at} ${operations[at - 1]}, ${landing}: ${JSON.stringify(told)}`);
      }
    }

    expect({ wrong, some: writes.length > 0 }).toEqual({ wrong: [], some: true });
  });
});
