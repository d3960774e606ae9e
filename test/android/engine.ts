/**
 * The whole way in any engine, however old: npx tsx test/android/engine.ts EXECUTABLE
 * The page is the built one; an operator in it does what fingers would, and everything else is as in the test with Debian's
 * Chromium. Chromium 64 and 76 are in chrome-aws-lambda@64.0.3264 and @1.17.1, compressed: bin/*.br.
 */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildAndroidPage } from "../../build/androidPage.ts";
import { startAndroidHost } from "../support/androidHost.ts";
import { setAndroidStage } from "../support/androidStage.ts";
import { inEngine } from "../support/oldEngine.ts";

const operator = `
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const find = async (selector) => {
  for (;;) {
    const found = document.querySelector(selector);
    if (found && !found.disabled) return found;
    await pause(20);
  }
};
const tap = async (action) => (await find('[data-action="' + action + '"]')).click();
const screen = (name) => find('[data-screen="' + name + '"]');
const type = async (digits) => { for (const digit of digits) await tap("digit-" + digit); await tap("pin-submit"); };
const pin = "27495183";
const givePin = async () => {
  const shown = await find('[data-screen="chooseRole"], [data-screen="enterPin"], [data-screen="progress"], [data-screen="result"]');
  if (shown.dataset.screen === "chooseRole") await tap("role-merchant");
  if (shown.dataset.screen === "chooseRole" || shown.dataset.screen === "enterPin") { await screen("enterPin"); await type(pin); }
};
(async () => {
  await screen("home");
  const homeMs = Math.round(performance.now());
  await tap("first-pin");
  await screen("pinReset");
  const challenge = (await find('[data-field="reset-challenge"]')).textContent;
  await tap("enter-reset");
  await screen("enterCode");
  await type(await (await send("/unlock", challenge)).text());
  await screen("choosePin");
  await type(pin);
  await pause(300);
  await type(pin);
  await screen("home");
  await tap("open-menu");
  await givePin();
  await tap("reason-switch_provider");
  await tap("agree");
  await find('[data-state="ready"]');
  const summary = await find('[data-action="show-summary"], [data-screen="summary"]');
  if (summary.dataset.action) summary.click();
  await screen("summary");
  (await find('[data-action="confirm"]')).dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
  await find('[data-state="approved"]');
  const progress = document.querySelector('[data-action="see-progress"]');
  if (progress) progress.click();
  await tap("execute");
  await tap("execute-yes");
  await givePin();
  await find('[data-state="completed"]');
  await tap("save-evidence");
  const place = /\\/\\S+\\.json/.exec((await find('[data-field="evidence-place"]')).textContent)[0];
  done(JSON.stringify({ homeMs, place, engine: navigator.userAgent.replace(/.*Chrome\\/(\\S+).*/, "$1") }));
})();`;

const [executable = "/usr/bin/chromium"] = process.argv.slice(2);
const dir = await mkdtemp(join(tmpdir(), "jiebang-engine-"));
const page = await buildAndroidPage();
const stage = await setAndroidStage(dir);
const host = startAndroidHost(stage.platformDir);

const outcome = await inEngine({
  executable,
  profileDir: join(dir, "profile"),
  page,
  script: operator,
  channel: await host.connect(),
  answer: async (path, challenge) =>
    path === "unlock" ? (await stage.upstream.operator.unlockPin({ challenge, role: "merchant" })).code : null,
  giveUpAfterMs: 240_000,
});
const { requests, terminals } = await stage.upstream.operator.list();
console.log(outcome);
console.log(
  JSON.stringify({
    requests: requests.map(({ state, attested }) => ({ state, attested })),
    terminals: terminals.map(({ bindingState }) => bindingState),
  }),
);
process.exitCode = requests.length === 1 && requests[0]?.attested && terminals[0]?.bindingState === "unbound" ? 0 : 1;
await host.kill();
await stage.close();
await rm(dir, { recursive: true, force: true });
