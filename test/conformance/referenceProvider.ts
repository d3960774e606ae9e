/** The reference provider as one under test, without a network, on a clock of its own; it can be restarted on what it stored. */

import type { JWK } from "jose";
import { bundledProfiles } from "../../device/profiles/bundled.ts";
import { createManualClock } from "../support/manualClock.ts";
import { type AgreementKey, createAgreementKey } from "../upstream/agreementKey.ts";
import type { DeliveredAnswer } from "../upstream/faults.ts";
import { createInProcessUpstream, type InProcessUpstream } from "../upstream/inProcess.ts";
import { examplePolicyOf } from "../upstream/policies.ts";
import { publishFirst } from "../upstream/profiles.ts";
import type { TableName } from "../upstream/records.ts";
import type { UpstreamMessage } from "../upstream/referenceUpstream.ts";
import { createSigningKey, type SigningKey } from "../upstream/signingKey.ts";
import { type Change, createMemoryStore, type UpstreamStore } from "../upstream/store.ts";
import { operatorBy, type Provider } from "./kit.ts";

/** How a provider goes wrong: what it signs, what it answers, or what it stores. */
export type Fault = {
  /** The payload as it is signed in the place of `payload`, or the finished text as it is told. */
  readonly signs?: (typ: string, payload: Record<string, unknown>) => Record<string, unknown>;
  readonly tells?: (typ: string, jws: string) => string;
  /** The answer in the place of the reference provider's. */
  readonly answers?: (message: UpstreamMessage, next: Next) => Promise<DeliveredAnswer>;
  /** The record as it is stored; undefined where it is not. */
  readonly keeps?: (table: TableName, record: unknown) => unknown;
  /** Whatever it publishes, its first key goes on signing. */
  readonly keepsItsKey?: boolean;
  /** The tables that are empty when it is started again. */
  readonly forgets?: readonly TableName[];
};
export type Next = (message: UpstreamMessage) => Promise<DeliveredAnswer>;

export async function createReferenceProvider(fault: Fault = {}): Promise<Provider> {
  const clock = createManualClock();
  const honestKey = await createSigningKey();
  const agreementKey: AgreementKey = await createAgreementKey();
  const key = faultyKey(honestKey, fault);
  const changes: Change[] = [];
  let store = keeping(createMemoryStore(), changes, fault);
  await publishFirst(
    { store, clock },
    bundledProfiles.map((profile) => ({ profile, policy: examplePolicyOf(profile) })),
  );
  let running = await start();

  function start(): Promise<InProcessUpstream> {
    const signingKeyOf = async (jwk: JWK) => (fault.keepsItsKey ? key : faultyKey(await createSigningKey(jwk), fault));
    return createInProcessUpstream({ clock, key, signingKeyOf, agreementKey, store, reviewMs: "manual" });
  }

  const next: Next = (message) => running.handle(message);
  return {
    audience: running.audience,
    address: null,
    keys: [honestKey.publicJwk],
    agreementKey: agreementKey.publicJwk,
    now: clock.now,
    wait: (ms) => clock.advance(ms),
    send: (message) => (fault.answers ? fault.answers(message, next) : next(message)),
    operator: operatorBy(
      async (order, input) => running.operator[order](input as never),
      async () => {
        const left = changes.filter(([table]) => !fault.forgets?.includes(table));
        store = keeping(createMemoryStore(left), changes, fault);
        running = await start();
      },
    ),
  };
}

function faultyKey(key: SigningKey, { signs, tells }: Fault): SigningKey {
  return {
    ...key,
    async sign(typ, payload) {
      const jws = await key.sign(typ, signs ? signs(typ, { ...payload }) : payload);
      return tells ? tells(typ, jws) : jws;
    },
  };
}

/** What the store takes is in `changes` as well. */
function keeping(store: UpstreamStore, changes: Change[], { keeps = (_, record) => record }: Fault): UpstreamStore {
  return {
    ...store,
    put(table, key, record) {
      const kept = keeps(table, record) as typeof record | undefined;
      if (kept === undefined) return;
      changes.push([table, key, kept]);
      store.put(table, key, kept);
    },
    drop(table, key) {
      changes.push([table, key, null]);
      store.drop(table, key);
    },
  };
}
