/**
 * The promises of an unbind, read off what left the kiosk and what lies on its disk: never by asking the kiosk.
 * Each function answers what was broken, in words; nothing broken is an empty list.
 */

import { createNodeHash } from "../../device/adapters/node/nodeHash.ts";
import { openJournal } from "../../device/journal/openJournal.ts";
import type { JournalRecord } from "../../device/journal/record.ts";
import { peekJws } from "../../device/trust/jws.ts";
import { keysWithTwoBodies } from "../upstream/receivedLog.ts";
import { createMemoryJournalFile } from "./memoryJournalFile.ts";
import type { Rig } from "./rig.ts";

/** What is left when the story is over, for one comparison. */
export async function outcomeOf(rig: Rig, broken: readonly string[]) {
  const { unbind, journal, service } = await rig.see();
  const { requests } = await rig.upstream.operator.list();
  return {
    broken: [...broken, ...(await brokenPromises(rig))],
    end: `${service.phase}, ${unbind.state}`,
    chain: journal.records === (await recordsOf(rig)).length,
    upstream: requests.map(({ state, attested }) => ({ state, attested })),
    wouldPay: await rig.wouldPay(),
  };
}

export const finished: Awaited<ReturnType<typeof outcomeOf>> = {
  broken: [],
  end: "working, completed",
  chain: true,
  upstream: [{ state: "unbound", attested: true }],
  wouldPay: false,
};

const jwsOf = (body: string) => body.split("\n")[0] ?? "";

/** Over the whole life of the terminal so far. */
export async function brokenPromises(rig: Rig): Promise<string[]> {
  const broken: string[] = [];
  const expect = (kept: boolean, promise: string) => void (kept || broken.push(promise));
  const { requests } = await rig.upstream.operator.list();
  const posts = rig.witnessed.filter(({ what }) => what.startsWith("POST /v1/unbind-requests"));
  const bodies = (end: RegExp) => new Set(posts.filter(({ what }) => end.test(what)).map(({ body }) => jwsOf(body)));

  expect(keysWithTwoBodies(await rig.upstream.operator.log()).length === 0, "I2: one key, two bodies");
  expect(requests.length <= 1 && bodies(/requests$/).size <= 1, "I1: one request");
  expect(bodies(/execution$/).size <= 1, "one execution");
  for (const { what, body, journal, paymentsPaused, owing } of posts) {
    const kept = journal.includes(jwsOf(body));
    // What proves who asks is in the one message that carries it, and nowhere else.
    if (what.endsWith("/verification")) expect(!kept, `I10: no code is kept: ${what}`);
    else expect(kept, `durable before it is sent: ${what}`);
    if (what.endsWith("/execution") || (what.endsWith("/unbind-requests") && isOneStep(body))) {
      expect(paymentsPaused, `I17: payments are off when it leaves: ${what}`);
      expect(!owing, `I16: nothing is owed when it leaves: ${what}`);
    }
  }
  for (const { journal, paymentsPaused, owing } of rig.witnessed.filter(showsChallenge)) {
    expect(paymentsPaused, `I17: payments are off at the challenge, ${journal.length} bytes into the journal`);
    expect(!owing, "I16: nothing is owed at the challenge");
  }
  for (const { body, journal } of rig.witnessed.filter(({ what }) => what === "POST /v1/offline-unbinds")) {
    expect(journal.includes(jwsOf(body)), "the report is durable before it is sent");
    expect(bodies(/requests$/).size === 0, "what was unbound offline is not asked for as well");
  }
  let kept = 0;
  for (const { what, journal } of rig.witnessed.filter((seen) => seen.what.startsWith("keep"))) {
    const now = Number(what.split(" ")[1]);
    expect(now >= kept || isProven(journal), `I3: a proof before ${what} of ${kept}`);
    kept = now;
  }
  for (const { what, journal, paymentsPaused } of rig.witnessed.filter((seen) => seen.what.startsWith("erase"))) {
    expect(isProven(journal), `I3: a proof before ${what}`);
    expect(paymentsPaused, `I5: payments are off at ${what}`);
  }
  return broken;
}

const isProven = (journal: string) => /"receiptVerified"|"offlineAuthorised"/.test(journal);

/** Where the request says itself that its taking effect needs no second message; a second person's approval is around it. */
function isOneStep(body: string): boolean {
  const { request, execution } = peekJws(jwsOf(body)).payload;
  return (typeof request === "string" ? peekJws(request).payload.execution : execution) === "one_step";
}

/** Whatever leaves while a challenge is on the screen, and the erasing that its answer led to. */
function showsChallenge({ journal }: Rig["witnessed"][number]): boolean {
  const types = [...journal.matchAll(/"type":"(\w+)"/g)].map(([, type]) => type);
  const last = types.lastIndexOf("challengeIssued");
  return last >= 0 && !types.slice(last).some((type) => type && leftChallenge.has(type));
}

/** Right after a start, before anybody touches anything. */
export async function brokenAfterStart(rig: Rig): Promise<string[]> {
  const broken: string[] = [];
  const expect = (kept: boolean, promise: string) => void (kept || broken.push(promise));
  const { unbind } = await rig.see();
  const unbinds = (await recordsOf(rig)).filter(({ kind }) => kind === "unbind");
  const types = unbinds.map(({ body }) => String((body as { type?: unknown }).type));
  const since = (type: string) => types.slice(types.lastIndexOf(type) + 1);

  const confirmed = types.includes("requestConfirmed") && !since("requestConfirmed").includes("outcomeSeen");
  const forgotten = ["bound", "draft", "precheck", "blocked", "ready"].includes(unbind.state);
  expect(!(confirmed && forgotten), `I6: not silently ${unbind.state} after the confirmation`);

  const ordered = types.includes("executionOrdered") && !since("executionOrdered").some((type) => gaveBack.has(type));
  const challenged =
    types.includes("challengeIssued") && !since("challengeIssued").some((type) => leftChallenge.has(type));
  const text = JSON.stringify(unbinds.map(({ body }) => body));
  const oneStep = text.includes('"execution":"one_step"') && types.includes("sendStarted");
  const applied = oneStep && !since("sendStarted").some((type) => leftReview.has(type));
  const unbound = types.includes("receiptVerified") || types.includes("offlineAuthorised");
  const receipt = /"receiptVerified".*?"jws":"([^"]+)"/.exec(text)?.[1];
  const goesOn =
    types.includes("attestationAcknowledged") && peekJws(receipt ?? "").payload.paymentsMayContinue === true;
  if ((ordered || challenged || applied || unbound) && !goesOn) {
    expect(!(await rig.wouldPay()), `I5, I17: no payment after a restart in ${unbind.state}`);
  }
  return broken;
}

/** Events by which an ordered execution is known not to take place. */
const gaveBack: ReadonlySet<string> = new Set(["gatesFailed", "decisionVerified"]);

/** What ends a request in one step without unbinding anything. */
const leftReview: ReadonlySet<string> = new Set(["decisionVerified", "grantVerified"]);

/** Events by which a challenge is over, and nothing was unbound by its answer. */
const leftChallenge: ReadonlySet<string> = new Set(["sendStarted", "cancelledBeforeSending", "expiredUnsent"]);

/** The whole chain as the disk has it; throws when it is damaged. */
export async function recordsOf(rig: Rig): Promise<readonly JournalRecord[]> {
  const copy = { bytes: rig.disk.journal.bytes.slice(), mark: rig.disk.journal.mark };
  const ports = { file: createMemoryJournalFile(copy), hash: createNodeHash(), clock: rig.clock };
  const opened = await openJournal(ports);
  if (!opened.ok) throw new Error(opened.error.code);
  const { status, damagedAt } = opened.value.journal.view();
  if (status === "damaged") throw new Error(`journal damaged at record ${damagedAt}`);
  return opened.value.records;
}
