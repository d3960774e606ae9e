/** Fronts before the reference provider that go wrong on the way itself, one way each, and the checks that are meant for it. */

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer as createHttpServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo, Server, Socket } from "node:net";
import { makeScratchDir } from "../support/scratchDir.ts";
import { createAuthority } from "../upstream/certificates.ts";

/** `plain` is where messages go: a front that speaks TLS is looked at from outside only. */
type Front = { readonly address: string; readonly plain: string; close(): Promise<void> };
type BrokenWire = { readonly caughtBy: readonly string[]; open(baseUrl: string): Promise<Front> };

export const brokenWires: Readonly<Record<string, BrokenWire>> = {
  "reads one body after the other": {
    caughtBy: ["wire/slow-client"],
    async open(baseUrl) {
      let before: Promise<unknown> = Promise.resolve();
      const server = createHttpServer((asked, answer) => {
        before = before.then(async () => {
          // Whoever waited too long has gone meanwhile.
          if (asked.closed) return;
          const ended = new Promise((resolve) => asked.once("close", resolve));
          pass(baseUrl, asked, answer);
          await ended;
        });
      });
      return listen(server, "http");
    },
  },
  "counts a request as sent once its head has come": {
    caughtBy: ["wire/cut-body"],
    async open(baseUrl) {
      const seen = new Set<string>();
      const server = createHttpServer((asked, answer) => {
        const key = asked.headers["idempotency-key"];
        if (typeof key === "string" && seen.has(key)) {
          const problem = { type: "urn:jiebang:problem:idempotency-conflict", status: 422 };
          answer.writeHead(422, { "content-type": "application/problem+json" }).end(JSON.stringify(problem));
          return;
        }
        if (typeof key === "string") seen.add(key);
        pass(baseUrl, asked, answer);
      });
      return listen(server, "http");
    },
  },
  "speaks TLS 1.1": {
    caughtBy: ["wire/old-tls"],
    open: (baseUrl) => openTls(baseUrl, { minVersion: "TLSv1", ciphers: "DEFAULT@SECLEVEL=0" }),
  },
  "speaks no TLS that is older than 1.2": { caughtBy: [], open: (baseUrl) => openTls(baseUrl, {}) },
};

async function openTls(baseUrl: string, settings: { readonly minVersion?: "TLSv1"; readonly ciphers?: string }) {
  const authority = await createAuthority(await makeScratchDir(), "ca");
  const { certFile, keyFile } = await authority.certify("server");
  const [cert, key] = await Promise.all([readFile(certFile), readFile(keyFile)]);
  const front = await listen(createHttpsServer({ ...settings, cert, key }), "https");
  return { ...front, plain: baseUrl };
}

/** Hands a request on, and its answer back; what is cut on one side is cut on the other. */
function pass(baseUrl: string, asked: IncomingMessage, answer: ServerResponse): void {
  const { method, headers, url = "/" } = asked;
  const handed = request(new URL(url, baseUrl), { method, headers, agent: false }, (came) => {
    answer.writeHead(came.statusCode ?? 500, came.headers);
    came.pipe(answer);
  });
  handed.on("error", () => answer.destroy());
  asked.on("error", () => {});
  asked.once("close", () => {
    if (!asked.complete) handed.destroy();
  });
  asked.pipe(handed);
}

async function listen(server: Server, scheme: "http" | "https"): Promise<Front> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    address,
    plain: address,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
