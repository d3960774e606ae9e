/** Those who do not unbind: the factory that brings a terminal into service, and the technician who resets one. */

import { expect, onTestFinished, test } from "vitest";
import type { KioskDriver } from "../support/kioskDriver.ts";
import { choosePin, commission, confirmUnbind, executeUnbind, giveLeave } from "./operator.ts";
import { type Stage, setStage } from "./stage.ts";

const sn = "JB26T1000042";
const technicianPin = "86031742";

test("The factory: a terminal that nobody has enrolled asks for a code, tells its key, and is in service", async () => {
  const stage = await setStage({ codeByHand: true });
  onTestFinished(stage.close);
  const { operator } = stage.surroundings.upstream;
  const { code } = await operator.issueCode({ sn });
  const kiosk = await stage.start();

  await kiosk.screen("factory");
  await kiosk.tap("begin-enrolment");
  await enrol(kiosk, "BCDF-GHJK");
  await kiosk.field("provisioning-failure").waitFor();
  await enrol(kiosk, code);
  await kiosk.screen("label");
  const label = { sn: await kiosk.read("sn"), imei: await kiosk.read("imei"), kid: await kiosk.read("key-id") };
  await kiosk.tap("label-next");
  await choosePin(stage, kiosk);

  const [terminal] = (await operator.list()).terminals;
  expect({
    label: { ...label, kid: label.kid.replace(/[^A-Za-z0-9_-]/g, "") },
    bound: terminal?.bindingState,
    codeTold: (await stage.output()).includes(code),
  }).toEqual({
    label: { sn, imei: "490154203237518", kid: terminal?.deviceKid },
    bound: "bound",
    codeTold: false,
  });
});

test("The technician: a PIN by the provider's leave, and a terminal that was unbound is bound again", async () => {
  const stage = await setStage();
  onTestFinished(stage.close);
  const { operator } = stage.surroundings.upstream;
  const kiosk = await stage.start();
  await commission(stage, kiosk);
  await getTechnicianPin(stage, kiosk);
  await confirmUnbind(kiosk);
  await executeUnbind(kiosk);
  await kiosk.state("completed");
  await kiosk.tap("finish");
  await kiosk.screen("unbound");
  await operator.bindAgain({ sn });
  const { code } = await operator.issueCode({ sn });

  await kiosk.tap("staff");
  if ((await kiosk.screen("chooseRole", "enterPin")) === "chooseRole") await kiosk.tap("role-technician");
  await kiosk.typePin(technicianPin);
  await kiosk.screen("staff");
  await kiosk.tap("bind-again");
  await enrol(kiosk, code);
  await kiosk.screen("label", "staff");
  await kiosk.tapIfThere("label-next");
  await kiosk.tapIfThere("leave");
  await choosePin(stage, kiosk);

  const [terminal] = (await operator.list()).terminals;
  expect({ state: terminal?.bindingState, epoch: terminal?.epoch }).toEqual({ state: "bound", epoch: 2 });
});

async function enrol(kiosk: KioskDriver, code: string): Promise<void> {
  await kiosk.screen("enrolmentCode");
  await kiosk.page.keyboard.type(code);
  await kiosk.tap("send-code");
}

/** Nobody has a technician's PIN at first: the provider allows one, and the technician chooses it. */
async function getTechnicianPin(stage: Stage, kiosk: KioskDriver): Promise<void> {
  await kiosk.tap("staff");
  await kiosk.screen("pins");
  await kiosk.tap("reset-technician");
  await giveLeave(stage, kiosk, "technician");
  await kiosk.typePin(technicianPin);
  await kiosk.typePin(technicianPin);
  await kiosk.screen("pins");
  await kiosk.tap("leave-pins");
  if ((await kiosk.screen("home", "menu")) === "menu") await kiosk.tap("leave");
  await kiosk.screen("home");
}
