/** The orders from the wish to unbind to the confirmed request. A draft is its drafter's: nobody else goes on with it. */

import { instantOf, msOf } from "../../base/instant.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { isSame, type Target } from "../../bindings/binding.ts";
import type { Bindings } from "../../bindings/bindings.ts";
import type { CheckCode } from "../../contract/codes.ts";
import { type ErrorView, errorView } from "../../contract/errors.ts";
import type { Authorisation } from "../../contract/messages/binding.ts";
import type { Actor, Waiver } from "../../contract/messages/request.ts";
import type { OrderAnswer, OrderInput } from "../../contract/orders.ts";
import type { Principal } from "../../contract/views/people.ts";
import type { Reading } from "../../identity/reading.ts";
import type { People } from "../../people/createPeople.ts";
import {
  confirmPermission,
  may,
  mayConfirm,
  mayNow,
  type Permission,
  secondPersonFor,
} from "../../people/permissions.ts";
import type { Clock } from "../../ports/clock.ts";
import type { PaymentApp } from "../../ports/paymentApp.ts";
import type { Profiles } from "../../profiles/profiles.ts";
import type { Trust } from "../../trust/createTrust.ts";
import type { Summary } from "../../trust/signedObjects.ts";
import { isToSettle } from "../../unbind/checks.ts";
import type { Unbind } from "../../unbind/createUnbind.ts";
import type { DurableEvent, UnbindEvent } from "../../unbind/events.ts";
import type { History } from "../../unbind/history.ts";
import { takes } from "../../unbind/machine.ts";
import { type DraftState, isDraft, type Named } from "../../unbind/states.ts";
import type { BindingNews } from "../bindingNews.ts";
import type { Checks } from "../checkFacts.ts";
import type { Monitor } from "../monitor.ts";
import { consentTo } from "./consent.ts";
import { always, type Orders, refuse, when } from "./order.ts";
import { leaving } from "./request.ts";

/** A summary older than this is put together anew before it is signed: its checks are no longer of now. */
const summaryLifetimeMs = 300_000;

export type DraftOrderParts = {
  readonly ports: { readonly clock: Clock };
  readonly monitor: Pick<Monitor, "readIdentity">;
  readonly trust: Trust;
  readonly people: People;
  readonly unbind: Unbind;
  readonly history: History;
  readonly bindings: Bindings;
  readonly profiles: Profiles;
  readonly checks: Checks;
  readonly news: Pick<BindingNews, "hearProfiles">;
  readonly paymentApp: Pick<PaymentApp, "settleLastBatch">;
};

type DraftOrderName =
  | ("beginUnbind" | "chooseReason" | "runChecks" | "settleBatch")
  | ("waiveCheck" | "showSummary" | "confirmUnbind");

export function createDraftOrders(parts: DraftOrderParts): Orders<DraftOrderName> {
  const { bindings, profiles, checks, paymentApp } = parts;
  const { clock } = parts.ports;
  const { messageSigner } = parts.trust;
  const { session } = parts.people;
  const { flow } = parts.unbind;
  const state = () => flow.view().state;
  const now = () => instantOf(clock.now());
  const drafters = { permission: "openUnbindMenu", roles: always } as const;

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
    const binding = facts?.upstreamBinding?.ok ? facts.upstreamBinding.value : facts?.binding;
    const given = binding?.terms?.authorisation;
    return given?.covers.includes(covers) && clock.now() < msOf(given.expiresAt) ? given : null;
  }

  function mayBegin(target: Target): OrderAnswer {
    const at = state();
    if (at.name !== "bound" && !takes(at, { type: "outcomeSeen" })) return refuse("host/not-now");
    const binding = bindings.known.get().kept.find(({ payload }) => isSame(payload, target));
    if (binding?.payload.state !== "bound") return err(bindings.failure() ?? { code: "host/not-now" });
    return profiles.rulesOf(target) ? ok() : refuse("profile/unknown-provider");
  }

  async function beginUnbind(target: Target, principal: Principal): Promise<OrderAnswer> {
    await parts.news.hearProfiles();
    const begin: UnbindEvent = { type: "menuEntered", target, actor: actorOf(principal) };
    return state().name === "bound" ? dispatch(begin) : dispatch({ type: "outcomeSeen" }, begin);
  }

  /** The draft of whoever is let in. */
  function ownDraft(): Result<DraftState, ErrorView> {
    const draft = state();
    const principal = session.principal();
    if (!principal) return refuse("host/not-authenticated");
    if (!isDraft(draft)) return refuse("host/not-now");
    return draft.actor.principalId === principal.principalId ? ok(draft) : refuse("host/not-permitted");
  }

  function ownDraftIn<Name extends DraftState["name"]>(...names: readonly Name[]): Result<Named<Name>, ErrorView> {
    const draft = ownDraft();
    if (!draft.ok) return draft;
    const isNamed = (each: DraftState): each is DraftState & Named<Name> => names.some((name) => name === each.name);
    return isNamed(draft.value) ? ok(draft.value) : refuse("host/not-now");
  }

  async function chooseReason(input: OrderInput<"chooseReason">): Promise<OrderAnswer> {
    const draft = ownDraftIn("draft");
    if (!draft.ok) return draft;
    const { target, actor } = draft.value;
    const known = profiles.rulesOf(target);
    if (!known) return refuse("host/not-now");
    const { code, text, intent, way, statements } = input;
    const { reasons, ways } = known.rules;
    if (!reasons.some((reason) => reason.code === code) || !ways.includes(way)) return refuse("host/malformed-order");
    if (way === "offline" && may(actor.role, "startOfflineChallenge") !== "yes") return refuse("host/not-permitted");
    const consent = consentTo(profiles.policyTexts(target), input.policy, now());
    if (!consent.ok) return consent;
    const reason = text ? { code, text } : { code };
    return dispatch({ type: "reasonChosen", choice: { reason, intent, way, consent: consent.value, statements } });
  }

  /** Something is left that was counted, so that somebody is there to settle it. */
  function mayBeSettled(): OrderAnswer {
    const draft = ownDraftIn("blocked", "ready");
    return draft.ok ? when(draft.value.checks.some(isToSettle)) : draft;
  }

  async function settleBatch(): Promise<OrderAnswer> {
    const done = await paymentApp.settleLastBatch();
    if (ownDraftIn("blocked", "ready").ok) await dispatch({ type: "checksRequested" });
    return done.ok ? ok() : err(errorView(done.error));
  }

  /** On what permission this check may be waived by whoever drafts; null: on their own. */
  function waiverOf(check: CheckCode): Result<Authorisation | null, ErrorView> {
    const draft = ownDraftIn("blocked", "ready");
    if (!draft.ok) return draft;
    const { target, actor, waivers, checks: results } = draft.value;
    const rule = profiles.rulesOf(target)?.rules.waivers[check];
    const failed = results.some(({ code, outcome }) => code === check && outcome === "failed");
    if (!failed || waivers.some((waiver) => waiver.check === check)) return refuse("host/not-now");
    const permission = waivePermissions[check];
    if (!rule?.by.includes(actor.role) || !permission) return refuse("host/not-permitted");
    const authorisation = rule.authorisation && authorisationFor(rule.authorisation);
    const allowed = mayNow(actor.role, permission, { upstreamGrant: authorisation !== null });
    return allowed.ok ? ok(authorisation) : allowed;
  }

  async function waiveCheck({ check, reason }: OrderInput<"waiveCheck">, by: Principal): Promise<OrderAnswer> {
    const authorisation = waiverOf(check);
    if (!authorisation.ok) return authorisation;
    const waiver: Waiver = {
      check,
      reason,
      role: by.role,
      principalId: by.principalId,
      at: now(),
      ...(authorisation.value && { authorisationId: authorisation.value.id }),
    };
    return dispatch({ type: "checkWaived", waiver });
  }

  /** What a summary is made of; "host/not-now" also where something of it could not be read. */
  function summarisable() {
    const draft = ownDraftIn("ready");
    if (!draft.ok) return draft;
    const facts = checks.facts();
    const known = profiles.rulesOf(draft.value.target);
    if (!known || !facts?.identity.ok || !facts.binding) return refuse("host/not-now");
    return ok({ draft: draft.value, facts, identity: facts.identity.value, binding: facts.binding, ...known });
  }

  async function showSummary(): Promise<OrderAnswer> {
    const made = summarisable();
    if (!made.ok) return made;
    const { draft, facts, identity, binding, profile, rules } = made.value;
    const { bindingKind, epoch, providerId } = binding;
    const ahead = authorisationFor("unbind");
    const permission = confirmPermission(bindingKind);
    const upstreamGrant = ahead !== null;
    const needsSecond = may(draft.actor.role, permission, { upstreamGrant }) !== "yes";
    const rested = draft.waivers.some(({ authorisationId }) => authorisationId !== undefined);
    const summary = messageSigner.summarise({
      draft,
      identity,
      binding,
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

  /** The summary on the screen, where whoever drafted it may confirm it. */
  function confirmable() {
    const ready = ownDraftIn("ready");
    if (!ready.ok) return ready;
    const { summary, actor } = ready.value;
    if (!summary) return refuse("host/not-now");
    const { bindingKind, actors, secondApproval } = summary.payload;
    const permitted = mayNow(actor.role, confirmPermission(bindingKind), {
      upstreamGrant: actors.some(({ method }) => method === "upstream_authorisation"),
      ...(secondApproval === "merchant" && { secondPerson: "merchant" }),
    });
    return permitted.ok ? ok(summary) : permitted;
  }

  /** What is signed of the terminal is true when it is signed: it is read once more, and nothing else happened meanwhile. */
  async function stillTrue({ payload, hash }: Summary): Promise<OrderAnswer> {
    const identity = await parts.monitor.readIdentity();
    const now = confirmable();
    if (!now.ok || now.value.hash !== hash) return refuse("unbind/summary-changed");
    const { sn, imei } = payload.device;
    const tells = (reading: Reading | undefined, value: string) =>
      reading?.status === "read" && reading.value === value;
    if (tells(identity?.sn, sn) && tells(identity?.imei, imei)) return ok();
    await dispatch({ type: "terminalChanged" });
    return refuse("unbind/terminal-changed");
  }

  async function confirmUnbind({ summaryHash }: OrderInput<"confirmUnbind">): Promise<OrderAnswer> {
    const summary = confirmable();
    if (!summary.ok) return summary;
    const { payload, hash } = summary.value;
    const ageMs = clock.now() - msOf(payload.createdAt);
    if (hash !== summaryHash || ageMs < 0 || ageMs > summaryLifetimeMs) {
      await showSummary();
      return refuse("unbind/summary-changed");
    }
    const unchanged = await stillTrue(summary.value);
    if (!unchanged.ok) return unchanged;
    const request = await messageSigner.signRequest(summary.value);
    if (!request.ok) return err(errorView(request.error));
    // One piece: the point of intent and what follows from it are durable together, before the first byte leaves.
    const next: DurableEvent = request.value.secondApproval ? { type: "secondAwaited" } : leaving(request.value);
    return dispatch({ type: "requestConfirmed", request: request.value }, next);
  }

  return {
    beginUnbind: {
      by: "person",
      ...drafters,
      // Who may ever confirm it; whether a second person is missing is asked when it is confirmed.
      roles: (role, { bindingKind }) => mayConfirm(role, bindingKind),
      choices: () =>
        bindings.known.get().kept.map(({ payload: { providerId, bindingKind } }) => ({ providerId, bindingKind })),
      precondition: mayBegin,
      carryOut: beginUnbind,
    },
    chooseReason: { by: "person", ...drafters, precondition: () => ownDraftIn("draft"), carryOut: chooseReason },
    runChecks: {
      by: "person",
      ...drafters,
      precondition() {
        const draft = ownDraft();
        return draft.ok ? when(takes(draft.value, { type: "checksRequested" })) : draft;
      },
      carryOut: () => dispatch({ type: "checksRequested" }),
    },
    settleBatch: { by: "person", ...drafters, precondition: mayBeSettled, carryOut: settleBatch },
    waiveCheck: {
      by: "person",
      ...drafters,
      choices() {
        const draft = state();
        return "checks" in draft ? draft.checks.map(({ code: check }) => ({ check })) : [];
      },
      precondition: ({ check }) => waiverOf(check),
      carryOut: waiveCheck,
    },
    showSummary: { by: "person", ...drafters, precondition: summarisable, carryOut: showSummary },
    confirmUnbind: { by: "person", ...drafters, precondition: confirmable, carryOut: confirmUnbind },
  };
}

const waivePermissions: Partial<Record<CheckCode, Permission>> = {
  BATTERY_LOW: "waiveBattery",
  BATTERY_UNKNOWN: "waiveBattery",
  PRINTER_FAULT: "waivePrinter",
  OPEN_BATCH: "waiveMoney",
  STORED_OFFLINE_TX: "waiveMoney",
};
