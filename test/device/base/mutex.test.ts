/** One at a time: what overlaps here meets in one file, on one line, or in one journal. */

import { expect, test } from "vitest";
import { createMutex } from "../../../device/base/mutex.ts";

test("Work begins when the work before it is over, in the order asked, and whoever waits for all of it waits to the end", async () => {
  const mutex = createMutex();
  const seen: string[] = [];
  const work = (name: string) => async () => {
    seen.push(`${name} begins`);
    await Promise.resolve();
    seen.push(`${name} ends`);
    return name;
  };

  const results = [mutex.run(work("first")), mutex.run(work("second"))];
  await mutex.settled();
  seen.push("settled");

  expect([await Promise.all(results), seen]).toEqual([
    ["first", "second"],
    ["first begins", "first ends", "second begins", "second ends", "settled"],
  ]);
});

test("Work that throws is its caller's affair: what waits behind it is done all the same", async () => {
  const mutex = createMutex();

  const thrown = mutex.run(() => Promise.reject(new Error("a bug")));
  const behind = mutex.run(async () => "done");

  expect(await Promise.allSettled([thrown, behind, mutex.settled()])).toMatchObject([
    { status: "rejected" },
    { status: "fulfilled", value: "done" },
    { status: "fulfilled" },
  ]);
});
