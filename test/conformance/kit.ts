/** What a check works with: terminals of its own at the provider under test, the provider's keys, and its operator. */

import { createNodeHash } from "../../device/adapters/node/nodeHash.ts";
import { ok } from "../../device/base/result.ts";
import type { PublicJwk } from "../../device/contract/fields.ts";
import type { BindingPayload } from "../../device/contract/messages/binding.ts";
import type { Consent } from "../../device/contract/messages/request.ts";
import { keysAnswer, paths, profilesAnswer } from "../../device/contract/upstream.ts";
import type { SignedProfilePayload } from "../../device/profiles/schema.ts";
import { followChain } from "../../device/trust/keySets.ts";
import type { ConfirmedRequest, Execution } from "../../device/trust/signedObjects.ts";
import { createUpstreamKeys, type TrustedKeys } from "../../device/trust/upstreamKeys.ts";
import { createUpstreamVerifier, type UpstreamVerifier } from "../../device/trust/upstreamVerifier.ts";
import { hashOf } from "../upstream/deviceMessages.ts";
import type { DeliveredAnswer } from "../upstream/faults.ts";
import type { Operator } from "../upstream/operator.ts";
import { consentTo } from "../upstream/policies.ts";
import type { UpstreamMessage } from "../upstream/referenceUpstream.ts";
import { answerOf, createTestTerminal, payloadOf, type TestTerminal } from "../upstream/testTerminal.ts";
import { bodyOf } from "./check.ts";

export const hash = createNodeHash();

type OperatorOrder =
  | ("registerTerminal" | "issueCode" | "bindAgain" | "unbindAtDesk" | "orderUnbind" | "list")
  | ("approve" | "reject" | "hold" | "lift" | "demand" | "answer")
  | "rotateKey";

/** What only an operator can do. Requests are reviewed by these orders alone: the provider under test decides nothing by itself. */
export type ProviderOperator = Pick<Operator, OperatorOrder> & {
  /** Ends the provider and starts it again on what it has stored; null where it cannot be asked for that. */
  readonly restart: (() => Promise<void>) | null;
  /** Whether it changes the provider's keys by `rotateKey`. */
  readonly rotates: boolean;
};

type OrderName = Exclude<keyof ProviderOperator, "restart" | "rotates">;

/** What comes back is believed as far as a check needs it; what is wrong in it fails that check. */
export function operatorBy(
  give: (order: OrderName, input: object) => Promise<unknown>,
  restart: ProviderOperator["restart"],
  rotates = true,
): ProviderOperator {
  const by = <Name extends OrderName>(name: Name): ProviderOperator[Name] =>
    ((input: object = {}) => give(name, input)) as ProviderOperator[Name];
  return {
    registerTerminal: by("registerTerminal"),
    issueCode: by("issueCode"),
    bindAgain: by("bindAgain"),
    unbindAtDesk: by("unbindAtDesk"),
    orderUnbind: by("orderUnbind"),
    list: by("list"),
    approve: by("approve"),
    reject: by("reject"),
    hold: by("hold"),
    lift: by("lift"),
    demand: by("demand"),
    answer: by("answer"),
    rotateKey: by("rotateKey"),
    restart,
    rotates,
  };
}

/** The provider under test, and how it is reached. */
export type Provider = {
  /** What terminals write into `aud`, and the provider into `iss`. */
  readonly audience: string;
  readonly keys: readonly PublicJwk[];
  readonly agreementKey: PublicJwk;
  /** Its base URL, without a slash at its end; null where it is in this process. */
  readonly address: string | null;
  send(message: UpstreamMessage): Promise<DeliveredAnswer>;
  readonly operator: ProviderOperator;
  /** Unix milliseconds. */
  now(): number;
  wait(ms: number): Promise<void>;
};

/** A terminal that is enrolled, and the binding that its requests are about. */
export type Shop = {
  readonly terminal: TestTerminal;
  readonly binding: BindingPayload;
  readonly verifier: UpstreamVerifier;
  /** To the provider's policy; null where there is no text of it. */
  readonly consent: Consent | null;
  /** A request for the end of the binding. */
  request(bend?: Readonly<Record<string, unknown>>): Promise<MadeRequest>;
  /** The same as the terminal keeps it. */
  confirmed(request: MadeRequest): ConfirmedRequest;
};
export type MadeRequest = Awaited<ReturnType<TestTerminal["request"]>>;

export type Identity = { readonly sn: string; readonly imei: string };

export type Kit = Omit<Provider, "address" | "agreementKey" | "keys"> & {
  /** Empty for checks that need none. */
  readonly address: string;
  /** What the provider tells of its keys now, and how far that follows from those that it described. */
  chain(): Promise<{ readonly answer: DeliveredAnswer } & Awaited<ReturnType<typeof followChain>>>;
  /** Numbers that no other check has. */
  identity(): Identity;
  /** With a key of its own; the provider knows neither. */
  terminal(identity: Identity): Promise<TestTerminal>;
  /** Known to the provider, and with a code that was not used yet. */
  registered(): Promise<{ readonly terminal: TestTerminal; readonly code: string }>;
  enrolled(): Promise<Shop>;
  verifierFor(terminal: TestTerminal): UpstreamVerifier;
  /** Sent, and in the state after its review. */
  approved(): Promise<Shop & { readonly made: MadeRequest; readonly grant: string }>;
  /** The binding has ended by the terminal's execution. */
  unbound(): Promise<Unbound>;
};
export type Unbound = Shop & {
  readonly made: MadeRequest;
  readonly grant: string;
  readonly order: Execution;
  readonly answer: DeliveredAnswer;
  readonly receipt: string;
};

/** `name` keeps the numbers of one run apart from those of another. */
export function createKit(provider: Provider, name: string, nextNumber: () => number): Kit {
  const { audience, keys, agreementKey, operator, send } = provider;

  function identity(): Identity {
    const number = nextNumber();
    return { sn: `CK-${name}-${number}`, imei: imeiOf(number) };
  }

  const askForKeys = () => send({ method: "GET", path: paths.keys, headers: {}, body: "" });
  const setsIn = (answer: DeliveredAnswer) => keysAnswer.safeParse(bodyOf(answer)).data?.sets ?? [];

  async function chain() {
    const answer = await askForKeys();
    return { answer, ...(await followChain(setsIn(answer), [], { pinned: keys, issuer: audience, hash })) };
  }

  /** As a terminal keeps them, for as long as a check takes. */
  function trustedKeys(): TrustedKeys {
    let asked = 0;
    return createUpstreamKeys({
      // Nobody is asked too often here.
      clock: { now: provider.now, monotonic: () => 60_000 * ++asked, after: () => () => {} },
      hash,
      log: { note: () => {} },
      pinned: keys,
      issuer: audience,
      kept: [],
      keep: async () => ok(),
      ask: async () => setsIn(await askForKeys()),
      trustedTimeFloorMs: provider.now,
    });
  }

  const terminal = (who: Identity) =>
    createTestTerminal({ handle: send, clock: provider, audience, agreementKey, ...who });

  async function registered() {
    const who = identity();
    await operator.registerTerminal({ ...who });
    const { code } = await operator.issueCode({ sn: who.sn });
    return { terminal: await terminal(who), code };
  }

  function verifierFor({ kid }: TestTerminal): UpstreamVerifier {
    return createUpstreamVerifier({ keys: trustedKeys(), issuer: audience, deviceKids: () => [kid], hash });
  }

  async function enrolled(): Promise<Shop> {
    const { terminal: enrolling, code } = await registered();
    const answer = await enrolling.enrol(code);
    const [jws = ""] = (JSON.parse(answer.body) as { bindings?: string[] }).bindings ?? [];
    const binding = payloadOf<BindingPayload>(jws);
    const consent = await consentFor(enrolling, binding, provider.now);
    return shopOf(enrolling, binding, verifierFor(enrolling), consent);
  }

  async function approved() {
    const shop = await enrolled();
    const made = await shop.request();
    await shop.terminal.submit(made);
    await operator.approve({ requestId: made.requestId });
    const { grant = "" } = answerOf(await shop.terminal.ask(made));
    return { ...shop, made, grant };
  }

  return {
    audience,
    address: provider.address ?? "",
    operator,
    send,
    chain,
    now: provider.now,
    wait: provider.wait,
    identity,
    terminal,
    registered,
    enrolled,
    verifierFor,
    approved,
    async unbound() {
      const shop = await approved();
      const order = await shop.terminal.execution(shop.made, shop.grant);
      const answer = await shop.terminal.execute(shop.made, order);
      return { ...shop, order, answer, receipt: answerOf(answer).receipt ?? "" };
    },
  };
}

/** As somebody agrees who has read what the provider published for this binding. */
async function consentFor(terminal: TestTerminal, binding: BindingPayload, now: () => number): Promise<Consent | null> {
  const answer = profilesAnswer.safeParse(JSON.parse((await terminal.get(paths.profiles(terminal.sn))).body));
  const profiles = answer.success ? answer.data.profiles.map((jws) => payloadOf<SignedProfilePayload>(jws)) : [];
  const policy = profiles.find(({ profile }) => {
    return profile.providerId === binding.providerId && profile.bindingKind === binding.bindingKind;
  })?.policy;
  if (policy?.id !== binding.policy.id || policy.version !== binding.policy.version) return null;
  return consentTo(policy, now());
}

function shopOf(
  terminal: TestTerminal,
  binding: BindingPayload,
  verifier: UpstreamVerifier,
  consent: Consent | null,
): Shop {
  const { providerId, bindingKind, epoch, fiveElements } = binding;
  return {
    terminal,
    binding,
    verifier,
    consent,
    request: (bend = {}) =>
      terminal.request({
        providerId,
        bindingKind,
        epoch,
        binding: fiveElements,
        ...(consent && { consent }),
        ...bend,
      }),
    confirmed: ({ requestId, jws, hash }) => ({
      requestId,
      jws,
      hash,
      origin: "terminal",
      providerId,
      bindingKind,
      epoch,
      sn: terminal.sn,
      imeiHash: hashOf(terminal.imei),
      execution: "approve_then_execute",
      way: "online",
      intent: "unbind_only",
      reason: { code: "business_adjustment" },
      waived: [],
      confirmedAt: binding.issuedAt,
      expiresAt: binding.issuedAt,
    }),
  };
}

/** Fifteen digits with a right check digit (3GPP TS 23.003 annex B). */
function imeiOf(number: number): string {
  const body = `3569380${String(number % 10_000_000).padStart(7, "0")}`;
  const sum = [...body].reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return body + String((10 - (sum % 10)) % 10);
}
