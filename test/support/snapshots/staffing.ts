/** What technician and factory see, and whoever has forgotten a PIN. */

import { wrongCode } from "../offline.ts";
import { askReset } from "../staff.ts";
import { openShop, press } from "./shop.ts";

const surroundings = {
  upstreamOrigin: "https://upstream.example:8443",
  upstreamTls: "mutual",
  runtime: "electron 38.1.0",
} as const;

export async function staffingSnapshots() {
  const rig = await openShop({ settings: { surroundings } });
  rig.disk.journal.freeBytes = 734_003_200;
  rig.terminal.answers("AT+CREG?", ["+CREG: 3,3,,,,0,17"]);
  for (let visit = 0; visit < 10; visit++) {
    await rig.order("leaveMenu", {});
    await rig.as("technician", "openStaffMenu");
  }
  await rig.order("exportJournal", {});
  const staffMenuNothingRead = await rig.see();
  await rig.order("readDiagnostics", {});
  await rig.order("readJournal", {});
  const staffMenu = await rig.see();
  await rig.order("changePin", { role: "technician" });
  const changePin = await rig.see();
  await rig.order("leaveMenu", {});
  await rig.as("technician", "openStaffMenu");
  for (let seconds = 40; seconds <= 280; seconds += 40) {
    await rig.clock.advance(40_000);
    await rig.order("stayInMenu", {});
  }
  const staffSessionEnds = await rig.see();
  return { staffMenuNothingRead, staffMenu, changePin, staffSessionEnds };
}

export async function resettingSnapshots() {
  const rig = await openShop();
  const { code } = await askReset(rig, "technician");
  const pinReset = await rig.see();
  await rig.order("enterPinReset", {});
  const enterPinReset = await press(rig, code.slice(0, 4));
  await rig.order("leaveEntry", {});
  for (let tries = 0; tries < 3; tries++) {
    const answer = await askReset(rig, "merchant");
    await rig.order("enterPinReset", {});
    await rig.type(wrongCode(answer.code));
  }
  await rig.order("leaveEntry", {});
  const pinResetWaits = await rig.see();
  return { pinReset, enterPinReset, pinResetWaits };
}
