import { appendFileSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeScratchDir } from "../support/scratchDir.ts";
import { openFileStore } from "./store.ts";

const nonce = (name: string) => ({ nonce: name, seenAtMs: 1 });

/** A folder whose state has two commits: one nonce, then another with the first dropped. */
async function twoCommits() {
  const dir = await makeScratchDir();
  const store = openFileStore(dir);
  store.put("nonces", "a", nonce("a"));
  store.commit();
  store.put("nonces", "b", nonce("b"));
  store.drop("nonces", "a");
  store.commit();
  store.close();
  return { dir, file: join(dir, "state.log") };
}
const reopened = (dir: string) => {
  const store = openFileStore(dir);
  const nonces = store.all("nonces").map((record) => record.nonce);
  store.close();
  return nonces;
};

test("what was committed is there again", async () => {
  const { dir } = await twoCommits();

  expect(reopened(dir)).toEqual(["b"]);
});

test("what was not committed never happened", async () => {
  const { dir } = await twoCommits();
  const store = openFileStore(dir);
  store.put("nonces", "c", nonce("c"));
  store.close();

  expect(reopened(dir)).toEqual(["b"]);
});

test("a commit cut off in the middle is dropped whole", async () => {
  const { dir, file } = await twoCommits();
  truncateSync(file, statSync(file).size - 3);

  expect(reopened(dir)).toEqual(["a"]);
});

test("what follows a cut-off commit is not glued to it", async () => {
  const { dir, file } = await twoCommits();
  appendFileSync(file, '[["nonces","x",');
  const store = openFileStore(dir);
  store.put("nonces", "c", nonce("c"));
  store.commit();
  store.close();

  expect(reopened(dir)).toEqual(["b", "c"]);
});

test("a state damaged in the middle is not opened", async () => {
  const { dir, file } = await twoCommits();
  writeFileSync(file, readFileSync(file, "utf8").replace("nonces", '"'));

  expect(() => openFileStore(dir)).toThrow();
});

test("the state is for its owner only", async () => {
  const { file } = await twoCommits();

  expect((statSync(file).mode & 0o777).toString(8)).toBe("600");
});
