/**
 * One round: a terminal is set up and unbound while everything around the kiosk lies, fails and dies; then all of it is well
 * again, and the unbind has to come to its end. After every command the promises are looked up from outside.
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDraws, type Draws } from "./draws.ts";
import { brokenAtEnd, brokenNow, readChain } from "./judge.ts";
import { type KioskEnd, startKioskProcess, type WrongClock } from "./kioskProcess.ts";
import { type DriverName, driverNames, openWorld, sn, type World } from "./world.ts";

export type RoundReport = {
  readonly round: number;
  readonly driver: DriverName;
  /** How the unbind ended; where it stood when something was broken. */
  readonly state: string;
  readonly commands: number;
  readonly deaths: number;
  readonly lies: number;
  /** What else went wrong, by name. */
  readonly troubles: Readonly<Record<string, number>>;
  readonly tookMs: number;
  readonly broken: readonly string[];
  /** What was done, in order; to find a fault by. */
  readonly story: readonly string[];
};

/** Twelve digits: nowhere by chance. */
const pin = "739152846031";
const reason = ["--reason", "switch_provider", "--accept-policy", "--state", "account_and_contact_verified"];
const mostCalmCommands = 40;
/** A terminal that does not answer is waited for by some commands for a minute. */
const commandWithinMs = 150_000;

const over: ReadonlySet<string> = new Set(["completed", "rejected", "cancelled", "expired"]);

type Seen = { readonly state: string; readonly pinSet: boolean };

export async function playRound(options: {
  readonly seed: string;
  readonly round: number;
  readonly program: string;
}): Promise<RoundReport> {
  const { seed, round, program } = options;
  const begunMs = performance.now();
  const draws = (part: string) => createDraws(`${seed} ${round} ${part}`);
  const driver = driverNames[round % driverNames.length] ?? "at";
  const dir = mkdtempSync(join(tmpdir(), "jiebang-torture-"));
  const world = await openWorld({ dir, driver, draws: draws("line") });
  const chance = draws("troubles");
  const desk = createDesk(world, draws("desk"));
  const story: string[] = [];
  const broken: string[] = [];
  const troubles: Record<string, number> = {};
  const counts = { commands: 0, deaths: 0 };
  let said = "";
  let seen: Seen = { state: "bound", pinSet: false };

  async function command(
    words: readonly string[],
    typed: readonly string[],
    trouble: Trouble | null,
  ): Promise<KioskEnd> {
    counts.commands += 1;
    const { configPath } = world.surroundings;
    const kiosk = startKioskProcess({
      program,
      configPath,
      words,
      typed,
      answer: words[0] === "pin" ? desk.answer : null,
      clock: trouble?.clock ?? null,
    });
    const giveUp = setTimeout(kiosk.kill, commandWithinMs);
    const stopTrouble = trouble ? beginTrouble(world, trouble, kiosk.kill) : () => false;
    const end = await kiosk.ended;
    clearTimeout(giveUp);
    const killed = stopTrouble() && end.exit === null;
    if (killed) counts.deaths += 1;
    said += end.said;
    const failure = (end.report?.failure as { readonly code?: string } | undefined)?.code;
    story.push(
      `${words.slice(0, 2).join(" ")}${tellTrouble(trouble)} -> ${killed ? "killed" : end.exit} ${failure ?? ""}`,
    );
    const unbind = end.report?.unbind as { readonly state: string; readonly paymentOrder: string } | undefined;
    if (unbind) story.push(`  ${unbind.state}, payments ${world.payments().allowed}: ${unbind.paymentOrder}`);
    if (end.exit === null && !killed) broken.push(`${words.join(" ")} did not end by itself`);
    if (/^ {4}at |Error:/m.test(end.said)) broken.push(`${words.join(" ")} said: ${end.said.slice(-400)}`);
    broken.push(...(await brokenNow(world, desk.secrets(), said)));
    return end;
  }

  async function look(): Promise<void> {
    const { report } = await command(["status"], [], null);
    const unbind = report?.unbind as { readonly state: string } | undefined;
    const standings = report?.standings as { readonly merchant: { readonly set: boolean } } | undefined;
    if (unbind && standings) seen = { state: unbind.state, pinSet: standings.merchant.set };
  }

  const isOver = () => broken.length > 0 || over.has(seen.state);

  async function play(): Promise<void> {
    const troubled = 6 + chance.below(8);
    for (let n = 0; n < troubled && !isOver(); n++) {
      const drawn = drawTrouble(chance, world);
      // Half of the time the first steps go well, or most rounds would never come to the later ones.
      const trouble = seen.state === "bound" && chance.chance(0.5) ? calm : drawn;
      for (const name of namesOf(trouble)) troubles[name] = (troubles[name] ?? 0) + 1;
      world.line.lie(true);
      if (trouble.disk === "read-only") world.disk?.become("ro");
      const withdraws = seen.state !== "bound" && chance.chance(0.04);
      const { words, typed } = withdraws ? withdrawal : nextCommand(seen, desk);
      await command(words, typed, trouble);
      await makeWell(world);
      await desk.work();
      if (broken.length === 0) await look();
    }
    world.line.lie(false);
    for (let n = 0; n < mostCalmCommands && !isOver(); n++) {
      await desk.work();
      const { words, typed } = nextCommand(seen, desk);
      await command(words, typed, null);
      if (broken.length === 0) await look();
    }
    if (broken.length === 0 && !over.has(seen.state)) broken.push(`stuck in ${seen.state}`);
  }

  try {
    await play();
    if (broken.length === 0) {
      // What the payment application is owed is said with every start.
      await command(["unbind", "check"], [pin], null);
      broken.push(
        ...(await brokenAtEnd(world, { state: seen.state, evidence: await evidenceOf(world, seen, command, program) })),
      );
    }
  } catch (error) {
    broken.push(`the torture itself: ${error instanceof Error ? error.stack : String(error)}`);
  } finally {
    await makeWell(world);
    await world.close();
  }
  const { commands, deaths } = counts;
  const tookMs = performance.now() - begunMs;
  const lies = world.line.done.length;
  return { round, driver, state: seen.state, commands, deaths, lies, troubles, tookMs, broken, story };
}

type Command = { readonly words: readonly string[]; readonly typed: readonly string[] };

const withdrawal: Command = { words: ["unbind", "cancel", "--role", "merchant"], typed: [pin] };

function nextCommand({ state, pinSet }: Seen, desk: Desk): Command {
  const as = (action: string, ...typed: readonly string[]): Command => ({
    words: ["unbind", action, "--role", "merchant"],
    typed,
  });
  if (!pinSet && state === "bound") return { words: ["pin", "set", "--for", "merchant"], typed: [pin, pin] };
  switch (state) {
    case "bound":
      return {
        words: ["unbind", "begin", "--role", "merchant", ...reason, "--yes-sn-tail", sn.slice(-4)],
        typed: [pin],
      };
    case "confirmed":
      return as("send", pin);
    case "approved":
      return as("execute", pin);
    case "verificationRequired":
      return as("verify-code", pin, desk.code() ?? "00000000");
    case "wipeIncomplete":
      return { words: ["unbind", "resume"], typed: [pin] };
    default:
      return { words: ["unbind", "check"], typed: [] };
  }
}

/** `verify`, as a program of its own, over what was exported; null where nothing was unbound. */
async function evidenceOf(
  world: World,
  { state }: Seen,
  command: (words: readonly string[], typed: readonly string[], trouble: null) => Promise<KioskEnd>,
  program: string,
): Promise<number | null> {
  if (state !== "completed") return null;
  const { report } = await command(["export", "save"], [], null);
  const place = String(report?.place);
  const { publicKeyFile } = world.surroundings.upstream;
  return spawnSync(process.execPath, [program, "verify", place, "--upstream-key", publicKeyFile]).status;
}

type Desk = {
  /** Whoever works there looks at what came in, and decides. */
  work(): Promise<void>;
  /** The leave for a PIN, read out over the telephone. */
  answer(challenge: string): Promise<string>;
  /** The code that was sent to the merchant, if one was. */
  code(): string | null;
  secrets(): readonly string[];
};

/** Most requests are approved at once; some are rejected, held for a while, or have to be proven by a code. */
function createDesk({ surroundings }: World, draws: Draws): Desk {
  const { operator } = surroundings.upstream;
  const codes: string[] = [];
  let decided = false;
  let held = false;
  return {
    async work() {
      const [request] = (await operator.list()).requests;
      if (!request) return;
      const { requestId, state } = request;
      if (state === "risk_hold") {
        if (held) await operator.lift({ requestId });
        held = true;
        return;
      }
      if (state !== "under_review" && state !== "submitted") return;
      const decision = decided ? "approve" : draws.weighted({ approve: 70, wait: 12, reject: 6, hold: 6, demand: 10 });
      decided = decision !== "wait";
      if (decision === "approve") await operator.approve({ requestId });
      if (decision === "reject") await operator.reject({ requestId, code: "documents_incomplete" });
      if (decision === "hold") await operator.hold({ requestId, state: "risk_hold" });
      if (decision === "demand") {
        const { code } = await operator.demand({ requestId, factor: "code", how: { kind: "code" } });
        if (code) codes.push(code);
      }
    },
    answer: async (challenge) => (await operator.unlockPin({ challenge, role: "merchant" })).code,
    code: () => codes.at(-1) ?? null,
    secrets: () => [pin, ...codes],
  };
}

/** After the start, or after a message on such a path has left. */
type Death = { readonly on: string | null; readonly afterMs: number };

type Trouble = {
  readonly death: Death | null;
  readonly disk: "full" | "read-only" | null;
  readonly clock: WrongClock | null;
  readonly plug: "other" | null;
  /** When disk and plug go wrong. */
  readonly atMs: number;
};

const calm: Trouble = { death: null, disk: null, clock: null, plug: null, atMs: 0 };
const day = 86_400_000;

function drawTrouble(draws: Draws, { disk, surroundings }: World): Trouble {
  const mayDie = readChain(surroundings.stateDir).pinTries < 2;
  const soon: Death = { on: null, afterMs: 100 + draws.below(draws.chance(0.5) ? 1_200 : 4_000) };
  const inMessage: Death = {
    on: draws.oneOf(["/unbind-requests", "/execution", "/attestation"]),
    afterMs: draws.below(60),
  };
  const death = draws.chance(0.65) ? draws.oneOf([soon, inMessage]) : null;
  const sick = draws.chance(0.2) ? draws.oneOf(["full", "read-only"] as const) : null;
  const byMs = draws.oneOf([-400 * day, -2 * day, -3_600_000, -61_000, 61_000, 3_600_000, 2 * day, 400 * day]);
  const jump = draws.chance(0.5) ? { afterMs: 200 + draws.below(1_500), byMs } : undefined;
  const clock = draws.chance(0.2) ? { byMs: jump ? 0 : byMs, ...(jump && { jump }) } : null;
  // The device file lies on that disk: nobody plugs anything in where it cannot be written.
  const plug = draws.chance(0.15) && sick !== "read-only" ? "other" : null;
  return { death: mayDie ? death : null, disk: disk && sick, clock, plug, atMs: draws.below(1_500) };
}

function namesOf({ death, disk, clock, plug }: Trouble): readonly string[] {
  return [death && "death", disk, clock && "clock", plug && "swap"].filter((name) => typeof name === "string");
}

function tellTrouble(trouble: Trouble | null): string {
  if (!trouble) return "";
  const { death, disk, clock, plug, atMs } = trouble;
  const told = [
    death && `death at ${death.on ?? ""} ${death.afterMs}`,
    disk && `disk ${disk} at ${disk === "full" ? atMs : 0}`,
    clock && `clock ${clock.byMs} ${clock.jump ? `${clock.jump.byMs} at ${clock.jump.afterMs}` : ""}`,
    plug && `other terminal at ${atMs}`,
  ].filter((text) => typeof text === "string");
  return told.length > 0 ? ` [${told.join(", ")}]` : "";
}

/** Lets it go wrong at its time. Ends it when called, and says whether the death came. */
function beginTrouble(world: World, { death, disk, plug, atMs }: Trouble, kill: () => void): () => boolean {
  let died = false;
  const timers: NodeJS.Timeout[] = [];
  const die = (afterMs: number) => {
    const now = () => {
      died = true;
      kill();
    };
    timers.push(setTimeout(now, afterMs));
  };
  if (death && !death.on) die(death.afterMs);
  const callOff = world.onSent((to) => {
    if (death?.on && to.startsWith("POST") && to.endsWith(death.on)) die(death.afterMs);
  });
  if (disk === "full") timers.push(setTimeout(() => void world.disk?.fill().catch(() => {}), atMs));
  if (plug) timers.push(setTimeout(() => void world.plugIn(plug).catch(() => {}), atMs));
  return () => {
    callOff();
    for (const timer of timers) clearTimeout(timer);
    return died;
  };
}

async function makeWell({ disk, plugIn }: World): Promise<void> {
  disk?.become("rw");
  await disk?.clear();
  await plugIn("this");
}
