/**
 * Keeps what this terminal knows of its bindings up to date: finds them, hears newer words of the upstream about them, its
 * orders to end one, and the profiles of its providers.
 */

import { type BindingEpoch, epochOf, isLater, leavesTerminalBound } from "../bindings/binding.ts";
import type { Bindings, CurrentBindings } from "../bindings/bindings.ts";
import type { IdentityReport } from "../identity/reading.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Profiles } from "../profiles/profiles.ts";
import type { MessageSigner } from "../trust/messageSigner.ts";
import type { UpstreamVerifier } from "../trust/upstreamVerifier.ts";
import type { DurableEvent } from "../unbind/events.ts";
import type { UnbindFlow } from "../unbind/flow.ts";
import type { History } from "../unbind/history.ts";
import { isClosed, isUnbound } from "../unbind/states.ts";

/** How often the upstream is asked for news of bindings and profiles; an order to unbind may wait that long. */
const askEveryMs = 300_000;

export type BindingNewsParts = {
  readonly clock: Clock;
  readonly log: Log;
  readonly bindings: Bindings;
  readonly profiles: Profiles;
  readonly messageSigner: MessageSigner;
  readonly verifier: UpstreamVerifier;
  readonly flow: UnbindFlow;
  readonly history: History;
  readonly onChange: () => void;
};

export type BindingNews = {
  /** Finds the bindings where none is kept yet. */
  find(identity: IdentityReport): Promise<void>;
  /** The same, and asks for news when it is time. */
  poll(identity: IdentityReport): Promise<void>;
  /**
   * The account that payments went into was unbound, and none has come in its place; or the upstream ended the terminal's
   * own binding without it: what is taken now would be taken for nobody.
   */
  paymentsHeld(): boolean;
};

export function createBindingNews(parts: BindingNewsParts): BindingNews {
  const { clock, log, bindings, profiles, messageSigner, verifier, flow, history, onChange } = parts;
  let askedAt = Number.NEGATIVE_INFINITY;

  async function find(identity: IdentityReport): Promise<void> {
    const { state } = flow.view();
    const released = isUnbound(state) && !leavesTerminalBound(state.request);
    if (bindings.kept().length > 0 || released) return;
    await bindings.find(identity);
    await flow.alignPayments();
    onChange();
  }

  /** A card or account came in the place of the one that was unbound: payments have somewhere to go again. */
  async function hearReplacement(): Promise<void> {
    const { state } = flow.view();
    if (state.name !== "completed" || !leavesTerminalBound(state.request)) return;
    const { request } = state;
    const next = bindings.kept().find(({ payload }) => isLater(payload, request));
    if (!next) return;
    await flow.dispatch([{ type: "boundAgain", ...epochOf(next.payload) }]);
  }

  async function hearOrder({ bindings: current, order }: CurrentBindings, imei: string): Promise<void> {
    const { state } = flow.view();
    if (!order || (state.name !== "bound" && !isClosed(state))) return;
    for (const { payload } of current) {
      const verified = await verifier.order(order, payload, messageSigner.imeiHash(imei), clock.now());
      if (!verified.ok) {
        log.note(verified.error.code, { object: "order" });
        continue;
      }
      // What ended before and was not looked at stands in the history.
      const first: readonly DurableEvent[] = isClosed(state) ? [{ type: "outcomeSeen" }] : [];
      await flow.dispatch([...first, { type: "orderVerified", ...verified.value }]);
      return;
    }
  }

  async function askForNews({ sn, imei }: IdentityReport): Promise<void> {
    if (sn.status !== "read" || imei.status !== "read" || !bindings.enrolled()) return;
    askedAt = clock.monotonic();
    const told = await bindings.ask(sn.value);
    if (!told.ok) return;
    await bindings.refresh(told.value);
    await hearReplacement();
    await hearOrder(told.value, imei.value);
    const texts = await bindings.askProfiles(sn.value);
    if (texts.ok) await profiles.take(texts.value);
    await flow.alignPayments();
    onChange();
  }

  /** The terminal's own binding, which the upstream has ended; known from the journal before the binding is found. */
  function isOwnAndEnded(binding: BindingEpoch): boolean {
    return !leavesTerminalBound(binding) && bindings.hasEndedThere(binding);
  }

  return {
    find,
    async poll(identity) {
      await find(identity);
      if (clock.monotonic() - askedAt >= askEveryMs) await askForNews(identity);
    },
    paymentsHeld() {
      if (bindings.enrolled()?.bindings.some(isOwnAndEnded)) return true;
      const account = history.paidInto();
      if (!account) return false;
      const replaced = bindings
        .kept()
        .some(({ payload }) => payload.bindingKind === account.bindingKind && payload.epoch > account.epoch);
      return !replaced;
    },
  };
}
