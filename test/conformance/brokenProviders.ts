/**
 * Providers that are wrong in one way each, and the checks that are meant for it: these and no others must find it. Most
 * answer as if they had not looked; the others sign, store or tell something else than they should.
 */

import { withOtherS } from "../../device/base/lowS.ts";
import { type JwsType, jwsType } from "../../device/contract/messages/jwsTypes.ts";
import { paths } from "../../device/contract/upstream.ts";
import type { DeliveredAnswer } from "../upstream/faults.ts";
import { referenceTo } from "../upstream/references.ts";
import type { UpstreamMessage } from "../upstream/referenceUpstream.ts";
import { payloadOf, respelt } from "../upstream/testTerminal.ts";
import { bodyOf, outcomeOf } from "./check.ts";
import type { Fault } from "./referenceProvider.ts";

export type BrokenProvider = Fault & {
  readonly caughtBy: readonly string[];
};

const nothing = "A".repeat(43);
const dayMs = 86_400_000;

/** Says something else in what it signs of this `typ`. */
function signing(name: JwsType, change: (payload: Record<string, unknown>) => Record<string, unknown>): Fault {
  return { signs: (typ, payload) => (typ === name ? { ...payload, ...change(payload) } : payload) };
}

const later = (instant: unknown, ms: number) => new Date(Date.parse(String(instant)) + ms).toISOString();
const json = (status: number, body: object): DeliveredAnswer => ({
  status,
  headers: { "content-type": "application/json", "cache-control": "no-store" },
  body: JSON.stringify(body),
});

type Asked = { readonly message: UpstreamMessage; readonly answer: DeliveredAnswer };

/** Tells something else where `when` says so. */
function telling(when: (asked: Asked) => boolean, instead: (asked: Asked) => DeliveredAnswer): Fault {
  return {
    async answers(message, next) {
      const answer = await next(message);
      return when({ message, answer }) ? instead({ message, answer }) : answer;
    },
  };
}

const at = (path: string) => (message: UpstreamMessage) => message.path === path;
const atRequests = at(paths.requests);
const onRequest = (action: string) => (message: UpstreamMessage) => message.path.endsWith(`/${action}`);
const saidIn = (jws: string): Record<string, unknown> => {
  try {
    return payloadOf(jws);
  } catch {
    return {};
  }
};
const said = ({ message }: Asked) => saidIn(message.body);

/** Signed by a clock that is far ahead of the provider's own, as a withdrawal that was taken tells it. */
const isAhead = (asked: Asked) =>
  String(said(asked).createdAt) > later(bodyOf(asked.answer).updatedAt ?? said(asked).createdAt, 300_000);

/** Does not look: where it should have refused with `refusal`, it answers as if all was well. */
function blindTo(
  refusal: string,
  where: (message: UpstreamMessage) => boolean,
  pretence: (asked: Asked) => DeliveredAnswer,
  only: (asked: Asked) => boolean = () => true,
): Fault {
  return telling((asked) => where(asked.message) && outcomeOf(asked.answer) === refusal && only(asked), pretence);
}

const takes = (asked: Asked) =>
  json(202, { requestId: said(asked).requestId, state: "submitted", updatedAt: new Date().toISOString() });
const unbinds = (asked: Asked) =>
  json(200, { requestId: said(asked).requestId, state: "unbound", updatedAt: new Date().toISOString() });
const enrols = () => json(201, { deviceKid: nothing, bindings: ["AAAA.AAAA.AAAA"] });
const succeeds = () => json(200, { deviceKid: nothing });
const atSuccessions = at(paths.successions);
const kidOf = (jws: string): unknown => JSON.parse(Buffer.from(jws.split(".")[0] ?? "", "base64url").toString()).kid;
const isQuery = (message: UpstreamMessage) => message.method === "GET" && message.path.endsWith("/bindings");
const tellsBindings = () => json(200, { bindings: ["AAAA.AAAA.AAAA"] });

/** Takes a key up as soon as it is told of it. */
function hastyWithKeys(): Fault {
  const gone = new Set<unknown>();
  return {
    async answers(message, next) {
      const [, query] = (message.headers.authorization ?? "").split(" ");
      if (query && gone.has(kidOf(query))) return problem(401, "unknown-key");
      const answer = await next(message);
      const { successor } = atSuccessions(message) && answer.status === 200 ? saidIn(message.body) : {};
      if (typeof successor === "string") gone.add(kidOf(successor));
      return answer;
    },
  };
}

/** Goes on writing to the key that a terminal had first. */
function addressingTheFirstKey(): Fault {
  const first = new Map<unknown, unknown>();
  return signing(jwsType.binding, ({ sn, aud }) => {
    if (!first.has(sn)) first.set(sn, aud);
    return { aud: first.get(sn) };
  });
}

const heard = ["heard/signed", "heard/requests", "heard/journal", "heard/enrolled-anew"];

/** Says back what the question at hand told of the journal. */
function lastOfJournals(): Fault {
  let told: unknown = null;
  return {
    answers(message, next) {
      const [, jws = ""] = (message.headers.authorization ?? "").split(" ");
      told = saidIn(jws).journal ?? null;
      return next(message);
    },
    signs: (typ, payload) => (typ === jwsType.heard ? { ...payload, journal: told } : payload),
  };
}

/** Says the most that it ever said of a terminal's key. */
function neverBeginningAnew(): Fault {
  const most = new Map<unknown, Record<string, unknown>>();
  return signing(jwsType.heard, (payload) => {
    const { aud, requests, lastRequestId, journal } = payload;
    const before = most.get(aud);
    if (before && Number(before.requests) > Number(requests)) return before;
    most.set(aud, { requests, lastRequestId, journal });
    return {};
  });
}

/** The same refusal with one member of its problem gone. */
const without =
  (member: string) =>
  (asked: Asked): DeliveredAnswer => {
    const { [member]: _, ...rest } = bodyOf(asked.answer);
    return { ...asked.answer, body: JSON.stringify(rest) };
  };

const headless =
  (name: string) =>
  ({ answer }: Asked): DeliveredAnswer => {
    const { [name]: _, ...headers } = answer.headers;
    return { ...answer, headers };
  };

const withState =
  (state: string) =>
  ({ answer }: Asked) =>
    outcomeOf(answer) === `200 ${state}`;

/** The second time it hears the same, it has forgotten that it is the same. */
function forgetful(
  where: (message: UpstreamMessage) => boolean,
  second: () => DeliveredAnswer,
  nameOf: (message: UpstreamMessage) => string = ({ body }) => body,
): Fault {
  const heard = new Set<string>();
  return {
    async answers(message, next) {
      if (!where(message)) return next(message);
      if (heard.has(nameOf(message))) return second();
      heard.add(nameOf(message));
      const answer = await next(message);
      if (answer.status === 400) heard.delete(nameOf(message));
      return answer;
    },
  };
}

const problem = (status: number, kind: string): DeliveredAnswer => ({
  status,
  headers: { "content-type": "application/problem+json", "cache-control": "no-store" },
  body: JSON.stringify({ type: `urn:jiebang:problem:${kind}`, status }),
});

/** Answers the same message by the very same bytes, for ever. */
function byTheByte(where: (message: UpstreamMessage) => boolean): Fault {
  const told = new Map<string, DeliveredAnswer>();
  return {
    async answers(message, next) {
      const answer = told.get(message.body) ?? (await next(message));
      if (where(message)) told.set(message.body, answer);
      return answer;
    },
  };
}

/** Knows grants and receipts by the text that it told last. */
function byTheLastText(): Fault {
  const last = new Map<string, string>();
  const isOther = (named: unknown, kind: string, id: unknown) =>
    named !== undefined && last.has(`${kind} ${id}`) && named !== last.get(`${kind} ${id}`);
  return {
    async answers(message, next) {
      const { requestId, grantHash, proof } = saidIn(message.body);
      if (isOther(grantHash, "grant", requestId)) return problem(409, "grant-refused");
      const { receiptHash } = (proof ?? {}) as { receiptHash?: unknown };
      if (isOther(receiptHash, "receipt", requestId)) return problem(409, "not-unbound");
      const answer = await next(message);
      const told = bodyOf(answer);
      for (const kind of ["grant", "receipt"])
        if (typeof told[kind] === "string") last.set(`${kind} ${told.requestId}`, referenceTo(told[kind]));
      return answer;
    },
  };
}

type Stated = { readonly notAfter?: string; readonly [name: string]: unknown };
const withKeys = (change: (keys: readonly Stated[]) => readonly Stated[]) =>
  signing(jwsType.upstreamKeys, ({ keys }) => ({ keys: change(keys as Stated[]) }));
/** Whoever follows no further than the first key. */
const unfollowed = ["keys/handed-on", "keys/new-key-signs", "keys/told-again", "restart/keys"];

const { receipt } = jwsType;
const receiptChecks = ["execution/receipt", "order/executed"];
const ofReceipts = [...receiptChecks, "offline/report"];

export const brokenProviders: Readonly<Record<string, BrokenProvider>> = {
  "signs a receipt for another epoch": { ...signing(receipt, () => ({ epoch: 9 })), caughtBy: ofReceipts },
  "ends a binding twice": {
    ...signing(receipt, () => ({ outcome: "unbound_now" })),
    caughtBy: ["offline/or-online"],
  },
  "signs a receipt for another request": {
    ...signing(receipt, () => ({ requestHash: nothing })),
    caughtBy: ofReceipts,
  },
  "signs a receipt for another terminal": { ...signing(receipt, () => ({ sn: "CK-other-1" })), caughtBy: ofReceipts },
  "signs a receipt for another IMEI": { ...signing(receipt, () => ({ imeiHash: nothing })), caughtBy: ofReceipts },
  "signs a receipt that nobody is named to read": {
    ...signing(receipt, () => ({ aud: nothing })),
    caughtBy: ofReceipts,
  },
  "signs a receipt in another's name": {
    ...signing(receipt, () => ({ iss: "https://elsewhere.test" })),
    caughtBy: ofReceipts,
  },
  "signs a receipt that names no execution": {
    ...signing(receipt, () => ({ executionHash: undefined })),
    caughtBy: receiptChecks,
  },
  "signs a receipt of tomorrow": {
    ...signing(receipt, ({ unboundAt }) => ({ unboundAt: later(unboundAt, dayMs) })),
    caughtBy: ["execution/unbound-at", "keys/told-again"],
  },
  "signs a receipt of before its own grant": {
    ...signing(receipt, ({ unboundAt }) => ({ unboundAt: later(unboundAt, -dayMs) })),
    caughtBy: ["execution/unbound-at", "keys/told-again"],
  },
  "spells the signature of a receipt the other way": {
    tells: (typ, jws) => (typ === receipt ? respelt(jws, withOtherS) : jws),
    caughtBy: ofReceipts,
  },
  "signs a grant for another request": {
    ...signing(jwsType.grant, () => ({ requestHash: nothing })),
    caughtBy: ["review/grant"],
  },
  "signs a grant for another epoch": {
    ...signing(jwsType.grant, () => ({ epoch: 9 })),
    caughtBy: ["review/grant"],
  },
  "signs a grant for another terminal": {
    ...signing(jwsType.grant, () => ({ sn: "CK-other-1" })),
    caughtBy: ["review/grant"],
  },
  "signs a decision about another request": {
    ...signing(jwsType.decision, () => ({ requestHash: nothing })),
    caughtBy: ["review/rejection", "review/withdrawal", "review/unknown-withdrawn", "execution/from-the-future"],
  },
  "signs that a rejected request has expired": {
    ...signing(jwsType.decision, ({ outcome }) => ({ outcome: outcome === "rejected" ? "expired" : outcome })),
    caughtBy: ["review/rejection"],
  },
  "rejects without a signature": {
    ...telling(withState("rejected"), without("decision")),
    caughtBy: ["review/rejection"],
  },
  "signs bindings for nobody": {
    ...signing(jwsType.binding, () => ({ aud: nothing })),
    caughtBy: [
      "enrolment/bindings",
      "succession/addressed",
      "bindings/signed",
      "bindings/ended-at-the-desk",
      "bindings/serial-kept",
      "bindings/epoch-grows",
    ],
  },
  "never counts what it says of a binding": {
    ...signing(jwsType.binding, () => ({ serial: 1 })),
    caughtBy: ["bindings/ended-at-the-desk"],
  },
  "counts what it says of a binding downwards": {
    ...countingDown(),
    caughtBy: ["bindings/ended-at-the-desk", "bindings/serial-kept"],
  },
  "says that a binding that ended at the desk is bound": {
    ...signing(jwsType.binding, () => ({ state: "bound" })),
    caughtBy: ["bindings/ended-at-the-desk", "execution/binding-ended"],
  },
  "says how far it has heard a terminal to any question": {
    ...signing(jwsType.heard, () => ({ nonce: "00000000-0000-7000-8000-000000000000" })),
    caughtBy: [...heard, "restart/heard"],
  },
  "has heard no request": {
    ...signing(jwsType.heard, () => ({ requests: 0, lastRequestId: null })),
    caughtBy: ["heard/requests", "heard/enrolled-anew"],
  },
  "keeps nothing of what it is told of journals": {
    ...signing(jwsType.heard, () => ({ journal: null })),
    caughtBy: ["heard/journal", "restart/heard"],
  },
  "keeps the last that it is told of journals, and not the farthest": {
    ...lastOfJournals(),
    caughtBy: ["heard/journal", "restart/heard"],
  },
  "remembers over an enrolment what it has heard": {
    ...neverBeginningAnew(),
    caughtBy: ["heard/enrolled-anew"],
  },
  "signs an order for another epoch": {
    ...signing(jwsType.order, () => ({ epoch: 9 })),
    caughtBy: ["order/signed", "order/executed"],
  },
  "signs an order that has expired": {
    ...signing(jwsType.order, ({ issuedAt }) => ({ expiresAt: issuedAt })),
    caughtBy: ["order/signed", "order/executed"],
  },
  "acknowledges another statement": {
    ...signing(jwsType.acknowledgement, () => ({ attestationHash: nothing })),
    caughtBy: ["attestation/acknowledged"],
  },
  "demands a proof for another request": {
    ...signing(jwsType.verificationDemand, () => ({ requestHash: nothing })),
    caughtBy: ["demand/signed"],
  },
  "takes two tries for one wrong code": {
    ...signing(jwsType.verificationDemand, ({ how }) => {
      const { triesLeft } = how as { triesLeft?: number };
      return triesLeft === 2 ? { how: { ...(how as object), triesLeft: 1 } } : {};
    }),
    caughtBy: ["demand/wrong-code", "demand/same-message-twice"],
  },
  "answers another challenge": {
    ...signing(jwsType.offlineAnswer, () => ({ challengeHash: nothing })),
    caughtBy: ["offline/signed-answer", "offline/report", "offline/reported-again"],
  },
  "does not tell its keys": {
    ...telling(
      ({ message }) => message.path === paths.keys,
      () => problem(404, "not-found"),
    ),
    caughtBy: ["keys/told", ...unfollowed],
  },
  "says its keys in another's name": {
    ...signing(jwsType.upstreamKeys, () => ({ iss: "https://elsewhere.test" })),
    caughtBy: unfollowed,
  },
  "signs a key set by a key that nobody knows": {
    tells: (typ, jws) => (typ === jwsType.upstreamKeys ? respelt(jws, () => new Uint8Array(64).fill(1)) : jws),
    caughtBy: unfollowed,
  },
  "leaves keys of before out of its set": { ...withKeys((keys) => keys.slice(-1)), caughtBy: unfollowed },
  "gives every key an end": {
    ...withKeys((keys) => keys.map((one) => ({ notAfter: "2099-01-01T00:00:00.000Z", ...one }))),
    caughtBy: unfollowed,
  },
  "puts off the end of a key": {
    ...withKeys((keys) =>
      keys.map(({ notAfter, ...one }) => (notAfter ? { ...one, notAfter: later(notAfter, keys.length * dayMs) } : one)),
    ),
    caughtBy: unfollowed,
  },
  "never counts its key sets": {
    ...signing(jwsType.upstreamKeys, () => ({ serial: 1 })),
    caughtBy: unfollowed,
  },
  "names another set as the one before": {
    ...signing(jwsType.upstreamKeys, () => ({ previous: nothing })),
    caughtBy: unfollowed,
  },
  "introduces keys and goes on with the first": { keepsItsKey: true, caughtBy: unfollowed },
  "tells for ever what an ended key has signed": {
    ...byTheByte(onRequest("execution")),
    caughtBy: ["keys/told-again"],
  },
  "signs anew whenever it is asked": {
    keeps: (table, record) => (table === "retold" ? undefined : record),
    caughtBy: ["keys/told-again"],
  },
  "knows what it has signed by its last text alone": { ...byTheLastText(), caughtBy: ["keys/either-text"] },
  "forgets its keys over a restart": { forgets: ["keySets"], caughtBy: ["restart/keys"] },
  "accepts a replay": {
    keeps: (table, record) => (table === "nonces" ? undefined : record),
    caughtBy: ["query/replayed", "restart/nonce"],
  },
  "forgets over a restart what it has heard": { forgets: ["nonces"], caughtBy: ["restart/nonce"] },
  "forgets its requests over a restart": { forgets: ["requests"], caughtBy: ["restart/request", "restart/receipt"] },
  "forgets that a code was used": {
    keeps: (table, record) => (table === "codes" ? { ...(record as object), used: null } : record),
    caughtBy: ["enrolment/code-used", "enrolment/same-proof-again"],
  },
  "does not look at the signature of a question": {
    ...blindTo("401 bad-signature", isQuery, tellsBindings, ({ message }) => "authorization" in message.headers),
    caughtBy: [
      ...["altered-payload", "altered-signature", "high-s", "other-typ", "alg-none", "key-in-header"],
      ...["critical-header", "other-audience", "other-path"],
    ].map((id) => `query/${id}`),
  },
  "answers whoever asks": {
    ...blindTo("401 bad-signature", isQuery, tellsBindings, ({ message }) => !("authorization" in message.headers)),
    caughtBy: ["query/no-authorisation"],
  },
  "does not say how to authorise": {
    ...telling(({ answer }) => answer.status === 401, headless("www-authenticate")),
    caughtBy: ["query/no-authorisation"],
  },
  "lets one terminal ask for another": {
    ...blindTo("422 identity-mismatch", isQuery, tellsBindings),
    caughtBy: ["query/other-terminal"],
  },
  "reads a member that stands twice": {
    ...blindTo("400 malformed", isQuery, tellsBindings),
    caughtBy: ["query/duplicate-member", "query/byte-order-mark"],
  },
  "does not tell its time to a clock that is off": {
    ...telling(({ answer }) => outcomeOf(answer) === "400 clock-skew", without("serverTime")),
    caughtBy: ["query/old-clock"],
  },
  "takes any proof of possession": {
    ...blindTo("401 bad-signature", at(paths.enrolments), enrols),
    caughtBy: ["enrolment/proof-of-possession"],
  },
  "does not say what is wrong with a code": {
    ...telling(({ answer }) => outcomeOf(answer) === "403 code-refused", without("codeState")),
    caughtBy: ["enrolment/code-used", "enrolment/code-expired", "enrolment/code-foreign"],
  },
  "enrols another IMEI": {
    ...blindTo("422 identity-mismatch", at(paths.enrolments), enrols),
    caughtBy: ["enrolment/other-imei"],
  },
  "drops members that it does not know": {
    ...blindTo(
      "400 malformed",
      (message) => atRequests(message) || at(paths.enrolments)(message),
      takes,
      (asked) => "note" in said(asked),
    ),
    caughtBy: ["enrolment/unknown-member", "request/unknown-member"],
  },
  "agrees on a secret with any key": {
    ...blindTo("400 malformed", at(paths.enrolments), enrols, (asked) => !("note" in said(asked))),
    caughtBy: ["enrolment/other-agreement-key", "enrolment/off-the-curve"],
  },
  "takes a request for another epoch": {
    ...blindTo("409 epoch-mismatch", atRequests, takes),
    caughtBy: ["request/other-epoch"],
  },
  "takes a request that has expired": { ...blindTo("409 stale", atRequests, takes), caughtBy: ["request/expired"] },
  "takes a request from the future": {
    ...blindTo("400 clock-skew", atRequests, takes),
    caughtBy: ["request/from-the-future"],
  },
  "takes a request with another terminal's numbers": {
    ...blindTo("422 identity-mismatch", atRequests, takes),
    caughtBy: ["request/other-terminal"],
  },
  "takes a second open request": {
    ...blindTo("409 request-already-open", atRequests, takes),
    caughtBy: ["request/second-open"],
  },
  "does not look at the signature of a request": {
    ...blindTo("401 bad-signature", atRequests, takes),
    caughtBy: ["request/altered-byte", "request/other-audience"],
  },
  "takes other bytes under the same key": {
    ...blindTo("422 idempotency-conflict", atRequests, takes),
    caughtBy: ["request/other-bytes", "request/key-of-another-id", "restart/request"],
  },
  "answers a conflict with 409": {
    ...telling(
      ({ answer }) => outcomeOf(answer) === "422 idempotency-conflict",
      () => problem(409, "idempotency-conflict"),
    ),
    caughtBy: ["request/other-bytes", "request/key-of-another-id", "execution/other-bytes", "restart/request"],
  },
  "takes a request without a key": {
    ...blindTo("400 idempotency-key-missing", atRequests, takes),
    caughtBy: ["request/no-key"],
  },
  "shows a request to a stranger": {
    ...blindTo(
      "404 unknown-request",
      ({ method, path }) => method === "GET" && path.startsWith(paths.requests),
      ({ message }) => json(200, { requestId: message.path.split("/").pop(), state: "submitted" }),
    ),
    caughtBy: ["request/nobody-elses", "request/never-made"],
  },
  "executes what is not approved": {
    ...blindTo("409 not-approved", onRequest("execution"), unbinds),
    caughtBy: ["review/withdrawn-grant", "execution/second", "execution/before-approval"],
  },
  "executes over an open batch": {
    ...blindTo("409 grant-refused", onRequest("execution"), unbinds, (asked) => {
      const { openBatch = 0, storedOffline = 0 } = (said(asked).funds ?? {}) as Record<string, number>;
      return openBatch + storedOffline > 0;
    }),
    caughtBy: ["execution/open-batch", "execution/stored-payment"],
  },
  "executes under another grant": {
    ...blindTo("409 grant-refused", onRequest("execution"), unbinds, (asked) => {
      const { grantId, grantHash } = said(asked);
      return grantId === "00000000-0000-7000-8000-000000000000" || grantHash === nothing;
    }),
    caughtBy: ["execution/other-grant", "execution/other-grant-bytes"],
  },
  "executes while payments go on": {
    ...blindTo("400 malformed", onRequest("execution"), unbinds),
    caughtBy: ["execution/payments-go-on"],
  },
  "refuses an execution that is sent again": {
    ...forgetful(onRequest("execution"), () => problem(409, "not-approved")),
    caughtBy: ["keys/told-again", "execution/sent-again", "execution/two-at-once", "restart/receipt"],
  },
  "keeps the receipt from whoever asks": {
    ...telling(
      ({ message, answer }) => message.method === "GET" && outcomeOf(answer) === "200 unbound",
      without("receipt"),
    ),
    caughtBy: ["execution/asked-for"],
  },
  "lets a receipt be withdrawn": {
    ...blindTo("409 not-cancellable", onRequest("cancellation"), () => json(200, { state: "cancelled" })),
    caughtBy: ["execution/not-withdrawn", "order/not-withdrawn"],
  },
  "acknowledges a wipe of what is bound": {
    ...blindTo("409 not-unbound", onRequest("attestation"), () => json(200, { acknowledgement: "AAAA.AAAA.AAAA" })),
    caughtBy: ["attestation/not-unbound"],
  },
  "believes in an answer that it never gave": {
    ...blindTo("409 offline-refused", at(paths.offlineUnbinds), () => json(200, {})),
    caughtBy: ["offline/no-such-answer"],
  },
  "asks everybody to sign in, in HTML": {
    ...telling(at404, () => ({ status: 200, headers: { "content-type": "text/html" }, body: "<p>Please sign in" })),
    caughtBy: ["transport/unknown-path"],
  },
  "has a clock that is an hour off": {
    ...telling(
      ({ message }) => at(paths.health)(message),
      ({ answer }) => json(200, { status: "ok", serverTime: later(bodyOf(answer).serverTime, 3_600_000) }),
    ),
    caughtBy: ["transport/health"],
  },
  "lets answers be kept on the way": {
    ...telling(() => true, headless("cache-control")),
    caughtBy: ["transport/no-store"],
  },
  "says in words when to ask again": {
    ...telling(
      ({ message }) => atRequests(message),
      ({ answer }) => ({ ...answer, headers: { ...answer.headers, "retry-after": "soon" } }),
    ),
    caughtBy: ["transport/retry-after"],
  },
  "reads a body of any size": {
    ...blindTo(
      "413 too-large",
      () => true,
      () => problem(400, "malformed"),
    ),
    caughtBy: ["transport/too-large"],
  },
  "takes any content type": {
    ...blindTo("400 malformed", ({ headers }) => headers["content-type"] === "application/json", takes),
    caughtBy: ["transport/other-content-type"],
  },
  "answers what is no JWS": {
    ...blindTo("400 malformed", atRequests, takes, ({ message }) => message.body === "hello"),
    caughtBy: ["transport/no-jws"],
  },
  "takes a code that nobody gave out": {
    ...blindTo(
      "403 code-refused",
      at(paths.enrolments),
      enrols,
      (asked) => bodyOf(asked.answer).codeState === undefined,
    ),
    caughtBy: ["enrolment/code-unknown"],
  },
  "enrols a terminal that nobody registered": {
    ...blindTo("404 unknown-terminal", at(paths.enrolments), enrols),
    caughtBy: ["enrolment/unknown-terminal"],
  },
  "takes any attestation for a proof": {
    ...signing(jwsType.binding, () => ({ keyProven: "strongbox" })),
    caughtBy: ["enrolment/attestation"],
  },
  "does not know what an attestation is": {
    ...telling(
      ({ message }) => at(paths.enrolments)(message) && "keyAttestation" in saidIn(message.body),
      () => problem(400, "malformed"),
    ),
    caughtBy: ["enrolment/attestation"],
  },
  "puts a key in the place of another on any word": {
    ...blindTo("401 bad-signature", atSuccessions, succeeds),
    caughtBy: ["succession/word-on-another"],
  },
  "lets a key speak for itself": {
    ...blindTo("401 unknown-key", atSuccessions, succeeds),
    caughtBy: ["succession/word-of-its-own"],
  },
  "lets a terminal speak for another's key": {
    ...blindTo("422 identity-mismatch", atSuccessions, succeeds),
    caughtBy: ["succession/other-terminal"],
  },
  "tells another key than the one that it was told of": {
    ...telling(({ message, answer }) => atSuccessions(message) && answer.status === 200, succeeds),
    caughtBy: ["succession/answer"],
  },
  "forgets the key before at once": { ...hastyWithKeys(), caughtBy: ["succession/old-key-until-used"] },
  "never forgets the key before": {
    ...blindTo("401 unknown-key", isQuery, tellsBindings),
    caughtBy: ["succession/old-key-not-after", "query/unknown-key"],
  },
  "writes to the key before": { ...addressingTheFirstKey(), caughtBy: ["succession/addressed"] },
  "does not tell an unknown key from a bad signature": {
    ...telling(
      ({ answer }) => outcomeOf(answer) === "401 unknown-key",
      ({ answer }) => ({ ...problem(401, "bad-signature"), headers: answer.headers }),
    ),
    caughtBy: ["query/unknown-key", "succession/word-of-its-own", "succession/old-key-not-after"],
  },
  "answers a question for bindings with 202": {
    ...telling(
      ({ message, answer }) => isQuery(message) && answer.status === 200,
      ({ answer }) => ({ ...answer, status: 202 }),
    ),
    caughtBy: [
      ...["query/authorised", "query/replayed", "bindings/signed"],
      ...["succession/old-key-until-used", "succession/old-key-not-after"],
    ],
  },
  "signs profiles for nobody": { ...signing(jwsType.profile, () => ({ aud: nothing })), caughtBy: ["profiles/signed"] },
  "takes a request and tells another's id": {
    ...telling(
      ({ message, answer }) => atRequests(message) && answer.status === 202,
      ({ answer }) => ({
        ...answer,
        body: JSON.stringify({ ...bodyOf(answer), requestId: "00000000-0000-7000-8000-000000000000" }),
      }),
    ),
    caughtBy: ["request/taken"],
  },
  "refuses a request that is sent again": {
    ...forgetful(atRequests, () => problem(409, "request-already-open")),
    caughtBy: ["request/sent-again", "request/two-at-once", "request/other-bytes", "restart/request"],
  },
  "takes a request without consent": {
    ...blindTo("409 policy-outdated", atRequests, takes, (asked) => !("consent" in said(asked))),
    caughtBy: ["request/no-consent"],
  },
  "does not look at which text was agreed to": {
    ...blindTo("409 policy-outdated", atRequests, takes, (asked) => "consent" in said(asked)),
    caughtBy: ["request/other-text"],
  },
  "signs a grant anew for whoever asks": {
    ...grantingAnew(),
    caughtBy: ["review/same-grant"],
  },
  "takes no request in the place of a rejected one": {
    ...telling(
      ({ message, answer }) =>
        atRequests(message) && answer.status === 202 && "supersedes" in said({ message, answer }),
      () => problem(409, "request-already-open"),
    ),
    caughtBy: ["review/after-rejection"],
  },
  "refuses a withdrawal that is sent again": {
    ...forgetful(
      onRequest("cancellation"),
      () => problem(409, "not-cancellable"),
      ({ path }) => path,
    ),
    caughtBy: ["review/withdrawn-again"],
  },
  "believes no withdrawal from a clock that is ahead": {
    ...telling(
      (asked) => onRequest("cancellation")(asked.message) && isAhead(asked),
      () => problem(400, "clock-skew"),
    ),
    caughtBy: ["review/withdrawn-by-any-clock"],
  },
  "refuses an execution from a clock that is ahead, and signs nothing of it": {
    ...telling(
      ({ message, answer }) => onRequest("execution")(message) && outcomeOf(answer) === "400 clock-skew",
      without("decision"),
    ),
    caughtBy: ["execution/from-the-future"],
  },
  "executes what was signed by a clock that is ahead": {
    ...blindTo("400 clock-skew", onRequest("execution"), unbinds),
    caughtBy: ["execution/from-the-future"],
  },
  "withdraws by the id alone": {
    ...blindTo("422 idempotency-conflict", onRequest("cancellation"), () => json(200, { state: "cancelled" })),
    caughtBy: ["review/withdrawal-names-bytes"],
  },
  "does not say why a request is held": {
    ...telling(withState("risk_hold"), without("hold")),
    caughtBy: ["review/hold"],
  },
  "holds what was lifted": { ...holdingOn(), caughtBy: ["review/lifted"] },
  "refuses a right code that is sent again": {
    ...forgetful(onRequest("verification"), () => problem(403, "verification-refused")),
    caughtBy: ["demand/right-code"],
  },
  "executes another request's bytes": {
    ...blindTo("409 grant-refused", onRequest("execution"), unbinds, (asked) => said(asked).requestHash === nothing),
    caughtBy: ["execution/other-request-bytes"],
  },
  "executes for another epoch": {
    ...blindTo("409 epoch-mismatch", onRequest("execution"), unbinds),
    caughtBy: ["execution/other-epoch"],
  },
  "executes over a failed check": {
    ...blindTo("409 grant-refused", onRequest("execution"), unbinds, (asked) =>
      JSON.stringify(said(asked).checks ?? []).includes("failed"),
    ),
    caughtBy: ["execution/failed-check"],
  },
  "refuses a statement that is sent again": {
    ...forgetful(onRequest("attestation"), () => problem(409, "not-unbound")),
    caughtBy: ["attestation/sent-again"],
  },
  "tells whoever asks another outcome of a race": {
    ...tellingTwoOutcomes(),
    caughtBy: ["review/withdrawal-or-approval"],
  },
  "signs nothing about a request that it does not know": {
    ...telling(({ answer }) => outcomeOf(answer) === "404 unknown-request", without("decision")),
    caughtBy: ["review/unknown-withdrawn"],
  },
};

function at404({ answer }: Asked): boolean {
  return outcomeOf(answer) === "404 not-found";
}

function countingDown(): Fault {
  let serial = 1_000;
  return signing(jwsType.binding, () => ({ serial: --serial }));
}

/** Another text for whoever asks again, as a signature made anew is. */
function grantingAnew(): Fault {
  const told = new Set<string>();
  return telling(withState("approved"), ({ message, answer }) => {
    const { grant = "", ...rest } = bodyOf(answer) as { grant?: string };
    const again = told.has(message.path);
    told.add(message.path);
    const turned = respelt(grant, (signature) => signature.map((byte, place) => (place === 63 ? byte ^ 1 : byte)));
    return { ...answer, body: JSON.stringify({ ...rest, grant: again ? turned : grant }) };
  });
}

/** What was once held stays so for whoever asks. */
function holdingOn(): Fault {
  const held = new Map<string, DeliveredAnswer>();
  return {
    async answers(message, next) {
      const answer = await next(message);
      if (withState("risk_hold")({ message, answer })) held.set(message.path, answer);
      return held.get(message.path) ?? answer;
    },
  };
}

/** Where a withdrawal and an execution have come for one request, every second question gets the other answer. */
function tellingTwoOutcomes(): Fault {
  const heard = new Map<string, Set<string>>();
  let asked = 0;
  return {
    async answers(message, next) {
      const [id = "", action] = message.path.slice(paths.requests.length + 1).split("/");
      if (action) heard.set(id, (heard.get(id) ?? new Set()).add(action));
      const answer = await next(message);
      const raced = heard.get(id)?.has("cancellation") && heard.get(id)?.has("execution");
      if (message.method !== "GET" || !raced) return answer;
      asked += 1;
      const state = asked % 2 === 0 ? "cancelled" : "unbound";
      return json(200, { ...bodyOf(answer), state });
    },
  };
}
