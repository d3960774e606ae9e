/**
 * The way between kiosk and provider, in the hands of somebody who loses, delays, repeats, cuts, exchanges and invents what
 * passes. Speaks HTTP to both; can sign nothing.
 */

import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { problemTypePrefix } from "../../device/contract/upstream.ts";
import type { Draws } from "./draws.ts";

export type Exchange = { readonly method: string; readonly path: string; readonly body: Buffer };

export type LyingLine = {
  readonly baseUrl: string;
  /** From now on every exchange passes as it is, or none surely does. */
  lie(lying: boolean): void;
  /** What was done to whom, in order. */
  readonly done: readonly string[];
  close(): Promise<void>;
};

type Asked = Exchange & { readonly headers: IncomingMessage["headers"] };
type Answered = { readonly status: number; readonly headers: IncomingMessage["headers"]; readonly body: Buffer };

const lies = {
  passes: 58,
  "comes late": 8,
  "gets lost on its way": 6,
  "is heard, and the answer lost": 9,
  "arrives twice": 6,
  "is cut in the middle of the answer": 3,
  "is answered with the first half": 2,
  "is answered as it was before": 4,
  "is answered as something else was": 2,
  "is answered with a byte changed": 3,
  "is answered by somebody else": 4,
  "comes after an old one once more": 3,
  "is not answered for long": 1,
} as const;

const inventions = [
  "rejected",
  "expired",
  "cancelled",
  "request-unknown",
  "terminal-unknown",
  "clock-skew",
  "key-unknown",
] as const;

export async function openLyingLine(options: {
  readonly to: string;
  readonly draws: Draws;
  /** Before anything is done to it. */
  readonly onAsked: (exchange: Exchange) => void;
}): Promise<LyingLine> {
  const { to, draws, onAsked } = options;
  const done: string[] = [];
  const askedBefore: Asked[] = [];
  const answeredBefore = new Map<string, Answered[]>();
  let lying = false;

  const passOn = (asked: Asked) => exchangeWith(to, asked);

  async function heard(asked: Asked): Promise<Answered> {
    const answer = await passOn(asked);
    const about = `${asked.method} ${asked.path}`;
    answeredBefore.set(about, [...(answeredBefore.get(about) ?? []), answer]);
    askedBefore.push(asked);
    return answer;
  }

  async function answer(asked: Asked, response: ServerResponse): Promise<void> {
    onAsked(asked);
    const about = `${asked.method} ${asked.path}`;
    const lie = lying ? draws.weighted(lies) : "passes";
    const [one, other] = [draws.fraction(), draws.fraction()];
    if (lie !== "passes") done.push(`${about} ${lie}`);
    switch (lie) {
      case "passes":
        return give(response, await heard(asked));
      case "comes late":
        await pause(100 + 1_400 * one);
        return give(response, await heard(asked));
      case "gets lost on its way":
        response.destroy();
        return;
      case "is heard, and the answer lost":
        await heard(asked);
        response.destroy();
        return;
      case "arrives twice":
        await heard(asked);
        return give(response, await heard(asked));
      case "is cut in the middle of the answer": {
        const whole = await heard(asked);
        response.writeHead(whole.status, { ...headersOf(whole), "content-length": String(whole.body.length) });
        response.write(whole.body.subarray(0, whole.body.length >> 1), () => response.destroy());
        return;
      }
      case "is answered with the first half": {
        const whole = await heard(asked);
        return give(response, { ...whole, body: whole.body.subarray(0, whole.body.length >> 1) });
      }
      case "is answered as it was before": {
        const before = answeredBefore.get(about) ?? [];
        return give(response, before[Math.floor(one * before.length)] ?? (await heard(asked)));
      }
      case "is answered as something else was": {
        const all = [...answeredBefore.values()].flat();
        return give(response, all[Math.floor(one * all.length)] ?? (await heard(asked)));
      }
      case "is answered with a byte changed": {
        const { status, headers, body } = await heard(asked);
        const changed = Buffer.from(body);
        const at = Math.floor(one * changed.length);
        changed.writeUInt8((changed[at] ?? 0) ^ (1 << Math.floor(other * 7)), at);
        return give(response, { status, headers, body: changed });
      }
      case "is answered by somebody else":
        return give(response, invented(one, other));
      case "comes after an old one once more": {
        const old = askedBefore[Math.floor(one * askedBefore.length)];
        if (old) await passOn(old);
        return give(response, await heard(asked));
      }
      case "is not answered for long":
        await pause(4_000);
        response.destroy();
    }
  }

  const server = createServer(async (request, response) => {
    response.on("error", () => {});
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { method = "", url: path = "", headers } = request;
      await answer({ method, path, headers, body: Buffer.concat(chunks) }, response);
    } catch {
      // The kiosk broke off, or the provider is gone.
      response.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lie: (now) => {
      lying = now;
    },
    done,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function invented(one: number, other: number): Answered {
  const problem = inventions[Math.floor(one * inventions.length)] ?? "rejected";
  const status = [401, 403, 404, 409, 410, 422, 500, 503][Math.floor(other * 8)] ?? 500;
  const body = Buffer.from(JSON.stringify({ type: `${problemTypePrefix}${problem}`, status }));
  return { status, headers: { "content-type": "application/problem+json" }, body };
}

function give(response: ServerResponse, { status, headers, body }: Answered): void {
  response.writeHead(status, { ...headersOf({ headers }), "content-length": String(body.length) });
  response.end(body);
}

function headersOf({ headers }: Pick<Answered, "headers">) {
  const { "content-length": _length, connection: _connection, "transfer-encoding": _encoding, ...rest } = headers;
  return rest;
}

function exchangeWith(to: string, { method, path, headers, body }: Asked): Promise<Answered> {
  const { host: _host, connection: _connection, "transfer-encoding": _encoding, ...passed } = headers;
  return new Promise((resolve, reject) => {
    const options = { method, headers: { ...passed, "content-length": String(body.length) }, agent: false };
    const request = httpRequest(`${to}${path}`, options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => void chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    request.on("error", reject);
    request.end(body);
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
