/** Gathers what the checks of an unbind are judged by, afresh each time: what the home screen shows may be half a minute old. */

import { err, ok } from "./base/result.ts";
import type { CheckResult } from "./contract/evidence.ts";
import type { Clock } from "./ports/clock.ts";
import type { PaymentApp } from "./ports/paymentApp.ts";
import type { BindingKeeper } from "./provisioning/bindingKeeper.ts";
import { isOpen, type UnbindState } from "./unbind/machine.ts";
import type { Papers } from "./unbind/papers.ts";
import { type CheckFacts, judgeChecks } from "./unbind/precheck.ts";
import type { Watch } from "./watch.ts";

export type ChecksParts = {
  readonly clock: Clock;
  readonly watch: Watch;
  readonly paymentApp: PaymentApp;
  readonly keeper: BindingKeeper;
  readonly papers: Papers;
  /** Finds the binding where none is kept yet. */
  readonly findBinding: () => Promise<void>;
  readonly storageSound: () => boolean;
};

export type Checks = {
  run(gate: "apply" | "execute", state: UnbindState): Promise<readonly CheckResult[]>;
  /** The facts of the checks that were run last: what the summary is made of. */
  facts(): CheckFacts | null;
};

export function createChecks(parts: ChecksParts): Checks {
  const { clock, watch, paymentApp, keeper, papers } = parts;
  let facts: CheckFacts | null = null;

  async function gather(gate: "apply" | "execute", state: UnbindState): Promise<CheckFacts> {
    const looks = [watch.lookAtUpstream(), paymentApp.status(), watch.readTerminal()] as const;
    const [health, payment] = await Promise.all(looks);
    await parts.findBinding();
    const { identity, status, failure } = watch.terminal();
    const unread = { ok: false, error: { code: failure?.code ?? "link/no-answer" } } as const;
    const sn = identity?.sn.status === "read" ? identity.sn.value : null;
    const imei = identity?.imei.status === "read" ? identity.imei.value : null;
    const request = isOpen(state) ? state.request : null;
    const sameTerminal = !request || (request.sn === sn && imei !== null && request.imeiHash === papers.imeiHash(imei));
    return {
      identity: identity ? ok(identity) : unread,
      status: status ? ok(status) : unread,
      upstreamTime: health.ok ? ok(health.value.value) : health,
      binding: keeper.kept(),
      upstreamBinding: sn && health.ok ? await keeper.ask(sn) : err({ code: "upstream/unreachable" }),
      payment,
      storageSound: parts.storageSound(),
      requestOpen: gate === "apply" && request !== null,
      // An order without consent does not parse, so a draft that has come this far was agreed to.
      consented: true,
      sameTerminal,
      nowMs: clock.now(),
    };
  }

  return {
    facts: () => facts,
    async run(gate, state) {
      facts = await gather(gate, state);
      return judgeChecks(facts, gate);
    },
  };
}
