/**
 * The reference upstream without a network: one message in, one answer out, one at a time.
 * A simulation of an acquirer's system; it keeps the wire contract and decides nothing about real money.
 */

import { createMutex } from "../../device/base/mutex.ts";
import { err, ok, type Result } from "../../device/base/result.ts";
import type { PublicJwk } from "../../device/contract/fields.ts";
import { paths } from "../../device/contract/upstream.ts";
import type { Random } from "../../device/ports/random.ts";
import type { AgreementKey } from "./agreementKey.ts";
import { type Answer, jsonAnswer, problemAnswer, type Refusal } from "./answers.ts";
import { hashOf } from "./deviceMessages.ts";
import { enrol, tellBindings } from "./enrolment.ts";
import { attest, execute } from "./execution.ts";
import { createFaults, type DeliveredAnswer, type RouteName } from "./faults.ts";
import type { AttestationRules } from "./keyAttestation.ts";
import { createKeyring, type Keyring, type KeyringParts } from "./keyring.ts";
import { takeReport } from "./offlineUnbinds.ts";
import type { DemandedProof, Operator } from "./operator.ts";
import { createOperator } from "./operatorDesk.ts";
import { tellProfiles } from "./profiles.ts";
import type { ReceivedMessage } from "./receivedLog.ts";
import { cancel, submit, tellRequest } from "./requests.ts";
import type { Review } from "./review.ts";
import { succeed } from "./succession.ts";
import { verify } from "./verification.ts";

/** Largest body of a terminal that is read. */
export const maxBodyBytes = 65_536;

const dayMs = 86_400_000;

export type ReferenceUpstreamSettings = KeyringParts & {
  readonly agreementKey: AgreementKey;
  readonly random: Random;
  /** Milliseconds, or "manual"; 2000 unless told otherwise. */
  readonly reviewMs?: Review;
  /** How long a grant may be used; a day unless told otherwise. */
  readonly grantMs?: number;
  /** By which rules an attestation of a key is judged; none is, where there are none. */
  readonly attestation?: AttestationRules | null;
};

export type UpstreamContext = Required<Omit<ReferenceUpstreamSettings, "reviewMs" | "key" | "signingKeyOf">> & {
  readonly key: Keyring;
  reviewMs: Review;
  /** What is demanded of every request that comes. */
  verification: DemandedProof | null;
};

export type UpstreamMessage = {
  readonly method: string;
  /** Below the base URL, without a query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** One character a byte. */
  readonly body: string;
  /** When its last byte arrived, from `process.hrtime.bigint()`; now unless told otherwise. */
  readonly lastByteAtNs?: bigint;
};

export type ReferenceUpstream = {
  /** Never rejects; what it stores is durable before the answer is there. */
  handle(message: UpstreamMessage): Promise<DeliveredAnswer>;
  readonly operator: Operator;
  /** Of the first key, on which all later ones rest. */
  readonly kid: string;
  readonly publicJwk: PublicJwk;
  /** What terminals agree on a secret with. */
  readonly agreementJwk: PublicJwk;
};

type Handler = (context: UpstreamContext, message: UpstreamMessage, id: string) => Promise<Result<Answer, Refusal>>;
type Route = {
  readonly name: RouteName;
  readonly method: "GET" | "POST";
  readonly path: RegExp;
  readonly handle: Handler;
};

/** The `ID` in a path stands for one segment. */
const pattern = (path: string) => new RegExp(`^${path.replace("ID", "([^/]+)")}$`);
const idempotencyKey = (message: UpstreamMessage) => message.headers["idempotency-key"] ?? null;
const query = (message: UpstreamMessage) => message.headers.authorization ?? null;

const routes: readonly Route[] = [
  {
    name: "health",
    method: "GET",
    path: pattern(paths.health),
    handle: async (c) => ok(jsonAnswer(200, { status: "ok", serverTime: new Date(c.clock.now()).toISOString() })),
  },
  { name: "keys", method: "GET", path: pattern(paths.keys), handle: async (c) => ok(c.key.tell()) },
  { name: "enrolment", method: "POST", path: pattern(paths.enrolments), handle: (c, m) => enrol(c, m.body) },
  { name: "succession", method: "POST", path: pattern(paths.successions), handle: (c, m) => succeed(c, m.body) },
  {
    name: "bindings",
    method: "GET",
    path: pattern(paths.bindings("ID")),
    handle: (c, m, sn) => tellBindings(c, sn, query(m)),
  },
  {
    name: "profiles",
    method: "GET",
    path: pattern(paths.profiles("ID")),
    handle: (c, m, sn) => tellProfiles(c, sn, query(m)),
  },
  {
    name: "submission",
    method: "POST",
    path: pattern(paths.requests),
    handle: (c, m) => submit(c, m.body, idempotencyKey(m)),
  },
  {
    name: "status",
    method: "GET",
    path: pattern(paths.request("ID")),
    handle: (c, m, id) => tellRequest(c, id, query(m)),
  },
  {
    name: "cancellation",
    method: "POST",
    path: pattern(paths.cancellation("ID")),
    handle: (c, m, id) => cancel(c, id, m.body),
  },
  {
    name: "verification",
    method: "POST",
    path: pattern(paths.verification("ID")),
    handle: (c, m, id) => verify(c, id, m.body),
  },
  {
    name: "execution",
    method: "POST",
    path: pattern(paths.execution("ID")),
    handle: (c, m, id) => execute(c, id, m.body, idempotencyKey(m)),
  },
  {
    name: "attestation",
    method: "POST",
    path: pattern(paths.attestation("ID")),
    handle: (c, m, id) => attest(c, id, m.body),
  },
  { name: "offline", method: "POST", path: pattern(paths.offlineUnbinds), handle: (c, m) => takeReport(c, m.body) },
];

export function createReferenceUpstream(settings: ReferenceUpstreamSettings): ReferenceUpstream {
  const key = createKeyring(settings);
  const context: UpstreamContext = {
    reviewMs: 2_000,
    grantMs: dayMs,
    attestation: null,
    verification: null,
    ...settings,
    key,
  };
  const faults = createFaults(key);
  const log: ReceivedMessage[] = [];
  /** One after the other: between reading a record and writing it nobody else gets in. */
  const mutex = createMutex();

  const answer = async (message: UpstreamMessage, found: ReturnType<typeof findRoute>): Promise<Answer> => {
    try {
      const result = await respond(context, message, found);
      const said = result.ok ? result.value : problemAnswer(result.error, context.clock.now());
      const told = found?.route.name === "keys" ? said : await key.inForce(said);
      context.store.commit();
      return told;
    } catch (bug) {
      console.error("reference upstream:", bug);
      return problemAnswer({ code: "internal" }, context.clock.now());
    }
  };

  return {
    async handle(given) {
      const message = { ...given, headers: lowerCaseNames(given.headers) };
      log.push({
        method: message.method,
        path: message.path,
        idempotencyKey: idempotencyKey(message),
        bodyHash: hashOf(message.body),
        lastByteAtNs: String(message.lastByteAtNs ?? process.hrtime.bigint()),
      });
      const found = findRoute(message);
      const route = found?.route.name ?? null;
      return faults.before(route) ?? faults.after(route, await mutex.run(() => answer(message, found)));
    },
    operator: createOperator(context, { faults, log, mutex }),
    kid: settings.key.kid,
    publicJwk: settings.key.publicJwk,
    agreementJwk: settings.agreementKey.publicJwk,
  };
}

function findRoute(message: UpstreamMessage): { readonly route: Route; readonly id: string } | null {
  for (const route of routes) {
    const match = route.path.exec(message.path);
    if (match && route.method === message.method) return { route, id: decode(match[1] ?? "") };
  }
  return null;
}

async function respond(
  context: UpstreamContext,
  message: UpstreamMessage,
  found: ReturnType<typeof findRoute>,
): Promise<Result<Answer, Refusal>> {
  if (message.body.length > maxBodyBytes) return err({ code: "too-large" });
  if (!found) return err({ code: "not-found" });
  if (found.route.method === "POST" && message.headers["content-type"] !== "application/jose")
    return err({ code: "malformed", detail: "Content-Type is not application/jose" });
  return found.route.handle(context, message, found.id);
}

/** An escape that is none decodes to nothing, which names nothing. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return "";
  }
}

const lowerCaseNames = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
