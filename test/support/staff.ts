/** What technicians and factory workers do at the terminal, and whoever they have on the telephone. */

import type { PinRole } from "../../device/contract/codes.ts";
import type { OrderAnswer } from "../../device/contract/orders.ts";
import type { Snapshot } from "../../device/contract/snapshot.ts";
import type { OfflineAnswer } from "../upstream/operator.ts";
import { genericTarget, goodPin, isBound, type Rig, simIdentity } from "./rig.ts";

/** A new PIN, twice; where it is the merchant's first, by the upstream's leave. */
export async function choosePin(rig: Rig, pin: string = goodPin): Promise<OrderAnswer> {
  const seen = await rig.see();
  if (!seen.pin.entry && asksFirstPin(seen)) return resetPin(rig, "merchant", pin);
  await rig.type(pin);
  return rig.type(pin);
}

/** There is a merchant, who has no PIN and may ask the upstream for leave to choose one. */
export const asksFirstPin = ({ pin, bindings, offered, provisioning }: Snapshot) =>
  provisioning.phase === "provisioned" &&
  bindings.state === "known" &&
  !pin.standings.merchant.set &&
  offered.askPinReset?.some(({ role }) => role === "merchant") === true;

/** From bound to released: the merchant unbinds the terminal. */
export async function release(rig: Rig): Promise<void> {
  await rig.confirm();
  await rig.reach("approved");
  await rig.execute();
  await rig.reach("completed");
  await rig.order("leaveMenu", {});
}

/** The upstream binds the terminal to somebody again, and gives a code out. */
export async function bindUpstream(rig: Rig): Promise<string> {
  await rig.upstream.operator.bindAgain({ sn: simIdentity.sn, ...genericTarget });
  return (await rig.upstream.operator.issueCode({ sn: simIdentity.sn })).code;
}

/** Somebody asks for a new PIN, reads the challenge out, and hears the answer. */
export async function askReset(rig: Rig, role: PinRole): Promise<OfflineAnswer> {
  const asked = await rig.order("askPinReset", { role });
  if (!asked.ok) throw new Error(asked.error.code);
  const { pinReset } = await rig.see();
  return rig.upstream.operator.unlockPin({ challenge: pinReset?.groups.join("-") ?? "", role });
}

/** The whole of it: afterwards the role's PIN is the one given. */
export async function resetPin(rig: Rig, role: PinRole, pin: string): Promise<OrderAnswer> {
  const { code } = await askReset(rig, role);
  await rig.order("enterPinReset", {});
  const typed = await rig.type(code);
  return typed.ok ? choosePin(rig, pin) : typed;
}

export const boundAt =
  (epoch: number) =>
  (snapshot: Snapshot): boolean =>
    isBound(snapshot) && snapshot.bindings.state === "known" && snapshot.bindings.list[0]?.epoch === epoch;
