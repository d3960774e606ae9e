/** One HTTP exchange with the upstream. Knows nothing of what is said; the core builds and parses the bodies. */

import type { Result } from "../base/result.ts";

export type UpstreamExchange = {
  readonly method: "GET" | "POST";
  /** Below the configured base URL; starts with "/". */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The whole exchange, connecting and reading included. */
  readonly deadlineMs: number;
  readonly maxAnswerBytes: number;
};

export type UpstreamAnswer = {
  readonly status: number;
  readonly contentType: string;
  /** As sent, or null. */
  readonly retryAfter: string | null;
  readonly body: Uint8Array;
};

export type ExchangeFailure =
  /** Nothing of the body can have left: name not found, refused, no route. */
  | { readonly code: "upstream/unreachable" }
  /** It may have arrived: broken off or timed out on the way. */
  | { readonly code: "upstream/no-answer" }
  | { readonly code: "upstream/answer-too-large" };

export interface Upstream {
  /** Never retries and never follows a redirect. */
  exchange(exchange: UpstreamExchange): Promise<Result<UpstreamAnswer, ExchangeFailure>>;
}
