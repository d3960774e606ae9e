/** The power goes again and again in one and the same unbind: it goes on where it was, there is one request, and it ends. */

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { paths } from "../../device/contract/upstream.ts";
import type { UnbindStateName } from "../../device/contract/views/unbind.ts";
import type { KioskDriver } from "../support/kioskDriver.ts";
import { askUntil, commission, confirmUnbind, executeUnbind } from "./operator.ts";
import { setStage } from "./stage.ts";

const soon = { timeout: 30_000, interval: 5 };

test("The power goes at every stage of an unbind, and it stays one request that ends", {
  timeout: 240_000,
}, async () => {
  const stage = await setStage({ reviewMs: "manual" });
  onTestFinished(stage.close);
  const { operator } = stage.surroundings.upstream;
  const paymentFile = join(stage.surroundings.stateDir, "sim-payment.json");
  let kiosk = await stage.start();

  const bodiesSentTo = async (path: string) => {
    const sent = (await operator.log()).filter((message) => message.method === "POST" && message.path === path);
    return sent.map(({ idempotencyKey, bodyHash }) => `${idempotencyKey} ${bodyHash}`);
  };
  /** The machine comes up anew, as after any power cut. */
  const powerGoes = async () => {
    await kiosk.kill();
    await writeFile(join(stage.surroundings.stateDir, "failed-starts"), "1 the-boot-before\n");
  };
  /** Starts where the upstream cannot be asked: what the kiosk says then, it knows by itself. */
  const startAgain = async (expected: UnbindStateName) => {
    await operator.setFault({ fault: { kind: "server-error" } });
    kiosk = await stage.start();
    await kiosk.screen("home", "result", "unbound");
    await expect.poll(() => stateOf(kiosk), soon).toBe(expected);
    await operator.setFault({ fault: null });
  };

  await commission(stage, kiosk);
  await operator.setFault({ fault: { kind: "silence", route: "submission" } });
  await confirmUnbind(kiosk);
  // Sent and not heard.
  await vi.waitFor(async () => expect(await stage.submissions()).toHaveLength(1), soon);
  const requestId = await kiosk.read("request-id");
  await powerGoes();
  await startAgain("unknown");

  await askUntil(kiosk, "underReview");
  await powerGoes();
  await startAgain("underReview");

  await operator.approve({ requestId });
  await askUntil(kiosk, "approved");
  await powerGoes();
  await startAgain("approved");

  await operator.setFault({ fault: { kind: "silence", route: "execution" } });
  await executeUnbind(kiosk);
  // Sent and not heard.
  await vi.waitFor(async () => expect(await bodiesSentTo(paths.execution(requestId))).toHaveLength(1), soon);
  await powerGoes();
  await startAgain("unknown");

  await operator.setFault({ fault: { kind: "answer-lost", route: "execution" } });
  await kiosk.tap("see-progress");
  await kiosk.tap("check-now");
  // Heard and carried out; the answer is lost.
  await vi.waitFor(async () => expect(await bodiesSentTo(paths.execution(requestId))).toHaveLength(2), soon);
  await powerGoes();
  // A payment application that does not answer stops the wipe half way.
  const payments = await readFile(paymentFile);
  await writeFile(paymentFile, "");
  kiosk = await stage.start();
  await kiosk.state("wipeIncomplete");
  await powerGoes();
  await writeFile(paymentFile, payments);
  await startAgain("wiped");

  await kiosk.state("completed");
  await powerGoes();
  await startAgain("completed");

  const { terminals, requests } = await operator.list();
  const distinct = async (path: string) => new Set(await bodiesSentTo(path)).size;
  expect({
    requests: requests.map(({ requestId, state, attested }) => ({ requestId, state, attested })),
    terminals: terminals.map(({ bindingState }) => bindingState),
    submissions: await distinct(paths.requests),
    executions: await distinct(paths.execution(requestId)),
    attestations: await distinct(paths.attestation(requestId)),
    merchantData: JSON.parse(await readFile(paymentFile, "utf8")).merchantData,
  }).toEqual({
    requests: [{ requestId, state: "unbound", attested: true }],
    terminals: ["unbound"],
    submissions: 1,
    executions: 1,
    attestations: 1,
    merchantData: false,
  });
});

/** Whatever is on the screen. */
function stateOf(kiosk: KioskDriver) {
  return kiosk.page.evaluate(async () => (await window.kioskHost?.snapshot())?.unbind.state);
}
