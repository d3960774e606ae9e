/** Gathers what the checks of an unbind are judged by, afresh each time: what the home screen shows may be half a minute old. */

import { err, ok } from "../base/result.ts";
import { isSame, type KeptBinding, leavesTerminalBound, type Target } from "../bindings/binding.ts";
import type { Bindings } from "../bindings/bindings.ts";
import type { Clock } from "../ports/clock.ts";
import type { JournalFile } from "../ports/journalFile.ts";
import type { PaymentApp } from "../ports/paymentApp.ts";
import { type Profiles, policyAlone } from "../profiles/profiles.ts";
import type { Trust } from "../trust/createTrust.ts";
import { type CheckFacts, type Gate, judgeChecks } from "../unbind/checks.ts";
import type { Judgement } from "../unbind/gates.ts";
import type { MeantTerminal } from "../unbind/meantTerminal.ts";
import { targetOf, type UnbindState } from "../unbind/states.ts";
import type { Monitor } from "./monitor.ts";

export type ChecksParts = {
  readonly ports: { readonly clock: Clock; readonly journalFile: JournalFile };
  readonly monitor: Monitor;
  readonly paymentApp: PaymentApp;
  readonly meant: MeantTerminal;
  readonly bindings: Bindings;
  readonly profiles: Profiles;
  readonly trust: Trust;
};

export type Checks = {
  /** `canStop`: what takes payments here does not refuse every order, as one that is not there does. */
  run(gate: Gate, state: UnbindState, canStop: boolean): Promise<Judgement>;
  /** The facts of the checks that were run last: what the summary is made of. */
  facts(): CheckFacts | null;
};

export function createChecks(parts: ChecksParts): Checks {
  const { monitor, paymentApp, meant, bindings, profiles } = parts;
  const { clock, journalFile } = parts.ports;
  let facts: CheckFacts | null = null;

  async function gather(target: Target, state: UnbindState, canStop: boolean): Promise<CheckFacts> {
    const polls = [
      monitor.pollUpstream(),
      paymentApp.status(),
      monitor.readTerminal(),
      journalFile.freeBytes(),
    ] as const;
    const [health, payment, , freeBytes] = await Promise.all(polls);
    const { identity, status, failure } = monitor.terminal();
    if (identity) await bindings.find(identity);
    const unread = { ok: false, error: { code: failure?.code ?? "link/no-answer" } } as const;
    const sn = identity?.sn.status === "read" ? identity.sn.value : null;
    const request = "request" in state ? state.request : null;
    const found = identity ? meant.recognise(identity) : "unread";
    const sameTerminal = request ? found === "same" : found !== "another";
    const told = sn && health.ok ? await bindings.ask(sn) : null;
    const now = told?.ok ? told.value.bindings.find(({ payload }) => isSame(payload, target)) : undefined;
    const { kept } = bindings.known.get();
    return {
      identity: identity ? ok(identity) : unread,
      status: status ? ok(status) : unread,
      upstreamTime: health.ok ? ok(health.value.value) : health,
      binding: kept.find(({ payload }) => isSame(payload, target))?.payload ?? null,
      upstreamBinding: told?.ok ? (now ? ok(now.payload) : err({ code: "upstream/binding-unknown" })) : told,
      dependents: leavesTerminalBound(target) ? null : kept.filter(hangsOn(target)).length,
      payment,
      canStop,
      freeBytes,
      requestId: request?.requestId ?? null,
      choice: "choice" in state ? state.choice : null,
      policyTexts: profiles.policyTexts(target).map(({ hash }) => hash),
      policyBehind: kept.some(({ payload }) => isSame(payload, target) && profiles.isBehind(payload)),
      sameTerminal,
      nowMs: clock.now(),
      trustedTimeFloorMs: parts.trust.trustedTime.floorMs(),
    };
  }

  return {
    facts: () => facts,
    async run(gate, state, canStop) {
      const target = targetOf(state);
      if (!target) return { checks: [], funds: {}, stopped: false };
      facts = await gather(target, state, canStop);
      const { payment } = facts;
      const funds = payment.ok
        ? { openBatch: payment.value.openBatch, storedOffline: payment.value.storedOffline }
        : {};
      const stopped = payment.ok && payment.value.allowed === "none";
      return { checks: judgeChecks(facts, gate, profiles.rulesOf(target)?.rules ?? policyAlone), funds, stopped };
    },
  };
}

/** A card or an account of the same provider has no terminal once the terminal's own binding has ended. */
function hangsOn({ providerId }: Target): (binding: KeptBinding) => boolean {
  return ({ payload }) =>
    payload.providerId === providerId && payload.state === "bound" && leavesTerminalBound(payload);
}
