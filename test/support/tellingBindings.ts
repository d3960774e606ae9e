/** Somebody on the wire who puts something else into what the upstream says of a terminal's bindings. */

import { fromUtf8, utf8 } from "../../device/base/bytes.ts";
import { ok } from "../../device/base/result.ts";
import type { Meddler } from "./rig.ts";

/** How far the upstream has heard the terminal stays its own word on this very question. */
export function tellingBindings(change: { readonly bindings?: readonly string[]; readonly order?: string }): Meddler {
  return async (exchange, upstream) => {
    const answer = await upstream(exchange);
    if (!exchange.path.endsWith("/bindings") || !answer.ok || answer.value.status !== 200) return answer;
    const said: object = JSON.parse(fromUtf8(answer.value.body) ?? "");
    return ok({ ...answer.value, body: utf8(JSON.stringify({ ...said, ...change })) });
  };
}
