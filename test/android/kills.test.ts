/** The platform's half dies at every step by which something on its disk changes: what it said was kept is there, nothing is half. */

import { expect, onTestFinished, test } from "vitest";
import { createAndroidJournalFile } from "../../device/adapters/webview/androidJournalFile.ts";
import { createAndroidStateFiles } from "../../device/adapters/webview/androidStateFiles.ts";
import { fromUtf8, utf8 } from "../../device/base/bytes.ts";
import { startAndroidHost } from "../support/androidHost.ts";
import { describeWithJdk } from "../support/describeWithJdk.ts";
import { makeScratchDir } from "../support/scratchDir.ts";

type Host = ReturnType<typeof startAndroidHost>;

/** Everything that changes the disk once, the journal's archive included. Tells what the platform said it did, until it died. */
async function tell(host: Host): Promise<readonly string[]> {
  const bridge = await host.bridge();
  const journal = createAndroidJournalFile(bridge);
  const files = createAndroidStateFiles(bridge, "state");
  const done: string[] = [];
  const step = async (name: string, work: () => Promise<{ readonly ok: boolean } | string | undefined>) => {
    const answered = await work();
    if (typeof answered === "string" || answered?.ok) done.push(name);
  };
  const steps: readonly (readonly [string, () => Promise<{ readonly ok: boolean } | string | undefined>])[] = [
    ["read", () => journal.read()],
    ["one", () => journal.append(utf8("one\n"))],
    ["two", () => journal.append(utf8("two\n"))],
    ["mark", () => journal.leaveMark("two")],
    ["old", () => files.replace("file", utf8("old"))],
    ["new", () => files.replace("file", utf8("new and longer"))],
    ["aside", async () => journal.archives?.setAside(2, utf8("head\n"))],
    ["three", () => journal.append(utf8("three\n"))],
    ["cut", () => journal.cut(5)],
    ["erased", () => files.erase("file").then(() => "erased")],
  ];
  const dead = host.gone.then(() => "dead" as const);
  for (const [name, work] of steps) {
    if ((await Promise.race([step(name, work), dead])) === "dead") return done;
  }
  return done;
}

/** What the next process finds. */
async function found(dir: string) {
  const host = startAndroidHost(dir);
  const bridge = await host.bridge();
  const journal = createAndroidJournalFile(bridge);
  const read = await journal.read();
  const archive = await journal.archives?.read(2);
  const file = await createAndroidStateFiles(bridge, "state").read("file", 100);
  const appended = await journal.append(utf8("after\n"));
  await host.kill();
  return {
    journal: read.ok ? fromUtf8(read.value.bytes) : read.error.code,
    mark: read.ok && read.value.mark,
    archive: archive?.ok ? fromUtf8(archive.value) : null,
    file: file && fromUtf8(file),
    appends: appended.ok,
  };
}

type Found = Awaited<ReturnType<typeof found>>;

/** Null where it is one of the states that may be: the one after the last step that was told, or after the one on the way. */
function brokenIn(state: Found, done: readonly string[]): string | null {
  const told = new Set(done);
  const whole = ["", "one\n", "one\ntwo\n"];
  const least = told.has("two") ? 2 : told.has("one") ? 1 : 0;
  const inOne = state.archive === null;
  const text = (inOne ? state.journal : state.archive) ?? "";
  // A torn record is cut by the core; nothing before it may differ, and nothing that was told may be missing.
  if (!"one\ntwo\n".startsWith(text) || text.length < (whole[least] ?? "").length) return "records";
  if (!inOne && (text !== "one\ntwo\n" || !`head\nthree\n`.startsWith(state.journal ?? "?"))) return "archive";
  if (!inOne && !state.journal?.startsWith("head\n")) return "new file";
  if (told.has("aside") && inOne) return "archive gone";
  if (told.has("three") && !told.has("cut") && !["head\nthree\n", "head\n"].includes(state.journal ?? ""))
    return "three";
  if (told.has("cut") && state.journal !== "head\n") return "cut";
  if (told.has("mark") ? state.mark !== "two" : state.mark !== null && state.mark !== "two") return "mark";
  if (!fileFits(state.file, told)) return "file";
  return state.appends ? null : "appends no more";
}

/** An erased file is overwritten before it goes: a death may leave it half overwritten. */
function fileFits(file: string | null, told: ReadonlySet<string>): boolean {
  if (told.has("erased")) return file === null;
  if (told.has("new")) return file === null || "new and longer".endsWith(file.replace(/^\0*/, ""));
  return told.has("old") ? file === "old" || file === "new and longer" : file === null || file === "old";
}

describeWithJdk("Deaths of the platform's half", () => {
  test("in the middle of every operation and after it, the disk holds what was told and nothing half", async () => {
    const dir = await makeScratchDir();
    const whole = startAndroidHost(dir);
    onTestFinished(() => whole.kill());
    const told = await tell(whole);
    const operations = (await whole.order("operations")).split(" ");
    await whole.kill();

    const broken: string[] = [];
    for (const [index, operation] of operations.entries()) {
      // To die before an operation is to die after the one before it.
      for (const landing of operation === "write" ? ["half", "all"] : ["all"]) {
        const place = await makeScratchDir();
        const host = startAndroidHost(place);
        await host.order(`die ${index + 1} ${landing}`);
        const done = await tell(host);
        await host.kill();
        const fault = brokenIn(await found(place), done);
        if (fault) broken.push(`${index + 1} ${operation}, ${landing}: ${fault}`);
      }
    }

    expect({ told: told.length, enough: operations.length > 35, broken }).toEqual({
      told: 10,
      enough: true,
      broken: [],
    });
  }, 600_000);
});
