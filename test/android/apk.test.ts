/** The Android app as its tools see it: signed, aligned, the same whenever it is made, with nothing in it but ours. */

import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { makeApk, makeUnsigned, versionCode } from "../../build/android/makeApk.ts";
import { signingKey } from "../../build/android/signing.ts";
import { androidToolsAt } from "../../build/android/tools.ts";
import { makeScratchDir } from "../support/scratchDir.ts";

const run = promisify(execFile);
const mostBytes = 1024 * 1024;

const missing = [
  ...["aapt", "apksigner", "zipalign", "javac", "keytool", "unzip"].filter(
    (tool) => spawnSync("which", [tool]).status !== 0,
  ),
  ...Object.values(androidToolsAt).filter((path) => !existsSync(path)),
];
if (missing.length > 0)
  console.warn(`The Android app: NOT MADE, ${missing.join(", ")} missing (npm run android says how)`);

test("an app of a higher version has a higher number", () => {
  expect(["0.1.0", "0.1.1", "0.2.0", "1.0.0"].map(versionCode)).toEqual([100, 101, 200, 10_000]);
});

test.skipIf(missing.length > 0)(
  "the app is signed, aligned, small, the same on every build, and says what it may and what others may start",
  async () => {
    const dir = await makeScratchDir();
    const key = await signingKey({});
    const { apk, bytes, unsignedSha256 } = await makeApk({ tools: androidToolsAt, key, version: "0.1.0", into: dir });
    await mkdir(join(dir, "again"));
    const again = await makeUnsigned(join(dir, "again"), androidToolsAt, "0.1.0");

    const signature = await run("apksigner", ["verify", "--verbose", apk]);
    const aligned = await run("zipalign", ["-c", "4", apk]).then(() => true);
    const badging = (await run("aapt", ["dump", "badging", apk])).stdout;
    const manifest = (await run("aapt", ["dump", "xmltree", apk, "AndroidManifest.xml"])).stdout;
    const dex = (await run("unzip", ["-p", apk, "classes.dex"], { encoding: "buffer", maxBuffer: 2 ** 24 })).stdout;

    expect({
      schemes: signature.stdout.match(/v[23] scheme.*: true/g)?.length,
      aligned,
      small: bytes < mostBytes,
      same:
        createHash("sha256")
          .update(await readFile(again))
          .digest("hex") === unsignedSha256,
      app: badging.match(/^(?:package: name='[^']*'|sdkVersion.*|targetSdkVersion.*|uses-permission.*)/gm),
      // As aapt writes yes and no.
      exported: manifest.match(/exported\(0x01010010\)=\(type 0x12\)0xffffffff/g)?.length,
      forbidden: ["allowBackup", "usesCleartextTraffic"].map((name) =>
        new RegExp(`${name}\\(0x[0-9a-f]+\\)=\\(type 0x12\\)0x0\\b`).test(manifest),
      ),
      packages: [...new Set(classesIn(dex).map((name) => name.split("/").slice(0, -1).join(".")))].sort(),
    }).toEqual({
      schemes: 2,
      aligned: true,
      small: true,
      same: true,
      app: [
        "package: name='jiebang.kiosk'",
        "sdkVersion:'23'",
        "targetSdkVersion:'28'",
        "uses-permission: name='android.permission.INTERNET'",
        "uses-permission: name='android.permission.RECEIVE_BOOT_COMPLETED'",
        "uses-permission: name='android.permission.READ_PHONE_STATE'",
      ],
      // The window for the launcher, the start of the device, the device's policy, which only the system may speak to.
      exported: 3,
      forbidden: [true, true],
      packages: ["jiebang.bridge", "jiebang.ends", "jiebang.shell"],
    });
  },
  240_000,
);

/** The names of the classes that a DEX file defines (Dalvik Executable format: header_item, class_def_item, type_id_item). */
function classesIn(dex: Buffer): string[] {
  const [strings, types, count, classes] = [0x3c, 0x44, 0x60, 0x64].map((at) => dex.readUInt32LE(at)) as [
    number,
    number,
    number,
    number,
  ];
  return Array.from({ length: count }, (_, nth) => {
    const type = dex.readUInt32LE(classes + 32 * nth);
    const text = dex.readUInt32LE(strings + 4 * dex.readUInt32LE(types + 4 * type));
    // A length of one byte, "L", the name, ";" and a zero.
    return dex.toString("latin1", text + 2, dex.indexOf(0, text + 1) - 1);
  });
}
