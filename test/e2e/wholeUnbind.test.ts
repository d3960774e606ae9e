/** The main job by fingers, on real parts: window, serial device, HTTP upstream, journal and evidence on disk. */

import { execFile } from "node:child_process";
import { copyFile, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { projectDir } from "../../build/paths.ts";
import { genericProfile } from "../../device/profiles/bundled.ts";
import { commission, confirmUnbind, executeUnbind, operatorPin } from "./operator.ts";
import { setStage } from "./stage.ts";

const verifier = "https://verify.provider.example/receipt";

const run = promisify(execFile);

test("An operator unbinds the terminal, and anybody can check the proof", { timeout: 120_000 }, async () => {
  const stage = await setStage();
  onTestFinished(stage.close);
  const { stateDir, upstream, configPath } = stage.surroundings;
  const kioskDir = dirname(configPath);
  const oneTimeCode = (await readFile(join(kioskDir, "enrolment-code"), "utf8")).trim();
  const kiosk = await stage.start();

  await upstream.operator.publishProfile({ profile: genericProfile, verifier });
  await commission(stage, kiosk);
  const identity = { sn: await kiosk.read("sn"), imei: await kiosk.read("imei") };
  await confirmUnbind(kiosk);
  await executeUnbind(kiosk);
  await kiosk.state("completed");
  await kiosk.tap("enlarge-qr");
  const qr = await readQr(await kiosk.page.screenshot(), join(kioskDir, "qr.png"));
  await kiosk.tap("close-qr");
  await kiosk.tap("save-evidence");
  const saved = /\/\S+\.json/.exec(await kiosk.read("evidence-place"))?.[0] ?? "";
  await kiosk.tap("finish");
  const last = await kiosk.screen("unbound", "home");
  await kiosk.close();

  const evidence = join(kioskDir, "evidence.json");
  await copyFile(saved, evidence);
  const { receipt } = JSON.parse(await readFile(evidence, "utf8"));
  const { terminals, requests } = await upstream.operator.list();
  const everythingKept = [await stage.output(), ...(await readAll(stateDir))];
  expect({
    identity,
    last,
    qrIsLink: qr === `${verifier}#${receipt}`,
    verdict: await verify(evidence, upstream.publicKeyFile),
    submissions: (await stage.submissions()).length,
    terminals: terminals.map(({ sn, bindingState }) => ({ sn, bindingState })),
    requests: requests.map(({ state, attested }) => ({ state, attested })),
    kept: {
      sn: isKept(identity.sn, everythingKept),
      pin: isKept(operatorPin, everythingKept),
      code: isKept(oneTimeCode, everythingKept) || isKept(oneTimeCode.replaceAll("-", ""), everythingKept),
    },
  }).toEqual({
    identity: { sn: "JB26T1000042", imei: "490154203237518" },
    last: "unbound",
    qrIsLink: true,
    verdict: { exitCode: 0, wrong: [] },
    submissions: 1,
    terminals: [{ sn: "JB26T1000042", bindingState: "unbound" }],
    requests: [{ state: "unbound", attested: true }],
    kept: { sn: true, pin: false, code: false },
  });
});

async function readQr(png: Uint8Array, file: string): Promise<string> {
  await writeFile(file, png);
  const { stdout } = await run("zbarimg", ["--quiet", "--raw", file]);
  return stdout.trim();
}

type Finding = { readonly code: string; readonly ok: boolean };

/** By the program that anybody would check it with. */
async function verify(evidence: string, upstreamKey: string) {
  const command = ["--import", "tsx", "device/cli.ts", "verify", evidence, "--upstream-key", upstreamKey, "--json"];
  const { stdout } = await run(process.execPath, command, { cwd: projectDir });
  const { exitCode, findings }: { exitCode: number; findings: Finding[] } = JSON.parse(stdout);
  return { exitCode, wrong: findings.filter(({ ok }) => !ok) };
}

/** Every byte of every file below, one character a byte. */
async function readAll(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), "latin1")));
}

/** As it is, as JavaScript keeps it in memory, or in base64 at any place of a longer text. */
function isKept(secret: string, texts: readonly string[]): boolean {
  const utf16 = Buffer.from(secret, "utf16le").toString("latin1");
  const base64 = [0, 1, 2].map((shift) => {
    const whole = Buffer.from(" ".repeat(shift) + secret, "latin1").toString("base64url");
    return whole.slice(shift === 0 ? 0 : shift + 1, Math.floor(((shift + secret.length) * 8) / 6));
  });
  return texts.some((text) => [secret, utf16, ...base64].some((form) => text.includes(form)));
}
