// A machine that can keep the key better than before: a new key takes the old one's place, and nothing is lost on the way.

import { expect, test } from "vitest";
import { paths } from "../../../device/contract/upstream.ts";
import { peekJws } from "../../../device/trust/jws.ts";
import { everyDeath } from "../../support/deaths.ts";
import { carryOn } from "../../support/operator.ts";
import { brokenPromises, finished, outcomeOf } from "../../support/promises.ts";
import { createRig, goodPin, isBound, type Rig, type RigOptions, simIdentity } from "../../support/rig.ts";
import { savedEvidence } from "../../support/savedEvidence.ts";

const timeout = 180_000;

/** A terminal in service, whose machine has got a chip. */
async function withChip(options: RigOptions = {}): Promise<Rig> {
  const rig = await createRig(options);
  await rig.setUp();
  rig.disk.key.hasChip = true;
  return rig;
}

const inChip = ({ provisioning }: Awaited<ReturnType<Rig["see"]>>) => provisioning.key?.storage === "tpm";

/** Both sides' word on the key in use. */
async function keys(rig: Rig) {
  const { provisioning } = await rig.see();
  const [known] = (await rig.upstream.operator.list()).terminals;
  return {
    here: provisioning.key?.storage,
    there: known?.keyStorage,
    same: provisioning.key?.kid === known?.deviceKid,
  };
}

const moved = { here: "tpm", there: "tpm", same: true } as const;

test("a key in the chip takes the place of the one in a file without anybody doing anything, and unbinds the terminal", {
  timeout,
}, async () => {
  const rig = await withChip();
  await rig.restart();
  await rig.until(inChip);
  await rig.clock.advance(120_000);
  const between = await keys(rig);

  await carryOn(rig);

  expect([between, await outcomeOf(rig, []), await savedEvidence(rig)]).toEqual([
    moved,
    finished,
    { conclusion: "unbound-now-proven", toThirdParties: true, wrong: [] },
  ]);
});

test("while a request is open the key that signed it stays, and what it began is proven by it afterwards as well", {
  timeout,
}, async () => {
  const rig = await createRig({ reviewMs: "manual" });
  await rig.setUp();
  await rig.confirm();
  await rig.reach("underReview");
  rig.disk.key.hasChip = true;
  await rig.restart();
  await rig.clock.advance(900_000);
  const open = await keys(rig);
  const requestId = (await rig.see()).unbind.requestId ?? "";
  await rig.upstream.operator.reject({ requestId, code: "debts" });
  await rig.reach("rejected");

  await rig.until(inChip);

  const { conclusion, wrong } = await savedEvidence(rig, requestId);
  expect([open, await keys(rig), conclusion, wrong]).toEqual([
    { here: "software", there: "software", same: true },
    { here: "tpm", there: "software", same: false },
    "decided-only",
    [],
  ]);
});

test("an answer that is lost changes nothing: the old key goes on, and the same is told again", {
  timeout,
}, async () => {
  const rig = await withChip();
  await rig.upstream.operator.setFault({ fault: { kind: "answer-lost", route: "succession", times: 2 } });
  await rig.restart();
  await rig.clock.advance(240_000);
  const between = { ...(await keys(rig)), reach: (await rig.see()).upstream.reach };

  await rig.until(inChip);
  await rig.clock.advance(120_000);

  expect([between, await keys(rig)]).toEqual([
    { here: "software", there: "software", same: true, reach: "reachable" },
    moved,
  ]);
});

test("with a provider that knows nothing of it everything goes on with the key that there is", {
  timeout,
}, async () => {
  const rig = await withChip();
  rig.answersAs("POST /v1/successions", { status: 404, problem: "not-found" });
  await rig.restart();
  await rig.clock.advance(1_800_000);
  const asked = rig.witnessed.filter(({ what }) => what === "POST /v1/successions").length;

  await carryOn(rig);

  expect({ asked: asked > 1 && asked < 10, end: await outcomeOf(rig, []) }).toEqual({ asked: true, end: finished });
});

test("what was proven of the key before is not said of the one in its place, also while the old bindings are all that is known", {
  timeout,
}, async () => {
  const rig = await withChip({ keyProven: "strongbox" });
  const before = (await keys(rig)).here;
  rig.answersAs(`GET ${paths.bindings(simIdentity.sn)}`, { status: 503 });
  await rig.restart();
  await rig.until(inChip);
  await rig.restart();
  await rig.until((seen) => isBound(seen));
  const alone = (await keys(rig)).here;
  rig.answersAs(`GET ${paths.bindings(simIdentity.sn)}`, null);
  await rig.clock.advance(900_000);
  const heard = await keys(rig);

  await carryOn(rig);

  expect([before, alone, heard, await outcomeOf(rig, []), attestedStorage(rig)]).toEqual([
    "strongbox",
    "tpm",
    moved,
    finished,
    ["tpm"],
  ]);
});

/** How the key is kept by the terminal's own signed words on its wipe. */
function attestedStorage(rig: Rig): readonly unknown[] {
  const posted = rig.witnessed.filter(({ what }) => what.endsWith("/attestation"));
  return [...new Set(posted.map(({ body }) => peekJws(body.split("\n")[0] ?? "").payload.keyStorage))];
}

test("wherever the power goes on the way, both sides come to the new key, the bindings and the PIN stay", {
  timeout,
}, async () => {
  async function act(rig: Rig): Promise<boolean> {
    const { here, there, same } = await keys(rig);
    return here === "tpm" && there === "tpm" && same && isBound(await rig.see());
  }
  const told = await everyDeath(
    {
      async begin(ahead) {
        const rig = await withChip();
        await rig.restart(ahead);
        return rig;
      },
      act,
      async outcome(rig, broken) {
        const { service } = await rig.see();
        return {
          broken: [...broken, ...(await brokenPromises(rig))],
          phase: service.phase,
          keys: await keys(rig),
          bound: isBound(await rig.see()),
          pin: rig.disk.pins.get("merchant")?.pin === goodPin,
          earlier: rig.disk.key.before?.length,
        };
      },
    },
    { broken: [], phase: "working", keys: moved, bound: true, pin: true, earlier: 1 },
  );

  expect({ wrong: told.wrong, cuts: told.operations.filter((name) => name.startsWith("signer")) }).toEqual({
    wrong: [],
    cuts: expect.arrayContaining(["signer.stronger", "signer.use"]),
  });
});
