// Keys are made by the thousand in tests, and told as JWK at once.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const keyPair = new URL("keyPair.ts", import.meta.url).href;

test("pairs are told as JWK though the garbage collector runs all the while", async () => {
  const program = `
    import { newKeyPair } from ${JSON.stringify(keyPair)};
    let told = 0;
    while (told < 4000 && newKeyPair().publicKey.export({ format: "jwk" }).crv === "P-256") told += 1;
    console.log(told);
  `;
  const collecting = ["--gc-global", "--min-semi-space-size=1", "--max-semi-space-size=1"];
  const asModule = ["--import", "tsx", "--input-type=module", "--eval", program];

  const { stdout } = await promisify(execFile)(process.execPath, [...collecting, ...asModule]);

  expect(stdout.trim()).toBe("4000");
});
