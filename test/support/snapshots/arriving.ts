/** From the box to the first PIN. */

import { factoryPin, goodPin } from "../rig.ts";
import { askReset, asksFirstPin, choosePin } from "../staff.ts";
import { lastShown, openBox, press } from "./shop.ts";

export async function arrivingSnapshots() {
  const rig = await openBox();
  const starting = lastShown(
    rig,
    ({ service, terminal }) => service.phase === "starting" && terminal.phase === "reading",
  );
  const factory = await rig.see();
  const factoryWithoutCode = await rig.until(({ provisioning }) => provisioning.failure !== null);
  await rig.order("provision", { code: "BCDF-GHJK-LMNP" });
  const factoryRefused = await rig.see();
  await rig.order("provision", { code: rig.code });
  const factoryWorking = lastShown(rig, ({ provisioning }) => provisioning.working);
  const firstPinAfterEnrolment = await rig.until(asksFirstPin);
  const { code } = await askReset(rig, "merchant");
  const pinResetFirst = await rig.see();
  await rig.order("enterPinReset", {});
  await rig.type(code);
  const choosing = await press(rig, "2749");
  await rig.order("submitEntry", {});
  for (let digit = 0; digit < 4; digit++) await rig.order("eraseDigit", {});
  await rig.type("111111");
  const choosePinRefused = await rig.see();
  await rig.type(goodPin);
  const repeatPin = await press(rig, "2749");
  return {
    starting,
    factory,
    factoryWithoutCode,
    factoryRefused,
    factoryWorking,
    firstPinAfterEnrolment,
    pinResetFirst,
    choosePin: choosing,
    choosePinRefused,
    repeatPin,
  };
}

/** Where something is wrong before anybody could enrol it. */
export async function unreadableSnapshots() {
  const rig = await openBox();
  await rig.order("provision", { code: "BCDF-GHJK-LMNP" });
  for (const command of ["AT+CGSN=1", "AT+GSN", "AT+CGSN=2", "ATI"]) rig.terminal.answers(command, { final: "ERROR" });
  await rig.order("readTerminal", {});
  return { factoryUnreadable: await rig.see() };
}

export async function factorySnapshots() {
  const rig = await openBox();
  await rig.order("changePin", { role: "factory" });
  await choosePin(rig, factoryPin);
  await rig.as("factory", "openStaffMenu");
  return { staffMenuInFactory: await rig.see() };
}
