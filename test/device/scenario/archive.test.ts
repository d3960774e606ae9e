// Closed history is put aside, by itself or by a technician's order, and the kiosk goes on as if nothing had happened.

import { expect, test, vi } from "vitest";
import { everyDeath } from "../../support/deaths.ts";
import { createRig, genericTarget, isBound, type Rig } from "../../support/rig.ts";
import { savedEvidence } from "../../support/savedEvidence.ts";

vi.setConfig({ testTimeout: 180_000 });

const card = { providerId: "lakala-settlement-card", bindingKind: "settlement_card_to_merchant" } as const;
const cardBinding = { ...card, replacement: { state: "validated" } } as const;

async function withdrawOne(rig: Rig): Promise<void> {
  await rig.confirm();
  await rig.reach("submitted", "underReview");
  await rig.withdraw();
  await rig.reach("cancelled");
  await rig.order("closeOutcome", {});
  await rig.order("leaveMenu", {});
}

/** A card that was unbound, something left to do ticked off, and requests that were withdrawn. */
async function usedForAWhile(withdrawn = 3): Promise<{ readonly rig: Rig; readonly requestId: string }> {
  const rig = await createRig({ bindings: [genericTarget, cardBinding], technician: true, reviewMs: "manual" });
  await rig.setUp();
  await rig.confirm({ target: card });
  const { unbind } = await rig.reach("submitted", "underReview", "completed");
  const requestId = unbind.requestId ?? "";
  await rig.upstream.operator.approve({ requestId });
  await rig.reach("completed");
  const [last] = (await rig.see()).history;
  const [code] = last?.followUps.map(({ code: each }) => each) ?? [];
  if (code) await rig.order("tickFollowUp", { requestId, code, done: true });
  await rig.order("closeOutcome", {});
  await rig.reach("bound");
  for (let n = 0; n < withdrawn; n++) await withdrawOne(rig);
  return { rig, requestId };
}

/** What a restart has to find again, on the screen and in what is handed out. */
async function remembered(rig: Rig, requestId: string) {
  const { unbind, history, historyCount, bindings, pin, service, journal } = await rig.see();
  const evidence = await savedEvidence(rig, requestId);
  return {
    unbind: unbind.state,
    history,
    historyCount,
    bindings,
    standings: pin.standings,
    service,
    status: journal.status,
    warning: journal.warning,
    evidence,
  };
}

test("A technician puts closed history aside: the same on the screen, over a restart, and evidence from the archive verifies", async () => {
  const { rig, requestId } = await usedForAWhile();
  const before = await remembered(rig, requestId);
  const bytes = rig.disk.journal.bytes.length;

  const answer = await rig.give("technician", "archiveJournal", {});

  await rig.order("leaveMenu", {});
  const after = await remembered(rig, requestId);
  const short = rig.disk.journal.bytes.length < bytes / 2;
  await rig.restart();
  await rig.until((seen) => isBound(seen));
  const restarted = await remembered(rig, requestId);
  expect({ answer: answer.ok, short, archives: rig.disk.journal.archives?.size, after, restarted }).toEqual({
    answer: true,
    short: true,
    archives: 1,
    after: before,
    restarted: before,
  });
  expect(before.evidence.wrong).toEqual([]);
});

test("A merchant, and a technician while a request is under way, put nothing aside", async () => {
  const { rig } = await usedForAWhile();
  const merchants = await rig.give("merchant", "archiveJournal", {});
  await rig.order("leaveMenu", {});
  await rig.confirm();
  await rig.reach("submitted", "underReview");
  await rig.order("leaveMenu", {});

  const underWay = await rig.give("technician", "archiveJournal", {});

  expect([merchants.ok, underWay.ok, rig.disk.journal.archives?.size ?? 0]).toEqual([false, false, 0]);
});

test("A journal that gets long is put aside by itself as soon as nothing is under way, and a journal at its limit starts again", async () => {
  const { rig, requestId } = await usedForAWhile();
  const before = await remembered(rig, requestId);
  const { journal } = rig.disk;
  journal.maxBytes = journal.bytes.length + 100;

  await rig.restart();
  await rig.until((seen) => isBound(seen));
  const after = await remembered(rig, requestId);
  const atStart = journal.archives?.size;
  journal.maxBytes = journal.bytes.length * 4;
  await rig.restart();
  await rig.until((seen) => isBound(seen));
  for (let n = 0; n < 2; n++) {
    await withdrawOne(rig);
    await rig.clock.advance(300_000);
  }

  const { service, historyCount, journal: view } = await rig.see();
  expect({ after, atStart, whileItRuns: journal.archives?.size, service, historyCount, status: view.status }).toEqual({
    after: before,
    atStart: 1,
    whileItRuns: 2,
    service: { phase: "working" },
    historyCount: 6,
    status: "intact",
  });
});

test("An unbind that is under way when a long journal is put aside at a start goes on, and its evidence is whole", async () => {
  const { rig } = await usedForAWhile();
  await rig.confirm();
  const { unbind } = await rig.reach("submitted", "underReview");
  const requestId = unbind.requestId ?? "";
  rig.disk.journal.maxBytes = rig.disk.journal.bytes.length * 2;
  await rig.restart();
  await rig.upstream.operator.approve({ requestId });
  await rig.reach("approved");
  await rig.execute();
  await rig.reach("completed");

  const { conclusion, wrong } = await savedEvidence(rig, requestId);

  expect({ archives: rig.disk.journal.archives?.size, conclusion, wrong }).toEqual({
    archives: 1,
    conclusion: "unbound-now-proven",
    wrong: [],
  });
});

test("An archive that was changed is told when evidence is asked from it, and everything else goes on", async () => {
  const { rig, requestId } = await usedForAWhile();
  await rig.give("technician", "archiveJournal", {});
  await rig.order("leaveMenu", {});
  const archive = rig.disk.journal.archives?.get(1) ?? new Uint8Array();
  archive.set([archive[0] === 0x41 ? 0x42 : 0x41], 0);

  const { conclusion } = await savedEvidence(rig, requestId);
  await rig.restart();
  await rig.until((seen) => isBound(seen));
  await withdrawOne(rig);

  const { service, unbind, historyCount } = await rig.see();
  expect([conclusion, service.phase, unbind.state, historyCount]).toEqual([
    "journal/archive-damaged",
    "working",
    "bound",
    5,
  ]);
});

test("The power goes at any operation of an archive by hand and of the request after it: nothing is lost, and the chain is whole", async () => {
  const outcome = async (rig: Rig, broken: readonly string[]) => {
    const { service, unbind, historyCount, journal } = await rig.see();
    return { broken, service, state: unbind.state, historyCount, isWhole: journal.damagedAt === null };
  };

  const { wrong, operations } = await everyDeath(
    {
      async begin(ahead) {
        const { rig } = await usedForAWhile(1);
        await rig.restart(ahead);
        await rig.until((seen) => isBound(seen));
        return rig;
      },
      async act(rig) {
        const seen = await rig.see();
        if (seen.service.phase === "outOfService") return true;
        if (seen.unbind.state === "cancelled") {
          await rig.order("closeOutcome", {});
          return false;
        }
        if (seen.unbind.state !== "bound") {
          await rig.order("leaveMenu", {});
          await rig.withdraw().catch(() => undefined);
          return false;
        }
        if (seen.historyCount === 3) return true;
        if (!isBound(seen)) return false;
        await rig.order("leaveMenu", {});
        if ((rig.disk.journal.archives?.size ?? 0) === 0) await rig.give("technician", "archiveJournal", {});
        await rig.order("leaveMenu", {});
        await rig.confirm().catch(() => rig.order("leaveMenu", {}));
        return false;
      },
      outcome,
    },
    {
      broken: [],
      service: { phase: "working" },
      state: "bound",
      historyCount: 3,
      isWhole: true,
    },
  );

  expect({ wrong, archived: operations.includes("archive.setAside") }).toEqual({ wrong: [], archived: true });
});
