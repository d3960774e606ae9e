/** A provider at an address: what is sent to it, and what came. */

import type { DeliveredAnswer } from "../upstream/faults.ts";
import type { UpstreamMessage } from "../upstream/referenceUpstream.ts";

/** No terminal waits longer. */
const deadlineMs = 15_000;

/** `baseUrl` without a slash at its end. Rejects where nothing answers. */
export async function sendTo(
  baseUrl: string,
  message: UpstreamMessage,
  patienceMs = deadlineMs,
): Promise<DeliveredAnswer> {
  const { method, path, headers, body } = message;
  const response = await fetch(baseUrl + path, {
    method,
    headers,
    redirect: "manual",
    signal: AbortSignal.timeout(patienceMs),
    ...(method === "POST" && { body }),
  });
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}

/** Why nobody can be checked there, in words; null where something answers as a provider would. */
export async function whyNoProvider(baseUrl: string): Promise<string | null> {
  if (!URL.canParse(baseUrl))
    return `${baseUrl} is no URL. Give the provider's base URL, e.g. https://provider.example/tms`;
  try {
    const answer = await sendTo(baseUrl, { method: "GET", path: "/v1/health", headers: {}, body: "" });
    const isJson = /^application\/(problem\+)?json\b/.test(answer.headers["content-type"] ?? "");
    if (isJson) return null;
    return `${baseUrl}/v1/health answers ${answer.status} with ${answer.headers["content-type"] ?? "no Content-Type"}: a web page, and no provider. Is the path of the base URL right?`;
  } catch (thrown) {
    const cause = causeOf(thrown);
    if (tlsNames.test(cause))
      return `What answers at ${baseUrl} does not prove that it has this name (${cause}). Its certificate is for another name, or of an authority that is not trusted here: NODE_EXTRA_CA_CERTS names one.`;
    return `Nothing answers at ${baseUrl} (${cause}). Start the provider, and look at host and port.`;
  }
}

function causeOf(thrown: unknown): string {
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
  if (cause instanceof Error && "code" in cause) return String(cause.code);
  return cause instanceof Error ? cause.name : String(cause);
}

const tlsNames = /CERT|ERR_TLS|SELF_SIGNED|UNABLE_TO|DEPTH_ZERO/;
