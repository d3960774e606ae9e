import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createNodeEvidenceStore } from "../../../../device/adapters/node/nodeEvidenceStore.ts";
import { createNodeRemovableMedia } from "../../../../device/adapters/node/nodeRemovableMedia.ts";
import type { EvidenceStore } from "../../../../device/ports/evidenceStore.ts";
import type { RemovableMedia } from "../../../../device/ports/removableMedia.ts";
import { createMemoryEvidenceStore } from "../../../support/memoryEvidenceStore.ts";
import { makeScratchDir } from "../../../support/scratchDir.ts";

const requestId = "019b7c1e-5d2a-7c3e-9f10-0a1b2c3d4e5f";

const noStick = createNodeRemovableMedia({ dir: undefined });

type Hooks = { store: EvidenceStore; textAt(place: string): Promise<string | undefined> };

const makers: { [name: string]: () => Promise<Hooks> } = {
  files: async () => ({
    store: createNodeEvidenceStore({ dir: join(await makeScratchDir(), "evidence"), media: noStick }),
    textAt: (place) => readFile(place, "utf8"),
  }),
  memory: async () => {
    const saved = new Map<string, string>();
    return {
      store: createMemoryEvidenceStore(saved),
      textAt: async (place) => saved.get(place.replace("memory:", "")),
    };
  },
};

describe.each(Object.entries(makers))("evidence in %s", (_, prepare) => {
  test("lies at the place that was told, and saving it again replaces it", async () => {
    const { store, textAt } = await prepare();
    await store.save(requestId, '{"first":1}');

    const saved = await store.save(requestId, '{"终端":2}');

    expect(saved.ok && (await textAt(saved.value.place))).toBe('{"终端":2}');
  });
});

test.each(Object.entries(makers))("a copy of the journal in %s lies at the place that was told", async (_, prepare) => {
  const { store, textAt } = await prepare();

  const saved = await store.saveJournal(7, "HASH {}\n");

  expect(saved.ok && (await textAt(saved.value.place))).toBe("HASH {}\n");
});

test("evidence on disk is named after its request, whole, and private", async () => {
  const dir = join(await makeScratchDir(), "evidence");
  await createNodeEvidenceStore({ dir, media: noStick }).save(requestId, "{}");

  const names = await readdir(dir);
  const modes = await Promise.all(["", ...names].map(async (name) => (await stat(join(dir, name))).mode & 0o777));

  expect({ names, modes }).toEqual({ names: [`unbind-${requestId}.json`], modes: [0o700, 0o600] });
});

test("a request id that is none never becomes a file's name", async () => {
  const dir = join(await makeScratchDir(), "evidence");
  const store = createNodeEvidenceStore({ dir, media: noStick });

  const saving = store.save("../../etc/cron.d/x", "{}");

  await expect(saving).rejects.toThrow("not a request id");
});

test("a place that cannot be written says so", async () => {
  const file = join(await makeScratchDir(), "file");
  await writeFile(file, "");

  const saved = await createNodeEvidenceStore({ dir: file, media: noStick }).save(requestId, "{}");

  expect(saved).toEqual({ ok: false, error: { code: "evidence/not-writable", reason: "EEXIST" } });
});

test("evidence goes to the stick where one is plugged in, and stays on the terminal where none is", async () => {
  const [dir, stick] = [join(await makeScratchDir(), "evidence"), await makeScratchDir()];
  const plugged = createNodeEvidenceStore({ dir, media: createNodeRemovableMedia({ dir: stick }) });
  const unplugged = createNodeEvidenceStore({ dir, media: createNodeRemovableMedia({ dir: join(stick, "gone") }) });

  const carried = await plugged.save(requestId, "{}");
  const kept = await unplugged.saveJournal(3, "HASH {}\n");

  expect([carried, await readFile(join(stick, `unbind-${requestId}.json`), "utf8"), kept, await readdir(dir)]).toEqual([
    { ok: true, value: { on: "stick", place: join(stick, `unbind-${requestId}.json`) } },
    "{}",
    { ok: true, value: { on: "terminal", place: join(dir, "journal-3.txt") } },
    ["journal-3.txt"],
  ]);
});

test("a stick that takes nothing is told of: what was meant to be taken along does not stay behind unsaid", async () => {
  const dir = join(await makeScratchDir(), "evidence");
  const fullStick: RemovableMedia = {
    read: async () => ({ ok: true, value: { texts: [], ignored: 0 } }),
    put: async () => ({ ok: false, error: { code: "offline/carrier-not-writable", reason: "ENOSPC" } }),
  };

  const saved = await createNodeEvidenceStore({ dir, media: fullStick }).save(requestId, "{}");

  expect(saved).toEqual({ ok: false, error: { code: "offline/carrier-not-writable", reason: "ENOSPC" } });
});
