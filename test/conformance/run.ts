/** Runs checks one after the other, each with terminals of its own, and keeps what was sent and what came. */

import type { DeliveredAnswer } from "../upstream/faults.ts";
import type { UpstreamMessage } from "../upstream/referenceUpstream.ts";
import type { Check, Need } from "./check.ts";
import { createKit, type Kit, type Provider } from "./kit.ts";

/** One message and its answer; bodies are cut after so many characters. */
export type Exchange = { readonly sent: string; readonly came: string };
const mostShown = 400;

/** "broken": the check itself could not be carried out on what came; what it threw stands in `came`. "skipped": `came` says why. */
export type Outcome = {
  readonly check: Check;
  readonly verdict: "kept" | "notKept" | "broken" | "skipped";
  readonly expected: string | null;
  readonly came: string | null;
  readonly exchanges: readonly Exchange[];
  readonly ms: number;
};

export type RunOptions = {
  readonly provider: Provider;
  /** Sets the numbers of this run apart. */
  readonly name: string;
  readonly onOutcome?: (outcome: Outcome) => void;
};

export async function runChecks(checks: readonly Check[], options: RunOptions): Promise<readonly Outcome[]> {
  const { provider, name, onOutcome = () => {} } = options;
  const outcomes: Outcome[] = [];
  let number = 0;
  for (const check of checks) {
    const exchanges: Exchange[] = [];
    const recorded: Provider = { ...provider, send: (message) => sendAndKeep(provider, message, exchanges) };
    const kit = createKit(recorded, name, () => ++number);
    const begun = performance.now();
    const judged = await judge(check, kit);
    const outcome = { check, ...judged, exchanges, ms: Math.round(performance.now() - begun) };
    outcomes.push(outcome);
    onOutcome(outcome);
  }
  return outcomes;
}

/** Why a check cannot be carried out; null where it can. */
const whyNot: Readonly<Record<Need, (kit: Kit) => string | null>> = {
  restart: ({ operator }) => (operator.restart ? null : "the operator command cannot restart the provider"),
  rotation: ({ operator }) => (operator.rotates ? null : "the operator command cannot change the provider's keys"),
  address: ({ address }) => (address ? null : "there is no network between"),
  tls: ({ address }) => (address.startsWith("https:") ? null : "the base URL is not https"),
};

async function judge(check: Check, kit: Kit): Promise<Pick<Outcome, "verdict" | "expected" | "came">> {
  const why = check.needs && whyNot[check.needs](kit);
  if (why) return { verdict: "skipped", expected: null, came: why };
  try {
    const verdict = await check.run(kit);
    return verdict.kept
      ? { verdict: "kept", expected: null, came: null }
      : { verdict: "notKept", expected: verdict.expected, came: verdict.came };
  } catch (thrown) {
    return { verdict: "broken", expected: "an answer that the check can go on with", came: String(thrown) };
  }
}

async function sendAndKeep(
  provider: Provider,
  message: UpstreamMessage,
  exchanges: Exchange[],
): Promise<DeliveredAnswer> {
  const sent = `${message.method} ${message.path}\n${cut(message.body)}`;
  try {
    const answer = await provider.send(message);
    exchanges.push({ sent, came: `${answer.status} ${answer.headers["content-type"] ?? ""}\n${cut(answer.body)}` });
    return answer;
  } catch (thrown) {
    exchanges.push({ sent, came: String(thrown) });
    throw thrown;
  }
}

function cut(text: string): string {
  return text.length > mostShown ? `${text.slice(0, mostShown)} ... (${text.length} characters)` : text;
}
