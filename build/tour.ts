/** The kiosk's whole job, done by itself on simulated surroundings: a line for each step, a picture for each screen. */

import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { KioskDriver } from "../test/support/kioskDriver.ts";
import type { Surroundings } from "../test/support/surroundings.ts";
import { projectDir } from "./paths.ts";

const run = promisify(execFile);

/** For the simulated terminal only; a real one asks its owner. */
const tourPin = "274951";
const holdMs = 2_400;

export type Tour = { readonly kiosk: KioskDriver; readonly surroundings: Surroundings; readonly pictureDir: string };

/** Takes the tour from the first start to the unbound screen. A step that does not come true throws. */
export async function takeTour({ kiosk, surroundings, pictureDir }: Tour): Promise<void> {
  await mkdir(pictureDir, { recursive: true });
  let pictures = 0;
  const step = async (name: string, facts = "") => {
    pictures += 1;
    const file = `${String(pictures).padStart(2, "0")}-${name}.png`;
    await kiosk.picture(join(pictureDir, file));
    console.log(`${file.padEnd(28)} ${facts}`);
  };

  // Whichever of them is seen first: orders are taken while the terminal is still read.
  await kiosk.screen("starting", "factory", "home");
  await step("starting", "reading the terminal");
  await kiosk.tap("first-pin");
  await kiosk.screen("pinReset");
  const challenge = await kiosk.read("reset-challenge");
  await step("first-pin", `first start: no PIN by default; the merchant reads ${challenge} to the provider`);
  const { code } = await surroundings.upstream.operator.unlockPin({ challenge, role: "merchant" });
  await kiosk.tap("enter-reset");
  await kiosk.screen("enterCode");
  await kiosk.typePin(code);
  await kiosk.screen("choosePin");
  await step("choose-pin", "the provider's code lets the merchant choose");
  await kiosk.typePin("123456");
  await kiosk.field("pin-failure").waitFor();
  await step("pin-refused", "123456 is refused: easy to guess");
  await kiosk.typePin(tourPin);
  await kiosk.typePin(tourPin);
  await kiosk.screen("home");
  await kiosk.page.locator('[data-action="open-menu"]:enabled').waitFor();
  const sn = await kiosk.read("sn");
  const imei = await kiosk.read("imei");
  await step(
    "home",
    `SN ${sn}, IMEI ${imei}, model ${await kiosk.read("model")}, bound to ${await kiosk.read("merchant")}`,
  );
  await kiosk.tap("language");
  await step("home-english", "the same in English");
  await kiosk.tap("language");

  await kiosk.tap("open-menu");
  await kiosk.screen("enterPin");
  await step("pin", "PIN asked for");
  await kiosk.typePin(tourPin);
  await kiosk.screen("draft");
  await step("reason", "why, one card for each reason");
  await kiosk.tap("reason-switch_provider");
  await step("effects", "what ends, what stays, the money, and what agreeing says");
  await kiosk.tap("agree");
  await kiosk.state("ready");
  // Checks that all passed ask for nothing.
  await kiosk.tapIfThere("show-summary");
  await kiosk.screen("summary");
  const requestId = await kiosk.read("signed-requestId");
  await step("summary", `request ${requestId}, SHA-256 ${await kiosk.read("summary-hash")}`);
  await kiosk.hold("confirm", holdMs);

  await kiosk.screen("progress");
  await kiosk.state("submitted", "underReview");
  await step("submitted", await kiosk.read("state"));
  await kiosk.state("approved");
  await step("approved", await kiosk.read("state"));
  await kiosk.tap("execute");
  await kiosk.tap("execute-yes");
  await kiosk.state("completed");
  await kiosk.screen("result");
  await step("result", await kiosk.read("state"));
  await kiosk.tap("enlarge-qr");
  await step("voucher-qr", "the receipt, whole, for any QR reader");
  const receipt = await readQr(join(pictureDir, `${String(pictures).padStart(2, "0")}-voucher-qr.png`));
  const { receiptId, outcome, unboundAt } = claimsOf(receipt);
  console.log(`${"".padEnd(28)} QR read from the screen: ${receipt}`);
  console.log(`${"".padEnd(28)} receipt ${receiptId}: ${outcome} at ${unboundAt}`);
  await kiosk.tap("close-qr");
  await kiosk.tap("save-evidence");
  const evidence = /\/\S+\.json/.exec(await kiosk.read("evidence-place"))?.[0] ?? "";
  await step("evidence", evidence);
  await kiosk.tap("finish");
  await kiosk.screen("unbound");
  await step("unbound", `SN ${await kiosk.read("sn")} is not bound any more; it takes no payments`);

  await verify(evidence, receipt, surroundings, pictureDir);
}

async function readQr(picture: string): Promise<string> {
  const { stdout } = await run("zbarimg", ["--quiet", "--raw", picture]);
  return stdout.trim();
}

function claimsOf(jws: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(jws.split(".")[1] ?? "", "base64url").toString("utf8"));
}

/** The evidence as anybody would check it: by a program of its own, against the upstream's public key. */
async function verify(evidence: string, qr: string, surroundings: Surroundings, dir: string): Promise<void> {
  const text = await readFile(evidence, "utf8");
  if (JSON.parse(text).receipt !== qr) throw new Error("the QR code on the screen is not the receipt in the evidence");
  const copy = join(dir, "evidence.json");
  await writeFile(copy, text);
  const key = surroundings.upstream.publicKeyFile;
  const command = ["run", "--silent", "verify", "--", copy, "--upstream-key", key];
  console.log(`\nnpm ${command.join(" ")}`);
  const { stdout } = await run("npm", command, { cwd: projectDir });
  console.log(stdout);
}
