/** Two other ways to unbind, by fingers: a settlement card in one step behind a code, and a terminal that is cut off. */

import { expect, onTestFinished, test } from "vitest";
import { agree, askUntil, commission, operatorPin } from "./operator.ts";
import { setStage } from "./stage.ts";

const sn = "JB26T1000042";
const lakala = { providerId: "lakala-settlement-card", bindingKind: "settlement_card_to_merchant" } as const;

test("A settlement card is unbound in one step: checked, confirmed, a code typed, and payments go on", async () => {
  const stage = await setStage({
    reviewMs: "manual",
    // In one step nothing could be settled between the signature and the unbind.
    payments: { openBatch: 0, storedOffline: 0 },
    bindings: [{}, { ...lakala, subject: "6222020200012345678", replacement: { state: "validated" } }],
  });
  onTestFinished(stage.close);
  const { operator } = stage.surroundings.upstream;
  const kiosk = await stage.start();
  await commission(stage, kiosk);

  await kiosk.tap("open-menu");
  await kiosk.tap("begin-unbind-lakala-settlement-card-settlement_card_to_merchant");
  await kiosk.screen("enterPin");
  await kiosk.typePin(operatorPin);
  await kiosk.tap("reason-settlement_account_change");
  await agree(kiosk);
  await kiosk.holdUntil("confirm", () => kiosk.screen("progress"));
  await kiosk.state("submitted", "underReview");
  const [request] = (await operator.list()).requests;
  const requestId = request?.requestId ?? "";
  const how = { kind: "code", sentTo: "138••••1234" } as const;
  const { code = "" } = await operator.demand({ requestId, factor: "sms", how });
  await askUntil(kiosk, "verificationRequired");
  await kiosk.tap("enter-verification");
  await kiosk.screen("enterCode");
  await kiosk.typePin(code);
  await kiosk.screen("progress");
  await kiosk.state("submitted", "underReview");
  await operator.approve({ requestId });
  await askUntil(kiosk, "completed");
  await kiosk.tap("finish");
  await kiosk.screen("home", "menu");

  const { terminals } = await operator.list();
  expect({
    bindings: terminals[0]?.bindings.map(({ bindingKind, state }) => `${bindingKind} ${state}`),
    submissions: (await stage.submissions()).length,
    codeTold: (await stage.output()).includes(code),
  }).toEqual({
    bindings: ["terminal_to_merchant bound", "settlement_card_to_merchant unbound"],
    submissions: 1,
    codeTold: false,
  });
});

test("Cut off from the upstream: the challenge is read out, the code typed, and the upstream told when it is back", async () => {
  const stage = await setStage();
  onTestFinished(stage.close);
  const { operator } = stage.surroundings.upstream;
  const kiosk = await stage.start();
  await commission(stage, kiosk);
  await operator.setFault({ fault: { kind: "server-error" } });

  await kiosk.tap("open-menu");
  await kiosk.screen("enterPin");
  await kiosk.typePin(operatorPin);
  await kiosk.tap("reason-switch_provider");
  await kiosk.tap("options");
  await kiosk.tap("way-offline");
  await agree(kiosk);
  await kiosk.holdUntil("confirm", () => kiosk.screen("challenge", "progress"));
  await kiosk.screen("challenge");
  const { sn: answered, code } = await operator.answer({ challenge: await kiosk.read("challenge") });
  await kiosk.tap("enter-answer");
  await kiosk.screen("enterCode");
  await kiosk.typePin(code);
  const wiped = await kiosk.state("completedPendingSync");
  await operator.setFault({ fault: null });
  await kiosk.state("completed");

  const { terminals, requests, answers } = await operator.list();
  expect({
    answered,
    wiped,
    state: terminals[0]?.bindingState,
    requests: requests.map(({ state, way }) => `${state} ${way}`),
    reported: answers.filter(({ purpose }) => purpose === "unbind").map(({ reported }) => reported),
  }).toEqual({
    answered: sn,
    wiped: "completedPendingSync",
    state: "unbound",
    requests: ["unbound offline"],
    reported: [true],
  });
});
