// A program meets the state of another one: a newer form is left alone, an older program is noticed, and nothing is lost.

import { expect, test } from "vitest";
import { currentFormat } from "../../../device/kiosk/claimState.ts";
import type { WrittenFormat } from "../../../device/ports/stateFormat.ts";
import { createRig, isBound, type Rig } from "../../support/rig.ts";

async function inService(): Promise<Rig> {
  const rig = await createRig({ technician: true });
  await rig.setUp();
  return rig;
}

async function startedOn(written: WrittenFormat | null): Promise<Rig> {
  const rig = await inService();
  rig.disk.format.written = written;
  await rig.restart();
  return rig;
}

async function newerProgram(rig: Rig): Promise<string | null | undefined> {
  await rig.until(({ terminal }) => terminal.phase === "read");
  await rig.as("technician", "readDiagnostics");
  return (await rig.see()).diagnostics?.facts.find(({ name }) => name === "newerProgram")?.value;
}

test("a state in a newer form is refused with the way out, and no byte of it changes", async () => {
  const rig = await inService();
  const newer = { format: currentFormat + 1, newestProgram: "0.9.0" };
  rig.disk.format.written = newer;
  const before = rig.disk.journal.bytes.slice();
  const sent = rig.witnessed.length;

  await rig.restart();
  await rig.clock.advance(120_000);

  expect({
    service: (await rig.see()).service,
    format: rig.disk.format.written,
    journal: rig.disk.journal.bytes,
    done: rig.mishaps().operations,
    sent: rig.witnessed.length - sent,
  }).toEqual({
    service: {
      phase: "outOfService",
      failure: { code: "state/newer", facts: { format: currentFormat + 1, program: "0.9.0" } },
    },
    format: newer,
    journal: before,
    done: [],
    sent: 0,
  });
});

test("the newer program, put back in its place, goes on as if nothing had been", async () => {
  const rig = await startedOn({ format: currentFormat + 1, newestProgram: "0.9.0" });
  rig.disk.format.written = { format: currentFormat, newestProgram: "0.1.0" };

  await rig.restart();

  expect(isBound(await rig.until(isBound))).toBe(true);
});

test("an older program over a newer one that left the same form works, and says so until the newer one is back", async () => {
  const rig = await startedOn({ format: currentFormat, newestProgram: "0.10.0" });
  const told = await newerProgram(rig);

  expect({
    told,
    bound: isBound(await rig.until(isBound)),
    noted: rig.log.notes.filter(({ code }) => code === "state/older-program").map(({ facts }) => facts),
    kept: rig.disk.format.written,
  }).toEqual({
    told: "0.10.0",
    bound: true,
    noted: [{ program: "0.1.0", newest: "0.10.0" }],
    kept: { format: currentFormat, newestProgram: "0.10.0" },
  });
});

test.each([
  ["that nobody said anything of", null],
  ["of an earlier program", { format: 1, newestProgram: "0.0.9" }],
])("a state %s is taken over, and the form is said from then on", async (_, written) => {
  const rig = await startedOn(written);
  const told = await newerProgram(rig);

  expect([told, rig.disk.format.written]).toEqual(["none", { format: currentFormat, newestProgram: "0.1.0" }]);
});

test("a form that cannot be said is noted by its own name, the kiosk works, and the next start says it", async () => {
  const rig = await inService();
  rig.disk.format.written = null;

  await rig.restart((mishaps) => mishaps.failAt(1));
  const bound = isBound(await rig.until(isBound));
  const missed = rig.disk.format.written;
  const first = rig.mishaps().operations[0];
  await rig.restart();

  expect({
    first,
    bound,
    noted: rig.log.notes.filter(({ code }) => code.startsWith("state/")),
    missed,
    later: rig.disk.format.written,
  }).toEqual({
    first: "format.write",
    bound: true,
    noted: [expect.objectContaining({ code: "state/format-not-written", facts: { reason: "told to fail" } })],
    missed: null,
    later: { format: currentFormat, newestProgram: "0.1.0" },
  });
});
