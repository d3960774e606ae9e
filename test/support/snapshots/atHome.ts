/** What the home screen tells while nobody wants anything. */

import { simIdentity } from "../rig.ts";
import { lastShown, openShop } from "./shop.ts";

export async function atHomeSnapshots() {
  const rig = await openShop();
  const home = await rig.see();
  await rig.order("readTerminal", {});
  const homeReading = lastShown(rig, ({ terminal }) => terminal.phase === "reading");
  return { home, homeReading };
}

/** The terminal tells an IMEI that is none, then two of them, and of the rest as little as it can. */
export async function unreadableAtHomeSnapshots() {
  const rig = await openShop();
  rig.terminal.becomes({ power: 3, percent: 9, rssi: 99, registration: 0, imei: "490154203237519" });
  await rig.order("readTerminal", {});
  const homeDoubtful = await rig.see();
  rig.terminal.answers("ATI", ["IMEI: 356938035643809"]);
  rig.terminal.answers("AT+CGMM", { final: "ERROR" });
  await rig.order("readTerminal", {});
  return { homeDoubtful, homeUnreadable: await rig.see() };
}

/** Everything is cut off from the very start. */
export async function cutOffSnapshots() {
  const rig = await openShop();
  rig.terminal.unplug();
  rig.upstream.unplug();
  await rig.restart();
  const homeNoPort = await rig.until(({ upstream }) => upstream.reach === "unreachable");
  return { homeNoPort };
}

/** Another terminal stands in the place of the one that all this is about: at home, and once it is unbound. */
export async function anotherTerminalSnapshots() {
  const rig = await openShop({ reviewMs: 0 });
  const other = { sn: "PX7A20260099", imei: "356938035643809" };
  rig.terminal.becomes(other);
  await rig.order("readTerminal", {});
  const anotherTerminal = await rig.see();
  rig.terminal.becomes(simIdentity);
  await rig.order("readTerminal", {});
  await rig.confirm();
  await rig.reach("approved");
  await rig.upstream.operator.setFault({ fault: { kind: "silence", route: "execution" } });
  await rig.execute();
  await rig.reach("unknown");
  rig.terminal.becomes(other);
  await rig.order("readTerminal", {});
  await rig.upstream.operator.setFault({ fault: null });
  return { anotherTerminal, anotherTerminalUnbound: await rig.reach("wipeIncomplete") };
}

/** What the upstream said of the bindings is lost, and cannot be asked for. */
export async function bindingsLostSnapshots() {
  const rig = await openShop();
  rig.upstream.unplug();
  rig.disk.merchant.bindings = [];
  await rig.restart();
  await rig.until(({ bindings }) => bindings.state === "unknown" && bindings.failure !== null);
  await rig.order("openMenu", {});
  return { menuUnknownBinding: await rig.see() };
}

/** The power went while the last record was written, or somebody changed what was written. */
export async function journalSnapshots() {
  const rig = await openShop();
  rig.mishaps().dieAt(rig.mishaps().operations.length + 1, "half");
  await rig.as("technician", "openStaffMenu");
  await rig.restart();
  const homeTorn = await rig.until(({ bindings }) => bindings.state === "known");
  rig.disk.journal.bytes = rig.disk.journal.bytes.map((byte, at) => (at === 700 ? byte ^ 1 : byte));
  await rig.restart();
  return { homeTorn, outOfService: await rig.see() };
}
