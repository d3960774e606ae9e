/**
 * Keeps what this terminal knows of its bindings up to date: finds them, hears newer words of the upstream about them, its
 * orders to end one, and what it publishes: its keys, and the profiles of its providers.
 */

import { epochOf, isLater, leavesTerminalBound } from "../bindings/binding.ts";
import type { Bindings } from "../bindings/bindings.ts";
import type { CurrentBindings } from "../bindings/upstreamBindings.ts";
import type { IdentityReport } from "../identity/reading.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Profiles } from "../profiles/profiles.ts";
import type { Trust } from "../trust/createTrust.ts";
import type { Unbind } from "../unbind/createUnbind.ts";
import type { DurableEvent } from "../unbind/events.ts";
import { isClosed, isWiped } from "../unbind/states.ts";
import type { Monitor } from "./monitor.ts";

/** How often the upstream is asked for news of bindings; an order to unbind waits that long, and a poll's turn. */
const askEveryMs = 60_000;
/** Keys, texts and contacts of a provider change seldom, and nobody waits for them. */
const askPublishedEveryMs = 300_000;

export type BindingNewsParts = {
  readonly ports: { readonly clock: Clock; readonly log: Log };
  readonly monitor: Monitor;
  readonly trust: Trust;
  readonly bindings: Bindings;
  readonly profiles: Profiles;
  readonly unbind: Unbind;
  readonly onChange: () => void;
};

export type BindingNews = {
  /** Finds the bindings where none is kept yet and the terminal was read. */
  find(): Promise<void>;
  /** Those that are kept here, as soon as the terminal was read: whose terminal this is waits for no network. */
  recall(): Promise<void>;
  /** The same, and asks for news when it is time. */
  poll(): Promise<void>;
  /** Asks for the profiles where nobody has since the start, and they can be asked for: an unbind begins by what they say. */
  hearProfiles(): Promise<void>;
};

export function createBindingNews(parts: BindingNewsParts): BindingNews {
  const { monitor, bindings, profiles, onChange } = parts;
  const { clock, log } = parts.ports;
  const { messageSigner, verifier, upstreamKeys } = parts.trust;
  const { flow } = parts.unbind;
  let askedAt = Number.NEGATIVE_INFINITY;
  let askedPublishedAt = Number.NEGATIVE_INFINITY;

  async function lookFor(look: "find" | "recall"): Promise<void> {
    const read = monitor.identity();
    if (read && (await bindings[look](read))) onChange();
  }

  const find = () => lookFor("find");

  /** A card or account came in the place of the one that was unbound: payments have somewhere to go again. */
  async function hearReplacement(): Promise<void> {
    const { state } = flow.view();
    if (!isWiped(state) || !leavesTerminalBound(state.request)) return;
    const { request } = state;
    const next = bindings.known.get().kept.find(({ payload }) => isLater(payload, request));
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
    if (sn.status !== "read" || imei.status !== "read" || !bindings.known.get().provisioned.enrolled) return;
    askedAt = clock.monotonic();
    const told = await bindings.ask(sn.value);
    if (!told.ok) return;
    await bindings.refresh(told.value);
    await hearReplacement();
    await hearOrder(told.value, imei.value);
    await askForPublished(sn.value, told.value.bindings);
    onChange();
  }

  /** At once where the provider has another policy by now than the one that can be read here. */
  async function askForPublished(sn: string, current: CurrentBindings["bindings"]): Promise<void> {
    const isDue = clock.monotonic() - askedPublishedAt >= askPublishedEveryMs;
    if (!isDue && !current.some(({ payload }) => profiles.isBehind(payload))) return;
    askedPublishedAt = clock.monotonic();
    await upstreamKeys.refresh();
    const texts = await bindings.askProfiles(sn);
    if (texts.ok) await profiles.take(texts.value);
  }

  async function hearProfiles(): Promise<void> {
    const sn = monitor.identity()?.sn;
    const isAsked = askedPublishedAt !== Number.NEGATIVE_INFINITY;
    if (isAsked || sn?.status !== "read" || monitor.upstream().reach === "unreachable") return;
    await askForPublished(sn.value, []);
  }

  return {
    find,
    recall: () => lookFor("recall"),
    hearProfiles,
    async poll() {
      await find();
      const read = monitor.identity();
      if (read && clock.monotonic() - askedAt >= askEveryMs) await askForNews(read);
    },
  };
}
