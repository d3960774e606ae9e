/**
 * The upstream's last word on each binding: an older word hides no newer one, and what is news is written down, so that a
 * restart forgets neither it nor its number.
 */

import type { Cell } from "../base/cell.ts";
import { err, ok, type Result } from "../base/result.ts";
import { type ErrorView, errorView } from "../contract/errors.ts";
import type { BindingPayload } from "../contract/messages/binding.ts";
import { epochOf, isSame, type KeptBinding } from "./binding.ts";
import type { ProvisioningEvent } from "./enrolment.ts";
import type { KnownBindings } from "./known.ts";

export type LastWords = {
  /** What the upstream says now. "trust/stale": it said something newer before. */
  hear(told: readonly KeptBinding[]): Promise<Result<void, ErrorView>>;
};

type LastWordsParts = {
  readonly known: Cell<KnownBindings>;
  readonly note: (event: ProvisioningEvent) => Promise<Result<void, ErrorView>>;
};

export function createLastWords({ known, note }: LastWordsParts): LastWords {
  /** Of each binding, as far as this process has heard. */
  const latest = new Map<string, BindingPayload>();

  async function noteNews(payload: BindingPayload): Promise<Result<void, ErrorView>> {
    latest.set(`${payload.providerId} ${payload.bindingKind}`, payload);
    const before = known.get().provisioned.said.find((said) => isSame(said, payload));
    const { state, serial } = payload;
    const isNews = before ? before.state !== state || before.epoch !== payload.epoch : state === "unbound";
    return isNews ? note({ type: "bindingSaid", ...epochOf(payload), state, serial }) : ok();
  }

  return {
    async hear(told) {
      const { provisioned, kept } = known.get();
      const before = [...provisioned.said, ...latest.values(), ...kept.map(({ payload }) => payload)];
      const isOlder = ({ payload }: KeptBinding) =>
        before.some((said) => isSame(said, payload) && said.serial > payload.serial);
      if (told.some(isOlder)) return err(errorView({ code: "trust/stale" }));
      for (const { payload } of told) {
        const noted = await noteNews(payload);
        if (!noted.ok) return noted;
      }
      return ok();
    },
  };
}
