import { readFileSync, writeFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { fromJSONSchema } from "zod";
import { kioskCommands } from "../../../device/cli/kiosk/commands.ts";
import { helpLines } from "../../../device/cli/kiosk/help.ts";
import { optionCodes } from "../../../device/cli/kiosk/optionCodes.ts";
import { kioskJsonSchema } from "../../../device/cli/kiosk/schema.ts";
import type { PinRole } from "../../../device/contract/codes.ts";
import { commandTextsOf } from "../../../device/text/commandTextsOf.ts";
import { goodPin } from "../../support/rig.ts";
import { makeScratchDir } from "../../support/scratchDir.ts";
import {
  type AtTerminal,
  atTerminal,
  chooseFirstPin,
  filesWith,
  openPlace,
  type Place,
  request,
  run,
} from "./shell.ts";

// Real lines, real HTTP, and the slow key derivation of PINs.
vi.setConfig({ testTimeout: 60_000 });

const schemaFile = new URL("../../fixtures/kiosk-schema.json", import.meta.url);
const schema = fromJSONSchema(JSON.parse(readFileSync(schemaFile, "utf8")));

/** At a terminal: the challenge is shown, the upstream's signed answer typed, and then the new PIN. */
async function choosePinByLeave(
  { dir, upstream }: Place,
  config: readonly string[],
  { order, role, pin }: { readonly order: "set" | "reset"; readonly role: PinRole; readonly pin: string },
): Promise<number> {
  const screen = atTerminal(["pin", order, "--for", role, ...config, "--signed"], dir);
  await screen.until("The signed answer: ");
  const { jws } = await upstream.operator.unlockPin({ challenge: challengeOn(screen), role });
  screen.type(`${jws}\r`);
  await screen.until("tries left): ");
  screen.type(`${pin}\r`);
  await screen.until("Type the PIN again");
  screen.type(`${pin}\r`);
  return (await screen.end()).exit;
}

function challengeOn(screen: AtTerminal): string {
  return /([A-Z]{4} ){4}[A-Z]{4}/.exec(screen.said())?.[0] ?? "";
}

/** What was printed as JSON, once it has the shape that is promised. */
function jsonOf(printed: string) {
  const value = JSON.parse(printed);
  schema.parse(value);
  return value;
}

test("A person at a shell unbinds the terminal, from an empty folder to the voucher, and no PIN is seen or kept", async () => {
  const { dir, config, stateDir, upstream } = await openPlace();

  const first = atTerminal(["pin", "set", ...config, "--json"], dir);
  await first.until("Type the unlock code");
  const { code } = await upstream.operator.unlockPin({ challenge: challengeOn(first), role: "merchant" });
  first.type(`${code}\r`);
  await first.until("tries left): ");
  first.type("123456\r");
  await first.until("[pin/too-guessable]");
  await first.until("tries left): ");
  first.type(`${goodPin}\r`);
  await first.until("Type the PIN again");
  first.type(`${goodPin}\r`);
  const set = await first.end();

  const second = atTerminal(["unbind", ...config, ...request, "--follow", "--json"], dir);
  await second.until("tries left): ");
  second.type("999999\r");
  await second.until("[pin/wrong]");
  await second.until("6 tries left): ");
  second.type(`${goodPin.slice(0, 5)}7\u007f${goodPin.slice(5)}\r`);
  await second.until("Serial number SN              JB26T1000042");
  await second.until("the last four of the serial number: ");
  second.type("0042\r");
  const applied = await second.end();

  const executed = await run("unbind", ["execute", ...config, "--json"], { dir, lines: [goodPin] });
  const history = await run("history", [...config, "--json"], { dir });
  const saved = await run("export", [...config, "--json"], { dir });
  const evidence = await readFile(jsonOf(saved.printed).place, "utf8");

  expect({
    exits: [set, applied, executed, history, saved].map(({ exit }) => exit),
    states: [applied, executed].map(({ printed }) => jsonOf(printed).unbind.state),
    ended: jsonOf(history.printed).history.map(({ state, proof }: { state: string; proof: string }) => [state, proof]),
    pinSet: jsonOf(set.printed).standings.merchant,
    evidence: evidence.includes("wipe"),
    pinSeen: [first, second].filter((screen) => screen.said().includes(goodPin)).length,
    pinKept: (await filesWith(goodPin, stateDir)).length,
  }).toEqual({
    exits: [0, 41, 0, 0, 0],
    states: ["approved", "completed"],
    ended: [["completed", "receipt"]],
    pinSet: { set: true, triesLeft: 7, waitUntil: null },
    evidence: true,
    pinSeen: 0,
    pinKept: 0,
  });
});

/** The same place with a state of its own, and no code that the kiosk would find by itself. */
async function emptyFolder({ dir, configPath }: Place) {
  const { upstream, ...rest } = JSON.parse(await readFile(configPath, "utf8"));
  const { enrolmentCodeFile, ...pinned } = upstream;
  const ownConfig = join(dir, "factory.json");
  const stateDir = join(dir, "fresh");
  await writeFile(ownConfig, JSON.stringify({ ...rest, stateDir, upstream: pinned }));
  return { config: ["--config", ownConfig, "--lang", "en", "--json"], stateDir, codeFile: String(enrolmentCodeFile) };
}

test("Factory, technician and merchant each do their part at a shell, and the terminal is bound again", async () => {
  const place = await openPlace();
  const { dir, upstream } = place;
  const { config, codeFile } = await emptyFolder(place);
  const [factoryPin, technicianPin] = ["602849", "713958"] as const;
  const sn = "JB26T1000042";
  const codeOf = async () => {
    const file = join(dir, "again");
    await writeFile(file, (await upstream.operator.issueCode({ sn })).code);
    return file;
  };

  const exits: Record<string, number> = {};
  const step = async (
    ...[command, argv, lines]: readonly [Parameters<typeof run>[0], readonly string[], ...string[][]]
  ) => {
    const ran = await run(command, [...argv, ...config], { dir, ...(lines && { lines }) });
    exits[`${command} ${argv[0] ?? ""}`.trim()] = ran.exit;
    return jsonOf(ran.printed);
  };
  await step("pin", ["set", "--for", "factory"], [factoryPin, factoryPin]);
  exits["pin set factory"] = exits["pin set"] ?? -1;
  await step("provision", ["--code-file", codeFile]);
  exits["pin set"] = await choosePinByLeave(place, config, { order: "set", role: "merchant", pin: goodPin });
  exits["pin reset"] = await choosePinByLeave(place, config, {
    order: "reset",
    role: "technician",
    pin: technicianPin,
  });
  const diagnostics = await step("diagnostics", ["show", "--role", "technician"], [technicianPin]);
  const journal = await step("journal", ["show", "--role", "technician"], [technicianPin]);
  await step("journal", ["export", "--role", "technician"], [technicianPin]);
  await step("unbind", ["begin", "--role", "merchant", ...request, "--yes-sn-tail", "0042", "--follow"], [goodPin]);
  await step("unbind", ["execute", "--role", "merchant"], [goodPin]);
  await upstream.operator.bindAgain({ sn });
  const again = await step("bind-again", ["--role", "technician", "--code-file", await codeOf()], [technicianPin]);
  await step("journal", ["archive", "--role", "technician"], [technicianPin]);

  expect({
    exits,
    diagnosed: diagnostics.facts.length > 10,
    noted: journal.records.length > 0,
    epochs: again.bindings.map(({ state, epoch }: { state: string; epoch: number }) => [state, epoch]),
  }).toMatchInlineSnapshot(`
    {
      "diagnosed": true,
      "epochs": [
        [
          "bound",
          2,
        ],
      ],
      "exits": {
        "bind-again --role": 0,
        "diagnostics show": 0,
        "journal archive": 0,
        "journal export": 0,
        "journal show": 0,
        "pin reset": 0,
        "pin set": 0,
        "pin set factory": 0,
        "provision --code-file": 0,
        "unbind begin": 41,
        "unbind execute": 0,
      },
      "noted": true,
    }
  `);
});

/** The same configuration, naming a file that holds the one-time code. */
async function withCodeFile([option = "", path = "", ...rest]: readonly string[], enrolmentCodeFile: string) {
  const { upstream, ...others } = JSON.parse(await readFile(path, "utf8"));
  const other = `${path}.with-code`;
  await writeFile(other, JSON.stringify({ ...others, upstream: { ...upstream, enrolmentCodeFile } }));
  return [option, other, ...rest];
}

test("A factory worker enrols a terminal with a code from a file, from an empty folder to a terminal that is bound", async () => {
  const place = await openPlace();
  const { dir } = place;
  const { config, stateDir, codeFile } = await emptyFolder(place);
  const code = (await readFile(codeFile, "utf8")).trim();

  const without = await run("provision", config, { dir });
  const absent = join(dir, "no-such-code");
  const missing = await run("provision", await withCodeFile(config, absent), { dir });
  const enrolled = await run("provision", [...config, "--code-file", codeFile], { dir });
  const again = await run("provision", [...config, "--code-file", codeFile], { dir });

  const { provisioning, bindings } = jsonOf(enrolled.printed);
  expect({
    without: [without.exit, jsonOf(without.printed).failure],
    missing: jsonOf(missing.printed).failure,
    enrolled: [enrolled.exit, provisioning.phase, bindings],
    again: [again.exit, jsonOf(again.printed).provisioning.key.kid === provisioning.key.kid],
    codeKept: await filesWith(code, stateDir),
    codeSaid: [enrolled, again].some(({ printed, told }) => `${printed}${told}`.includes(code)),
  }).toEqual({
    without: [1, { code: "provisioning/no-code", facts: {} }],
    missing: { code: "provisioning/no-code", facts: { file: absent, reason: "ENOENT" } },
    enrolled: [
      ...[0, "provisioned"],
      [{ state: "bound", providerId: "generic-pos", bindingKind: "terminal_to_merchant", epoch: 1 }],
    ],
    again: [0, true],
    codeKept: [],
    codeSaid: false,
  });
});

test("What would be signed is shown, and without a confirmation nothing is signed", async () => {
  const place = await openPlace();
  const { dir, config } = place;
  await chooseFirstPin(place);

  const unconfirmed = await run("unbind", [...config, ...request, "--json"], { dir, lines: [goodPin] });
  const other = await run("unbind", [...config, ...request, "--yes-sn-tail", "0041"], { dir, lines: [goodPin] });
  const status = await run("status", [...config, "--json"], { dir });

  const { unbind, failure } = jsonOf(unconfirmed.printed);
  expect({
    exits: [unconfirmed.exit, other.exit],
    failure: failure.code,
    signable: unbind.summary.payload.device.sn,
    hashTold: unconfirmed.told.includes(unbind.summary.hash),
    now: jsonOf(status.printed).unbind.state,
  }).toEqual({ exits: [44, 44], failure: "cli/not-confirmed", signable: "JB26T1000042", hashTold: true, now: "bound" });
});

test("Without a network the challenge is shown, and the code that answers it is typed", async () => {
  const place = await openPlace();
  const { dir, config, upstream } = place;
  await chooseFirstPin(place);
  const offline = [...request, "--way", "offline", "--yes-sn-tail", "0042", "--json"];

  const shown = await run("unbind", ["begin", ...config, ...offline], { dir, lines: [goodPin] });
  const challenge = jsonOf(shown.printed).unbind.challenge.groups.join("");
  const { code } = await upstream.operator.answer({ challenge });
  const wrong = await run("unbind", ["answer", ...config, "--json"], { dir, lines: [goodPin, "12345678901"] });
  const right = await run("unbind", ["answer", ...config, "--json", "--follow"], { dir, lines: [goodPin, code] });

  const { state, proof } = jsonOf(right.printed).unbind;
  expect([shown.exit, [wrong.exit, jsonOf(wrong.printed).failure.code], [right.exit, state, proof]]).toEqual([
    ...[41, [1, "offline/code-mistyped"]],
    [0, "completed", "offline_code"],
  ]);
});

test("A request is withdrawn, its outcome read, and the terminal is as it was", async () => {
  const place = await openPlace();
  const { dir, config } = place;
  await chooseFirstPin(place);
  await run("unbind", [...config, ...request, "--yes-sn-tail", "0042", "--follow"], { dir, lines: [goodPin] });

  const withdrawn = await run("unbind", ["cancel", ...config, "--json", "--follow"], { dir, lines: [goodPin] });
  const closed = await run("unbind", ["close", ...config, "--json"], { dir });

  expect([withdrawn, closed].map(({ exit, printed }) => [exit, jsonOf(printed).unbind.state])).toEqual([
    [43, "cancelled"],
    [0, "bound"],
  ]);
});

test("A command that finds its request rejected ends when payments are on again, and one that cannot ask says that they are held", async () => {
  const place = await openPlace();
  const { dir, config, upstream, stateDir } = place;
  const payments = join(stateDir, "sim-payment.json");
  const told = () => JSON.parse(readFileSync(payments, "utf8"));
  await upstream.operator.setReview({ reviewMs: "manual" });
  await chooseFirstPin(place);
  await run("unbind", [...config, ...request, "--yes-sn-tail", "0042"], { dir, lines: [goodPin] });
  const [applied] = (await upstream.operator.list()).requests;
  await upstream.operator.reject({ requestId: applied?.requestId ?? "", code: "documents_incomplete" });
  await run("unbind", ["check", ...config], { dir });
  // As it is where the power went before the order that lifts it.
  writeFileSync(payments, JSON.stringify({ ...told(), allowed: "onlineOnly" }));
  await upstream.operator.setFault({ fault: { kind: "server-error" } });

  const held = await run("unbind", ["check", ...config, "--json"], { dir });
  const heldAt = told().allowed;
  await upstream.operator.setFault({ fault: null });
  const ended = await run("unbind", ["check", ...config, "--json"], { dir });

  expect([held.exit, jsonOf(held.printed).unbind.state, heldAt, ended.exit, told().allowed]).toEqual([
    ...[40, "rejected", "onlineOnly"],
    ...[43, "all"],
  ]);
});

test("A status without terminal and upstream says which of them is not there", async () => {
  const place = await openPlace();
  const { dir, config, upstream, terminal } = place;
  await terminal.unplug();
  const unplugged = await run("status", [...config, "--json"], { dir });
  const told = await run("status", config, { dir });
  await place.plugIn();
  await run("status", config, { dir });
  await upstream.operator.setFault({ fault: { kind: "server-error" } });
  const unheard = await run("status", [...config, "--json"], { dir });

  expect({
    codes: [unplugged, unheard].map(({ exit, printed }) => [exit, jsonOf(printed).failure?.code]),
    words: `${told.printed}${told.told}`.includes("[link/port-missing]"),
  }).toEqual({
    codes: [
      [0, "link/port-missing"],
      [0, "upstream/server-error"],
    ],
    words: true,
  });
});

test("A code that the provider demands is typed in a command of its own, which asks for the demand by itself", async () => {
  const place = await openPlace();
  const { dir, config, upstream } = place;
  await upstream.operator.setReview({ reviewMs: "manual" });
  await chooseFirstPin(place);
  await run("unbind", [...config, ...request, "--yes-sn-tail", "0042"], { dir, lines: [goodPin] });
  const [applied] = (await upstream.operator.list()).requests;
  const requestId = applied?.requestId ?? "";
  const { code = "" } = await upstream.operator.demand({ requestId, factor: "code", how: { kind: "code" } });
  const demanded = await run("unbind", ["check", ...config, "--json"], { dir });

  const typed = await run("unbind", ["verify-code", ...config, "--json"], { dir, lines: [goodPin, code] });

  expect([demanded, typed].map(({ exit, printed }) => [exit, jsonOf(printed).unbind?.state])).toEqual([
    [41, "verificationRequired"],
    [40, "underReview"],
  ]);
});

test("An attestation that the provider does not take keeps nobody at the shell: the command says so, and the next one tries again", async () => {
  const place = await openPlace();
  const { dir, config, upstream } = place;
  await chooseFirstPin(place);
  await run("unbind", [...config, ...request, "--yes-sn-tail", "0042", "--follow"], { dir, lines: [goodPin] });
  await upstream.operator.setFault({ fault: { kind: "server-error", route: "attestation" } });

  const executed = await run("unbind", ["execute", ...config, "--json"], { dir, lines: [goodPin] });
  const checked = await run("unbind", ["check", ...config, "--json"], { dir });
  await upstream.operator.setFault({ fault: null });
  const taken = await run("unbind", ["check", ...config, "--json"], { dir });

  expect(
    [executed, checked, taken].map(({ exit, printed }) => {
      const { unbind, failure } = jsonOf(printed);
      return [exit, unbind.state, failure?.code];
    }),
  ).toEqual([
    [40, "wiped", "upstream/server-error"],
    [40, "wiped", "upstream/server-error"],
    [0, "completed", undefined],
  ]);
});

test("A withdrawal that the provider does not answer is with the provider, and a command ends with that", async () => {
  const place = await openPlace();
  const { dir, config, upstream } = place;
  await chooseFirstPin(place);
  await run("unbind", [...config, ...request, "--yes-sn-tail", "0042", "--follow"], { dir, lines: [goodPin] });
  await upstream.operator.setFault({ fault: { kind: "server-error", route: "cancellation" } });

  const withdrawn = await run("unbind", ["cancel", ...config, "--json"], { dir, lines: [goodPin] });

  const { unbind, failure } = jsonOf(withdrawn.printed);
  expect([withdrawn.exit, unbind.state, unbind.cancelAsked, failure?.code]).toEqual([
    ...[40, "approved", true],
    "upstream/server-error",
  ]);
});

test("A command ends when the payment application has heard its order, over whatever line it hears it", async () => {
  const place = await openPlace({ driver: "slf" });
  const { dir, config } = place;
  const paymentsOf = async () =>
    JSON.parse(await readFile(join(dir, "world", "terminal", "sim-payment.json"), "utf8")).allowed;
  await chooseFirstPin(place);
  await run("unbind", [...config, ...request, "--yes-sn-tail", "0042", "--follow"], { dir, lines: [goodPin] });

  const executed = await run("unbind", ["execute", ...config, "--json"], { dir, lines: [goodPin] });

  const { paymentOrder, payments } = jsonOf(executed.printed).unbind;
  expect([executed.exit, paymentOrder, payments, await paymentsOf()]).toEqual([0, "heard", "none", "none"]);
});

test("A first PIN that nobody may choose yet: the command says why, and it is not that there is none", async () => {
  const { dir, config, upstream } = await openPlace();
  await upstream.operator.setFault({ fault: { kind: "server-error" } });

  const refused = await run("pin", ["set", ...config, "--json"], { dir, lines: [goodPin, goodPin] });

  expect([refused.exit, jsonOf(refused.printed).failure.code]).toEqual([1, "upstream/server-error"]);
});

test("A terminal that was never enrolled is not said to be bound, nor to take payments", async () => {
  const place = await openPlace();
  const { config } = await emptyFolder(place);

  const { printed } = await run(
    "status",
    config.filter((word) => word !== "--json"),
    { dir: place.dir },
  );

  expect(printed.split("\n").filter((line) => /bound|payment/i.test(line) && !/nothing is bound/i.test(line))).toEqual(
    [],
  );
});

test("While one process has the terminal, another is refused with a code of its own", async () => {
  const { dir, config, stateDir } = await openPlace();
  await mkdir(stateDir, { recursive: true });
  const kiosk = atTerminal(["pin", "set", ...config], dir);
  await kiosk.until("Type the unlock code");

  const refused = await run("status", [...config, "--json"], { dir });
  kiosk.type("\u0003");

  expect([refused.exit, jsonOf(refused.printed).failure.code, (await kiosk.end()).exit]).toEqual([
    ...[75, "cli/in-use", 130],
  ]);
});

test("A damaged journal is told, and the command ends as out of service", async () => {
  const { dir, config, stateDir } = await openPlace();
  writeFileSync(join(stateDir, "journal.jsonl"), '{"seq":1}\n{"seq":2}\n', { mode: 0o600 });

  const refused = await run("history", [...config, "--json"], { dir });

  expect([refused.exit, jsonOf(refused.printed).failure.code]).toEqual([70, "journal/damaged"]);
});

test("A forgotten PIN is chosen anew by a signed answer that is typed", async () => {
  const place = await openPlace();
  const { dir, config } = place;
  await chooseFirstPin(place);

  const exit = await choosePinByLeave(place, config, { order: "reset", role: "merchant", pin: "602849" });
  const opened = await run("journal", ["show", ...config, "--json"], { dir, lines: ["602849"] });

  expect([exit, opened.exit]).toEqual([0, 0]);
});

test("Whoever says to be another than the one who is asked types nothing: it costs nobody a try", async () => {
  const place = await openPlace();
  const { dir, config } = place;
  await chooseFirstPin(place);
  const lines = ["863074"];

  const ran = [
    await run("unbind", ["begin", ...config, ...request, "--role", "technician", "--json"], { dir, lines }),
    await run("pin", ["change", ...config, "--role", "factory", "--json"], { dir, lines }),
    await run("journal", ["show", ...config, "--role", "technician", "--json"], { dir, lines }),
  ];
  const shown = await run("pin", ["show", ...config, "--json"], { dir });

  expect({
    told: ran.map(({ exit, printed }) => [exit, jsonOf(printed).failure.code, jsonOf(printed).failure.facts]),
    triesLeft: jsonOf(shown.printed).standings.merchant.triesLeft,
  }).toEqual({ told: Array(3).fill([2, "cli/role-needed", { roles: "merchant" }]), triesLeft: 7 });
});

describe("a PIN or a code on the command line is refused, and not repeated", () => {
  test.each([
    ["unbind", ["--pin", "274951"]],
    ["unbind", ["--pin=274951"]],
    ["unbind", ["verify-code", "274951"]],
    ["unbind", ["answer", "--code", "27495100000"]],
    ["pin", ["change", "274951"]],
  ] as const)("%s %j", async (command, argv) => {
    const dir = await makeScratchDir();

    const refused = await run(command, [...argv, "--lang", "en"], { dir });

    const said = refused.printed + refused.told;
    expect([refused.exit, said.includes("[cli/secret-in-arguments]"), said.includes("27495")]).toEqual([
      2,
      true,
      false,
    ]);
  });
});

describe("what cannot be done has its code and its exit", () => {
  test.each<[string, Parameters<typeof run>[0], readonly string[], readonly string[], number, string]>([
    ["no reason", "unbind", [], [], 2, "[cli/value-unknown] --reason has to be one of: business_adjustment, "],
    ["no item to tick off", "history", ["tick"], [], 2, "[cli/value-unknown] --item has to be one of: "],
    ["a reason that this provider does not take", "unbind", ["--reason", "other"], [goodPin], 2, "cli/reason-unknown"],
    ["a binding that is not there", "unbind", [...request, "--provider", "lishua"], [], 2, "cli/binding-missing"],
    ["nobody to type the PIN", "unbind", request, [], 46, "cli/no-pin-source"],
    ["a wrong PIN", "unbind", request, ["999999"], 46, "pin/wrong"],
    ["an empty line in the descriptor", "unbind", request, [""], 46, "cli/pin-ended"],
    ["no third line where one is asked for", "pin", ["change"], [goodPin, "602849"], 46, "cli/pin-ended"],
    ["nothing to execute", "unbind", ["execute"], [], 1, "cli/no-request"],
    ["no consent", "unbind", request.filter((word) => word !== "--accept-policy"), [goodPin], 2, "--accept-policy"],
    ["a check that failed", "unbind", request.slice(0, 3), [goodPin], 42, "CONSENT_REQUIRED"],
    ["a technician without a PIN", "diagnostics", [], [], 1, "pin/not-set"],
  ])("%s", async (_story, command, argv, lines, exit, code) => {
    const place = await openPlace();
    const { dir, config } = place;
    await chooseFirstPin(place);

    const refused = await run(command, [...argv, ...config], { dir, lines });

    expect([refused.exit, refused.printed.includes(code)]).toEqual([exit, true]);
  });

  test.each([
    ["no such action", "unbind", ["explode"]],
    ["an option of another command", "history", ["--reason", "other"]],
    ["an option without its value", "export", ["--request"]],
  ] as const)("arguments: %s", async (_story, command, argv) => {
    const refused = await run(command, argv, { dir: await makeScratchDir() });

    expect([refused.exit, refused.printed.includes("cli/arguments-wrong")]).toEqual([2, true]);
  });

  test.each([
    ["unbind", "--reason", "bored", "business_adjustment, "],
    ["unbind", "--kind", "none", "terminal_to_merchant, "],
    ["unbind", "--intent", "close", "unbind_only, unbind_and_close"],
    ["unbind", "--way", "post", "online, offline"],
    ["unbind", "--state", "well", "account_and_contact_verified, "],
    ["unbind", "--waive", "BATTERY_LOW=bored", "terminal_broken, "],
    ["history", "--item", "rest", "funds_arrived, "],
    ["pin", "--for", "cook", "merchant, technician, factory"],
    ["status", "--lang", "fr", "zh, en"],
  ] as const)(
    "%s %s with a code that there is not is told those that there are",
    async (command, option, code, codes) => {
      const lang = option === "--lang" ? [] : ["--lang", "en"];

      const refused = await run(command, [option, code, ...lang], { dir: await makeScratchDir() });

      const said = option === "--lang" ? `${option} 须为其中之一：${codes}` : `${option} has to be one of: ${codes}`;
      expect([refused.exit, refused.printed.includes(said)]).toEqual([2, true]);
    },
  );

  test("a configuration that cannot be used", async () => {
    const dir = await makeScratchDir();

    const refused = await run("status", ["--config", join(dir, "missing.json"), "--json"], { dir });

    expect([refused.exit, jsonOf(refused.printed).failure.code]).toEqual([78, "config/unusable"]);
  });
});

test("The help lists every code that an option takes, with its meaning in either language", () => {
  const codes = Object.values(optionCodes).flat();

  const missing = (["zh-CN", "en"] as const).flatMap((language) => {
    const help = helpLines(commandTextsOf[language]);
    return codes.filter((code) => !help.some((line) => line.includes(code)));
  });

  expect([missing, helpLines(commandTextsOf.en).filter((line) => line.includes("switch_provider"))]).toEqual([
    [],
    [expect.stringMatching(/^ {4}switch_provider {13}\S/)],
  ]);
});

test("The help names every action and every exit code, in both languages", () => {
  const actions = Object.entries(kioskCommands).flatMap(([command, each]) =>
    each.map((action) => `${command} ${action}`),
  );

  const missing = (["zh-CN", "en"] as const).flatMap((language) => {
    const help = helpLines(commandTextsOf[language]).join("\n");
    return actions.filter((action) => !help.includes(action));
  });

  expect(missing).toEqual([]);
});

test("What is printed with --json is what is checked in for those who build on it", () => {
  expect(JSON.parse(readFileSync(schemaFile, "utf8"))).toEqual(kioskJsonSchema());
});
