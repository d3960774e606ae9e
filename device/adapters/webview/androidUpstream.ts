/** The Upstream port on Android: the platform has the address, the certificates and the connection; here its codes are told. */

import { fromBase64url } from "../../base/bytes.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { BridgeFailure } from "../../contract/bridge.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ExchangeFailure, Upstream, UpstreamAnswer } from "../../ports/upstream.ts";
import type { Bridge } from "./bridge.ts";

/** As in the platform's half. */
const maxTlsFileBytes = 65_536;
/** Longer than the platform takes to give up by itself. */
const graceMs = 5_000;

export function createAndroidUpstream({ bridge, clock }: { readonly bridge: Bridge; readonly clock: Clock }): Upstream {
  return {
    exchange({ method, path, headers, body, deadlineMs, maxAnswerBytes }) {
      if (!path.startsWith("/")) throw new Error("an exchange's path starts with /");
      const given = { method, path, headers, deadlineMs, maxAnswerBytes, ...(body !== undefined && { body }) };
      return new Promise((resolve) => {
        const callOff = clock.after(deadlineMs + graceMs, () => resolve(err({ code: "upstream/no-answer" })));
        bridge.call("upstream", "exchange", given).then((told) => {
          callOff();
          resolve(told.ok ? answerOf(told.value) : err(failureOf(told.error)));
        });
      });
    },
  };
}

function answerOf(told: {
  readonly status: number;
  readonly contentType: string;
  readonly retryAfter: string | null;
  readonly body: string;
}): Result<UpstreamAnswer, ExchangeFailure> {
  const { status, contentType, retryAfter } = told;
  const body = fromBase64url(told.body);
  return body ? ok({ status, contentType, retryAfter, body }) : err({ code: "upstream/no-answer" });
}

function failureOf({ code, reason }: BridgeFailure): ExchangeFailure {
  switch (code) {
    // Nothing goes to the network before the platform has taken the whole request.
    case "unreachable":
    case "bridge/too-large":
    case "bridge/busy":
    case "not-configured":
      return { code: "upstream/unreachable" };
    case "answer-too-large":
      return { code: "upstream/answer-too-large" };
    case "certificate-refused":
      return { code: "upstream/certificate-refused", reason: refusalOf(reason) };
    case "client-certificate-refused":
      return { code: "upstream/client-certificate-refused" };
    case "handshake-failed":
      return { code: "upstream/handshake-failed" };
    case "tls-file-missing":
      return { code: "tls/file-missing", file: fileOf(reason) };
    case "tls-file-unreadable":
      return { code: "tls/file-unreadable", file: fileOf(reason), reason: "EIO" };
    case "tls-file-too-large":
      return { code: "tls/file-too-large", file: fileOf(reason), maxBytes: maxTlsFileBytes };
    case "tls-file-damaged":
      return { code: "tls/file-damaged", file: fileOf(reason) };
    default:
      return { code: "upstream/no-answer" };
  }
}

function refusalOf(reason = ""): (ExchangeFailure & { code: "upstream/certificate-refused" })["reason"] {
  return reason === "expired" || reason === "not-yet-valid" || reason === "wrong-host" ? reason : "not-trusted";
}

const fileOf = (reason = "") => (reason === "certFile" || reason === "keyFile" ? reason : "caFile");
