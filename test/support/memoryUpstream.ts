/** An upstream without a network: a function answers. A death or failure may come before or after it was asked. */

import { err, type Result } from "../../device/base/result.ts";
import type { ExchangeFailure, Upstream, UpstreamAnswer, UpstreamExchange } from "../../device/ports/upstream.ts";
import { createMishaps, type Mishaps } from "./mishaps.ts";

export type Answering = (exchange: UpstreamExchange) => Promise<Result<UpstreamAnswer, ExchangeFailure>>;

const lost: Result<UpstreamAnswer, ExchangeFailure> = err({ code: "upstream/no-answer" });

/** Told to fail with nothing landed it is unreachable; with anything landed the answer got lost. */
export function createMemoryUpstream(answer: Answering, mishaps: Mishaps = createMishaps()): Upstream {
  return {
    async exchange(exchange) {
      let sent = false;
      const exchanged = await mishaps.perform(
        `upstream.${exchange.method} ${exchange.path}`,
        (landing) => {
          sent = true;
          return landing === "all" ? answer(exchange) : lost;
        },
        { code: "upstream/unreachable" } as const,
      );
      if (exchanged.ok) return exchanged.value;
      return sent ? lost : exchanged;
    },
  };
}
