/**
 * A new connection to the upstream, ready for the first byte of a request: over TLS both sides have been believed.
 * Knows nothing of HTTP. Every failure here is one before anything of a request could leave.
 */

import { once } from "node:events";
import { connect as connectPlain, isIP, type Socket } from "node:net";
import { setImmediate as turnOfTheLoop } from "node:timers/promises";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { err, ok, type Result } from "../../base/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ExchangeFailure } from "../../ports/upstream.ts";
import { readTlsContext, type TlsFiles } from "./tlsFiles.ts";

/** Over a mobile network one round trip takes longer than the 250 ms that Node gives each address of a name. */
const addressMs = 2_000;

/** How long a server over TLS 1.3 may take to show that it took our certificate. One that sends no tickets shows nothing. */
const acceptanceMs = 500;

/** `giveUp` ends it as `upstream/unreachable`. */
export async function openConnection(parts: {
  readonly url: URL;
  readonly tls: TlsFiles;
  readonly clock: Clock;
  readonly giveUp: AbortSignal;
}): Promise<Result<Socket, ExchangeFailure>> {
  const { url, tls, clock, giveUp } = parts;
  const isTls = url.protocol === "https:";
  // An IPv6 address stands in brackets in a URL only.
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const place = { host, port: Number(url.port || (isTls ? 443 : 80)), autoSelectFamilyAttemptTimeout: addressMs };
  if (!isTls) return connected(connectPlain(place), "connect", giveUp);

  const context = await readTlsContext(tls);
  if (!context.ok) return context;
  const socket = connectTls({
    ...place,
    // A server name is never an address (RFC 6066 section 3).
    servername: isIP(host) ? "" : host,
    secureContext: context.value,
    // Said aloud, because an environment variable can turn the default off.
    rejectUnauthorized: true,
    ALPNProtocols: ["http/1.1"],
  });
  const opened = await connected(socket, "secureConnect", giveUp);
  if (!opened.ok || tls.certFile === undefined || socket.getProtocol() !== "TLSv1.3") return opened;
  const refusal = await hearRefusal(socket, clock);
  if (!socket.destroyed) return opened;
  // Broken off without a word straight after a handshake is how some servers refuse a certificate.
  if (refusal === null && !giveUp.aborted) return err({ code: "upstream/client-certificate-refused" });
  return err(failureOf(socket, refusal));
}

async function connected(
  socket: Socket | TLSSocket,
  event: "connect" | "secureConnect",
  giveUp: AbortSignal,
): Promise<Result<Socket, ExchangeFailure>> {
  // Also for the time between this and the request, which then finds the socket destroyed.
  socket.on("error", () => undefined);
  giveUp.addEventListener("abort", () => socket.destroy(), { once: true });
  try {
    await once(socket, event, { signal: giveUp });
    return ok(socket);
  } catch (cause) {
    socket.destroy();
    return err(failureOf(socket, cause));
  }
}

/**
 * In TLS 1.3 our side of the handshake is done before the server has judged our certificate (RFC 8446 section 4.4.2.4).
 * A request sent then would be lost with the connection, and nobody could say whether it was read. Resolves when the
 * server has sent a ticket, which it does once it is content, or has ended the connection: with its error, or null.
 */
async function hearRefusal(socket: TLSSocket, clock: Clock): Promise<unknown> {
  let refusal: unknown = null;
  socket.once("error", (cause) => {
    refusal = cause;
  });
  await new Promise<void>((resolve) => {
    const callOff = clock.after(acceptanceMs, resolve);
    for (const sign of ["session", "close"]) socket.once(sign, () => resolve(callOff()));
  });
  // A ticket is told from inside OpenSSL, where nothing can be written yet.
  await turnOfTheLoop();
  return refusal;
}

function failureOf(socket: Socket | TLSSocket, cause: unknown): ExchangeFailure {
  const verdict = "authorizationError" in socket ? socket.authorizationError : null;
  // Node's types say Error; it is the code of OpenSSL as text.
  if (verdict) return { code: "upstream/certificate-refused", reason: reasonOf(String(verdict)) };
  if (isCertificateAlert(cause)) return { code: "upstream/client-certificate-refused" };
  return /^(ERR_SSL_|ERR_TLS_|EPROTO$)/.test(codeOf(cause))
    ? { code: "upstream/handshake-failed" }
    : { code: "upstream/unreachable" };
}

function reasonOf(verdict: string): (ExchangeFailure & { code: "upstream/certificate-refused" })["reason"] {
  if (verdict === "CERT_HAS_EXPIRED") return "expired";
  if (verdict === "CERT_NOT_YET_VALID") return "not-yet-valid";
  return verdict === "ERR_TLS_CERT_ALTNAME_INVALID" ? "wrong-host" : "not-trusted";
}

/** The alerts by which a server refuses a client's certificate, or the lack of one (RFC 8446 section 6.2). */
export function isCertificateAlert(cause: unknown): boolean {
  return /_ALERT_(\w*CERTIFICATE\w*|UNKNOWN_CA|ACCESS_DENIED)$/.test(codeOf(cause));
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : "";
}
