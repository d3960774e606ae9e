/** The reference upstream behind HTTP: reads a bounded body, asks, delivers the answer the way a fault may want it. */

import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { PublicJwk } from "../../device/contract/fields.ts";
import { bundledProfiles } from "../../device/profiles/bundled.ts";
import { createAgreementKey } from "./agreementKey.ts";
import { exampleBrandOf } from "./brands.ts";
import { openTlsFolder, type TlsFolder } from "./certificates.ts";
import type { DeliveredAnswer } from "./faults.ts";
import type { AttestationRules } from "./keyAttestation.ts";
import type { Operator } from "./operator.ts";
import { handleOperator, operatorPrefix } from "./operatorRoutes.ts";
import { examplePolicyOf } from "./policies.ts";
import { publishFirst } from "./profiles.ts";
import { createReferenceUpstream, maxBodyBytes, type UpstreamMessage } from "./referenceUpstream.ts";
import type { Review } from "./review.ts";
import { createSigningKey } from "./signingKey.ts";
import { agreementKeyFile, announce, lastPort, openSecrets, publicKeyFile } from "./stateFolder.ts";
import { openFileStore } from "./store.ts";
import { simulatedOrigin } from "./verification.ts";

export type RunningUpstream = {
  /** Without a slash at the end; also the audience of every message. */
  readonly baseUrl: string;
  readonly publicJwk: PublicJwk;
  readonly publicKeyFile: string;
  readonly agreementJwk: PublicJwk;
  readonly agreementKeyFile: string;
  readonly kid: string;
  readonly operator: Operator;
  readonly operatorToken: string;
  /** What a terminal needs to be let in; null without TLS. */
  readonly tls: TlsFolder | null;
  /** Breaks off what is still open and lets the state folder go. */
  close(): Promise<void>;
};

/**
 * Rejects when the port is taken or the state folder cannot be used. Port 0 takes any free one; without a
 * port it is the one of the last start, because terminals sign their messages for this address.
 */
export async function startUpstream(settings: {
  readonly stateDir: string;
  readonly port?: number;
  readonly host?: string;
  /** Speaks TLS only, and only with whom its own authority certified; both are made in the state folder. */
  readonly tls?: boolean;
  readonly reviewMs?: Review;
  readonly grantMs?: number;
  readonly attestation?: AttestationRules;
  /** Unix milliseconds; the system's clock unless told otherwise. */
  readonly now?: () => number;
}): Promise<RunningUpstream> {
  const {
    stateDir,
    port = lastPort(stateDir),
    host = "127.0.0.1",
    now = Date.now,
    reviewMs,
    grantMs,
    attestation,
  } = settings;
  const { privateJwk, privateAgreementJwk, operatorToken } = await openSecrets(stateDir);
  const tls = settings.tls ? await openTlsFolder(join(stateDir, "tls")) : null;
  const server = tls ? createTlsServer(mutualTls(tls)) : createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const baseUrl = `${tls ? "https" : "http"}://${host}:${(server.address() as AddressInfo).port}`;
  const issuer = { store: openFileStore(stateDir), clock: { now }, key: await createSigningKey(privateJwk) };
  const profiles = bundledProfiles.map((profile) => ({
    profile,
    handOverOrigins: [simulatedOrigin],
    policy: examplePolicyOf(profile),
    brand: exampleBrandOf(profile),
  }));
  await publishFirst(issuer, profiles);
  const upstream = createReferenceUpstream({
    ...issuer,
    agreementKey: await createAgreementKey(privateAgreementJwk),
    random: { bytes: (count) => randomBytes(count) },
    audience: baseUrl,
    ...(reviewMs === undefined ? {} : { reviewMs }),
    ...(grantMs === undefined ? {} : { grantMs }),
    ...(attestation === undefined ? {} : { attestation }),
  });

  server.on("request", async (request, response) => {
    const message = await readMessage(request);
    if (!message) return;
    const answer = message.path.startsWith(operatorPrefix)
      ? await handleOperator(upstream.operator, operatorToken, message)
      : await upstream.handle(message);
    deliver(answer, response);
  });
  announce(stateDir, { baseUrl, publicJwk: upstream.publicJwk, agreementJwk: upstream.agreementJwk });

  return {
    baseUrl,
    publicJwk: upstream.publicJwk,
    publicKeyFile: publicKeyFile(stateDir),
    agreementJwk: upstream.agreementJwk,
    agreementKeyFile: agreementKeyFile(stateDir),
    kid: upstream.kid,
    operator: upstream.operator,
    operatorToken,
    tls,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      issuer.store.close();
    },
  };
}

function mutualTls({ caFile, server }: TlsFolder) {
  const [ca, cert, key] = [caFile, server.certFile, server.keyFile].map((file) => readFileSync(file));
  return { ca, cert, key, requestCert: true, rejectUnauthorized: true, minVersion: "TLSv1.2" } as const;
}

/** Null when the sender broke off. Of a body that is too large, one byte too many is kept, so that it is seen as such. */
async function readMessage(request: IncomingMessage): Promise<UpstreamMessage | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request) {
      if (length <= maxBodyBytes) chunks.push(chunk);
      length += chunk.length;
    }
  } catch {
    return null;
  }
  const lastByteAtNs = process.hrtime.bigint();
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
  const body = Buffer.concat(chunks).toString("latin1");
  return { method: request.method ?? "", path: request.url ?? "", headers, body, lastByteAtNs };
}

function deliver(answer: DeliveredAnswer, response: ServerResponse): void {
  const body = Buffer.from(answer.body, "utf8");
  switch (answer.delivery) {
    case "never":
      return;
    case "connection-dropped":
      response.destroy();
      return;
    case "headers-only":
      response.writeHead(answer.status, { ...answer.headers, "content-length": "1000" });
      response.flushHeaders();
      return;
    case "length-untold":
      response.writeHead(answer.status, answer.headers);
      response.flushHeaders();
      response.end(body);
      return;
    case undefined:
      response.writeHead(answer.status, { ...answer.headers, "content-length": String(body.length) });
      response.end(body);
  }
}
