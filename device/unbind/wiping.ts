/** Carries the wipe out once the commit point is passed: one item after the other, and a signed word on what was done. */

import type { MessageSigner } from "../trust/messageSigner.ts";
import type { UnbindDriver } from "./driver.ts";
import type { Payments } from "./payments.ts";
import type { UnbindState } from "./states.ts";
import type { Trouble } from "./trouble.ts";
import type { Wipe } from "./wipe.ts";

export type Wiping = {
  start(): Promise<void>;
  wipeNextItem(at: UnbindState): Promise<void>;
};

type WipingParts = {
  readonly wipe: Wipe;
  readonly messageSigner: MessageSigner;
  readonly driver: UnbindDriver;
  readonly trouble: Trouble;
  readonly payments: Payments;
};

export function createWiping({ wipe, messageSigner, driver, trouble, payments }: WipingParts): Wiping {
  return {
    async start() {
      // Payments stay off after the commit; ordering it again costs nothing and covers an order that was lost.
      trouble.note(await payments.align());
      await driver.dispatch([{ type: "wipeStarted" }]);
    },
    async wipeNextItem(at) {
      if (at.name !== "wiping") return;
      const report = await wipe.next(at.request, at.items);
      if (report) {
        await driver.dispatch([{ type: "wipeItemFinished", report }]);
        return;
      }
      if (at.items.some((item) => item.result === "failed")) {
        await driver.dispatch([{ type: "wipeStopped" }]);
        return;
      }
      const attestation = await messageSigner.signAttestation(at.request, at.proof, at.items);
      trouble.note(attestation);
      await driver.dispatch([
        attestation.ok ? { type: "wipeAttested", jws: attestation.value } : { type: "wipeStopped" },
      ]);
    },
  };
}
