/** Somebody on the way who lets every message arrive, and lets no honest word come back. */

import { fromUtf8, utf8 } from "../../device/base/bytes.ts";
import { withOtherS } from "../../device/base/lowS.ts";
import { err, ok } from "../../device/base/result.ts";
import { problemTypePrefix } from "../../device/contract/upstream.ts";
import type { UpstreamAnswer } from "../../device/ports/upstream.ts";
import { respelt } from "../upstream/testTerminal.ts";
import type { Meddler } from "./rig.ts";

/** Every signature in it in its other spelling. */
export const turned = (text: string) =>
  text.replace(/eyJ[\w-]+\.[\w-]+\.[\w-]{86}(?![\w-])/g, (jws) => respelt(jws, withOtherS));

const said = (status: number, contentType: string, body: object | string): UpstreamAnswer => ({
  status,
  contentType,
  retryAfter: "99999999",
  body: utf8(typeof body === "string" ? body : JSON.stringify(body)),
});
const problem = (status: number, kind: string) =>
  said(status, "application/problem+json", { type: `${problemTypePrefix}${kind}`, retryAfterSeconds: 99_999_999 });

/** A new one begins with its first trick; `heard` is what the upstream really said, now and at first. */
export function createHostileLine(): Meddler {
  const first = new Map<string, UpstreamAnswer>();
  let turn = 0;
  const ends = ["rejected", "cancelled", "expired"];
  const refusals = ["unknown-request", "limit-reached", "grant-refused", "not-cancellable", "offline-refused", "stale"];

  return async (exchange, upstream) => {
    const { method, path } = exchange;
    const told = await upstream(exchange);
    const call = `${method} ${path}`;
    const at = turn++;
    const requestId = /unbind-requests\/([0-9a-f-]{36})/.exec(path)?.[1];
    if (told.ok && !first.has(call)) first.set(call, told.value);
    switch (at % 7) {
      case 0:
        return err({ code: "upstream/no-answer" });
      case 1:
        return ok(problem(409, refusals[at % refusals.length] ?? "stale"));
      case 2: {
        const state = ends[at % ends.length];
        return ok(said(200, "application/json", { requestId, state, updatedAt: "2026-01-01T00:00:00Z" }));
      }
      case 3: {
        if (!told.ok) return told;
        return ok({ ...told.value, body: utf8(turned(fromUtf8(told.value.body) ?? "")) });
      }
      case 4:
        return ok(said(200, "text/html", "<!doctype html><title>Sign in</title>"));
      case 5:
        // The same message twice, and the second answer lost.
        await upstream(exchange);
        return err({ code: "upstream/no-answer" });
      default:
        return ok(first.get(call) ?? problem(503, "internal"));
    }
  };
}
