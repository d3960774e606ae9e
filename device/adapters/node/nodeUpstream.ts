/** The Upstream port on Node. What speaks HTTP and TLS is loaded by the first exchange: the first screen does without it. */

import type { Clock } from "../../ports/clock.ts";
import type { Upstream } from "../../ports/upstream.ts";
import type { TlsFiles } from "./tlsFiles.ts";

/** `baseUrl` may end in a path; the exchange's path is put behind it. */
export function createNodeUpstream(options: {
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly tls?: TlsFiles | undefined;
}): Upstream {
  const { clock, tls = {} } = options;
  const url = new URL(options.baseUrl);
  if (url.username || url.password) throw new Error("the upstream's URL holds a user or a password");
  let client: Promise<Upstream> | null = null;

  async function load(): Promise<Upstream> {
    const { createHttpClient } = await import("./httpClient.ts");
    return createHttpClient({ url, clock, tls });
  }

  return {
    async exchange(exchange) {
      client ??= load();
      return (await client).exchange(exchange);
    },
  };
}
