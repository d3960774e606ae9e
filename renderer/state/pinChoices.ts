/** What may be tried with the PIN of each role now. Only hides what would lead nowhere; the host decides. */

import type { PinRole } from "../../device/contract/codes.ts";
import type { Snapshot } from "../../device/contract/snapshot.ts";
import type { PinChoice } from "../../device/text/staffTexts.ts";

export const pinRoles: readonly PinRole[] = ["merchant", "technician", "factory"];

type Known = Pick<Snapshot, "pin" | "session" | "provisioning">;

export function pinChoicesOf(role: PinRole, { pin, session, provisioning }: Known): readonly PinChoice[] {
  const { standings } = pin;
  const { set, triesLeft } = standings[role];
  const { phase } = provisioning;
  const principal = session.phase === "open" ? session.principal : null;
  /** Whoever is let in already, or who could be by a PIN of theirs. */
  const canBe = (who: PinRole) => (principal ? principal.role === who : standings[who].set && usable(standings[who]));
  // The next merchant chooses a PIN when there is one.
  const ownerless = role === "merchant" && phase === "released";
  const firstDay = phase === "unprovisioned" && !pinRoles.some((each) => standings[each].set);
  const offered: Readonly<Record<PinChoice, boolean>> = {
    change: set && triesLeft > 0 && canBe(role),
    set: !set && !ownerless && (role === "factory" ? firstDay : canBe("factory")),
    lift: role === "merchant" && set && triesLeft === 0 && canBe("technician"),
    reset: phase !== "unprovisioned" && !ownerless && principal?.role !== role,
  };
  return (["change", "set", "lift", "reset"] as const).filter((choice) => offered[choice]);
}

const usable = ({ triesLeft }: { readonly triesLeft: number }) => triesLeft > 0;

/** Whether anybody could be let into the staff's menu by a PIN. */
export function staffCanEnter({ pin, provisioning }: Pick<Snapshot, "pin" | "provisioning">): boolean {
  const { technician, factory } = pin.standings;
  return technician.set || (factory.set && provisioning.phase !== "provisioned");
}
