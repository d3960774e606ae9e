/**
 * A fleet that loses its upstream and gets it back, in virtual time. Every terminal was in the middle of sending its one
 * request when it happened: some messages had arrived, some had not, and no terminal knows which.
 */

import { pollEveryMs } from "../../../device/kiosk/monitor.ts";
import { retryDelayMs } from "../../../device/upstream/retry.ts";
import { createMemoryRandom } from "../../support/memoryRandom.ts";
import { createAgenda } from "./agenda.ts";
import { type CrowdedAnswer, type CrowdedUpstream, createCrowdedUpstream } from "./crowdedUpstream.ts";

/**
 * kiosk: asks before it sends again, waits by the kiosk's own rule, the same bytes under the same key.
 * fixed: sends a new message every five seconds. reconnecting: the same, and at once when the network is back.
 */
export type Manner = "kiosk" | "fixed" | "reconnecting";

export type FleetSettings = {
  readonly manner: Manner;
  readonly terminals: number;
  readonly awayMs: number;
  readonly capacityPerSecond: number;
  readonly seed: number;
};

export type FleetStory = {
  /** Messages a second in the drain window: from the return until 99 in 100 terminals know that they were heard. */
  readonly peakPerSecond: number;
  readonly meanPerSecond: number;
  readonly drainMs: number;
  /** Until the last terminal knows. */
  readonly lastMs: number;
  readonly turnedAway: number;
  /** Terminals that never learnt, or whose request was never carried out. */
  readonly lost: number;
  /** Requests that were carried out more than once. */
  readonly twice: number;
};

const naiveEveryMs = 5_000;
const retryAfterMs = 30_000;
const patienceMs = 1_800_000;

export function tellFleet({ manner, terminals, awayMs, capacityPerSecond, seed }: FleetSettings): FleetStory {
  const random = createMemoryRandom(seed);
  const chance = () => retryShare(random.bytes(4));
  const quietTurns = new Uint16Array(terminals);
  const ownKey = (terminal: number) => terminal;
  let nextKey = terminals;

  const arrived = new Map<number, number>();
  for (let terminal = 0; terminal < terminals; terminal += 2) arrived.set(terminal, ownKey(terminal));
  const weather = { terminals, backAtMs: awayMs, capacityPerSecond, retryAfterMs, lostShare: 0.001, chance };
  const upstream = createCrowdedUpstream(weather, arrived);

  // Beside each terminal's request, its look at the upstream's health: participant `terminals + n`.
  const agenda = createAgenda(2 * terminals, awayMs + patienceMs);
  // "reconnecting": all of them hear from the network at the same moment, and forget what waited until then.
  const firstAtMs = {
    kiosk: () => retryDelayMs(0, 0, random),
    fixed: () => chance() * naiveEveryMs,
    reconnecting: () => awayMs,
  };
  for (let terminal = 0; terminal < terminals; terminal++) {
    agenda.put(terminal, firstAtMs[manner]());
    agenda.put(terminals + terminal, chance() * pollEveryMs);
  }

  /** When the terminal speaks again; null when it was heard. */
  function kioskTurn(terminal: number, nowMs: number): number | null {
    const answer = askThenSend(upstream, terminal, ownKey(terminal), nowMs);
    if (answer.kind === "answered") return null;
    const turns = (quietTurns[terminal] ?? 0) + 1;
    quietTurns[terminal] = turns;
    return nowMs + retryDelayMs(turns, answer.kind === "busy" ? answer.retryAfterMs : 0, random);
  }

  function naiveTurn(terminal: number, nowMs: number): number | null {
    const answer = upstream.submit(terminal, nextKey++, nowMs);
    return answer.kind === "answered" ? null : nowMs + naiveEveryMs;
  }

  const takeTurn = manner === "kiosk" ? kioskTurn : naiveTurn;
  const endings: number[] = [];
  agenda.run((participant, nowMs) => {
    if (participant >= terminals) {
      upstream.health(nowMs);
      agenda.put(participant, nowMs + pollEveryMs);
    } else {
      const againAtMs = takeTurn(participant, nowMs);
      if (againAtMs === null) endings.push(nowMs - awayMs);
      else agenda.put(participant, againAtMs);
    }
    return endings.length < terminals;
  });
  return storyOf(upstream, endings, { terminals, awayMs });
}

/** As in the flow: what was sent and not answered is asked about; unknown to the upstream, the same bytes go again. */
function askThenSend(upstream: CrowdedUpstream, terminal: number, key: number, nowMs: number): CrowdedAnswer {
  const asked = upstream.ask(terminal, nowMs);
  return asked.kind === "answered" && !asked.known ? upstream.submit(terminal, key, nowMs) : asked;
}

function storyOf(
  upstream: CrowdedUpstream,
  endings: readonly number[],
  { terminals, awayMs }: Pick<FleetSettings, "terminals" | "awayMs">,
): FleetStory {
  const drainMs = endings[Math.ceil(terminals * 0.99) - 1] ?? patienceMs;
  const [from, to] = [Math.floor(awayMs / 1_000), Math.floor((awayMs + drainMs) / 1_000)];
  const window = Array.from({ length: to - from + 1 }, (_, second) => upstream.perSecond[from + second] ?? 0);
  let lost = terminals - endings.length;
  let twice = 0;
  for (let terminal = 0; terminal < terminals; terminal++) {
    const executions = upstream.executions(terminal);
    if (executions === 0) lost += 1;
    if (executions > 1) twice += 1;
  }
  return {
    peakPerSecond: Math.max(...window),
    meanPerSecond: window.reduce((sum, messages) => sum + messages, 0) / window.length,
    drainMs,
    lastMs: endings[endings.length - 1] ?? patienceMs,
    turnedAway: upstream.turnedAway,
    lost,
    twice,
  };
}

function retryShare([a = 0, b = 0, c = 0, d = 0]: Uint8Array): number {
  return (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) / 2 ** 32;
}
