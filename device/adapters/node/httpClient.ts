/**
 * HTTP/1.1 with or without TLS. One exchange, one answer; knows nothing of what is said.
 * What has left is told by one fact: a request that was never given a connection has left nothing.
 */

import { once } from "node:events";
import {
  Agent,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
  request as sendRequest,
} from "node:http";
import type { Socket } from "node:net";
import { concat } from "../../base/bytes.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ExchangeFailure, Upstream, UpstreamAnswer } from "../../ports/upstream.ts";
import type { TlsFiles } from "./tlsFiles.ts";
import { isCertificateAlert, openConnection } from "./upstreamConnection.ts";

/** Sooner than a server ends a connection that nobody uses (5 s is the shortest usual), so that ours seldom runs into that. */
const idleMs = 4_000;

type Hand = (failure: Error | null, socket?: Socket) => void;

export type HttpClientParts = {
  /** May end in a path; the exchange's path is put behind it. */
  readonly url: URL;
  readonly clock: Clock;
  readonly tls: TlsFiles;
};

export function createHttpClient({ url, clock, tls }: HttpClientParts): Upstream {
  const basePath = url.pathname.replace(/\/$/, "");
  const agent = createAgent();

  return {
    async exchange({ method, path, headers, body, deadlineMs, maxAnswerBytes }) {
      if (!path.startsWith("/")) throw new Error("an exchange's path starts with /");
      const giveUp = new AbortController();
      let failure: ExchangeFailure = { code: "upstream/unreachable" };
      const open = async (hand: Hand) => {
        const opened = await openConnection({ url, tls, clock, giveUp: giveUp.signal });
        if (opened.ok) return hand(null, opened.value);
        failure = opened.error;
        hand(new Error("not connected"));
      };
      // Outside what is caught: a header that cannot be sent is a bug, not a lost answer.
      const options: RequestOptions & { readonly open: typeof open } = {
        agent,
        method,
        path: basePath + path,
        headers: { host: url.host, "accept-encoding": "identity", ...headers },
        signal: giveUp.signal,
        open,
      };
      const request = sendRequest(options);
      request.once("socket", () => {
        failure = { code: "upstream/no-answer" };
      });
      // Stays until the end: a connection may also break when the answer has begun, and nobody else listens.
      request.on("error", (cause) => {
        // Over TLS 1.3 the refusal may come after the request left; what refuses the certificate has not read it.
        if (!request.reusedSocket && isCertificateAlert(cause))
          failure = { code: "upstream/client-certificate-refused" };
      });
      const callOff = clock.after(deadlineMs, () => giveUp.abort());
      try {
        return await answerOf(request, body, maxAnswerBytes);
      } catch {
        return err(failure);
      } finally {
        callOff();
      }
    },
  };
}

/** Keeps connections for the next exchange. A new one is opened by the exchange that needs it, within its deadline. */
function createAgent(): Agent {
  const agent = new Agent({ keepAlive: true, timeout: idleMs });
  agent.createConnection = (options, hand) => {
    if ("open" in options && typeof options.open === "function") options.open(hand);
    return undefined;
  };
  return agent;
}

async function answerOf(
  request: ClientRequest,
  body: string | undefined,
  maxBytes: number,
): Promise<Result<UpstreamAnswer, ExchangeFailure>> {
  const answered = Promise.race([
    once(request, "response") as Promise<[IncomingMessage]>,
    // A change of protocol ends the request with neither an answer nor an error.
    once(request, "close").then(() => Promise.reject(new Error("closed without an answer"))),
  ]);
  request.end(body);
  const [response] = await answered;
  const bytes = await readUpTo(response, maxBytes);
  if (!bytes) return err({ code: "upstream/answer-too-large" });
  return ok({
    status: response.statusCode ?? 0,
    contentType: response.headers["content-type"] ?? "",
    retryAfter: response.headers["retry-after"] ?? null,
    body: bytes,
  });
}

/** The body, or null as soon as it is longer than `maxBytes`; what a header says about its length is not believed. */
async function readUpTo(response: IncomingMessage, maxBytes: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    // Leaving the loop ends the connection.
    if (length > maxBytes) return null;
    chunks.push(chunk);
  }
  return concat(chunks);
}
