/** What each order about an unbind does, and when it may: who asks first, the state machine after it. */

import type { Digits } from "../../base/digits.ts";
import { instantOf, msOf } from "../../base/instant.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { isSame, leavesTerminalBound, type Target } from "../../bindings/binding.ts";
import type { Bindings } from "../../bindings/bindings.ts";
import type { BindingKind, CheckCode, PinRole } from "../../contract/codes.ts";
import { type ErrorCode, type ErrorView, errorView } from "../../contract/errors.ts";
import type { Authorisation } from "../../contract/messages/binding.ts";
import type { Actor, Waiver } from "../../contract/messages/request.ts";
import type { OrderAnswer, OrderInput, OrderName } from "../../contract/orders.ts";
import type { Principal } from "../../contract/views/people.ts";
import { answerCodeLength } from "../../offline/answerCode.ts";
import type { Access } from "../../people/access.ts";
import { pinRoles } from "../../people/authenticator.ts";
import type { CodeEntry } from "../../people/codeEntry.ts";
import {
  confirmPermission,
  may,
  mayNow,
  type Permission,
  rolesFor,
  secondPersonFor,
} from "../../people/permissions.ts";
import type { Session } from "../../people/session.ts";
import type { Clock } from "../../ports/clock.ts";
import type { EffectiveProfile } from "../../profiles/effective.ts";
import type { ProviderProfile } from "../../profiles/schema.ts";
import type { MessageSigner } from "../../trust/messageSigner.ts";
import type { ConfirmedRequest } from "../../trust/signedObjects.ts";
import type { DurableEvent, UnbindEvent } from "../../unbind/events.ts";
import type { UnbindFlow } from "../../unbind/flow.ts";
import type { History } from "../../unbind/history.ts";
import type { OfflineUnbind } from "../../unbind/offline.ts";
import { isClosed, isDraft, isUnsent, isWaiting, type Named, targetOf } from "../../unbind/states.ts";
import type { Checks } from "../checkFacts.ts";

/** A summary older than this is put together anew before it is signed: its checks are no longer of now. */
const summaryLifetimeMs = 300_000;

/** RFC 4226 gives six to eight digits; providers use four to twelve. */
const verificationLength = { min: 4, max: 12 } as const;

export type UnbindOrderParts = {
  readonly clock: Clock;
  readonly access: Access;
  readonly session: Session;
  readonly codeEntry: CodeEntry;
  readonly flow: UnbindFlow;
  readonly history: History;
  readonly bindings: Bindings;
  readonly messageSigner: MessageSigner;
  readonly offline: OfflineUnbind;
  readonly checks: Checks;
  /** Null for a provider that nobody knows. */
  readonly profileOf: (
    target: Target,
  ) => { readonly profile: ProviderProfile; readonly rules: EffectiveProfile } | null;
};

const unbindOrderNames = [
  "beginUnbind",
  "chooseReason",
  "runChecks",
  "waiveCheck",
  "showSummary",
  "confirmUnbind",
  "approveUnbind",
  "sendUnbind",
  "startChallenge",
  "saveChallenge",
  "enterAnswer",
  "readAnswer",
  "enterVerification",
  "cancelUnbind",
  "checkNow",
  "executeUnbind",
  "closeOutcome",
  "resumeWipe",
] as const satisfies readonly OrderName[];
export type UnbindOrderName = (typeof unbindOrderNames)[number];

export type OrderHandlers<Name extends OrderName> = {
  [Order in Name]: (input: OrderInput<Order>) => OrderAnswer | Promise<OrderAnswer>;
};

export type UnbindOrders = {
  readonly handlers: OrderHandlers<UnbindOrderName>;
  /** The failed checks that whoever drafts the request may waive. */
  waivable(): readonly CheckCode[];
};

export function createUnbindOrders(parts: UnbindOrderParts): UnbindOrders {
  const { clock, access, session, codeEntry, flow, bindings, messageSigner, offline, checks } = parts;
  const state = () => flow.view().state;
  const now = () => instantOf(clock.now());

  async function dispatch(...events: UnbindEvent[]): Promise<OrderAnswer> {
    const done = await flow.dispatch(events);
    return done.ok ? done : err(errorView(done.error));
  }

  function actorOf({ role, principalId }: Principal): Actor {
    return { role, principalId, method: "pin", approvedAt: instantOf(session.authenticatedAt() ?? clock.now()) };
  }

  /** The permission that the upstream gave ahead, as it says now or said last; only while it lasts. */
  function authorisationFor(covers: Authorisation["covers"][number]): Authorisation | null {
    const facts = checks.facts();
    const binding = facts?.upstreamBinding.ok ? facts.upstreamBinding.value : facts?.binding;
    const given = binding?.terms?.authorisation;
    return given?.covers.includes(covers) && clock.now() < msOf(given.expiresAt) ? given : null;
  }

  function mayBegin(target: Target): OrderAnswer {
    const at = state();
    const free = at.name === "bound" || isClosed(at) || (at.name === "completed" && leavesTerminalBound(at.request));
    if (!free) return refuse("host/not-now");
    const binding = bindings.kept().find(({ payload }) => isSame(payload, target));
    if (binding?.payload.state !== "bound") return err(bindings.failure() ?? { code: "host/not-now" });
    return parts.profileOf(target) ? ok() : refuse("profile/unknown-provider");
  }

  async function beginUnbind(target: Target, principal: Principal): Promise<OrderAnswer> {
    const place = mayBegin(target);
    if (!place.ok) return place;
    const begin: UnbindEvent = { type: "menuEntered", target, actor: actorOf(principal) };
    return state().name === "bound" ? dispatch(begin) : dispatch({ type: "outcomeSeen" }, begin);
  }

  /** Whoever began the draft goes on with it. */
  async function inDraft(carryOut: () => Promise<OrderAnswer>): Promise<OrderAnswer> {
    const draft = state();
    const principal = session.principal();
    if (!principal) return refuse("host/not-authenticated");
    if (!isDraft(draft)) return refuse("host/not-now");
    return draft.actor.principalId === principal.principalId ? carryOut() : refuse("host/not-permitted");
  }

  async function chooseReason(input: OrderInput<"chooseReason">): Promise<OrderAnswer> {
    const draft = state();
    const known = draft.name === "draft" ? parts.profileOf(draft.target) : null;
    if (draft.name !== "draft" || !known) return refuse("host/not-now");
    const { code, text, intent, way, consent, statements } = input;
    const { reasons, ways } = known.rules;
    if (!reasons.some((reason) => reason.code === code) || !ways.includes(way)) return refuse("host/malformed-order");
    if (way === "offline" && may(draft.actor.role, "startOfflineChallenge") !== "yes")
      return refuse("host/not-permitted");
    const reason = text ? { code, text } : { code };
    const consentAt = consent ? now() : null;
    return dispatch({ type: "reasonChosen", choice: { reason, intent, way, consentAt, statements } });
  }

  /** On what permission this check may be waived by whoever drafts; null: on their own. */
  function waiverOf(check: CheckCode, draft: Named<"blocked" | "ready">): Result<Authorisation | null, ErrorView> {
    const rule = parts.profileOf(draft.target)?.rules.waivers[check];
    const failed = draft.checks.some(({ code, outcome }) => code === check && outcome === "failed");
    if (!failed || draft.waivers.some((waiver) => waiver.check === check)) return refuse("host/not-now");
    const { role } = draft.actor;
    const permission = waivePermissions[check];
    if (!rule?.by.includes(role) || !permission) return refuse("host/not-permitted");
    const authorisation = rule.authorisation && authorisationFor(rule.authorisation);
    const allowed = mayNow(role, permission, { upstreamGrant: authorisation !== null });
    return allowed.ok ? ok(authorisation) : allowed;
  }

  async function waiveCheck({ check, reason }: OrderInput<"waiveCheck">): Promise<OrderAnswer> {
    const draft = state();
    if (draft.name !== "blocked" && draft.name !== "ready") return refuse("host/not-now");
    const authorisation = waiverOf(check, draft);
    if (!authorisation.ok) return authorisation;
    const { role, principalId } = draft.actor;
    const waiver: Waiver = {
      check,
      reason,
      role,
      principalId,
      at: now(),
      ...(authorisation.value && { authorisationId: authorisation.value.id }),
    };
    return dispatch({ type: "checkWaived", waiver });
  }

  async function showSummary(): Promise<OrderAnswer> {
    const draft = state();
    const facts = checks.facts();
    const known = draft.name === "ready" ? parts.profileOf(draft.target) : null;
    if (draft.name !== "ready" || !known || !facts?.identity.ok || !facts.binding) return refuse("host/not-now");
    const { profile, rules } = known;
    const { bindingKind, epoch, providerId } = facts.binding;
    const ahead = authorisationFor("unbind");
    const permission = confirmPermission(bindingKind);
    const upstreamGrant = ahead !== null;
    const needsSecond = may(draft.actor.role, permission, { upstreamGrant }) !== "yes";
    const rested = draft.waivers.some(({ authorisationId }) => authorisationId !== undefined);
    const summary = messageSigner.summarise({
      draft,
      identity: facts.identity.value,
      binding: facts.binding,
      profileVersion: profile.profileVersion,
      execution: rules.execution,
      payment: facts.payment.ok ? facts.payment.value : null,
      disposition: profile.funds.settlement === "unspecified" ? undefined : profile.funds.settlement,
      secondApproval: needsSecond ? secondPersonFor(draft.actor.role, permission, { upstreamGrant }) : null,
      authorisation:
        ahead ?? (rested ? (authorisationFor("waive_open_batch") ?? authorisationFor("waive_stored_offline")) : null),
      supersedes: parts.history.toSupersede({ providerId, bindingKind, epoch }),
    });
    return summary ? dispatch({ type: "summaryPrepared", summary }) : refuse("host/not-now");
  }

  async function confirmUnbind({ summaryHash }: OrderInput<"confirmUnbind">): Promise<OrderAnswer> {
    const ready = state();
    if (ready.name !== "ready" || !ready.summary) return refuse("host/not-now");
    const { payload, hash } = ready.summary;
    const permitted = mayNow(ready.actor.role, confirmPermission(payload.bindingKind), {
      upstreamGrant: payload.actors.some(({ method }) => method === "upstream_authorisation"),
      ...(payload.secondApproval === "merchant" && { secondPerson: "merchant" }),
    });
    if (!permitted.ok) return permitted;
    const ageMs = clock.now() - msOf(payload.createdAt);
    if (hash !== summaryHash || ageMs < 0 || ageMs > summaryLifetimeMs) {
      await showSummary();
      return refuse("unbind/summary-changed");
    }
    const request = await messageSigner.signRequest(ready.summary);
    if (!request.ok) return err(errorView(request.error));
    // One piece: the point of intent and what follows from it are durable together, before the first byte leaves.
    const next: DurableEvent = request.value.secondApproval ? { type: "secondAwaited" } : leaving(request.value);
    return dispatch({ type: "requestConfirmed", request: request.value }, next);
  }

  async function approve(principal: Principal): Promise<OrderAnswer> {
    const waiting = state();
    if (waiting.name !== "awaitingSecond" || waiting.approval) return refuse("host/not-now");
    const actor: Actor = { ...principal, method: "pin", approvedAt: now() };
    const approval = await messageSigner.signApproval(waiting.request, actor);
    if (!approval.ok) return err(errorView(approval.error));
    return dispatch({ type: "secondApproved", approval: approval.value }, leaving(waiting.request));
  }

  function approveUnbind(): OrderAnswer | Promise<OrderAnswer> {
    const waiting = state();
    if (waiting.name !== "awaitingSecond" || waiting.approval) return refuse("host/not-now");
    const { secondApproval, actor } = waiting.request;
    const role = pinRoles.find((pinRole) => pinRole === secondApproval);
    const first = pinRoles.find((pinRole) => pinRole === actor?.role);
    if (!role || !first || !actor) return refuse("host/not-now");
    return access.asSecond(role, { role: first, principalId: actor.principalId }, approve);
  }

  /** A request that waits on the terminal: confirmed, approved by everybody, and no gate being judged. */
  function waitsHere(): OrderAnswer {
    const at = state();
    if (at.name === "offlineChallenge") return ok();
    if (at.name !== "confirmed" && at.name !== "awaitingSecond") return refuse("host/not-now");
    const complete = !at.request.secondApproval || at.approval !== null;
    return complete && !at.preparing ? ok() : refuse("host/not-now");
  }

  /** Not where the provider knows no way without the upstream. */
  function mayGoOffline(): OrderAnswer {
    const at = state();
    const place = waitsHere();
    if (!place.ok || !isUnsent(at)) return place;
    return parts.profileOf(at.request)?.rules.ways.includes("offline") ? ok() : refuse("host/not-permitted");
  }

  async function send(): Promise<OrderAnswer> {
    const at = state();
    if (at.name === "offlineChallenge") return flow.sendFromChallenge();
    if (!isUnsent(at)) return refuse("host/not-now");
    return dispatch(leaving({ ...at.request, way: "online" }));
  }

  function challengeWaits(): OrderAnswer {
    return state().name === "offlineChallenge" ? ok() : refuse("host/not-now");
  }

  async function enterAnswer(): Promise<OrderAnswer> {
    const length = { min: answerCodeLength, max: answerCodeLength };
    codeEntry.ask("offlineAnswer", length, { take: offline.takeCode, wanted: () => challengeWaits().ok });
    return ok();
  }

  function codeWanted(): OrderAnswer {
    return flow.view().demand?.how.kind === "code" ? ok() : refuse("host/not-now");
  }

  async function enterVerification(): Promise<OrderAnswer> {
    const take = (digits: Digits) => flow.verify(textOf(digits));
    codeEntry.ask("verification", verificationLength, { take, wanted: () => codeWanted().ok });
    return ok();
  }

  function mayWithdraw(): OrderAnswer {
    const at = state();
    return isUnsent(at) || isWaiting(at) || at.name === "approved" ? ok() : refuse("host/not-now");
  }

  async function withdraw(principal: Principal): Promise<OrderAnswer> {
    const open = state();
    if (isUnsent(open)) {
      // A role whose PIN was chosen anew meanwhile is another principal, and has begun this all the same.
      const own = open.request.actor?.role === principal.role;
      const permitted = mayNow(principal.role, "cancelOwnRequest", { own });
      return permitted.ok ? dispatch({ type: "cancelledBeforeSending" }) : permitted;
    }
    if (!isWaiting(open) && open.name !== "approved") return refuse("host/not-now");
    const jws = await messageSigner.signCancellation(open.request);
    return jws.ok ? dispatch({ type: "cancellationSigned", jws: jws.value }) : err(errorView(jws.error));
  }

  function mayExecute(): OrderAnswer {
    const open = state();
    return open.name === "approved" && !open.cancellation ? ok() : refuse("host/not-now");
  }

  /** Who may ever confirm an unbind of the kind at hand; whether a second person is missing is asked when it is confirmed. */
  function confirmers(kind?: BindingKind): readonly PinRole[] {
    const bindingKind = kind ?? targetOf(state())?.bindingKind;
    if (!bindingKind) return [];
    return pinRoles.filter(
      (role) => may(role, "openUnbindMenu") === "yes" && may(role, confirmPermission(bindingKind)) !== "no",
    );
  }

  /** For what leads to the end of the binding at hand: asked again when the PIN was typed, because that takes a while. */
  function asConfirmer(
    permission: Permission,
    place: OrderAnswer,
    carryOut: (principal: Principal) => Promise<OrderAnswer>,
  ) {
    const roles = () => confirmers().filter((role) => rolesFor(permission).includes(role));
    return access.as(roles(), place, async (principal) =>
      roles().includes(principal.role) ? carryOut(principal) : refuse("host/not-permitted"),
    );
  }

  const handlers: OrderHandlers<UnbindOrderName> = {
    beginUnbind: (target) =>
      access.as(confirmers(target.bindingKind), mayBegin(target), (principal) => beginUnbind(target, principal)),
    chooseReason: (input) => inDraft(() => chooseReason(input)),
    runChecks: () => inDraft(() => dispatch({ type: "checksRequested" })),
    waiveCheck: (input) => inDraft(() => waiveCheck(input)),
    showSummary: () => inDraft(showSummary),
    confirmUnbind: (input) => inDraft(() => confirmUnbind(input)),
    approveUnbind,
    sendUnbind: () => asConfirmer("openUnbindMenu", waitsHere(), send),
    // The answer to a challenge carries out what was confirmed: nobody gives it who could not order that.
    startChallenge: () =>
      asConfirmer("startOfflineChallenge", mayGoOffline(), () =>
        dispatch({ type: "preparationStarted", towards: "challenge" }),
      ),
    saveChallenge: () => asConfirmer("startOfflineChallenge", challengeWaits(), offline.saveChallenge),
    enterAnswer: () => asConfirmer("startOfflineChallenge", challengeWaits(), enterAnswer),
    readAnswer: () => asConfirmer("startOfflineChallenge", challengeWaits(), offline.readAnswer),
    enterVerification: () => access.as(rolesFor("enterVerificationCode"), codeWanted(), enterVerification),
    cancelUnbind: () =>
      isDraft(state()) ? dispatch({ type: "left" }) : access.as(confirmers(), mayWithdraw(), withdraw),
    async checkNow() {
      await flow.checkNow();
      return ok();
    },
    executeUnbind: () => asConfirmer("openUnbindMenu", mayExecute(), () => dispatch({ type: "executionOrdered" })),
    closeOutcome: () => dispatch({ type: "outcomeSeen" }),
    resumeWipe: () => dispatch({ type: "wipeStarted" }),
  };

  return {
    handlers,
    waivable() {
      const draft = state();
      if (draft.name !== "blocked" && draft.name !== "ready") return [];
      const failed = draft.checks.filter(({ outcome }) => outcome === "failed").map(({ code }) => code);
      return failed.filter((code) => waiverOf(code, draft).ok);
    },
  };
}

/** How a request leaves the terminal once everybody has agreed. */
function leaving({ execution, way }: Pick<ConfirmedRequest, "execution" | "way">): DurableEvent {
  if (way === "offline") return { type: "preparationStarted", towards: "challenge" };
  return execution === "one_step"
    ? { type: "preparationStarted", towards: "send" }
    : { type: "sendStarted", attempt: 1 };
}

const waivePermissions: Partial<Record<CheckCode, Permission>> = {
  BATTERY_LOW: "waiveBattery",
  BATTERY_UNKNOWN: "waiveBattery",
  PRINTER_FAULT: "waivePrinter",
  OPEN_BATCH: "waiveMoney",
  STORED_OFFLINE_TX: "waiveMoney",
};

function textOf(digits: Digits): string {
  return digits.lend((each) => each.join(""));
}

function refuse(code: ErrorCode): Result<never, { readonly code: ErrorCode }> {
  return err({ code });
}
