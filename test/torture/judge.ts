/**
 * The promises, looked up from outside while no kiosk runs: in its files, in what the provider and the payment application
 * say, in what went over the line. Nothing here asks the kiosk, and nothing is read by its own code.
 */

import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { keysWithTwoBodies, type ReceivedMessage } from "../upstream/receivedLog.ts";
import type { World } from "./world.ts";

export type Chain = {
  /** The types of the unbind's events, in order. */
  readonly events: readonly string[];
  /** The provider signed that it does not take the request up. */
  readonly refusedAtDoor: boolean;
  readonly pinTries: number;
  /** Where it breaks; null where it does not. An unfinished last line is none. */
  readonly brokenAt: number | null;
};

type Line = {
  readonly seq: number;
  readonly prev: string;
  readonly kind: string;
  readonly body: { readonly type?: string; readonly decision?: { readonly outcome: string } };
};

export function readChain(stateDir: string): Chain {
  const path = join(stateDir, "journal.jsonl");
  const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(0, -1) : [];
  const records: Line[] = [];
  let hash = "A".repeat(43);
  for (const [index, line] of lines.entries()) {
    const json = line.slice(44);
    const own = createHash("sha256").update(json).digest("base64url");
    const record: Line | null = own === line.slice(0, 43) ? JSON.parse(json) : null;
    // The last line of a file that was torn may be one that says less than it should.
    if (!record || record.seq !== index + 1 || record.prev !== hash) return { ...told(records), brokenAt: index + 1 };
    records.push(record);
    hash = own;
  }
  return { ...told(records), brokenAt: null };
}

function told(records: readonly Line[]): Omit<Chain, "brokenAt"> {
  const pins = records.filter(({ kind }) => kind === "pin").map(({ body }) => body.type);
  const lastMatch = Math.max(pins.lastIndexOf("matched"), pins.lastIndexOf("set"));
  return {
    events: records.filter(({ kind }) => kind === "unbind").map(({ body }) => body.type ?? ""),
    refusedAtDoor: records.some(({ body }) => body.type === "decisionVerified" && body.decision?.outcome === "refused"),
    pinTries: pins.slice(lastMatch + 1).filter((type) => type === "tried").length,
  };
}

/** What is broken now, whatever state the unbind is in. `secrets`: what nothing that was written or said may hold. */
export async function brokenNow(world: World, secrets: readonly string[], said: string): Promise<readonly string[]> {
  const { surroundings, line } = world;
  const { operator } = surroundings.upstream;
  const broken = [...world.brokenOnTheWay];
  const demand = (kept: boolean, promise: string) => void (kept || broken.push(promise));
  const { requests } = await operator.list();
  const log = await operator.log();
  const chain = readChain(surroundings.stateDir);
  const bodies = (end: RegExp) =>
    new Set(log.filter(({ method, path }) => method === "POST" && end.test(path)).map(({ bodyHash }) => bodyHash)).size;

  demand(chain.brokenAt === null, `the journal is no chain at line ${chain.brokenAt}`);
  demand(requests.length <= 1, `${requests.length} requests at the provider`);
  demand(bodies(/\/unbind-requests$/) <= 1, "two requests were sent");
  demand(bodies(/\/execution$/) <= 1, "two executions were sent");
  demand(bodies(/\/attestation$/) <= 1, "two attestations were sent");
  demand(keysWithTwoBodies(log).length === 0, "one key carried two bodies");

  const unbound = requests.some(({ state }) => state === "unbound");
  const { allowed, merchantData } = world.payments();
  const hasReceipt = chain.events.includes("receiptVerified");
  const bound = chain.events.length > 0 && hasBindings(surroundings.stateDir);
  demand(!unbound || allowed === "none", "payments are on although the binding has ended");
  demand(!hasReceipt || unbound, "a receipt of what the provider did not unbind");
  demand(merchantData || hasReceipt, "the payment application was wiped without a receipt");
  demand(chain.events.length === 0 || bound || hasReceipt, "the bindings were wiped without a receipt");

  const others = await world.othersPayments();
  demand(others.allowed === "all" && others.openBatch === 3, "a terminal that is another one was ordered something");

  for (const secret of secrets) {
    for (const [name, content] of world.files())
      if (name !== "enrolment-code" && holds(content, secret)) broken.push(`${name} holds a secret`);
    demand(!holds(Buffer.from(said), secret), "a secret was said");
    const passing = world.sent.filter(([to, body]) => !/enrolments|verification/.test(to) && holds(body, secret));
    demand(passing.length === 0, `a secret was sent: ${passing[0]?.[0]}`);
  }
  if (broken.length > 0) broken.push(`lies so far: ${line.done.slice(-12).join("; ")}`);
  return broken;
}

/** What never arrived, or after its own withdrawal alone, becomes no request at the provider. */
function isRequest(log: readonly ReceivedMessage[]): boolean {
  const first = (end: RegExp) => log.findIndex(({ method, path }) => method === "POST" && end.test(path));
  const [sent, withdrawn] = [first(/\/unbind-requests$/), first(/\/cancellation$/)];
  return sent >= 0 && (withdrawn < 0 || sent < withdrawn);
}

export type Ending = {
  readonly state: string;
  /** What `verify` says of the evidence that was saved: its exit code, null where none was. */
  readonly evidence: number | null;
};

/** What is broken once the kiosk says that it is over. */
export async function brokenAtEnd(world: World, { state, evidence }: Ending): Promise<readonly string[]> {
  const { surroundings } = world;
  const { operator } = surroundings.upstream;
  const { requests, terminals } = await operator.list();
  const isNone = readChain(surroundings.stateDir).refusedAtDoor || !isRequest(await operator.log());
  const { allowed, merchantData, openBatch, storedOffline } = world.payments();
  const kept = hasBindings(surroundings.stateDir);
  const found = {
    requests: requests.map((request) => [request.state, request.attested]),
    binding: terminals.map(({ bindingState }) => bindingState),
    allowed,
    merchantData,
    kept,
    pins: hasPins(surroundings.stateDir),
    owed: (openBatch ?? 0) + (storedOffline ?? 0),
    evidence,
  };
  const unbound = {
    requests: [["unbound", true]],
    binding: ["unbound"],
    allowed: "none",
    merchantData: false,
    kept: false,
    pins: false,
    owed: 0,
    evidence: 0,
  };
  const alive = {
    // What the provider refused at the door, and signed so, never became a request there.
    requests: isNone ? [] : [[state, false]],
    binding: ["bound"],
    allowed: "all",
    merchantData: true,
    kept: true,
    pins: true,
    owed: found.owed,
    evidence: null,
  };
  const wanted = state === "completed" ? unbound : alive;
  return JSON.stringify(found) === JSON.stringify(wanted)
    ? []
    : [`ended ${state}, and found ${JSON.stringify(found)} in the place of ${JSON.stringify(wanted)}`];
}

function hasBindings(stateDir: string): boolean {
  const path = join(stateDir, "bindings.jws");
  return existsSync(path) && statSync(path).size > 0;
}

function hasPins(stateDir: string): boolean {
  return existsSync(join(stateDir, "pin-merchant.json"));
}

/** In the clear, or in base64 at any of the three places where it may begin. */
function holds(content: Buffer, secret: string): boolean {
  return spellings(secret).some((spelling) => content.includes(spelling));
}

function spellings(secret: string): readonly string[] {
  const inBase64 = [0, 1, 2].map((before) => {
    const text = Buffer.from(`${"x".repeat(before)}${secret}`).toString("base64url");
    // The first and last letters hold bits of what stands beside the secret.
    return text.slice(before === 0 ? 0 : before + 1, -2);
  });
  return [secret, ...inBase64];
}
