/** How far an unbind has come when a test about it begins, in each of its styles. */

import type { Target } from "../../device/bindings/binding.ts";
import { challenge } from "./offline.ts";
import { carryOn } from "./operator.ts";
import { createRig, type Rig, type RigOptions } from "./rig.ts";

/** Unbound in one step. */
export const card: Target = { providerId: "lakala-settlement-card", bindingKind: "settlement_card_to_merchant" };

export async function bound(options: RigOptions = {}): Promise<Rig> {
  const rig = await createRig(options);
  await rig.setUp();
  return rig;
}

export async function approved(options: RigOptions = {}): Promise<Rig> {
  const rig = await bound(options);
  await rig.confirm();
  await rig.reach("approved");
  return rig;
}

export async function unbound(): Promise<Rig> {
  const rig = await approved();
  await carryOn(rig);
  return rig;
}

/** A terminal with a card beside its own binding; somebody decides about requests. */
export function withCard(): Promise<Rig> {
  return bound({ bindings: [{}, { ...card, replacement: { state: "validated" } }], reviewMs: "manual" });
}

/** In one step, and the receipt may come at any moment. */
export async function reviewedInOneStep(): Promise<Rig> {
  const rig = await withCard();
  await rig.confirm({ target: card });
  await rig.reach("underReview");
  return rig;
}

/** Cut off, with a challenge on the screen. */
export async function challenged(): Promise<Rig> {
  const rig = await bound();
  rig.upstream.unplug();
  await challenge(rig);
  return rig;
}

export const journalText = (rig: Rig): string => new TextDecoder().decode(rig.disk.journal.bytes);

export const erasures = (rig: Rig): number => rig.witnessed.filter(({ what }) => what.startsWith("erase")).length;

export const sentTo = (rig: Rig, end: RegExp) =>
  rig.witnessed.filter(({ what }) => what.startsWith("POST") && end.test(what));
