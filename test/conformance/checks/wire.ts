/** What holds on the way itself, and can only be tried over a network: slow clients, bodies that are cut, old TLS. */

import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { paths } from "../../../device/contract/upstream.ts";
import { type Check, is, kept, says, type Verdict } from "../check.ts";

const health = { method: "GET", path: paths.health, headers: {}, body: "" } as const;

/** In which the provider has begun with what was sent. Where it takes longer, nothing is found that is not there. */
const arrivalMs = 500;

export const wireChecks: readonly Check[] = [
  {
    id: "wire/slow-client",
    clause: "A client that stops in the middle of its body holds nobody else up.",
    severity: "must",
    needs: "address",
    async run({ address, enrolled, send, wait }) {
      const { request } = await enrolled();
      const slow = await beginPost(address, await request());
      await wait(arrivalMs);
      try {
        return says(await send(health), "200");
      } catch (thrown) {
        return { kept: false, expected: "200 while another client is slow", came: String(thrown) };
      } finally {
        slow.destroy();
      }
    },
  },
  {
    id: "wire/cut-body",
    clause: "A request whose body was cut on the way was never sent: the whole of it is taken afterwards.",
    severity: "must",
    needs: "address",
    async run({ address, enrolled, wait }) {
      const { terminal, request } = await enrolled();
      const made = await request();
      const cut = await beginPost(address, made);
      await wait(arrivalMs);
      cut.destroy();
      return says(await terminal.submit(made), "202 submitted", "202 under_review");
    },
  },
  {
    id: "wire/old-tls",
    clause: "TLS 1.2 is the oldest that is spoken (RFC 9325 section 3.1.1).",
    severity: "must",
    needs: "tls",
    run: ({ address }) => refusesOldTls(new URL(address)),
  },
];

/** Sends the head and half of the body of a request, and stays connected. Resolves once they have left. */
async function beginPost(
  address: string,
  { jws, requestId }: { readonly jws: string; readonly requestId: string },
): Promise<Socket> {
  const { protocol, hostname, host, port, pathname } = new URL(address + paths.requests);
  const isTls = protocol === "https:";
  const to = { host: hostname, port: Number(port || (isTls ? 443 : 80)) };
  const socket = isTls ? connectTls({ ...to, servername: hostname }) : connect(to);
  await once(socket, isTls ? "secureConnect" : "connect");
  // It is broken off on purpose.
  socket.on("error", () => {});
  const head = [
    `POST ${pathname} HTTP/1.1`,
    `Host: ${host}`,
    "Content-Type: application/jose",
    `Content-Length: ${jws.length}`,
    `Idempotency-Key: "${requestId}"`,
  ];
  const half = jws.slice(0, jws.length / 2);
  await new Promise<void>((sent) => socket.write(`${head.join("\r\n")}\r\n\r\n${half}`, () => sent()));
  return socket;
}

function refusesOldTls({ hostname, port }: URL): Promise<Verdict> {
  return new Promise((resolve) => {
    // Whose certificate it is does not matter here; level 0 lets this side offer what it would not speak itself.
    const socket = connectTls({
      host: hostname,
      port: Number(port || 443),
      rejectUnauthorized: false,
      minVersion: "TLSv1",
      maxVersion: "TLSv1.1",
      ciphers: "DEFAULT@SECLEVEL=0",
    });
    socket.once("secureConnect", () => {
      resolve(is(socket.getProtocol(), "no handshake"));
      socket.destroy();
    });
    socket.once("error", () => resolve(kept));
  });
}
