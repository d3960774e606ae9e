import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import type * as z from "zod/mini";
import { genericProfile } from "../../device/profiles/bundled.ts";
import { makeScratchDir } from "../support/scratchDir.ts";
import { commands, type Given } from "./commands.ts";
import { operatorOrders } from "./operator.ts";
import { startUpstream } from "./server.ts";
import { createTestTerminal, identity, outcomeOf } from "./testTerminal.ts";

const all = Object.values(commands).flatMap((group) => Object.entries(group));
const request = "01950000-0000-7000-8000-000000000000";
const { sn, imei } = identity;

/** What somebody may type after each order: the word, then options; true stands for a flag. */
const typed: Record<string, [word: string, options?: Record<string, string | true>]> = {
  register: [
    "",
    { sn, imei, kind: "settlement_card_to_merchant", provider: "lishua", merchant: "店", subject: "6222" },
  ],
  bind: [sn, { kind: "bank_account_to_pos", contact: "13800001234" }],
  code: [sn, { minutes: "5" }],
  "bind-again": [sn, { kind: "terminal_to_merchant" }],
  "unbind-at-desk": [sn],
  terms: [
    sn,
    { window: "2026-01-01/2026-02-01", left: "0", until: "2026-03-01", replacement: "validated", policy: "2" },
  ],
  authorise: [sn, { covers: "unbind,waive_open_batch" }],
  order: [sn, { reason: "regulatory", text: "监管要求", minutes: "60" }],
  list: [""],
  approve: [request],
  reject: [request, { code: "documents_missing", text: "缺少材料" }],
  withdraw: [request],
  hold: [request, { code: "odd_hours", until: "2026-01-01T08:00:00Z" }],
  lift: [request],
  demand: [request, { factor: "sms", code: "246810", "sent-to": "••••1234", tries: "5", "after-review": true }],
  proven: [request, { not: true }],
  cancel: [request],
  expire: [request],
  answer: ["BCDF-GHJK-LMNP-QRST-VWXZ", { sn }],
  "unlock-pin": ["BCDF-GHJK-LMNP-QRST-VWXZ", { role: "merchant" }],
  "rotate-key": ["", { "overlap-minutes": "60" }],
  "end-key": ["MmyCtGcdrvbrCDo2YL7A9AeThSPgbUCQrFIGadz7wlc"],
  review: ["manual"],
  "verify-all": ["face", { "hand-over": true }],
  fault: ["answer-lost", { route: "execution", times: "2" }],
};

const given = ([word, options = {}]: (typeof typed)[string]): Given => {
  const text = (name: string) => (typeof options[name] === "string" ? options[name] : undefined);
  return { subject: () => word, text, needed: (name) => text(name) ?? "", flag: (name) => options[name] === true };
};

test.each(Object.entries(typed))("%s gives an order that the upstream understands", (name, words) => {
  const command = all.find(([known]) => known === name)?.[1];
  const schema: z.ZodMiniType | undefined = command && operatorOrders[command.order];

  expect(schema?.safeParse(command?.input(given(words)))).toMatchObject({ success: true });
});

test("a profile is published from a file", async () => {
  const file = join(await makeScratchDir(), "profile.json");
  writeFileSync(file, JSON.stringify({ profile: genericProfile, contacts: [{ kind: "phone", value: "0000" }] }));
  const command = all.find(([name]) => name === "publish")?.[1];

  expect(operatorOrders.publishProfile.safeParse(command?.input(given([file])))).toMatchObject({ success: true });
});

test("every order of the command line was typed above, and every option is one that it takes", () => {
  const known = all.map(([name, { options }]) => [
    name,
    Object.keys(typed[name]?.[1] ?? {}).every((each) => each in options),
  ]);

  expect(known).toEqual(all.map(([name]) => [name, true]));
  expect(all.map(([name]) => name).filter((name) => name !== "publish")).toEqual(Object.keys(typed));
});

test("a person answers a challenge at the keyboard: the code is printed, the signed answer lies in a file", async () => {
  const dir = await makeScratchDir();
  const upstream = await startUpstream({ stateDir: join(dir, "upstream"), reviewMs: "manual" });
  onTestFinished(() => upstream.close());
  const run = async (...words: string[]) => {
    const args = ["--import", "tsx", "test/upstream/main.ts", "--state", join(dir, "upstream"), ...words];
    return promisify(execFile)(process.execPath, args).then(
      ({ stdout }) => stdout.trimEnd(),
      ({ stderr }: { stderr: string }) => stderr.trimEnd(),
    );
  };
  await run("register", "--sn", sn, "--imei", imei);
  const { baseUrl } = upstream;
  const terminal = await createTestTerminal({
    clock: { now: Date.now },
    audience: baseUrl,
    agreementKey: upstream.agreementJwk,
    async handle({ method, path, headers, body }) {
      const response = await fetch(baseUrl + path, { method, headers, ...(method === "POST" ? { body } : {}) });
      return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
    },
  });
  await terminal.enrol(await run("code", sn));
  const made = await terminal.request({ way: "offline" });
  const asked = terminal.challenge(made);
  const file = join(dir, "answer.jws");

  const code = await run("answer", asked.text, "--file", file, "--code");
  const refused = await run("answer", "BCDF");

  const jws = readFileSync(file, "utf8").trim();
  const report = await terminal.report(await terminal.offlineReport(made, asked, jws));
  expect([/^\d{11}$/.test(code), refused, outcomeOf(report)]).toEqual([
    ...[true, "Refused: a challenge has 20 letters, and these are 4", "200"],
  ]);
}, 60_000);
