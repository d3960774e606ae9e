/** The Upstream port over web-standard fetch, in both shells. One exchange, one answer; knows nothing of what is said. */

import { concat } from "../../base/bytes.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ExchangeFailure, Upstream, UpstreamAnswer } from "../../ports/upstream.ts";

/** `baseUrl` may end in a path; the exchange's path is put behind it. */
export function createHttpUpstream(options: {
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly fetch?: typeof fetch;
}): Upstream {
  const { clock, fetch: send = (request) => fetch(request) } = options;
  const url = new URL(options.baseUrl);
  // fetch would refuse it in every exchange, and quote it in its error.
  if (url.username || url.password) throw new Error("the upstream's URL holds a user or a password");
  const base = url.href.replace(/\/$/, "");

  return {
    async exchange({ method, path, headers, body, deadlineMs, maxAnswerBytes }) {
      if (!path.startsWith("/")) throw new Error("an exchange's path starts with /");
      const giveUp = new AbortController();
      // Made out here: a header that cannot be sent is a bug, not a lost answer.
      const request = new Request(base + path, {
        method,
        headers,
        body: body ?? null,
        // A redirect comes back as it is; what was signed for one place is not carried to another.
        redirect: "manual",
        cache: "no-store",
        credentials: "omit",
        signal: giveUp.signal,
      });
      const callOff = clock.after(deadlineMs, () => giveUp.abort());
      try {
        return await answerOf(await send(request), maxAnswerBytes);
      } catch (error) {
        return err({ code: neverConnected(error) ? "upstream/unreachable" : "upstream/no-answer" });
      } finally {
        callOff();
        // Whatever is still open is not waited for.
        giveUp.abort();
      }
    },
  };
}

async function answerOf(response: Response, maxBytes: number): Promise<Result<UpstreamAnswer, ExchangeFailure>> {
  const body = await readUpTo(response, maxBytes);
  if (!body) return err({ code: "upstream/answer-too-large" });
  return ok({
    status: response.status,
    contentType: response.headers.get("content-type") ?? "",
    retryAfter: response.headers.get("retry-after"),
    body,
  });
}

/** The body, or null as soon as it is longer than `maxBytes`; what a header says about its length is not believed. */
async function readUpTo(response: Response, maxBytes: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    length += read.value.length;
    if (length > maxBytes) return null;
    chunks.push(read.value);
  }
  return concat(chunks);
}

/**
 * True when the name was not found or no connection came about, so that nothing was sent. The call that failed
 * decides, not its code: EHOSTUNREACH also ends a connection on which everything had been sent. A page's fetch
 * does not tell, and there every failure is a lost answer.
 */
function neverConnected(error: unknown): boolean {
  const cause = error instanceof Error && "cause" in error ? error.cause : undefined;
  // Several addresses of one name were tried, each with a failure of its own.
  const failures: unknown[] = cause instanceof AggregateError ? cause.errors : [cause];
  return failures.length > 0 && failures.every(failedToConnect);
}

function failedToConnect(failure: unknown): boolean {
  if (typeof failure !== "object" || failure === null) return false;
  if ("code" in failure && failure.code === "UND_ERR_CONNECT_TIMEOUT") return true;
  return "syscall" in failure && (failure.syscall === "connect" || failure.syscall === "getaddrinfo");
}
