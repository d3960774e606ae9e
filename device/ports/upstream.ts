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

/** A file that TLS needs and that cannot be used; nothing was sent. */
export type TlsFileFailure = { readonly file: "caFile" | "certFile" | "keyFile" } & (
  | { readonly code: "tls/file-missing" }
  /** The system's code, or "not a file". */
  | { readonly code: "tls/file-unreadable"; readonly reason: string }
  | { readonly code: "tls/file-too-large"; readonly maxBytes: number }
  /** Not PEM of what it should hold, or a key that is too weak or needs a passphrase. */
  | { readonly code: "tls/file-damaged" }
  /** Others than its owner may read the key; its mode in octal. */
  | { readonly code: "tls/key-exposed"; readonly mode: string }
  /** The key is not that of the certificate. */
  | { readonly code: "tls/key-mismatch" }
);

export type ExchangeFailure =
  /** Nothing of the request can have left: name not found, refused, no route, no connection in time. */
  | { readonly code: "upstream/unreachable" }
  /** It may have arrived: broken off or timed out on the way. */
  | { readonly code: "upstream/no-answer" }
  | { readonly code: "upstream/answer-too-large" }
  /** Nothing left: whoever answers did not prove to be the upstream. */
  | {
      readonly code: "upstream/certificate-refused";
      readonly reason: "not-trusted" | "expired" | "not-yet-valid" | "wrong-host";
    }
  /** Nothing was read: the upstream does not believe our certificate, or wants one that we do not have. */
  | { readonly code: "upstream/client-certificate-refused" }
  /** Nothing left: no TLS 1.2 or newer that both sides speak. */
  | { readonly code: "upstream/handshake-failed" }
  | TlsFileFailure;

export interface Upstream {
  /** Never retries and never follows a redirect. */
  exchange(exchange: UpstreamExchange): Promise<Result<UpstreamAnswer, ExchangeFailure>>;
}
