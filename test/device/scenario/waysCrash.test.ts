// The power goes at any operation of the ways that are not the plain one: in one step, with two people, with a code, ordered.

import { expect, test, vi } from "vitest";
import { everyDeath } from "../../support/deaths.ts";
import { outcomeOf } from "../../support/promises.ts";
import { typeCode } from "../../support/proving.ts";
import { createRig, genericTarget, isBound, type Rig, type RigOptions, type Wishes } from "../../support/rig.ts";

vi.setConfig({ testTimeout: 180_000 });

const code = "83926154";
const lakala = { providerId: "lakala-settlement-card", bindingKind: "settlement_card_to_merchant" } as const;

/** Whoever stands there does what the screen asks for. */
const operatorWith =
  (wishes: Wishes | null) =>
  async (rig: Rig): Promise<boolean> => {
    const snapshot = await rig.see();
    const { service, unbind, session } = snapshot;
    if (service.phase === "outOfService") return true;
    switch (unbind.state) {
      case "bound":
        if (wishes && isBound(snapshot, wishes.target ?? genericTarget) && session.phase === "closed")
          await rig.confirm(wishes).catch(() => rig.order("leaveMenu", {}));
        return false;
      case "confirmed":
        if (!unbind.preparing) await rig.as(wishes?.role ?? "merchant", "sendUnbind");
        return false;
      case "awaitingSecond":
        await rig.order("approveUnbind", {});
        await rig.type("274951");
        return false;
      case "verificationRequired":
        if (unbind.demand) await typeCode(rig, code);
        return false;
      case "approved":
        await rig.order("leaveMenu", {});
        await rig.execute();
        return false;
      case "wipeIncomplete":
        await rig.order("resumeWipe", {});
        return false;
      default:
        return unbind.state === "completed";
    }
  };

type Way = {
  readonly name: string;
  readonly options: RigOptions;
  readonly wishes: Wishes | null;
  readonly prepare?: (rig: Rig) => Promise<unknown>;
  readonly wouldPay: boolean;
};

const ways: readonly Way[] = [
  {
    name: "a card in one step",
    options: { bindings: [{}, { ...lakala, replacement: { state: "none" } }] },
    wishes: { target: lakala },
    wouldPay: false,
  },
  { name: "two people", options: { technician: true }, wishes: { role: "technician" }, wouldPay: false },
  {
    name: "a code on the way",
    options: {},
    wishes: {},
    wouldPay: false,
    prepare: ({ upstream }) =>
      upstream.operator.setVerification({ demand: { factor: "code", how: { kind: "code", code } } }),
  },
  {
    name: "ordered by the upstream",
    options: { openBatch: 2 },
    wishes: null,
    wouldPay: false,
    prepare: ({ upstream }) => upstream.operator.orderUnbind({ sn: "PX7A20260042" }),
  },
];

test.each(ways)("A death at every operation of $name: exactly one unbind comes of it", async (way) => {
  const begin = async (ahead: Parameters<Rig["restart"]>[0]) => {
    const rig = await createRig(way.options);
    await rig.setUp();
    await way.prepare?.(rig);
    await rig.restart(ahead);
    return rig;
  };
  const story = { begin, act: operatorWith(way.wishes), outcome: outcomeOf };

  const { wrong, operations } = await everyDeath(story, {
    broken: [],
    end: "working, completed",
    chain: true,
    upstream: [{ state: "unbound", attested: true }],
    wouldPay: way.wouldPay,
  });

  expect({ wrong, enough: operations.length > 15 }).toEqual({ wrong: [], enough: true });
});
