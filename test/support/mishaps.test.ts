import { expect, test } from "vitest";
import { utf8 } from "../../device/base/bytes.ts";
import { createMemoryJournalFile, createMemoryJournalStore } from "./memoryJournalFile.ts";
import { createMemoryMerchantStore } from "./memoryMerchantStore.ts";
import { createMishaps, type Landing } from "./mishaps.ts";

/** What a promise is after everything else has had its turn. */
const after = (promise: Promise<unknown>) =>
  Promise.race([
    promise.then(() => "answered"),
    new Promise((resolve) => setImmediate(() => setImmediate(resolve, "open"))),
  ]);

test.each<[Landing, string]>([
  ["nothing", "one\n"],
  ["half", "one\ntw"],
  ["all", "one\ntwo\n"],
])(
  "a machine that dies in an append of which %s landed answers nothing more, and leaves just that",
  async (landing, left) => {
    const store = createMemoryJournalStore();
    const mishaps = createMishaps();
    mishaps.dieAt(2, landing);
    const journal = createMemoryJournalFile(store, mishaps);
    await journal.read();
    await journal.append(utf8("one\n"));

    const dying = journal.append(utf8("two\n"));
    await mishaps.died;
    const others = [dying, journal.read(), createMemoryMerchantStore(undefined, mishaps).readBindings()];

    expect({ others: await Promise.all(others.map(after)), left: Buffer.from(store.bytes).toString() }).toEqual({
      others: ["open", "open", "open"],
      left,
    });
  },
);

test("doubles with the same mishaps count in one row, and only the one that was named fails", async () => {
  const mishaps = createMishaps();
  mishaps.failAt(2);
  const journal = createMemoryJournalFile(undefined, mishaps);
  const merchant = createMemoryMerchantStore(undefined, mishaps);
  await journal.read();

  const answers = [
    await journal.append(utf8("one\n")),
    await merchant.writeBindings(["a.b.c"]),
    await merchant.writeBindings(["a.b.c"]),
  ];

  expect({ succeeded: answers.map((answer) => answer.ok), operations: mishaps.operations }).toEqual({
    succeeded: [true, false, true],
    operations: ["journal.append", "merchant.writeBindings", "merchant.writeBindings"],
  });
});
