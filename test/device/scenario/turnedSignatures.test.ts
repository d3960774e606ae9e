// A stranger on the wire turns the signatures of one message to their other spelling and is gone. Nothing hangs on it.

import { expect, test, vi } from "vitest";
import { fromUtf8, utf8 } from "../../../device/base/bytes.ts";
import { ok } from "../../../device/base/result.ts";
import { turned } from "../../support/hostileLine.ts";
import { answerOf, challenge, typeAnswer } from "../../support/offline.ts";
import { createRig, type Meddler, type Rig, simIdentity, type Wishes } from "../../support/rig.ts";
import { savedEvidence } from "../../support/savedEvidence.ts";
import { card } from "../../support/stories.ts";

vi.setConfig({ testTimeout: 60_000 });

type Direction = "to the upstream" | "from the upstream";

/** The first message of this kind that goes this way with anything signed in it. */
function turnOnce(rig: Rig, message: RegExp, direction: Direction): () => boolean {
  const meddle: Meddler = async (exchange, upstream) => {
    if (!message.test(`${exchange.method} ${exchange.path}`)) return upstream(exchange);
    if (direction === "to the upstream") {
      const { body, headers } = exchange;
      const bodyTurned = body === undefined ? undefined : turned(body);
      const headersTurned = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, turned(value)]));
      rig.line.meddler = null;
      return upstream({ ...exchange, headers: headersTurned, ...(bodyTurned !== undefined && { body: bodyTurned }) });
    }
    const answer = await upstream(exchange);
    const text = answer.ok ? (fromUtf8(answer.value.body) ?? "") : "";
    if (!answer.ok || turned(text) === text) return answer;
    rig.line.meddler = null;
    return ok({ ...answer.value, body: utf8(turned(text)) });
  };
  rig.line.meddler = meddle;
  return () => rig.line.meddler === null;
}

/** Whoever stands before the terminal does what the screen offers, at most twice. */
async function confirm(rig: Rig, wishes: Wishes = {}): Promise<void> {
  // What was turned may stand in the way of this draft, and of no other.
  await rig.draft(wishes);
  await rig.order("leaveMenu", {});
  await rig.confirm(wishes);
  const { unbind: sent } = await rig.reach("approved", "completed", "rejected");
  if (sent.state !== "rejected") return;
  await rig.order("closeOutcome", {});
  await rig.confirm(wishes);
}

async function execute(rig: Rig): Promise<void> {
  await rig.reach("approved");
  await rig.execute();
  if ((await rig.reach("completed", "approved")).unbind.state === "approved") await rig.execute();
}

async function twoSteps(rig: Rig): Promise<void> {
  await confirm(rig);
  await execute(rig);
}

const oneStep = (rig: Rig) => confirm(rig, { target: card });

async function ordered(rig: Rig): Promise<void> {
  const { sn } = simIdentity;
  await rig.upstream.operator.orderUnbind({ sn, bindingKind: "terminal_to_merchant" });
  await execute(rig);
}

async function offline(rig: Rig): Promise<void> {
  rig.upstream.unplug();
  await challenge(rig);
  await typeAnswer(rig, (await answerOf(rig)).code);
  await rig.reach("completedPendingSync");
  rig.upstream.plugIn();
}

const ways = { twoSteps, oneStep, ordered, offline } as const;

test.each<[keyof typeof ways, RegExp, Direction]>([
  ["twoSteps", /^POST .*unbind-requests$/, "to the upstream"],
  ["twoSteps", /^POST .*execution$/, "to the upstream"],
  ["twoSteps", /^POST .*attestation$/, "to the upstream"],
  ["twoSteps", /^GET .*unbind-requests/, "to the upstream"],
  ["twoSteps", /^GET .*unbind-requests/, "from the upstream"],
  ["twoSteps", /^POST .*execution$/, "from the upstream"],
  ["twoSteps", /^POST .*attestation$/, "from the upstream"],
  ["twoSteps", /^GET .*bindings$/, "from the upstream"],
  ["oneStep", /^POST .*unbind-requests$/, "to the upstream"],
  ["oneStep", /^GET .*unbind-requests/, "from the upstream"],
  ["oneStep", /^POST .*attestation$/, "to the upstream"],
  ["ordered", /^GET .*bindings$/, "from the upstream"],
  ["ordered", /^POST .*execution$/, "from the upstream"],
  ["offline", /^POST .*offline-unbinds$/, "to the upstream"],
  ["offline", /^POST .*offline-unbinds$/, "from the upstream"],
])("%s, %s %s: the unbind goes on to its end, and its evidence holds", async (way, message, direction) => {
  const rig = await createRig({ bindings: [{}, { ...card, replacement: { state: "validated" } }] });
  await rig.setUp();
  const struck = turnOnce(rig, message, direction);
  await ways[way](rig);
  await rig.reach("completed");

  expect({
    struck: struck(),
    evidence: await savedEvidence(rig),
  }).toEqual({
    struck: true,
    evidence: { conclusion: "unbound-now-proven", toThirdParties: true, wrong: [] },
  });
});
