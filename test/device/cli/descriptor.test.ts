import { execFileSync } from "node:child_process";
import { closeSync, constants, openSync, readSync, writeSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readByte } from "../../../device/cli/descriptor.ts";
import { createDescriptorKeys, type Key } from "../../../device/cli/kiosk/keys.ts";
import { makeScratchDir } from "../../support/scratchDir.ts";

/** Both ends of a pipe that does not wait, as standard input is once a program looked at it as a stream. */
async function openPipe(): Promise<number> {
  const path = join(await makeScratchDir(), "pipe");
  execFileSync("mkfifo", [path]);
  const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  onTestFinished(() => closeSync(fd));
  expect(() => readSync(fd, new Uint8Array(1))).toThrow("EAGAIN");
  return fd;
}

/** Several turns behind a read that was begun before. */
const aMoment = () => readFile("/proc/self/stat");

test("A code that comes seconds later is waited for", async () => {
  const fd = await openPipe();
  const bytes = new Uint8Array(1);

  const reading = readByte(fd, bytes, 0);
  await aMoment();
  writeSync(fd, "7");

  expect([await reading, bytes[0]]).toEqual([{ ok: true, value: true }, 0x37]);
});

test("A PIN is taken as it comes, and of the next line nothing", async () => {
  const fd = await openPipe();
  const keys: Key[] = [];
  writeSync(fd, "60");

  const taken = createDescriptorKeys(fd).take(
    () => {},
    async (key) => {
      keys.push(key);
      if (keys.length === 2) void aMoment().then(() => writeSync(fd, "2\n274"));
      return key === "enter" ? "over" : "more";
    },
  );

  const rest = new Uint8Array(3);
  expect([await taken, keys, readSync(fd, rest), String.fromCharCode(...rest)]).toEqual([
    { ok: true, value: undefined },
    [{ digit: 6 }, { digit: 0 }, { digit: 2 }, "enter"],
    3,
    "274",
  ]);
});

test("A descriptor that is not open is named with the reason", async () => {
  expect(await readByte(999, new Uint8Array(1), 0)).toEqual({
    ok: false,
    error: { code: "cli/fd-unreadable", fd: 999, reason: "EBADF" },
  });
});
