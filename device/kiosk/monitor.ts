/** What is known of the terminal and of the way to the upstream, polled again and again. Judges nothing. */

import type { Background } from "../base/background.ts";
import { msOf } from "../base/instant.ts";
import type { Result } from "../base/result.ts";
import { singleFlight } from "../base/singleFlight.ts";
import { type ErrorView, errorView } from "../contract/errors.ts";
import type { UpstreamView } from "../contract/snapshot.ts";
import type { TerminalView } from "../contract/views/terminal.ts";
import type { IdentityReport, StatusReport } from "../identity/reading.ts";
import type { Terminal } from "../link/terminal.ts";
import type { Clock } from "../ports/clock.ts";
import type { Random } from "../ports/random.ts";
import type { ToldTime } from "../trust/trustedTime.ts";
import type { Answered, UpstreamClient } from "../upstream/client.ts";
import { failureView, type UpstreamFailure } from "../upstream/problems.ts";
import { retryDelayMs } from "../upstream/retry.ts";

/** How often battery, signal and upstream are polled while nothing else happens. */
export const pollEveryMs = 30_000;
/** A terminal that does not answer is looked for sooner; silence itself takes seconds to be sure of. */
const pollAgainMs = 2_000;

/** The first screen comes first: on Node, the first exchange with the upstream loads 50 ms worth of HTTP client. */
const firstPollAfterMs = 250;

export type TerminalKnowledge = {
  readonly phase: TerminalView["phase"];
  readonly failure: ErrorView | null;
  readonly identity: IdentityReport | null;
  readonly status: StatusReport | null;
};

export type MonitorParts = {
  readonly clock: Clock;
  readonly random: Random;
  readonly terminal: Terminal;
  readonly client: UpstreamClient;
  readonly onChange: () => void;
  /** Runs when a poll has read the terminal, before it asks the upstream, which may take its time. */
  readonly afterRead: () => Promise<void>;
  /** Runs after every poll. */
  readonly afterPoll: () => Promise<void>;
  readonly background: Background;
};

export type Monitor = {
  terminal(): TerminalKnowledge;
  /** Null while the terminal was not read. */
  identity(): IdentityReport | null;
  /** As the read says that is under way, where one is. */
  latestIdentity(): Promise<IdentityReport | null>;
  /** Read now, while what is known stays shown. */
  readIdentity(): Promise<IdentityReport | null>;
  /** SN and IMEI as far as they were read: what anybody can read off this terminal. */
  identifiers(): readonly string[];
  upstream(): UpstreamView;
  /** What time the upstream said that it is, when it was reached last; null before. */
  toldTime(): ToldTime | null;
  /** Reads identity and status; a read under way is shared. */
  readTerminal(): Promise<void>;
  /** The upstream's own time, RFC 3339. */
  pollUpstream(): Promise<Result<Answered<string>, UpstreamFailure>>;
  /** Looks at the upstream soon, and from then on round regularly. */
  start(): void;
  stop(): Promise<void>;
};

export function createMonitor({
  clock,
  random,
  terminal,
  client,
  onChange,
  afterRead,
  afterPoll,
  background,
}: MonitorParts): Monitor {
  let knowledge: TerminalKnowledge = { phase: "reading", failure: null, identity: null, status: null };
  let upstream: UpstreamView = { reach: "unknown", failure: null };
  let toldTime: ToldTime | null = null;
  let failedReads = 0;
  let stopped = false;
  let callOff: () => void = () => {};

  function failed(failure: ErrorView): void {
    failedReads += 1;
    knowledge = { phase: "failed", failure, identity: null, status: null };
    onChange();
  }

  async function readAll(): Promise<void> {
    const identity = await terminal.readIdentity();
    if (!identity.ok) return failed(errorView(identity.error));
    const status = await terminal.readStatus();
    if (!status.ok) return failed(errorView(status.error));
    failedReads = 0;
    knowledge = { phase: "read", failure: null, identity: identity.value, status: status.value };
    onChange();
  }

  function readTerminal(): Promise<void> {
    knowledge = { ...knowledge, phase: "reading" };
    onChange();
    return readQuietly();
  }

  const readQuietly = singleFlight(readAll);

  async function pollUpstream(): Promise<Result<Answered<string>, UpstreamFailure>> {
    const health = await client.health();
    if (health.ok) toldTime = { ms: msOf(health.value.value), atMonotonic: clock.monotonic() };
    upstream = health.ok
      ? { reach: "reachable", failure: null }
      : { reach: "unreachable", failure: failureView(health.error) };
    onChange();
    return health;
  }

  async function pollAll(): Promise<void> {
    // The identity as well, every time: another terminal may have been plugged in since. What is known stays shown.
    await (knowledge.phase === "read" ? readQuietly() : readTerminal());
    if (!stopped) await afterRead();
    if (!stopped) await pollUpstream();
    if (!stopped) await afterPoll();
    pollLater();
  }

  function pollLater(): void {
    if (stopped) return;
    const waitMs = failedReads > 0 ? retryDelayMs(failedReads, pollAgainMs, random) : pollEveryMs;
    callOff = clock.after(waitMs, () => background.run(pollAll));
  }

  return {
    terminal: () => knowledge,
    identity: () => knowledge.identity,
    async readIdentity() {
      await readQuietly();
      return knowledge.identity;
    },
    async latestIdentity() {
      if (knowledge.phase === "reading" && !stopped) await readQuietly();
      return knowledge.identity;
    },
    identifiers() {
      const { sn, imei } = knowledge.identity ?? {};
      return [sn, imei].flatMap((reading) => (reading?.status === "read" ? [reading.value] : []));
    },
    upstream: () => upstream,
    toldTime: () => toldTime,
    readTerminal,
    pollUpstream,
    start() {
      if (stopped) return;
      const poll = async () => {
        await pollUpstream();
        if (!stopped) await afterPoll();
        pollLater();
      };
      callOff = clock.after(firstPollAfterMs, () => background.run(poll));
    },
    async stop() {
      stopped = true;
      callOff();
      await terminal.close();
    },
  };
}
