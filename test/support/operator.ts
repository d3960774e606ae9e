/** A person at the kiosk who wants the terminal unbound, and presses whatever the screen offers until it is. */

import { goodPin, isBound, type Rig } from "./rig.ts";

/** One look at the screen and what it asks for; true when there is nothing left to do. Every act takes a second. */
export async function act(rig: Rig): Promise<boolean> {
  const snapshot = await rig.see();
  const { service, pin, unbind, session } = snapshot;
  if (service.phase === "outOfService") return true;
  if (pin.entry?.purpose === "choose" || pin.entry?.purpose === "repeat") {
    await rig.type(goodPin);
    await rig.clock.advance(1_000);
    return false;
  }
  switch (unbind.state) {
    case "bound":
      if (isBound(snapshot) && !pin.standings.merchant.set && snapshot.offered.askPinReset) await askFirstPin(rig);
      else if (isBound(snapshot) && pin.standings.merchant.set && session.phase === "closed") await confirm(rig);
      else await rig.clock.advance(1_000);
      return false;
    case "approved":
      await rig.execute();
      await rig.clock.advance(1_000);
      return false;
    case "wipeIncomplete":
      await rig.order("resumeWipe", {});
      await rig.clock.advance(1_000);
      return false;
    case "completed":
    case "rejected":
    case "cancelled":
    case "expired":
      return true;
    default:
      await rig.clock.advance(1_000);
      return false;
  }
}

/** The merchant's first PIN takes the upstream's leave; the PIN itself is typed when it is asked for. */
async function askFirstPin(rig: Rig): Promise<void> {
  if (rig.mishaps().dead) return;
  await rig.order("askPinReset", { role: "merchant" });
  const challenge = (await rig.see()).pinReset?.groups.join("-");
  if (!challenge) return;
  const { code } = await rig.upstream.operator.unlockPin({ challenge, role: "merchant" });
  await rig.order("enterPinReset", {});
  await rig.type(code);
  await rig.clock.advance(1_000);
}

/** Refused anywhere on the way, the operator leaves the menu and begins again. */
async function confirm(rig: Rig): Promise<void> {
  await rig.confirm().catch(() => rig.order("leaveMenu", {}));
  await rig.clock.advance(1_000);
}

/** Goes on until the unbind is over, the kiosk is out of service or dead, or an hour of its time is gone; or until told. */
export async function carryOn(rig: Rig, isEnough = () => false): Promise<void> {
  const startedAt = rig.clock.monotonic();
  while (!rig.mishaps().dead && !isEnough() && !(await act(rig))) {
    if (!isEnough() && rig.clock.monotonic() - startedAt > 3_600_000) throw new Error((await rig.see()).unbind.state);
  }
}
