/**
 * The upstream of a fleet, as counts: away for a while, and when it is there it takes so many messages a second and
 * answers 503 with Retry-After to the rest. What it executes it remembers by its idempotency key.
 */

/** "lost": it was taken, and carried out where there was something to carry out, but the answer never came. */
export type CrowdedAnswer =
  | { readonly kind: "unreachable" }
  | { readonly kind: "busy"; readonly retryAfterMs: number }
  | { readonly kind: "lost" }
  | { readonly kind: "answered"; readonly known: boolean };

export type CrowdedUpstream = {
  /** The request of a terminal, under a key; the same key is carried out once. */
  submit(terminal: number, key: number, nowMs: number): CrowdedAnswer;
  /** Whether the request of a terminal is known. */
  ask(terminal: number, nowMs: number): CrowdedAnswer;
  health(nowMs: number): CrowdedAnswer;
  /** Messages about requests in each second since the start. Looks at its health, steady by nature, count for what it can take alone. */
  readonly perSecond: readonly number[];
  /** Messages that were turned away. */
  readonly turnedAway: number;
  /** How often a terminal's request was carried out. */
  executions(terminal: number): number;
};

export type Weather = {
  readonly terminals: number;
  readonly backAtMs: number;
  readonly capacityPerSecond: number;
  readonly retryAfterMs: number;
  /** From 0 to 1: which share of the answers gets lost. */
  readonly lostShare: number;
  /** From 0 to below 1. */
  readonly chance: () => number;
};

/** `arrived`: the terminals whose request had been carried out when the upstream went away, with the keys. */
export function createCrowdedUpstream(weather: Weather, arrived: ReadonlyMap<number, number>): CrowdedUpstream {
  const { terminals, backAtMs, capacityPerSecond, retryAfterMs, lostShare, chance } = weather;
  const executed = new Uint16Array(terminals);
  const keys = new Set<number>();
  const perSecond: number[] = [];
  const polls: number[] = [];
  let turnedAway = 0;
  for (const [terminal, key] of arrived) execute(terminal, key);

  function execute(terminal: number, key: number): void {
    if (keys.has(key)) return;
    keys.add(key);
    executed[terminal] = (executed[terminal] ?? 0) + 1;
  }

  function take(nowMs: number, counts: number[], work: () => boolean): CrowdedAnswer {
    const second = Math.floor(nowMs / 1_000);
    const before = (perSecond[second] ?? 0) + (polls[second] ?? 0);
    counts[second] = (counts[second] ?? 0) + 1;
    if (nowMs < backAtMs) return { kind: "unreachable" };
    if (before >= capacityPerSecond) {
      turnedAway += 1;
      return { kind: "busy", retryAfterMs };
    }
    const known = work();
    return chance() < lostShare ? { kind: "lost" } : { kind: "answered", known };
  }

  return {
    submit: (terminal, key, nowMs) =>
      take(nowMs, perSecond, () => {
        execute(terminal, key);
        return true;
      }),
    ask: (terminal, nowMs) => take(nowMs, perSecond, () => (executed[terminal] ?? 0) > 0),
    health: (nowMs) => take(nowMs, polls, () => true),
    perSecond,
    get turnedAway() {
      return turnedAway;
    },
    executions: (terminal) => executed[terminal] ?? 0,
  };
}
